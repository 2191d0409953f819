"""What a messenger's button stands for, by a digest short enough for it."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from bot.store.session import Session
from bot.store.tables import payloads
from bot.store.users import insert

_LENGTH = 32


def digest_of(session: Session, payload: str) -> str:
    """The digest that goes on the button; the same payload has the same one for everybody."""
    digest = hashlib.sha256(payload.encode()).hexdigest()[:_LENGTH]
    row = insert(session, payloads).values(digest=digest, payload=payload)
    session.execute(row.on_conflict_do_nothing())
    return digest


def payload_of(session: Session, digest: str) -> str | None:
    """The payload behind a digest; None for one that was never given out."""
    found = sa.select(payloads.c.payload).where(payloads.c.digest == digest)
    payload: str | None = session.execute(found).scalar()
    return payload

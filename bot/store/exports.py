"""Everything that is stored of a person, fetched by a reference that works once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.store import calls, checkins, conversations, feedback, goals, users
from bot.store.session import Session
from bot.store.tables import exports

MINUTES = 10
"""How long a reference works."""
FORMAT = 1
"""Version of the document; docs/export.md describes it."""


def ticket(session: Session, sender: str, now: datetime) -> str:
    """A reference for one export; only its digest is stored."""
    reference = secrets.token_urlsafe(24)
    expiry = now + timedelta(minutes=MINUTES)
    values = {"reference": _digest(reference), "sender": sender, "expires_at": expiry}
    session.execute(sa.insert(exports).values(values))
    return reference


def redeem(session: Session, reference: str, now: datetime) -> dict[str, Any] | None:
    """The document behind a reference; None if it was used before, is too old, or never was."""
    mine = exports.c.reference == _digest(reference)
    row = session.execute(sa.select(exports).where(mine).with_for_update()).first()
    if row is None:
        return None
    session.execute(sa.delete(exports).where(mine))
    return collect(session, row.sender, now) if row.expires_at > now else None


def expire(session: Session, now: datetime) -> None:
    """Forget references that nobody used."""
    session.execute(sa.delete(exports).where(exports.c.expires_at <= now))


def collect(session: Session, sender: str, now: datetime) -> dict[str, Any]:
    """What is stored under the sender, JSON types only; docs/export.md says what is left out."""
    person = users.get(session, sender)
    return {
        "format": FORMAT,
        "exported_at": now.isoformat(),
        "person": _plain(person) if person else None,
        "chats": [{"channel": c, "external_id": e} for c, e in users.chats(session, sender)],
        "goals": [
            {**_plain(goal), "history": [_plain(u) for u in goals.history(session, goal)]}
            for goal in goals.mine(session, sender)
        ],
        "feedback": _rows(feedback.mine(session, sender), without=("id", "user_id")),
        "calls_for_a_person": _rows(calls.mine(session, sender), without=()),
        "check_in_due_at": _json(checkins.due_at(session, sender)),
        "conversation": conversations.messages(session, sender),
    }


def _rows(rows: Iterable[dict[str, object]], without: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{k: _json(v) for k, v in row.items() if k not in without} for row in rows]


def _plain(record: Any) -> dict[str, Any]:
    return {name: _json(value) for name, value in asdict(record).items()}


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _digest(reference: str) -> str:
    return hashlib.sha256(reference.encode()).hexdigest()

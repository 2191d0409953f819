"""Replies on their way to a messenger: kept until they are sent, then deleted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.store.session import Session
from bot.store.tables import outbox
from bot.store.users import insert

KEPT_HOURS = 24
"""After so long nobody waits for a reply any more."""


@dataclass(frozen=True)
class Parcel:
    """One reply to one chat; `once` says that it may not be sent twice, even if it gets lost."""

    id: int
    chat_id: str
    turn: str
    once: bool
    body: Mapping[str, Any] = field(repr=False)


def put(
    session: Session,
    chat_id: str,
    turn: str,
    bodies: Sequence[Mapping[str, Any]],
    now: datetime,
    *,
    once: bool = False,
) -> None:
    """Store the replies of a turn in order; those that are there already stay as they are."""
    for place, body in enumerate(bodies):
        row = {"chat_id": chat_id, "turn": turn, "place": place, "once": once, "created_at": now}
        written = json.dumps(body, ensure_ascii=False)
        fresh = insert(session, outbox).values({**row, "body": written})
        session.execute(fresh.on_conflict_do_nothing())


def next_for(session: Session, chat_id: str) -> Parcel | None:
    """What is to be sent to the chat next."""
    mine = sa.select(outbox).where(outbox.c.chat_id == chat_id).order_by(outbox.c.id).limit(1)
    row = session.execute(mine).first()
    if row is None:
        return None
    return Parcel(row.id, row.chat_id, row.turn, row.once, json.loads(row.body))


def sent(session: Session, parcel: Parcel) -> None:
    """It is out, or about to be: gone from here."""
    session.execute(sa.delete(outbox).where(outbox.c.id == parcel.id))


def chats_waiting(session: Session) -> list[str]:
    """The chats to which something is to be sent."""
    return list(session.execute(sa.select(outbox.c.chat_id).distinct()).scalars())


def depth(session: Session) -> int:
    """How many replies wait."""
    return int(session.execute(sa.select(sa.func.count()).select_from(outbox)).scalar_one())


def forget_chat(session: Session, chat_id: str) -> None:
    """Delete what waits for the chat."""
    session.execute(sa.delete(outbox).where(outbox.c.chat_id == chat_id))


def expire(session: Session, now: datetime) -> None:
    """Forget what could not be sent for too long."""
    over = outbox.c.created_at <= now - timedelta(hours=KEPT_HOURS)
    session.execute(sa.delete(outbox).where(over))

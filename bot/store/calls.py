"""Moments in which a conversation called for a person: kept for the trainers, without the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store.session import Session
from bot.store.tables import calls
from bot.store.users import insert


@dataclass(frozen=True)
class Call:
    """Whose conversation, at which message, and why: human, or a kind of danger."""

    id: int
    sender: str
    reason: str
    at: datetime


def record(session: Session, sender: str, message_id: str, reason: str, now: datetime) -> None:
    """Keep it; the same message again changes nothing."""
    row = {"sender": sender, "message_id": message_id, "reason": reason, "at": now}
    session.execute(insert(session, calls).values(row).on_conflict_do_nothing())


def any_untold(session: Session) -> bool:
    """Whether there is one of which nobody was told yet."""
    found = sa.select(calls.c.id).where(calls.c.told_at.is_(None)).limit(1)
    return session.execute(found).first() is not None


def untold(session: Session) -> list[Call]:
    """Of which nobody was told yet, the oldest first."""
    query = sa.select(calls).where(calls.c.told_at.is_(None)).order_by(calls.c.id)
    rows = session.execute(query.with_for_update(skip_locked=True))
    return [Call(row.id, row.sender, row.reason, row.at) for row in rows]


def told(session: Session, call: Call, now: datetime) -> None:
    """Somebody was told, or there is nobody to tell."""
    session.execute(sa.update(calls).where(calls.c.id == call.id).values(told_at=now))


def mine(session: Session, sender: str) -> list[dict[str, Any]]:
    """Those of one conversation, the oldest first: {"reason", "at"}."""
    query = sa.select(calls.c.reason, calls.c.at).where(calls.c.sender == sender)
    return [dict(row._mapping) for row in session.execute(query.order_by(calls.c.id))]


def forget(session: Session, sender: str) -> None:
    """Delete those of one conversation."""
    session.execute(sa.delete(calls).where(calls.c.sender == sender))


def forget_before(session: Session, cutoff: datetime) -> None:
    """Delete those from before."""
    session.execute(sa.delete(calls).where(calls.c.at < cutoff))

"""Messages from a messenger: committed before it hears that they arrived, gone when answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.store.session import Session
from bot.store.tables import inbox
from bot.store.users import insert

KEPT_HOURS = 24
"""How long a messenger may deliver an update again; so long its key is kept, without its text."""


@dataclass(frozen=True)
class Arrival:
    """Something that came in: `key` is unique for all time, `press` for a button of one message."""

    key: str
    chat_id: str
    kind: str
    body: str = field(default="", repr=False)
    press: str | None = None


@dataclass(frozen=True)
class Entry:
    """An arrival as stored; `turn` is the id of the turn that it was made part of."""

    id: int
    key: str
    chat_id: str
    kind: str
    body: str = field(repr=False)
    turn: str | None
    received_at: datetime
    told_at: datetime | None


def put(session: Session, arrival: Arrival, now: datetime, *, unread: bool = False) -> bool:
    """Store it; False where it, or a press of the same button, is there already.

    `unread`: nobody will answer it, it is only known to have come.
    """
    values = vars(arrival) | ({"body": "", "done_at": now} if unread else {})
    row = insert(session, inbox).values(**values, received_at=now)
    return bool(session.execute(row.on_conflict_do_nothing()).rowcount)


def waiting(session: Session, chat_id: str) -> list[Entry]:
    """What a chat waits to have answered, the oldest first."""
    mine = sa.select(inbox).where(inbox.c.chat_id == chat_id, inbox.c.done_at.is_(None))
    return [_as_entry(row) for row in session.execute(mine.order_by(inbox.c.id))]


def chats_waiting(session: Session) -> list[str]:
    """The chats that wait for an answer."""
    open_ = sa.select(inbox.c.chat_id).where(inbox.c.done_at.is_(None)).distinct()
    return list(session.execute(open_).scalars())


def recent(session: Session, chat_id: str, since: datetime) -> int:
    """How many messages of the chat came in since then to be read, answered or not."""
    said = inbox.c.kind.in_(("text", "button", "command"))
    mine = (inbox.c.chat_id == chat_id, said, inbox.c.received_at > since)
    return int(session.execute(sa.select(sa.func.count()).where(*mine)).scalar_one())


def bind(session: Session, entries: list[Entry], turn: str) -> None:
    """Make them one turn for good: after a crash the same words go out under the same id."""
    ids = [entry.id for entry in entries]
    session.execute(sa.update(inbox).where(inbox.c.id.in_(ids)).values(turn=turn))


def told(session: Session, turn: str, now: datetime) -> None:
    """The person was told that the answer takes longer."""
    session.execute(sa.update(inbox).where(inbox.c.turn == turn).values(told_at=now))


def done(session: Session, ids: list[int], now: datetime, *, nameless: bool = False) -> None:
    """They are answered; what was written is gone. `nameless`: whose chat it was, too."""
    values = {"done_at": now, "body": ""} | ({"chat_id": "", "press": None} if nameless else {})
    session.execute(sa.update(inbox).where(inbox.c.id.in_(ids)).values(values))


def forget_chat(session: Session, chat_id: str) -> None:
    """Delete what was answered; what still waits belongs to whoever writes on."""
    mine = (inbox.c.chat_id == chat_id, inbox.c.done_at.is_not(None))
    session.execute(sa.delete(inbox).where(*mine))


def expire(session: Session, now: datetime) -> None:
    """Forget what was answered so long ago that nobody delivers it again."""
    session.execute(sa.delete(inbox).where(inbox.c.done_at <= now - timedelta(hours=KEPT_HOURS)))


def _as_entry(row: Any) -> Entry:
    return Entry(**{name: row._mapping[name] for name in Entry.__dataclass_fields__})

"""The conversations that Rasa keeps in the same database: read, forgotten, never written here."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa

from bot.store.session import Session

events = sa.Table(
    "events",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender_id", sa.String),
    sa.Column("type_name", sa.String),
    sa.Column("timestamp", sa.Float),
    sa.Column("data", sa.Text),
)
"""The table of Rasa's SQLTrackerStore, as far as it is needed here; Rasa makes it."""

_SESSION_BEGINS = "session_started"
OWN_CHECK_IN = "check_in"
"""The command by which the coach asks about goals by itself: no message of the person's."""
_UNSAID = "nothing_due"
"""The event of the reply to it that no face shows."""


def there_are_any(session: Session) -> bool:
    """Whether Rasa has made its table yet."""
    return bool(sa.inspect(session.connection()).has_table(events.name))


def messages(session: Session, sender: str) -> list[dict[str, Any]]:
    """What was written and answered, the oldest first: {"at", "from", "text"}."""
    if not there_are_any(session):
        return []
    spoken = events.c.type_name.in_(("user", "bot"))
    query = sa.select(events).where(events.c.sender_id == sender, spoken).order_by(events.c.id)
    return [message for row in session.execute(query) if (message := _message(row))]


def forget(session: Session, sender: str) -> int:
    """Delete the whole conversation; the number of its events."""
    if not there_are_any(session):
        return 0
    gone = session.execute(sa.delete(events).where(events.c.sender_id == sender))
    return int(gone.rowcount)


def forget_before(session: Session, cutoff: datetime, *, dry_run: bool = False) -> tuple[int, int]:
    """Delete what is older; the numbers of conversations and of events that this concerns.

    Of a conversation that goes on, only sessions that ended before: Rasa reads the latest one.
    """
    if not there_are_any(session):
        return 0, 0
    moment = cutoff.timestamp()
    began = (
        sa.select(events.c.sender_id, sa.func.max(events.c.id).label("first"))
        .where(events.c.type_name == _SESSION_BEGINS)
        .group_by(events.c.sender_id)
        .subquery()
    )
    last = (
        sa.select(events.c.sender_id, sa.func.max(events.c.timestamp).label("last"))
        .group_by(events.c.sender_id)
        .subquery()
    )
    over = sa.select(last.c.sender_id).where(last.c.last < moment)
    earlier = (
        sa.select(began.c.first).where(began.c.sender_id == events.c.sender_id).scalar_subquery()
    )
    old = sa.or_(
        events.c.sender_id.in_(over),
        sa.and_(events.c.timestamp < moment, events.c.id < earlier),
    )
    counted = sa.select(sa.func.count(sa.distinct(events.c.sender_id)), sa.func.count())
    people, rows = session.execute(counted.where(old)).one()
    if not dry_run:
        ids = sa.select(events.c.id).where(old)
        session.execute(
            sa.delete(events).where(events.c.id.in_(ids)),
            execution_options={"synchronize_session": False},
        )
    return int(people), int(rows)


def _message(row: Any) -> dict[str, Any] | None:
    """What was said; None for what only the coach and its face know of."""
    data, mine = json.loads(row.data), row.type_name == "user"
    command = (data.get("metadata") or {}).get("command") if mine else None
    custom = (data.get("data") or {}).get("custom") or {}
    if command == OWN_CHECK_IN or custom.get("event") == _UNSAID:
        return None
    at = datetime.fromtimestamp(row.timestamp, timezone.utc)
    return {
        "at": at.isoformat(),
        "from": "you" if mine else "coach",
        "text": f"/{command}" if command else data.get("text") or "",
    }

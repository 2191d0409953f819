"""The table in which Rasa keeps conversations, and conversations in it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.store.session import Session

metadata = sa.MetaData()
events = sa.Table(
    "events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("type_name", sa.String(255), nullable=False),
    sa.Column("timestamp", sa.Float),
    sa.Column("intent_name", sa.String(255)),
    sa.Column("action_name", sa.String(255)),
    sa.Column("data", sa.Text),
)
"""As Rasa 3.6's SQLTrackerStore makes it."""


def make_table(session: Session) -> None:
    """What Rasa does when it starts."""
    metadata.create_all(session.connection())


def talk(session: Session, sender: str, at: datetime, *texts: str) -> None:
    """A session of a conversation: each text is said by the person and repeated by the coach."""
    said = [("action", ""), ("session_started", "")]
    said += [(kind, text) for text in texts for kind in ("user", "bot")]
    for second, (kind, text) in enumerate(said):
        moment = (at + timedelta(seconds=second)).timestamp()
        data = {"event": kind, "timestamp": moment, **({"text": text} if text else {})}
        row = {"sender_id": sender, "type_name": kind, "timestamp": moment}
        session.execute(sa.insert(events).values({**row, "data": json.dumps(data)}))


def commanded(
    session: Session,
    sender: str,
    at: datetime,
    command: str,
    answer: str,
    attached: dict[str, Any] | None = None,
) -> None:
    """A command as the channel passes it on, and the coach's answer."""
    typed = {"text": '/payload{"part": "x"}', "metadata": {"command": command, "role": "agent"}}
    told = {"text": answer, "data": attached, "metadata": {"utter_action": "x"}}
    for kind, data in (("user", typed), ("bot", told)):
        row = {"sender_id": sender, "type_name": kind, "timestamp": at.timestamp()}
        session.execute(sa.insert(events).values({**row, "data": json.dumps(data)}))


def spoken(session: Session, sender: str) -> list[str]:
    """What is still stored of what was said, with the coach's repetitions left out."""
    mine = (events.c.sender_id == sender, events.c.type_name == "user")
    rows = session.execute(sa.select(events.c.data).where(*mine).order_by(events.c.id)).scalars()
    return [json.loads(data)["text"] for data in rows]

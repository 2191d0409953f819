"""What a gateway remembers of a chat itself: blocked, sent away, asked for consent just now."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.store.access import chat_key
from bot.store.session import Session
from bot.store.tables import chats
from bot.store.users import insert


def blocked(session: Session, channel: str, external_id: str, now: datetime | None) -> None:
    """The person blocked the bot, or (without a time) let it in again."""
    _put(session, channel, external_id, blocked_at=now)


def is_blocked(session: Session, channel: str, external_id: str) -> bool:
    """Whether nothing may be written to the chat."""
    return _moment(session, channel, external_id, "blocked_at") is not None


def ask(session: Session, channel: str, external_id: str, now: datetime | None) -> None:
    """The last thing that the chat was shown asks for consent, or (without a time) does not."""
    if was_asked(session, channel, external_id) != (now is not None):
        _put(session, channel, external_id, asked_at=now)


def was_asked(session: Session, channel: str, external_id: str) -> bool:
    """Whether a yes would be one to the question for consent."""
    return _moment(session, channel, external_id, "asked_at") is not None


def send_away(session: Session, channel: str, external_id: str, now: datetime) -> bool:
    """Whether the chat is to be told, for the first time, that it cannot be served."""
    if _moment(session, channel, external_id, "sent_away_at") is not None:
        return False
    _put(session, channel, external_id, sent_away_at=now)
    return True


def _moment(session: Session, channel: str, external_id: str, column: str) -> datetime | None:
    mine = sa.select(chats.c[column]).where(chats.c.chat == chat_key(channel, external_id))
    moment: datetime | None = session.execute(mine).scalar()
    return moment


def _put(session: Session, channel: str, external_id: str, **values: datetime | None) -> None:
    row = insert(session, chats).values(chat=chat_key(channel, external_id), **values)
    session.execute(row.on_conflict_do_update(index_elements=["chat"], set_=values))

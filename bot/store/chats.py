"""What a gateway remembers of a chat itself: whether it wants nothing, or was sent away."""

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
    mine = sa.select(chats.c.blocked_at).where(chats.c.chat == chat_key(channel, external_id))
    return session.execute(mine).scalar() is not None


def send_away(session: Session, channel: str, external_id: str, now: datetime) -> bool:
    """Whether the chat is to be told, for the first time, that it cannot be served."""
    mine = sa.select(chats.c.sent_away_at).where(chats.c.chat == chat_key(channel, external_id))
    if session.execute(mine).scalar() is not None:
        return False
    _put(session, channel, external_id, sent_away_at=now)
    return True


def _put(session: Session, channel: str, external_id: str, **values: datetime | None) -> None:
    row = insert(session, chats).values(chat=chat_key(channel, external_id), **values)
    session.execute(row.on_conflict_do_update(index_elements=["chat"], set_=values))

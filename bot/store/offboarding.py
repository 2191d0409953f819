"""Somebody leaves the company: let in no more, and nothing of them is kept."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.store import access, retention, users
from bot.store.administration import require_known
from bot.store.records import StoreError
from bot.store.session import Session, Sessions
from bot.store.tables import guests, identities


def offboard(sessions: Sessions, who: str, now: datetime) -> str | None:
    """Bar every chat of the person and delete all of them; the receipt, None if nothing was kept.

    `who` is an id as `coach users list` shows it, or a chat such as "telegram:12345".
    """
    with sessions.begin() as session:
        sender, chats = _known(session, who)
        for channel, external_id in chats:
            access.bar(session, channel, external_id, now)
    return retention.erase(sessions, sender, now) if sender else None


def chat_of(who: str) -> tuple[str, str] | None:
    """The channel and the chat's id in it, where such a chat was named."""
    channel, colon, external_id = who.partition(":")
    return (channel, external_id) if colon and channel and external_id else None


def _known(session: Session, who: str) -> tuple[str | None, list[tuple[str, str]]]:
    """The sender, if there is one, and the chats."""
    chat = chat_of(who)
    if chat is None:
        require_known(session, who)
        chats = [*users.chats(session, who), *_guest_chats(session, who)]
        if not chats:
            raise StoreError(
                f"{who[:64]!r} has no chat; `coach users delete` deletes what is kept."
            )
        return who, chats
    return _sender_of(session, *chat), [chat]


def _sender_of(session: Session, channel: str, external_id: str) -> str | None:
    for table, column in ((identities, identities.c.user_id), (guests, guests.c.sender)):
        mine = (table.c.channel == channel, table.c.external_id == external_id)
        if sender := session.execute(sa.select(column).where(*mine)).scalar():
            return str(sender)
    return None


def _guest_chats(session: Session, sender: str) -> list[tuple[str, str]]:
    rows = session.execute(sa.select(guests).where(guests.c.sender == sender))
    return [(row.channel, row.external_id) for row in rows]

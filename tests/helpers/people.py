"""People who agreed to be remembered, made straight in the store."""

from __future__ import annotations

import uuid

from bot import clock
from bot.coaching import consent
from bot.store import users
from bot.store.session import sessions_for


def remembered(
    url: str,
    *,
    channel: str = "test",
    chat: str | None = None,
    time_zone: str = "Asia/Manila",
    role: str | None = None,
) -> str:
    """The sender of somebody new in that database, who has just said yes."""
    with sessions_for(url).begin() as session:
        guest = users.visitor(session, channel, chat or uuid.uuid4().hex, clock.now())
        assert users.consent_given(
            session, guest.sender, consent.VERSION, clock.now(), time_zone=time_zone
        )
        users.change(session, guest.sender, role=role)
    return guest.sender

"""What the gateway does by itself: check-ins that are due, trainers who are called."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Iterable

from bot import clock
from bot.client.waiting import WaitingClient
from bot.store import access, calls, chats, checkins, inbox, outbox, users
from bot.store.awaited import Kept
from bot.store.inbox import Arrival
from bot.store.records import StoreError
from bot.store.session import Session
from bot.telegram import words
from bot.telegram.gate import CHANNEL
from bot.telegram.rendering import rendered

_log = logging.getLogger(__name__)
EVERY_SECONDS = 2.0


async def run(kept: Kept, client: WaitingClient, wake: Callable[[str], None]) -> None:
    """Look every two seconds; a database that is away is looked at again."""
    while True:
        try:
            _wake(
                wake, await kept.write(call_trainers) if await kept.read(calls.any_untold) else ()
            )
            # A check-in that is claimed is not asked again, so the coach has to be there for it.
            if await kept.read(checkins.any_due, clock.now()) and await client.is_well():
                _wake(wake, await kept.write(claim_check_ins))
        except StoreError as error:
            _log.error("nothing was looked for: %s", type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)


def call_trainers(session: Session) -> list[str]:
    """Tell every linked trainer of each call for a person, once; the chats to be written to."""
    trainers = access.reviewer_chats(session)
    for call in calls.untold(session):
        told = rendered(words.local(words.called(call.reason, call.sender)), str)
        for chat_id in trainers:
            outbox.put(session, chat_id, f"call-{call.id}-{chat_id}", told, clock.now())
        calls.told(session, call, clock.now())
    return trainers


def claim_check_ins(session: Session) -> list[str]:
    """Make each check-in that is due a turn of its chat; the chats to be served."""
    served = []
    for due in checkins.claim_due(session, clock.now()):
        for channel, chat_id in users.chats(session, due.user_id):
            if channel != CHANNEL or chats.is_blocked(session, CHANNEL, chat_id):
                continue
            # The key tells nothing of the person; the same check-in has the same one.
            name = f"{due.user_id} {due.due_at.isoformat()}".encode()
            key = f"check-in-{hashlib.sha256(name).hexdigest()[:32]}"
            inbox.put(session, Arrival(key, chat_id, "check_in"), clock.now())
            served.append(chat_id)
    return served


def _wake(wake: Callable[[str], None], chat_ids: Iterable[str]) -> None:
    for chat_id in chat_ids:
        wake(chat_id)

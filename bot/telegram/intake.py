"""The way in: a queue whose put commits, since Telegram hears that an update arrived after it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot, Update
from telegram.error import TelegramError

from bot import clock
from bot.store import chats, inbox
from bot.store.awaited import Kept
from bot.store.inbox import Arrival
from bot.store.records import StoreError
from bot.store.session import Session
from bot.telegram import words
from bot.telegram.arrivals import IN_A_GROUP, TOO_MANY, arrival, blocked
from bot.telegram.gate import CHANNEL
from bot.telegram.health import Metrics

MOST_A_MINUTE = 20
"""Messages of one chat that are read within a minute."""
_MINUTE = timedelta(minutes=1)
_log = logging.getLogger(__name__)


class Intake(asyncio.Queue[object]):
    """Takes the Updater's updates into the inbox, and wakes whoever answers the chat."""

    def __init__(self, bot: Bot, kept: Kept, metrics: Metrics, wake: Callable[[str], None]) -> None:
        super().__init__()
        self._bot = bot
        self._kept = kept
        self._metrics = metrics
        self._wake = wake
        self._answers: set[asyncio.Task[None]] = set()
        self._told_at: dict[str, datetime] = {}

    async def put(self, item: object) -> None:
        """Commit the update; a TelegramError has the Updater fetch it again a little later."""
        assert isinstance(item, Update)  # noqa: S101
        try:
            await self._take(item)
        except StoreError as error:
            _log.error("update %s not stored: %s", item.update_id, type(error).__name__)
            raise TelegramError("The update could not be stored.") from error

    async def _take(self, update: Update) -> None:
        if changed := blocked(update):
            chat_id, is_blocked = changed
            now = clock.now() if is_blocked else None
            await self._kept.write(chats.blocked, CHANNEL, chat_id, now)
        found = arrival(update)
        self._metrics.updates.labels(found.kind if found else "ignored").inc()
        is_new = found is not None and await self._store(found)
        if query := update.callback_query:
            self._spawn(self._acknowledge(query.id, "" if is_new else words.TWICE))
        if found:
            self._wake(found.chat_id)

    async def _store(self, found: Arrival) -> bool:
        """Commit it; what is too much for a minute is left unread, and the first of it told so."""
        since = clock.now() - _MINUTE
        if (
            found.kind == "other"
            or await self._kept.read(inbox.recent, found.chat_id, since) < MOST_A_MINUTE
        ):
            return await self._kept.write(_stored, found, unread=False)
        self._told_at = {c: at for c, at in self._told_at.items() if at > since}
        is_told = found.chat_id in self._told_at
        # A press that nobody reads must not stand in the way of a later one of the same button.
        too_many = replace(found, kind="other", body=TOO_MANY, press=None)
        is_new = await self._kept.write(_stored, too_many, unread=is_told)
        if is_new and not is_told:
            self._told_at[found.chat_id] = clock.now()
        return is_new

    def _spawn(self, answer: Coroutine[Any, Any, None]) -> None:
        """Run it beside the intake; only the set keeps a task from being forgotten."""
        task = asyncio.create_task(answer)
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _acknowledge(self, query_id: str, text: str) -> None:
        """Stop the button's spinner; too late for that is no harm."""
        try:
            await self._bot.answer_callback_query(query_id, text=text or None)
        except TelegramError as error:
            _log.warning("a press was not acknowledged: %s", type(error).__name__)


def _stored(session: Session, found: Arrival, *, unread: bool) -> bool:
    """Store the arrival, if it is one to be answered; False for one that was there before."""
    now = clock.now()
    if found.body == IN_A_GROUP and not chats.send_away(session, CHANNEL, found.chat_id, now):
        return False
    # Somebody who blocked the bot and writes again has let it in again.
    if chats.is_blocked(session, CHANNEL, found.chat_id):
        chats.blocked(session, CHANNEL, found.chat_id, None)
    return inbox.put(session, found, now, unread=unread)

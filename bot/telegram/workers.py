"""One worker for each chat that waits: a person's turns in order, people side by side."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import InvalidToken, TelegramError

from bot import clock
from bot.client.waiting import Away
from bot.coaching import consent, own_data
from bot.store import chats, inbox, outbox, payloads, users
from bot.store.awaited import Kept
from bot.store.records import StoreError
from bot.store.session import Session
from bot.telegram import words
from bot.telegram.answering import Answering, Failed
from bot.telegram.bursts import Turn, next_turn
from bot.telegram.gate import CHANNEL
from bot.telegram.health import Metrics
from bot.telegram.rendering import rendered
from bot.telegram.sending import Sender
from bot.telegram.words import Body

_log = logging.getLogger(__name__)

PATIENCE = 7.0
"""Seconds after which a person is told that the answer takes longer; ten are promised."""
TOO_OLD = timedelta(hours=1)
"""A message that could not be answered for so long gets an apology instead."""
_MOST_FAILURES = 8
"""After so many tries, half a minute, a turn that fails by itself is told so.

Long enough for an action server to be started again; an absent coach is waited for."""
_PAUSES = (0.5, 1, 2, 4, 6)
_TYPING_SECONDS = 4.5
_LEAST_WAIT = 1.5
"""Also what came in while no gateway was there gets this chance of an answer before the excuse."""
_SETTLE_SECONDS = 5.0


class Workers:
    """Serves every chat that has something in the inbox or the outbox."""

    def __init__(
        self,
        bot: Bot,
        kept: Kept,
        answering: Answering,
        sender: Sender,
        metrics: Metrics,
        *,
        pause: float,
    ) -> None:
        self._bot = bot
        self._kept = kept
        self._answering = answering
        self._sender = sender
        self._metrics = metrics
        self._pause = pause
        self._woken: set[str] = set()
        self._workers: dict[str, asyncio.Task[None]] = {}
        self.refused: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def wake(self, chat_id: str) -> None:
        """There is something to do for the chat."""
        self._woken.add(chat_id)
        if chat_id not in self._workers:
            self._workers[chat_id] = asyncio.create_task(self._work(chat_id))

    async def wake_all(self) -> None:
        """Go on with whatever was left when the last gateway ended."""
        left = await self._kept.read(inbox.chats_waiting)
        for chat_id in {*left, *await self._kept.read(outbox.chats_waiting)}:
            self.wake(chat_id)

    async def stop(self) -> None:
        """End; what is not done is in the database."""
        for worker in self._workers.values():
            worker.cancel()
        await asyncio.gather(*self._workers.values(), return_exceptions=True)
        await self._sender.settle(_SETTLE_SECONDS)

    async def _work(self, chat_id: str) -> None:
        tries = 0
        try:
            while chat_id in self._woken:
                self._woken.discard(chat_id)
                try:
                    await self._serve(chat_id)
                    tries = 0
                except InvalidToken as error:
                    if not self.refused.done():
                        self.refused.set_exception(error)
                    return
                except Exception as error:  # a chat must not stay unserved
                    _log.error("a chat has to wait: %s", type(error).__name__)
                    await asyncio.sleep(_pause(tries))
                    tries += 1
                    self._woken.add(chat_id)
        finally:
            del self._workers[chat_id]

    async def _serve(self, chat_id: str) -> None:
        """Send what waits, answer what waits, until nothing does."""
        while True:
            await self._sender.flush(chat_id)
            waiting = await self._kept.read(inbox.waiting, chat_id)
            if not waiting:
                return
            due = next_turn(waiting, clock.now(), self._pause)
            if isinstance(due, Turn):
                await self._handle(due)
            else:
                await self._type(chat_id)
                await asyncio.sleep(due)

    async def _handle(self, turn: Turn) -> None:
        """Answer the turn, however long that takes; who waits for long is told so once."""
        await self._kept.write(inbox.bind, list(turn.entries), turn.id)
        typing = asyncio.create_task(self._keep_typing(turn.chat_id))
        answering = asyncio.create_task(self._answered(turn))
        try:
            waited = (clock.now() - turn.received_at).total_seconds()
            await asyncio.wait({answering}, timeout=max(_LEAST_WAIT, PATIENCE - waited))
            typing.cancel()
            if not answering.done() and not turn.told and turn.kind != "check_in":
                await self._kept.write(_ask_for_patience, turn)
                await self._sender.flush(turn.chat_id)
            replies = await answering
        finally:
            typing.cancel()
            answering.cancel()
        await self._kept.write(_finish, turn, replies)
        self._metrics.turns.observe((clock.now() - turn.received_at).total_seconds())

    async def _answered(self, turn: Turn) -> list[Body]:
        """The replies; tried again until the coach is back, or nobody waits any more."""
        failures = tries = 0
        instead = [words.local(words.TOO_LATE)]
        while clock.now() - turn.received_at < TOO_OLD:
            try:
                return await self._answering.replies(turn)
            except Failed as error:
                failures += 1
                if failures >= _MOST_FAILURES:
                    instead = error.replies
                    break
            except (Away, StoreError) as error:
                _log.warning("turn %s has to wait: %s", turn.id, type(error).__name__)
            self._metrics.failures.inc()
            await asyncio.sleep(_pause(tries))
            tries += 1
        # Nobody has asked for a check-in: it is left out without a word.
        return [] if turn.kind == "check_in" else instead

    async def _keep_typing(self, chat_id: str) -> None:
        while True:
            await self._type(chat_id)
            await asyncio.sleep(_TYPING_SECONDS)

    async def _type(self, chat_id: str) -> None:
        """Show that the coach is at it; that this fails is no harm, and the reply will tell why."""
        with suppress(TelegramError):
            await self._bot.send_chat_action(int(chat_id), ChatAction.TYPING)


def _pause(tries: int) -> float:
    return _PAUSES[min(tries, len(_PAUSES) - 1)]


def _ask_for_patience(session: Session, turn: Turn) -> None:
    waiting = rendered(words.local(words.WAIT), str)
    outbox.put(session, turn.chat_id, f"{turn.id}-wait", waiting, clock.now())
    inbox.told(session, turn.id, clock.now())


def _finish(session: Session, turn: Turn, replies: list[Body]) -> None:
    """The replies go out, the turn is done, both or neither."""
    now = clock.now()
    calls = [
        call
        for reply in replies
        for call in rendered(reply, lambda payload: payloads.digest_of(session, payload))
    ]
    outbox.put(session, turn.chat_id, turn.id, calls, now, once=turn.kind == "check_in")
    events = [reply["custom"].get("event") for reply in replies]
    chats.ask(session, CHANNEL, turn.chat_id, now if consent.ASKED in events else None)
    if consent.ASKED in events:
        visitor = users.visitor(session, CHANNEL, turn.chat_id, now)
        users.consent_asked(session, visitor.sender, now)
    # A deletion is over before the turn that asked for it, which would be left behind.
    deleted = own_data.DELETING in events
    inbox.done(session, [entry.id for entry in turn.entries], now, nameless=deleted)

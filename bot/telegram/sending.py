"""Sends what the outbox holds: a chat's in order, within Telegram's limits, until it is out."""

from __future__ import annotations

import asyncio
import base64
import html
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
from aiolimiter import AsyncLimiter
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Message
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot import clock
from bot.reception import Reception
from bot.store import chats, outbox
from bot.store.awaited import Kept
from bot.store.outbox import Parcel
from bot.telegram import words
from bot.telegram.gate import CHANNEL
from bot.telegram.health import Metrics

_log = logging.getLogger(__name__)
_PER_SECOND = 28
"""Below the thirty messages a second that Telegram takes of a bot."""
_BETWEEN_SECONDS = 1.0
"""Between two messages to one chat."""
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_MOST_TRIES = 8
"""Answers 5xx to one reply, over two minutes, after which its plain words are tried instead."""
_TAG = re.compile(r"</?b>")


class _Unanswered(Exception):
    """Telegram has only had faults for this reply."""


class Sender:
    """The way out; one chat's messages go one after the other, chats side by side."""

    def __init__(self, bot: Bot, kept: Kept, reception: Reception, metrics: Metrics) -> None:
        self._bot = bot
        self._kept = kept
        self._reception = reception
        self._metrics = metrics
        self._overall = AsyncLimiter(_PER_SECOND, 1)
        self._next: dict[str, float] = {}
        self._passing: set[asyncio.Task[bool]] = set()
        self._unnoted: set[tuple[int, str]] = set()

    async def flush(self, chat_id: str) -> None:
        """Send all that waits for the chat; InvalidToken where nobody can be written to."""
        while parcel := await self._kept.read(outbox.next_for, chat_id):
            passing = asyncio.create_task(self._pass(parcel))
            self._passing.add(passing)
            passing.add_done_callback(self._passing.discard)
            if not await asyncio.shield(passing):
                return

    async def settle(self, seconds: float) -> None:
        """Let what is in flight arrive, so that a stop in order sends nothing twice."""
        if self._passing:
            await asyncio.wait(self._passing, timeout=seconds)
        for passing in self._passing:
            passing.cancel()

    async def _pass(self, parcel: Parcel) -> bool:
        """Send it and note that; False where the person wants nothing of us."""
        if parcel.once:
            await self._kept.write(outbox.sent, parcel)
        known = (parcel.id, parcel.turn)
        if known not in self._unnoted and not await self._delivered(parcel):
            await self._kept.write(chats.blocked, CHANNEL, parcel.chat_id, clock.now())
            await self._kept.write(outbox.forget_chat, parcel.chat_id)
            return False
        if not parcel.once:
            # While the database is away it stays in the outbox, and must not go out again.
            self._unnoted.add(known)
            await self._kept.write(outbox.sent, parcel)
            self._unnoted.discard(known)
        return True

    async def _delivered(self, parcel: Parcel) -> bool:
        """Try until it is out, or never will be; False where the person wants nothing of us."""
        content = await self._content(parcel)
        *others, last = _ways(parcel.body)
        for body in (*others, last):
            try:
                await self._out(parcel, body, content, most=None if body is last else _MOST_TRIES)
                return True
            except _Unanswered:
                _log.error("reply of turn %s cannot be sent as %s", parcel.turn, body["kind"])
            except Forbidden:
                return False
            except BadRequest as error:
                if "chat not found" in str(error).lower():
                    return False
                _log.error("reply of turn %s refused as %s", parcel.turn, body["kind"])
        return True

    async def _out(
        self, parcel: Parcel, body: Mapping[str, Any], content: bytes | None, *, most: int | None
    ) -> None:
        """Try until Telegram has it; Forbidden or BadRequest where it does not want it.

        _Unanswered after so many faults of Telegram's own: it may be this very reply.
        """
        pause = _FIRST_PAUSE
        faults = 0
        while True:
            await self._wait_for_turn(parcel.chat_id)
            try:
                await self._send(parcel.chat_id, body, content)
                return
            except RetryAfter as error:
                self._metrics.flooded.inc()
                await asyncio.sleep(_seconds(error))
            except (BadRequest, Forbidden, InvalidToken):
                raise
            except NetworkError as error:
                if parcel.once and not _never_left(error):
                    _log.error("turn %s may be lost, and is not sent twice", parcel.turn)
                    return
                self._metrics.retries.inc()
                faults += error.__cause__ is None
                if faults == most:
                    raise _Unanswered from error
                await asyncio.sleep(pause)
                pause = min(_LONGEST_PAUSE, pause * 2)
            except TelegramError as error:
                _log.error("reply of turn %s not taken: %s", parcel.turn, type(error).__name__)
                return
            except Exception as error:
                # Telegram's answer makes no sense to the library, so it has taken the message.
                _log.error("reply of turn %s: %s", parcel.turn, type(error).__name__)
                return

    async def _wait_for_turn(self, chat_id: str) -> None:
        """Keep both of Telegram's limits: for the chat, and for all of them."""
        loop = asyncio.get_running_loop()
        due = self._next.get(chat_id, 0.0)
        if (left := due - loop.time()) > 0:
            await asyncio.sleep(left)
        await self._overall.acquire()
        now = loop.time()
        self._next = {chat: at for chat, at in self._next.items() if at > now}
        self._next[chat_id] = now + _BETWEEN_SECONDS

    async def _content(self, parcel: Parcel) -> bytes | None:
        """The picture, or the file behind the reference, which works once; None for words."""
        body = parcel.body
        if body["kind"] == "photo":
            return base64.b64decode(body["data"])
        if body["kind"] == "document":
            return await asyncio.to_thread(self._reception.export, str(body["reference"]))
        return None

    async def _send(self, chat_id: str, body: Mapping[str, Any], content: bytes | None) -> Message:
        chat, markup = int(chat_id), _markup(body.get("buttons"))
        if body["kind"] == "plain":
            return await self._bot.send_message(chat, body["text"], reply_markup=markup)
        styled: dict[str, Any] = {"reply_markup": markup, "parse_mode": ParseMode.HTML}
        caption = body.get("html") or None
        if body["kind"] == "photo" and content is not None:
            return await self._bot.send_photo(chat, content, caption=caption, **styled)
        if body["kind"] == "document" and content is not None:
            file = InputFile(content, filename=str(body["name"]))
            return await self._bot.send_document(chat, file, caption=caption, **styled)
        text = words.EXPORT_GONE if body["kind"] == "document" else body["html"]
        return await self._bot.send_message(chat, text, **styled)


def _ways(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The call as it is, then its plain words, which are better than nothing."""
    yield body
    plain = {"kind": "plain", "text": html.unescape(_TAG.sub("", str(body.get("html", ""))))}
    if plain["text"]:
        yield {**plain, "buttons": body.get("buttons")}
    if plain["text"] and body.get("buttons"):
        yield plain


def _never_left(error: NetworkError) -> bool:
    """Whether Telegram has certainly not heard of the call."""
    return isinstance(
        error.__cause__, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
    )


def _markup(rows: Any) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    buttons = [[InlineKeyboardButton(t, callback_data=d) for t, d in row] for row in rows]
    return InlineKeyboardMarkup(buttons)


def _seconds(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone, and a little."""
    after = error.retry_after
    return (after if isinstance(after, int) else after.total_seconds()) + 0.5

"""The gateway: one process that polls Telegram, answers, and keeps what it owes in the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

from telegram import Bot, BotCommand
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import Updater
from telegram.request import HTTPXRequest

from bot.client.messages import Address
from bot.client.waiting import WaitingClient
from bot.reception import Reception
from bot.settings import Settings
from bot.store import outbox
from bot.store.awaited import Kept
from bot.store.session import sessions_for
from bot.telegram import clockwork, health
from bot.telegram.answering import Answering
from bot.telegram.arrivals import ALLOWED_UPDATES
from bot.telegram.commands import MENU
from bot.telegram.gate import CHANNEL
from bot.telegram.health import Metrics, Pulse
from bot.telegram.intake import Intake
from bot.telegram.lease import Lease
from bot.telegram.sending import Sender
from bot.telegram.workers import Workers

_log = logging.getLogger(__name__)
_POLL_SECONDS = 30
_UNAUTHORIZED = (401, 404)
"""Telegram's answers to a token that is none, or none any more."""


class _Polling(HTTPXRequest):
    """The request of the polls: notes that Telegram answered, and whether it knows the bot."""

    def __init__(self, pulse: Pulse, revoked: asyncio.Event) -> None:
        super().__init__(connection_pool_size=2, read_timeout=_POLL_SECONDS + 10)
        self._pulse = pulse
        self._revoked = revoked

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Called by the library for each request."""
        status, payload = await super().do_request(*args, **kwargs)
        self._pulse.heard()
        if status in _UNAUTHORIZED:
            self._revoked.set()
        return status, payload


async def run(settings: Settings, address: Address, stop: asyncio.Event) -> None:
    """Serve until `stop` is set; InvalidToken, LeaseLost, StoreError, OSError (the port) end it."""
    kept = Kept(sessions_for(settings.database_url))
    metrics, pulse, revoked = Metrics(), Pulse(), asyncio.Event()
    async with AsyncExitStack() as stack:
        runner = await health.serve(
            settings.telegram_port, pulse, metrics, lambda: kept.read(outbox.depth)
        )
        stack.push_async_callback(runner.cleanup)
        bot = _bot(settings, pulse, revoked)
        stack.push_async_callback(bot.shutdown)
        lease = Lease(kept, settings.data_dir / "run")
        if not await _known(bot, stop) or not await lease.wait(stop):
            return
        stack.push_async_callback(lease.give_up)
        client = WaitingClient(address, settings.turn_seconds + 10)
        stack.push_async_callback(client.close)
        reception = Reception(settings, CHANNEL, onboards=True)
        sender = Sender(bot, kept, reception, metrics)
        answering = Answering(settings, kept, reception, client)
        workers = Workers(bot, kept, answering, sender, metrics, pause=settings.burst_seconds)
        stack.push_async_callback(workers.stop)
        await workers.wake_all()
        await _introduce(bot)
        await stack.enter_async_context(_polling(bot, kept, metrics, workers))
        # The first poll may last for long, and Telegram was heard just before it.
        pulse.heard()
        pulse.polls = True
        endings = [
            stop.wait(),
            _raise_when(revoked),
            lease.hold(),
            clockwork.run(kept, client, workers.wake),
        ]
        await _first([*map(asyncio.ensure_future, endings), workers.refused])


def _bot(settings: Settings, pulse: Pulse, revoked: asyncio.Event) -> Bot:
    """The bot, which nobody has asked Telegram about yet."""
    options: dict[str, Any] = {}
    if settings.telegram_api_url:
        options["base_url"] = f"{settings.telegram_api_url.rstrip('/')}/bot"
    return Bot(
        settings.telegram_token,
        request=HTTPXRequest(connection_pool_size=64, pool_timeout=30, media_write_timeout=60),
        get_updates_request=_Polling(pulse, revoked),
        **options,
    )


async def _known(bot: Bot, stop: asyncio.Event) -> bool:
    """Wait until Telegram knows the bot, however long the network is away; False if to stop."""
    pause = 1.0
    while not stop.is_set():
        try:
            await bot.initialize()
            return True
        except InvalidToken:
            raise
        # A proxy or a server that is not Telegram's may answer with what makes no sense.
        except (TelegramError, KeyError, TypeError, ValueError) as error:
            _log.warning("Telegram cannot be reached yet: %s", type(error).__name__)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
        pause = min(30.0, pause * 2)
    return False


@asynccontextmanager
async def _polling(bot: Bot, kept: Kept, metrics: Metrics, workers: Workers) -> AsyncIterator[None]:
    """Poll Telegram into the inbox."""
    updater = Updater(bot, update_queue=Intake(bot, kept, metrics, workers.wake))
    async with updater:
        await updater.start_polling(
            timeout=_POLL_SECONDS,
            bootstrap_retries=-1,
            allowed_updates=ALLOWED_UPDATES,
            error_callback=_told_of_error,
        )
        try:
            yield
        finally:
            await updater.stop()


def _told_of_error(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        _log.error("another program polls with the same token; stop it, or use another bot")
    else:
        _log.warning("a poll failed and is tried again: %s", type(error).__name__)


async def _introduce(bot: Bot) -> None:
    """The menu of commands; without it people can still write."""
    try:
        await bot.set_my_commands([BotCommand(name, told) for name, told in MENU.items()])
    except TelegramError as error:
        _log.warning("the menu was not set: %s", type(error).__name__)


async def _raise_when(revoked: asyncio.Event) -> None:
    await revoked.wait()
    raise InvalidToken


async def _first(endings: list[asyncio.Future[Any]]) -> None:
    """Wait for the first to end, and end as it does."""
    done, rest = await asyncio.wait(endings, return_when=asyncio.FIRST_COMPLETED)
    for ending in rest:
        ending.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for ending in done:
        ending.result()

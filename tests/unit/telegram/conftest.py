"""The gateway's parts on a real database, a played Rasa and a strict Telegram, in no time."""

from __future__ import annotations

import asyncio
import dataclasses
import ssl
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, Update

from bot.client.waiting import WaitingClient
from bot.reception import Reception, desk
from bot.settings import Settings
from bot.store import inbox, outbox
from bot.store.awaited import Kept
from bot.store.session import Sessions
from bot.telegram import sending, workers
from bot.telegram.answering import Answering
from bot.telegram.gate import CHANNEL
from bot.telegram.health import Metrics
from bot.telegram.intake import Intake
from bot.telegram.sending import Sender
from bot.telegram.workers import Workers
from tests.helpers.bot_api.client import BotApi
from tests.helpers.bot_api.process import running_bot_api
from tests.helpers.phone import Phone
from tests.helpers.played_rasa import PlayedRasa, played_rasa
from tests.helpers.stores import Commit, committing, fresh_database, sessions_of

SOON = 20
"""Seconds after which something that should have happened is missed."""


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with fresh_database("sqlite", tmp_path) as address:
        yield address


@pytest.fixture
def sessions(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sessions]:
    """Sessions that the desk, too, uses."""
    with sessions_of(url) as made:
        monkeypatch.setattr(desk, "sessions_for", lambda _: made)
        yield made


@pytest.fixture
def commit(sessions: Sessions) -> Commit:
    """Calls a function of the store in a transaction of its own."""
    return committing(sessions)


@pytest.fixture
def kept(sessions: Sessions) -> Kept:
    return Kept(sessions)


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    known = Settings.from_env({"COACH_DATA_DIR": str(tmp_path), "COACH_TIME_ZONE": "Asia/Manila"})
    return dataclasses.replace(known, database_url=url)


@pytest.fixture
def reception(settings: Settings, sessions: Sessions) -> Reception:
    return Reception(settings, CHANNEL, onboards=True)


@pytest.fixture
async def rasa() -> AsyncIterator[PlayedRasa]:
    async with played_rasa() as playing:
        yield playing


@pytest.fixture
async def client(rasa: PlayedRasa) -> AsyncIterator[WaitingClient]:
    made = WaitingClient(rasa.address, SOON)
    yield made
    await made.close()


@pytest.fixture(scope="session")
def telegram_server() -> Iterator[BotApi]:
    with running_bot_api() as running:
        yield running


@pytest.fixture
def api(telegram_server: BotApi) -> BotApi:
    """Telegram with nobody in it, and without flood control."""
    telegram_server.do("reset")
    telegram_server.do("settings", enabled=False)
    return telegram_server


@pytest.fixture
def phone(api: BotApi) -> Phone:
    return Phone(api)


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with Bot(api.token, base_url=api.base_url) as talking:
        yield talking


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture(scope="session")
def tls() -> ssl.SSLContext:
    """Certificates that nobody looks at on loopback; each client would read them anew."""
    return ssl.create_default_context()


@pytest.fixture(autouse=True)
def _no_time(monkeypatch: pytest.MonkeyPatch, tls: ssl.SSLContext) -> None:
    """Pauses are there, and short."""
    monkeypatch.setattr(ssl, "create_default_context", lambda **_: tls)
    monkeypatch.setattr(sending, "_BETWEEN_SECONDS", 0.0)
    monkeypatch.setattr(sending, "_FIRST_PAUSE", 0.02)
    monkeypatch.setattr(workers, "_PAUSES", (0.02,))
    # A busy machine is no reason to ask for patience.
    monkeypatch.setattr(workers, "PATIENCE", SOON)
    monkeypatch.setattr(workers, "_LEAST_WAIT", SOON)


@pytest.fixture
def sender(bot: Bot, kept: Kept, reception: Reception, metrics: Metrics) -> Sender:
    return Sender(bot, kept, reception, metrics)


@pytest.fixture
def answering(
    settings: Settings, kept: Kept, reception: Reception, client: WaitingClient
) -> Answering:
    return Answering(settings, kept, reception, client)


@dataclass
class Gateway:
    """The gateway without its poller: updates go in by hand; killed, it starts on the same data."""

    bot: Bot
    kept: Kept
    answering: Answering
    metrics: Metrics
    make_sender: Callable[[], Sender]
    workers: Workers = field(init=False)
    intake: Intake = field(init=False)
    _offset: int = 0

    def __post_init__(self) -> None:
        self.start()

    def start(self, *, pause: float = 0.0) -> None:
        """A new gateway, which knows what the database knows."""
        self.workers = Workers(
            self.bot, self.kept, self.answering, self.make_sender(), self.metrics, pause=pause
        )
        self.intake = Intake(self.bot, self.kept, self.metrics, self.workers.wake)

    async def start_again(self) -> None:
        """Another one, after the first has died; it ends what was begun."""
        await self.workers.stop()
        self.start()
        await self.workers.wake_all()
        await self.settled()

    async def takes(self, *updates: Update) -> None:
        """Take updates in, one after the other, and answer them."""
        for update in updates:
            await self.intake.put(update)
        await self.settled()

    async def pulls(self, intake: Intake | None = None) -> None:
        """Take in what Telegram has, as the poller does."""
        updates = await self.bot.get_updates(offset=self._offset)
        for each in updates:
            await (intake or self.intake).put(each)
            self._offset = each.update_id + 1

    async def serves(self) -> None:
        """Take in what Telegram has, and answer it."""
        await self.pulls()
        await self.settled()

    async def settled(self) -> None:
        """Return when nothing waits any more."""
        await eventually(self._is_settled)

    async def _is_settled(self) -> bool:
        waiting = await self.kept.read(inbox.chats_waiting)
        left = await self.kept.read(outbox.depth)
        # What may be sent once has left the outbox before it is sent.
        return not waiting and not left and not self.workers._workers


async def eventually(holds: Callable[[], Any], what: str = "nothing waits") -> None:
    """Return when that is so; it may be awaited."""
    deadline = time.monotonic() + SOON
    while True:
        found = holds()
        if await found if asyncio.iscoroutine(found) else found:
            return
        assert time.monotonic() < deadline, f"not in time: {what}"
        await asyncio.sleep(0.01)


@pytest.fixture
async def gateway(
    bot: Bot,
    kept: Kept,
    reception: Reception,
    answering: Answering,
    metrics: Metrics,
) -> AsyncIterator[Gateway]:
    made = Gateway(bot, kept, answering, metrics, lambda: Sender(bot, kept, reception, metrics))
    yield made
    await made.workers.stop()

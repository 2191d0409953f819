"""The whole gateway in this process: from Telegram's poll to the answer, and how it ends."""

from __future__ import annotations

import asyncio
import dataclasses
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from telegram.error import InvalidToken

from bot import clock
from bot.settings import Settings
from bot.store import inbox, leases
from bot.store.inbox import Arrival
from bot.store.session import Sessions
from bot.telegram import gateway, lease
from bot.telegram.commands import MENU
from bot.telegram.health import Pulse
from bot.telegram.lease import LeaseLost
from tests.helpers.bot_api.client import BotApi
from tests.helpers.phone import Phone
from tests.helpers.played_rasa import PlayedRasa
from tests.helpers.stores import Commit, contents
from tests.unit.telegram.conftest import eventually


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch, sessions: Sessions) -> None:
    monkeypatch.setattr(lease, "_LOOK_SECONDS", 0.05)
    monkeypatch.setattr(gateway, "sessions_for", lambda _: sessions)


@pytest.fixture
def known(settings: Settings, api: BotApi) -> Settings:
    """Settings for that Telegram."""
    return dataclasses.replace(
        settings,
        telegram_token=api.token,
        telegram_api_url=f"{api.url}/",
        telegram_port=free_port(),
        burst_seconds=0.0,
    )


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclasses.dataclass
class Run:
    """A gateway that runs; `task` is how it ends."""

    settings: Settings
    stop: asyncio.Event
    task: asyncio.Task[None]

    async def says(self, status: str) -> None:
        """Wait until /healthz says so."""
        await eventually(lambda: self._says(status), f"the gateway says {status!r}")

    async def _says(self, status: str) -> bool:
        assert not self.task.done(), self.task.exception()
        async with httpx.AsyncClient() as client:
            url = f"http://127.0.0.1:{self.settings.telegram_port}/healthz"
            try:
                return bool((await client.get(url)).json()["status"] == status)
            except httpx.HTTPError:
                return False

    async def ends(self) -> None:
        """Stop it in order."""
        self.stop.set()
        await asyncio.wait_for(self.task, 20)


@asynccontextmanager
async def running(settings: Settings, rasa: PlayedRasa) -> AsyncIterator[Run]:
    stop = asyncio.Event()
    task = asyncio.create_task(gateway.run(settings, rasa.address, stop))
    try:
        yield Run(settings, stop, task)
    finally:
        stop.set()
        await asyncio.wait({task}, timeout=20)
        assert task.done()


async def test_from_a_message_to_its_answer(
    known: Settings, rasa: PlayedRasa, api: BotApi, phone: Phone, sessions: Sessions
) -> None:
    async with running(known, rasa) as run:
        await run.says("polling")
        phone.say("hello")
        await eventually(lambda: phone.messages(), "the answer is there")
        await run.ends()

    assert phone.messages()[0]["text"] == "You said hello."
    [menu] = api.state()["profile"]["commands"].values()
    assert [each["command"] for each in menu] == list(MENU)
    assert api.state()["pending"] == [], "what is answered is acknowledged"
    assert contents(sessions)["leases"] == []
    assert api.violations() == []


async def test_what_was_left_is_answered_at_start(
    known: Settings, rasa: PlayedRasa, phone: Phone, commit: Commit
) -> None:
    commit(inbox.put, Arrival("u1", str(phone.chat_id), "text", "hello"), clock.now())
    async with running(known, rasa):
        await eventually(lambda: phone.messages(), "the answer is there")

    assert rasa.heard == ["hello"]


async def test_an_update_that_could_not_be_stored_comes_again(
    known: Settings, rasa: PlayedRasa, api: BotApi, phone: Phone, sessions: Sessions
) -> None:
    def rename(before: str, after: str) -> None:
        with sessions.begin() as session:
            session.execute(sa.text(f"ALTER TABLE {before} RENAME TO {after}"))

    async with running(known, rasa) as run:
        await run.says("polling")
        await asyncio.to_thread(rename, "inbox", "away")
        polls = api.state()["polls"]
        phone.say("hello")
        await eventually(lambda: api.state()["polls"] > polls, "it is fetched again")
        assert api.state()["pending"], "Telegram keeps it"
        await asyncio.to_thread(rename, "away", "inbox")
        await eventually(lambda: phone.messages(), "the answer is there")

    assert rasa.heard == ["hello"]


async def test_of_two_gateways_one_polls_until_it_ends(
    known: Settings, rasa: PlayedRasa, api: BotApi, phone: Phone, tmp_path: Path
) -> None:
    other = dataclasses.replace(known, telegram_port=free_port(), data_dir=tmp_path / "other")
    async with running(known, rasa) as first:
        await first.says("polling")
        async with running(other, rasa) as second:
            await second.says("standing by")
            phone.say("one")
            await eventually(lambda: phone.messages(), "the first answers")
            await first.ends()
            await second.says("polling")
            answered = len(phone.messages())
            phone.say("two")
            await eventually(lambda: len(phone.messages()) > answered, "the second answers")

    assert rasa.heard == ["one", "two"]
    assert api.violations("conflict") == []


async def test_who_stood_by_for_long_is_well_as_soon_as_it_polls(
    known: Settings, rasa: PlayedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "Pulse", lambda: Pulse(heard_at=time.monotonic() - 10_000))
    async with running(known, rasa) as run:
        await run.says("polling")


async def test_who_loses_the_lease_ends(
    known: Settings, rasa: PlayedRasa, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "_RENEW_SECONDS", 0.1)
    async with running(known, rasa) as run:
        await run.says("polling")

        def take_it(session: Any) -> None:
            session.execute(sa.text("DELETE FROM leases"))
            leases.take(session, "telegram-polling", "another", clock.now(), seconds=60)

        commit(take_it)
        with pytest.raises(LeaseLost):
            await asyncio.wait_for(asyncio.shield(run.task), 20)


async def test_a_token_that_telegram_does_not_know_ends_it(
    known: Settings, rasa: PlayedRasa
) -> None:
    wrong = dataclasses.replace(known, telegram_token="1234:wrong")
    with pytest.raises(InvalidToken):
        await asyncio.wait_for(gateway.run(wrong, rasa.address, asyncio.Event()), 20)


async def test_a_token_that_is_revoked_ends_it(
    known: Settings, rasa: PlayedRasa, api: BotApi
) -> None:
    async with running(known, rasa) as run:
        await run.says("polling")
        api.do("token", revoked=True)
        try:
            with pytest.raises(InvalidToken):
                await asyncio.wait_for(asyncio.shield(run.task), 20)
        finally:
            api.do("token", revoked=False)


async def test_without_a_network_it_waits_and_can_be_stopped(
    known: Settings, rasa: PlayedRasa
) -> None:
    alone = dataclasses.replace(known, telegram_api_url=f"http://127.0.0.1:{free_port()}")
    async with running(alone, rasa) as run:
        await run.says("standing by")
        await asyncio.sleep(0.2)
        await run.ends()


async def test_a_network_that_comes_back_is_used(
    known: Settings, rasa: PlayedRasa, api: BotApi
) -> None:
    api.fault("error", "getMe")
    async with running(known, rasa) as run:
        await run.says("polling")


async def test_without_a_menu_people_can_still_write(
    known: Settings, rasa: PlayedRasa, api: BotApi
) -> None:
    api.fault("error", "setMyCommands")
    async with running(known, rasa) as run:
        await run.says("polling")


async def test_a_port_that_is_taken_ends_it(known: Settings, rasa: PlayedRasa) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", known.telegram_port))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            await gateway.run(known, rasa.address, asyncio.Event())

"""Which of two gateways polls."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import clock
from bot.settings import SettingsError
from bot.store import leases
from bot.store.awaited import Kept
from bot.store.session import Sessions
from bot.telegram import lease
from bot.telegram.lease import Lease, LeaseLost
from tests.helpers.stores import Commit


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "_LOOK_SECONDS", 0.02)
    monkeypatch.setattr(lease, "_RENEW_SECONDS", 0.1)


@pytest.fixture
def here(kept: Kept, tmp_path: Path) -> Lease:
    return Lease(kept, tmp_path / "here")


@pytest.fixture
def there(kept: Kept, tmp_path: Path) -> Lease:
    """A gateway on another machine."""
    return Lease(kept, tmp_path / "there")


def waiting(one: Lease, stop: asyncio.Event | None = None) -> asyncio.Task[bool]:
    return asyncio.create_task(one.wait(stop or asyncio.Event()))


async def stands_by(task: asyncio.Task[bool]) -> bool:
    await asyncio.sleep(0.15)
    return not task.done()


async def test_one_polls_and_the_other_follows_at_once(here: Lease, there: Lease) -> None:
    assert await here.wait(asyncio.Event())
    second = waiting(there)
    assert await stands_by(second)
    await here.give_up()

    assert await asyncio.wait_for(second, 10)


async def test_so_it_is_on_one_machine(here: Lease, kept: Kept, tmp_path: Path) -> None:
    assert await here.wait(asyncio.Event())
    second = waiting(Lease(kept, tmp_path / "here"))
    assert await stands_by(second)
    await here.give_up()

    assert await asyncio.wait_for(second, 10)


async def test_a_killed_one_is_followed_on_its_machine_at_once(
    here: Lease, there: Lease, kept: Kept, tmp_path: Path
) -> None:
    assert await here.wait(asyncio.Event())
    here._file.release(force=True)

    elsewhere = waiting(there)
    assert await Lease(kept, tmp_path / "here").wait(asyncio.Event())
    assert await stands_by(elsewhere)
    elsewhere.cancel()


async def test_a_killed_machine_is_followed_when_its_lease_is_over(
    here: Lease, there: Lease, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "_SECONDS", 0.3)
    assert await here.wait(asyncio.Event())

    assert await asyncio.wait_for(there.wait(asyncio.Event()), 10)


async def test_who_stands_by_can_be_stopped(here: Lease, there: Lease) -> None:
    assert await here.wait(asyncio.Event())
    stop = asyncio.Event()
    second = waiting(there, stop)
    assert await stands_by(second)
    stop.set()

    assert not await asyncio.wait_for(second, 10)


async def test_without_the_database_it_stands_by(here: Lease, sessions: Sessions) -> None:
    with sessions.begin() as session:
        session.execute(sa.text("ALTER TABLE leases RENAME TO away"))
    first = waiting(here)
    assert await stands_by(first)
    with sessions.begin() as session:
        session.execute(sa.text("ALTER TABLE away RENAME TO leases"))

    assert await asyncio.wait_for(first, 10)


async def test_it_is_held_as_long_as_it_is_renewed(
    here: Lease, there: Lease, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "_SECONDS", 5)
    assert await here.wait(asyncio.Event())
    monkeypatch.setattr(lease, "_RENEW_SECONDS", 0.02)
    holding = asyncio.create_task(here.hold())
    second = waiting(there)

    assert await stands_by(second)
    assert not holding.done()
    holding.cancel()
    second.cancel()


async def test_who_lost_it_to_another_ends(here: Lease, commit: Commit) -> None:
    assert await here.wait(asyncio.Event())
    commit(leases.release, lease._NAME, here._holder)
    assert commit(leases.take, lease._NAME, "another", clock.now(), seconds=60)

    with pytest.raises(LeaseLost):
        await asyncio.wait_for(here.hold(), 10)


@pytest.mark.parametrize("trouble", ["away", "hanging"])
async def test_who_cannot_renew_it_ends_before_it_is_over(
    here: Lease, sessions: Sessions, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    assert await here.wait(asyncio.Event())
    monkeypatch.setattr(lease, "_SECONDS", 0.5)
    if trouble == "hanging":
        monkeypatch.setattr(here, "_take", asyncio.Event().wait)
    else:
        with sessions.begin() as session:
            session.execute(sa.text("DROP TABLE leases"))

    with pytest.raises(LeaseLost):
        await asyncio.wait_for(here.hold(), 10)


def test_a_folder_that_cannot_be_written_is_said(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(SettingsError, match="cannot be written"):
        Lease(kept, tmp_path / "file" / "run")

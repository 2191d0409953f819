"""`python -m bot.telegram`: every end is one line and a status that says whether to try again."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from telegram.error import InvalidToken

from bot.settings import Settings, SettingsError
from bot.store.records import StoreError
from bot.telegram import __main__ as program
from bot.telegram.lease import LeaseLost

TOKEN = "4242:secret-token"
NEEDED = {
    "TELEGRAM_BOT_TOKEN": TOKEN,
    "COACH_CHANNEL_TOKEN": "hush",
    "COACH_RASA_PORT": "5005",
    "COACH_TELEGRAM_PORT": "5006",
}


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {**NEEDED, "COACH_DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(program, "exit_with_parent", lambda: None)
    monkeypatch.setattr(program.logs, "configure", lambda: None)


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], list[Any]]:
    """Have `run` end so; what it was called with."""

    def ends(how: Any) -> list[Any]:
        given: list[Any] = []

        async def run(*arguments: Any) -> None:
            given.extend(arguments)
            if isinstance(how, BaseException):
                raise how
            await how(arguments[2])

        monkeypatch.setattr(program, "run", run)
        return given

    return ends


def line(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on standard error."""
    said = capsys.readouterr()
    assert said.out == ""
    [told] = said.err.splitlines()
    assert told.startswith("coach: ")
    assert "secret" not in told
    return told


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN", "COACH_CHANNEL_TOKEN", "COACH_RASA_PORT"])
def test_what_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.delenv(name)

    assert program.main() == program.MISCONFIGURED
    assert name in line(capsys)


def test_a_setting_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COACH_RASA_PORT", "many")

    assert program.main() == program.MISCONFIGURED
    assert "COACH_RASA_PORT" in line(capsys)


def test_a_database_that_cannot_be_used_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("COACH_DATABASE_URL", f"sqlite:///{tmp_path / 'no' / 'folder' / 'x.db'}")
    (tmp_path / "no").write_text("")

    assert program.main() == 1
    line(capsys)


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (InvalidToken("Unauthorized"), 78, "TELEGRAM_BOT_TOKEN"),
        (SettingsError("x cannot be written."), 78, "cannot be written"),
        (LeaseLost(), 1, "Another gateway"),
        (StoreError("The database\n cannot be used."), 1, "The database cannot be used."),
        (OSError(98, "Address already in use"), 1, "Port 5006 cannot be used (Address already"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_end_has_its_line(
    running: Any, capsys: pytest.CaptureFixture[str], error: Exception, status: int, words: str
) -> None:
    running(error)

    assert program.main() == status
    assert words in line(capsys)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(
    running: Any, capsys: pytest.CaptureFixture[str], number: signal.Signals
) -> None:
    async def until_told(stop: asyncio.Event) -> None:
        os.kill(os.getpid(), number)
        await asyncio.wait_for(stop.wait(), 10)

    given = running(until_told)

    assert program.main() == 0
    assert capsys.readouterr().err == ""
    settings, address, _ = given
    assert isinstance(settings, Settings)
    assert (settings.telegram_token, address.token) == (TOKEN, "hush")
    assert address.url == "http://127.0.0.1:5005/webhooks/coach/webhook"


def test_its_tables_are_there_before_it_begins(running: Any, tmp_path: Path) -> None:
    async def at_once(stop: asyncio.Event) -> None:
        assert (tmp_path / "conversations.db").stat().st_size

    running(at_once)

    assert program.main() == 0

"""`coach up`: all parts run, what dies comes back, nothing is left; what is wrong is one line."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.rasa.processes import Running
from bot.settings import Settings
from bot.supervision.programs import Program, programs_of
from tests.helpers.bot_api.process import running_bot_api
from tests.helpers.channel import RUDE
from tests.helpers.own_coach import apart
from tests.helpers.phone import Phone
from tests.helpers.processes import run_coach
from tests.helpers.supervised import Supervised, supervised, wait_until_gone
from tests.helpers.talk import Person

TOKEN = "hush-telegram"


def without_telegram() -> list[Program]:
    """The coach's programs but the gateway, which needs a bot."""
    return programs_of(Settings.from_env({"TELEGRAM_BOT_TOKEN": TOKEN}))[:2]


@pytest.fixture
def data(trained: Settings, tmp_path: Path) -> Path:
    """A data folder with the encoder in its cache."""
    return apart(trained, tmp_path).data_dir


@pytest.fixture
def up(data: Path) -> Iterator[Supervised]:
    """Action server and Rasa, supervised and answering."""
    token = {"COACH_CHANNEL_TOKEN": "hush-channel", "TELEGRAM_BOT_TOKEN": TOKEN}
    with supervised(without_telegram(), data, **token) as run:
        run.wait_until_up()
        yield run


def guidance(run: Supervised) -> None:
    """Somebody new asks, and is given guidance."""
    url = f"{run.programs[1].url}/webhooks/coach/webhook"
    somebody = Person(Running(url, "hush-channel", run.process, run.process), role="agent")
    assert somebody.say(RUDE)[0]["custom"]["kind"] == "guidance"


@pytest.mark.slow
def test_whatever_is_killed_comes_back_at_its_port_and_answers(up: Supervised) -> None:
    guidance(up)
    for name in ("actions", "rasa"):
        up.kill_and_wait_for_another(name)
        assert f"{name} ended (killed by SIGKILL) and is started again." in up.output
        guidance(up)
    family = up.family()
    assert up.end(signal.SIGINT) == 0
    wait_until_gone(family, 0.1, up.data_dir)
    assert up.output.splitlines()[-1] == "Stopping the coach."
    kept = [*up.data_dir.glob("logs/*"), *up.data_dir.glob("run/*")]
    written = "".join(file.read_text(encoding="utf-8") for file in kept)
    assert "hush" not in written
    assert "my tone is rude" not in written


@pytest.mark.slow
def test_nothing_outlives_it_when_it_is_killed(up: Supervised) -> None:
    family = up.family()
    assert len(family) == 3
    up.end(signal.SIGKILL)
    wait_until_gone(family, 10, up.data_dir)


@pytest.mark.slow
def test_all_of_it_serves_telegram_until_the_token_is_revoked(data: Path) -> None:
    with running_bot_api() as api:
        settings = {"TELEGRAM_BOT_TOKEN": api.token, "TELEGRAM_API_URL": api.url}
        with supervised(programs_of(Settings.from_env(settings)), data, **settings) as run:
            run.wait_until_up()
            phone = Phone(api)
            phone.say(RUDE)
            phone.wait_for(1, 30)
            run.kill_and_wait_for_another("telegram")
            before = len(phone.messages())
            phone.say("my agents wait for me to approve everything")
            phone.wait_for(before + 1, 30)
            family = run.family()
            assert len(family) == 4
            api.do("token", revoked=True)
            assert run.process.wait(timeout=60) == 1
            last = run.output.splitlines()[-1]
            assert last.startswith("coach: Telegram does not know this TELEGRAM_BOT_TOKEN")
            wait_until_gone(family, 0.1, data)


@pytest.mark.slow
def test_a_database_that_cannot_be_used_is_one_line(data: Path) -> None:
    (data / "conversations.db").write_bytes(b"no database" * 100)
    with supervised(without_telegram(), data) as run:
        assert run.process.wait(timeout=120) == 1
        last = run.output.splitlines()[-1]
    assert last.startswith("coach: The database ")
    assert "cannot be used" in last
    assert "Traceback" not in run.output


# Before anything is started


def refused(data: Path, **environ: str) -> str:
    """What `coach up` says, in one line, instead of starting."""
    done = run_coach("up", data_dir=data, env=environ)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("coach: ")
    assert not [*data.iterdir()]
    return done.stderr


def test_without_a_token_it_is_said_how_to_get_one(tmp_path: Path) -> None:
    said = refused(tmp_path)
    for word in ("TELEGRAM_BOT_TOKEN", "@BotFather", ".env", "make chat"):
        assert word in said


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    file = tmp_path / "env"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        file.write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nCOACH_TELEGRAM_PORT={port}\n")
        data = tmp_path / "data"
        data.mkdir()
        said = refused(data, COACH_ENV_FILE=str(file))
    assert f"Port {port} cannot be used" in said
    assert "COACH_TELEGRAM_PORT" in said
    assert TOKEN not in said


def test_a_setting_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    assert "COACH_ACCESS" in refused(tmp_path, COACH_ACCESS="everybody")


def test_an_env_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    file = tmp_path / "env"
    file.write_bytes(b"COACH_COMPANY=\xff\n")
    data = tmp_path / "data"
    data.mkdir()
    assert str(file) in refused(data, COACH_ENV_FILE=str(file))

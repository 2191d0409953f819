"""The journeys on telegram-test-api, a Bot API server that we did not write."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest

from bot.rasa.processes import running_coach
from bot.settings import Settings
from tests.helpers import telegram_journeys as journeys
from tests.helpers.channel import RUDE
from tests.helpers.gateway import OnTelegram
from tests.helpers.own_coach import apart
from tests.helpers.phone import Phone
from tests.helpers.processes import run_coach
from tests.helpers.telegram_test_api.gateway import elsewhere
from tests.helpers.telegram_test_api.process import running_telegram_test_api

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def telegram(trained: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnTelegram]:
    """A coach and a gateway of this module's own, on the package's server."""
    settings = apart(trained, tmp_path_factory.mktemp("elsewhere"))
    with running_coach(settings) as running, elsewhere(settings, running) as telegram:
        yield telegram
        # What it has logged tells nothing of what people wrote, also where it could not read it.
        assert RUDE not in telegram.gateway.said()


@pytest.fixture
def phone(telegram: OnTelegram) -> Phone:
    return Phone(telegram.api)


def coach(telegram: OnTelegram, *arguments: str) -> str:
    """Run `coach …` beside the gateway; what it prints."""
    where = {"COACH_DATABASE_URL": telegram.settings.database_url}
    done = run_coach(*arguments, data_dir=telegram.settings.data_dir, env=where)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_first_contact(phone: Phone) -> None:
    journeys.first_contact(phone)


def test_clarified_by_button(phone: Phone) -> None:
    journeys.clarified(phone)


def test_goal_picture_and_progress_by_buttons(phone: Phone) -> None:
    journeys.goal_and_progress(phone)


def test_export_and_delete(phone: Phone) -> None:
    journeys.export_and_delete(phone)


def test_a_person_is_called(telegram: OnTelegram, phone: Phone) -> None:
    trainer = Phone(telegram.api, first_name="Maria")
    journeys.handed_to_a_person(phone, trainer, coach(telegram, "review", "link"))


def test_invited_and_offboarded(telegram: OnTelegram, phone: Phone) -> None:
    with telegram.changed(COACH_COMPANY="Acme"):
        journeys.invited_and_offboarded(
            phone,
            lambda: coach(telegram, "users", "invite", "--role", "agent"),
            lambda who: coach(telegram, "users", "offboard", who, "--yes"),
        )


def test_without_photos_the_gateway_stays_and_others_are_answered(telegram: OnTelegram) -> None:
    """The package as it is answers 500 to sendPhoto, as to sendChatAction and setMyCommands."""
    with (
        running_telegram_test_api(files=False) as api,
        telegram.changed(TELEGRAM_API_URL=api.url, TELEGRAM_BOT_TOKEN=api.token),
    ):
        phone, other = Phone(api), Phone(api, first_name="Ben")
        with pytest.raises(AssertionError, match="not within"):
            journeys.goal_and_progress(phone)
        began = time.monotonic()
        journeys.first_contact(other)
        assert time.monotonic() - began < journeys.SECONDS
        assert telegram.gateway.process
        assert telegram.gateway.process.poll() is None
        metrics = httpx.get(telegram.gateway.health.replace("healthz", "metrics")).text
        [retries] = [line for line in metrics.splitlines() if line.startswith("coach_retries_tot")]
        assert 1 <= float(retries.split()[1]) < 12, "again and again, but ever more seldom"

"""The journeys on telegram-test-api, a Bot API server that we did not write."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.helpers import telegram_journeys as journeys
from tests.helpers.channel import RUDE
from tests.helpers.gateway import OnTelegram
from tests.helpers.phone import Phone
from tests.helpers.processes import run_coach
from tests.helpers.telegram_test_api.client import TelegramTestApi
from tests.helpers.telegram_test_api.process import running_telegram_test_api

pytestmark = pytest.mark.slow

Coach = Callable[..., str]


@pytest.fixture(scope="module")
def elsewhere(telegram: OnTelegram) -> Iterator[TelegramTestApi]:
    """The package's server, with the session's gateway turned to it."""
    with (
        running_telegram_test_api() as api,
        telegram.changed(TELEGRAM_API_URL=api.url, TELEGRAM_BOT_TOKEN=api.token),
    ):
        yield api


@pytest.fixture
def phone(elsewhere: TelegramTestApi) -> Phone:
    """Somebody who has never written."""
    return Phone(elsewhere)


@pytest.fixture
def coach_says(telegram: OnTelegram) -> Coach:
    """`coach …` beside the gateway; what it prints."""
    where = {"COACH_DATABASE_URL": telegram.settings.database_url}

    def run(*arguments: str) -> str:
        done = run_coach(*arguments, data_dir=telegram.settings.data_dir, env=where)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


def test_first_contact(phone: Phone) -> None:
    journeys.first_contact(phone)


def test_clarified_by_button(phone: Phone) -> None:
    journeys.clarified(phone)


def test_goal_picture_and_progress_by_buttons(phone: Phone) -> None:
    journeys.goal_and_progress(phone)


def test_export_and_delete(phone: Phone) -> None:
    journeys.export_and_delete(phone)


def test_a_person_is_called(phone: Phone, coach_says: Coach) -> None:
    trainer = Phone(phone.api, first_name="Maria")
    journeys.handed_to_a_person(phone, trainer, coach_says("review", "link"))
    # Calls of other tests are none of hers.
    coach_says("users", "offboard", f"telegram:{trainer.chat_id}", "--yes")


def test_invited_and_offboarded(telegram: OnTelegram, phone: Phone, coach_says: Coach) -> None:
    with telegram.changed(COACH_COMPANY="Acme"):
        journeys.invited_and_offboarded(
            phone,
            lambda: coach_says("users", "invite", "--role", "agent"),
            lambda who: coach_says("users", "offboard", who, "--yes"),
        )


@pytest.mark.usefixtures("elsewhere")
def test_a_method_that_is_missing_costs_nobody_else_an_answer(telegram: OnTelegram) -> None:
    """As it is the package answers 500 to sendPhoto, sendChatAction and setMyCommands."""
    with (
        running_telegram_test_api(files=False) as api,
        telegram.changed(TELEGRAM_API_URL=api.url, TELEGRAM_BOT_TOKEN=api.token),
    ):
        phone, other = Phone(api), Phone(api, first_name="Ben")
        journeys.goal_made(phone)
        phone.say("/progress")
        journeys.first_contact(other)
        assert telegram.gateway.process
        assert telegram.gateway.process.poll() is None
        retried = _metric(telegram, "coach_retries_total")
        assert 1 <= retried < 12, "the picture again and again, but ever more seldom"
        # Its log tells of the trouble without what people wrote.
        assert RUDE not in telegram.gateway.said()


def _metric(telegram: OnTelegram, name: str) -> float:
    exposed = httpx.get(telegram.gateway.health.replace("healthz", "metrics")).text
    return next(float(line.split()[1]) for line in exposed.splitlines() if line.startswith(name))

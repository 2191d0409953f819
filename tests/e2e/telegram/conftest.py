"""The session's coach on a Telegram of the tests' own, and people with phones."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.rasa.processes import Running
from bot.settings import Settings
from tests.helpers.gateway import OnTelegram, on_telegram
from tests.helpers.people import remembered
from tests.helpers.phone import Phone
from tests.helpers.processes import said

Somebody = Callable[..., Phone]


@pytest.fixture(scope="session")
def telegram(coach: Running, coach_settings: Settings) -> Iterator[OnTelegram]:
    """Telegram and the gateway, for as long as the coach runs."""
    with on_telegram(coach_settings, coach) as served:
        yield served


@pytest.fixture
def asha(telegram: OnTelegram) -> Phone:
    """Somebody who has never written."""
    return Phone(telegram.api)


@pytest.fixture
def ben(telegram: OnTelegram) -> Phone:
    """An agent in Manila who agreed to be remembered."""
    phone = Phone(telegram.api, "Ben")
    url = telegram.settings.database_url
    remembered(url, channel="telegram", chat=str(phone.chat_id), role="agent")
    return phone


@pytest.fixture(autouse=True)
def _by_telegrams_rules(request: pytest.FixtureRequest) -> Iterator[None]:
    """Nothing that the gateway did was refused; what the processes said, where a test failed."""
    if "telegram" not in request.fixturenames:
        yield
        return
    telegram: OnTelegram = request.getfixturevalue("telegram")
    before = len(telegram.api.violations())
    yield
    print(said(telegram.settings.data_dir))  # noqa: T201
    assert telegram.api.violations()[before:] == []

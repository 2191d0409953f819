"""Flood control: by chat, by group, in all."""

from __future__ import annotations

import itertools

import pytest

from tests.helpers.bot_api import flood
from tests.helpers.bot_api.client import BotApi
from tests.helpers.bot_api.errors import Refusal
from tests.helpers.bot_api.flood import Flood
from tests.helpers.phone import Phone
from tests.unit.bot_api.conftest import Send


class Clock:
    """A time that stands still until it is told."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time that the flood control sees."""
    clock = Clock()
    monkeypatch.setattr(flood, "time", clock)
    return clock


def admitted(limits: Flood, chat_id: int) -> int:
    """How many messages go through before the first that does not."""
    for number in itertools.count():
        try:
            limits.admit(chat_id)
        except Refusal:
            return number
    raise AssertionError("there is no limit")


def test_one_a_second_after_a_burst(clock: Clock) -> None:
    limits = Flood()
    assert admitted(limits, 1) == 3
    clock.now += 1
    assert admitted(limits, 1) == 1
    clock.now += 100
    assert admitted(limits, 1) == 3
    assert admitted(limits, 2) == 3


def test_closed_until_the_time_that_was_told(clock: Clock) -> None:
    limits = Flood(chat_rate=0.4, chat_burst=1)
    limits.admit(1)
    with pytest.raises(Refusal) as refused:
        limits.admit(1)
    assert refused.value.retry_after == 3
    clock.now += 2.9
    with pytest.raises(Refusal) as refused:
        limits.admit(1)
    assert refused.value.retry_after == 1
    clock.now += 0.1
    limits.admit(1)


def test_thirty_a_second_in_all(clock: Clock) -> None:
    limits = Flood()
    for chat_id in range(1, 31):
        limits.admit(chat_id)
    with pytest.raises(Refusal):
        limits.admit(31)
    with pytest.raises(Refusal):
        limits.admit_edit()
    clock.now += 1
    limits.admit(31)


def test_twenty_a_minute_to_a_group(clock: Clock) -> None:
    assert admitted(Flood(), -1) == 20


def test_off(clock: Clock) -> None:
    limits = Flood(enabled=False)
    for _ in range(100):
        limits.admit(1)


def test_over_http(api: BotApi, phone: Phone, send: Send) -> None:
    api.do("settings", enabled=True, chat_rate=0.01, chat_burst=2)
    assert send()["ok"]
    assert send()["ok"]
    refusal = send()
    assert refusal["error_code"] == 429
    assert 90 < refusal["parameters"]["retry_after"] <= 100
    assert refusal["description"].startswith("Too Many Requests: retry after ")
    assert send(chat_id=Phone(api).chat_id)["ok"]
    assert [each["kind"] for each in api.violations()] == ["flood"]
    assert len(phone.messages()) == 2
    api.do("settings", overall_rate=0.01)
    assert send()["ok"]
    edit = {"chat_id": phone.chat_id, "message_id": phone.messages()[0]["message_id"], "text": "x"}
    assert api.call("editMessageText", json=edit).status_code == 429

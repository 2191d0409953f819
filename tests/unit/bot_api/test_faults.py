"""Faults that tests order."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.helpers.bot_api.client import BotApi
from tests.helpers.phone import Phone
from tests.unit.bot_api.conftest import Send


def test_too_many_requests(api: BotApi, phone: Phone, send: Send) -> None:
    api.fault("too_many", "sendMessage", times=2, retry_after=7)
    assert api.call("getMe").status_code == 200
    for _ in range(2):
        assert send() == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }
    assert send()["ok"]
    assert len(phone.messages()) == 1
    assert api.violations() == []
    calls = [each for each in api.state()["calls"] if each["method"] == "sendMessage"]
    assert [(each["code"], each["fault"]) for each in calls] == [
        (429, "too_many"),
        (429, "too_many"),
        (200, None),
    ]


def test_for_one_chat_only(api: BotApi, send: Send) -> None:
    other = Phone(api)
    api.fault("error", "sendMessage", chat_id=other.chat_id, code=500, description="Oops")
    assert send()["ok"]
    assert send(chat_id=other.chat_id)["description"] == "Oops"


def test_until_cleared(api: BotApi) -> None:
    api.fault("error", times=0, body="<html>502 Bad Gateway</html>")
    for method in ("getMe", "getUpdates", "getMe"):
        answer = api.call(method)
        assert (answer.status_code, answer.text) == (502, "<html>502 Bad Gateway</html>")
    assert api.state()["faults"][0]["times"] == 0
    api.clear_faults()
    assert api.call("getMe").status_code == 200


@pytest.mark.parametrize(("after", "messages"), [(False, 0), (True, 1)])
@pytest.mark.parametrize("kind", ["reset", "error"])
def test_before_or_after_it_took_effect(
    api: BotApi, phone: Phone, send: Send, kind: str, after: bool, messages: int
) -> None:
    api.fault(kind, "sendMessage", after=after)
    if kind == "reset":
        with pytest.raises(httpx.NetworkError):
            send()
    else:
        assert send()["error_code"] == 502
    assert len(phone.messages()) == messages
    assert send()["ok"]


def test_a_reset_poll_keeps_its_updates(api: BotApi, phone: Phone) -> None:
    phone.say("hi")
    api.fault("reset", "getUpdates", after=True)
    with pytest.raises(httpx.NetworkError):
        api.call("getUpdates")
    assert len(api.call("getUpdates").json()["result"]) == 1


@pytest.mark.parametrize("after", [False, True])
def test_delays(api: BotApi, phone: Phone, after: bool) -> None:
    api.fault("delay", "sendMessage", seconds=0.15, after=after)
    body = {"chat_id": phone.chat_id, "text": "Hello"}
    with pytest.raises(httpx.ReadTimeout):
        api.call("sendMessage", json=body, timeout=0.05)
    # The call goes on without its caller, as it does on Telegram.
    phone.wait_for(1, seconds=5)


@pytest.mark.parametrize("wrong", [{"kind": "fire"}, {"kind": "reset", "when": "now"}])
def test_faults_that_do_not_exist(api: BotApi, wrong: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        api.do("faults", **wrong)

"""getUpdates: offsets, limits, waiting, 409, updates that come twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.helpers.bot_api.client import BotApi
from tests.helpers.phone import Phone


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Threads that wait for updates; over when the test is."""
    with ThreadPoolExecutor() as threads:
        yield threads


def poll(api: BotApi, **parameters: Any) -> list[Any]:
    """The updates' ids."""
    answer = api.call("getUpdates", json=parameters)
    assert answer.status_code == 200, answer.text
    return [update["update_id"] for update in answer.json()["result"]]


def waits(api: BotApi, pool: ThreadPoolExecutor) -> Future[httpx.Response]:
    """A long poll that has reached the server."""
    before = api.state()["polls"]
    waiting = pool.submit(api.call, "getUpdates", json={"timeout": 20})
    deadline = time.monotonic() + 5
    while api.state()["polls"] == before:
        assert time.monotonic() < deadline
    return waiting


def test_offsets_acknowledge(api: BotApi, phone: Phone) -> None:
    first, second, third = (phone.say(text) for text in ("a", "b", "c"))
    assert poll(api) == poll(api) == [first, second, third]
    assert poll(api, limit=2) == [first, second]
    assert api.state()["pending"] == [first, second, third]
    assert poll(api, offset=second) == [second, third]
    assert poll(api, offset=0) == [second, third]
    assert poll(api, offset=-1) == [third]
    assert poll(api, offset=third + 1) == []
    assert api.state()["polls"] == 7


def test_an_update_looks_like_telegrams(api: BotApi) -> None:
    phone = Phone(api, first_name="Jo", language_code="fil")
    phone.say("/start now")
    [update] = api.call("getUpdates").json()["result"]
    message = update["message"]
    assert message["from"] == {
        "id": phone.user_id,
        "is_bot": False,
        "first_name": "Jo",
        "language_code": "fil",
    }
    assert message["chat"] == {"id": phone.chat_id, "first_name": "Jo", "type": "private"}
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert isinstance(message["date"], int)


def test_a_long_poll_ends_with_a_message(
    api: BotApi, phone: Phone, pool: ThreadPoolExecutor
) -> None:
    waiting = waits(api, pool)
    assert not waiting.done()
    update_id = phone.say("hi")
    assert [each["update_id"] for each in waiting.result(5).json()["result"]] == [update_id]


def test_a_second_poller_ends_the_first(api: BotApi, pool: ThreadPoolExecutor) -> None:
    waiting = waits(api, pool)
    assert poll(api) == []
    refused = waiting.result(5)
    assert refused.status_code == 409
    assert refused.json()["description"].startswith("Conflict: terminated by other getUpdates")
    assert [each["kind"] for each in api.violations()] == ["conflict"]


def test_who_has_hung_up_is_in_nobodys_way(api: BotApi, phone: Phone) -> None:
    with pytest.raises(httpx.ReadTimeout):
        api.call("getUpdates", json={"timeout": 20}, timeout=0.1)
    phone.again(phone.say("hi"))
    assert len(poll(api)) == 2
    assert api.violations() == []


def test_a_revoked_token_ends_the_poll(api: BotApi, pool: ThreadPoolExecutor) -> None:
    waiting = waits(api, pool)
    api.do("token", revoked=True)
    assert waiting.result(5).status_code == 401
    told = {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert api.call("getMe").json() == told
    api.do("token", revoked=False)
    assert api.call("getMe").json()["ok"]
    wrong = api.call("getMe", token="1:wrong")
    assert (wrong.status_code, wrong.json()) == (401, told)


def test_an_update_twice(api: BotApi, phone: Phone) -> None:
    first = phone.say("hi")
    assert poll(api, offset=first + 1) == []
    phone.again(first)
    second = phone.say("more")
    assert poll(api, offset=first + 1) == [first, second]
    assert poll(api, offset=first + 1) == [second]


def test_only_what_was_asked_for(api: BotApi, phone: Phone) -> None:
    poll(api, allowed_updates=["message"])
    update_id = phone.say("hi")
    phone.edit("hello")
    assert poll(api) == [update_id]
    poll(api, offset=update_id + 1, allowed_updates=[])
    edited = phone.edit("hello again")
    [update] = api.call("getUpdates").json()["result"]
    assert update["update_id"] == edited
    assert update["edited_message"]["text"] == "hello again"


@pytest.mark.parametrize(
    "wrong",
    [
        {"limit": 0},
        {"limit": 101},
        {"timeout": 51},
        {"timeout": "1.5"},
        {"allowed_updates": ["messages"]},
        {"allowed": []},
    ],
)
def test_refused(api: BotApi, wrong: dict[str, Any]) -> None:
    assert api.call("getUpdates", json=wrong).status_code == 400


def test_dropped_with_the_webhook(api: BotApi, phone: Phone) -> None:
    phone.say("hi")
    assert api.call("getWebhookInfo").json()["result"]["pending_update_count"] == 1
    assert api.call("deleteWebhook").json()["result"]
    assert api.state()["pending"]
    api.call("deleteWebhook", json={"drop_pending_updates": True})
    assert api.state()["pending"] == []

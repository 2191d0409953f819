"""Buttons: pressed only where they are, answered once, in time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.bot_api.client import BotApi
from tests.helpers.phone import Phone
from tests.unit.bot_api.conftest import Send

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
def asked(send: Send) -> dict[str, Any]:
    """A message with two buttons."""
    rows = [[{"text": "More help", "callback_data": "m"}], [{"text": "No", "callback_data": "n"}]]
    message: dict[str, Any] = send(reply_markup={"inline_keyboard": rows})["result"]
    return message


def answer(api: BotApi, query_id: str, **more: Any) -> dict[str, Any]:
    body = {"callback_query_id": query_id, **more}
    answered: dict[str, Any] = api.call("answerCallbackQuery", json=body).json()
    return answered


def test_a_press(api: BotApi, phone: Phone, asked: dict[str, Any]) -> None:
    query_id = phone.press("more")
    [update] = api.call("getUpdates").json()["result"]
    query = update["callback_query"]
    assert (query["id"], query["data"], query["message"]) == (query_id, "m", asked)
    assert answer(api, query_id, text="Here", show_alert=True)["ok"]
    [told] = api.state()["answers"]
    assert (told["callback_query_id"], told["text"], told["show_alert"]) == (query_id, "Here", True)


def test_answers_refused(api: BotApi, phone: Phone, asked: dict[str, Any]) -> None:
    query_id = phone.press("More")
    assert "MESSAGE_TOO_LONG" in answer(api, query_id, text="a" * 201)["description"]
    assert answer(api, query_id, text="a" * 200)["ok"]
    assert TOO_OLD in answer(api, query_id)["description"]
    assert TOO_OLD in answer(api, "1234")["description"]
    assert TOO_OLD in answer(api, phone.press("No", age=16))["description"]
    api.do("settings", callback_seconds=600)
    assert answer(api, phone.press("No", age=16))["ok"]
    assert len(api.state()["answers"]) == 2
    assert len(api.violations("callback")) == 3


def test_only_buttons_that_are_there(api: BotApi, phone: Phone, asked: dict[str, Any]) -> None:
    with pytest.raises(AssertionError, match="no button 'Yes' is shown"):
        phone.press("Yes")
    here = {"user_id": phone.user_id, "message_id": asked["message_id"]}
    assert api.do("presses", **here, data="n")["queued"]
    with pytest.raises(AssertionError, match="no such button"):
        api.do("presses", **here, data="x")
    with pytest.raises(AssertionError, match="there is no message"):
        api.do("presses", **here | {"message_id": 7}, data="n")
    with pytest.raises(AssertionError, match="cannot see message"):
        api.do("presses", **here | {"user_id": Phone(api).user_id}, data="n")


def test_a_button_that_was_taken_away(api: BotApi, phone: Phone, asked: dict[str, Any]) -> None:
    here = {"chat_id": phone.chat_id, "message_id": asked["message_id"]}
    assert api.call("editMessageReplyMarkup", json=here).status_code == 200
    with pytest.raises(AssertionError, match="no button"):
        phone.press("More")
    assert phone.press("More", stale=True)

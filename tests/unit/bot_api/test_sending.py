"""Messages: what is taken, how it is remembered, and every strict rule."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.helpers.bot_api.client import BotApi
from tests.helpers.phone import Phone
from tests.unit.bot_api.conftest import Send

MODIFIED = "message is not modified"


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(title: str, data: str) -> dict[str, Any]:
    return {"text": title, "callback_data": data}


def test_a_message_is_remembered(api: BotApi, phone: Phone, send: Send) -> None:
    markup = keyboard([button("Yes", "y"), {"text": "Site", "url": "https://a.b"}])
    sent = send(text=" <b>Hi</b> &amp; bye \n", parse_mode="HTML", reply_markup=markup)["result"]
    assert sent["text"] == "Hi & bye"
    assert sent["reply_markup"] == markup
    [shown] = phone.messages()
    assert shown["text"] == "Hi & bye"
    assert shown["raw"] == " <b>Hi</b> &amp; bye \n"
    assert shown["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert shown["buttons"][0][0] == {"title": "Yes", "data": "y", "url": None}
    assert shown["message_id"] == sent["message_id"]
    assert api.violations() == []


def test_every_way_to_send_parameters(api: BotApi, phone: Phone) -> None:
    markup = json.dumps(keyboard([button("a", "b")]))
    body = {"chat_id": str(phone.chat_id), "text": "Hello", "reply_markup": markup}
    ways: list[dict[str, Any]] = [{"data": body}, {"json": body}, {"params": body}]
    for way in ways:
        assert api.call("sendMessage", **way).status_code == 200
    parts = {name: (None, value) for name, value in body.items()}
    assert api.call("SENDMESSAGE", files=parts).status_code == 200
    assert [each["buttons"][0][0]["title"] for each in phone.messages()] == ["a"] * 4


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "👍" * 2049}, "message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
        ({"parse_mode": "Markdown"}, "unsupported parse_mode"),
        ({"entities": [{"type": "bold", "offset": 3, "length": 3}]}, "entity ends after"),
        ({"entities": [{"type": "fat", "offset": 0, "length": 1}]}, "can't parse MessageEntity"),
        (
            {"text": "👍", "entities": [{"type": "bold", "offset": 1, "length": 1}]},
            "cuts a symbol in two",
        ),
        ({"colour": "red", "photo": "x"}, "unknown parameters of sendMessage: colour, photo"),
        ({"disable_notification": "perhaps"}, 'parameter "disable_notification" must be'),
        ({"reply_markup": "{"}, "can't parse reply_markup JSON object"),
        ({"reply_markup": {"buttons": []}}, "unknown reply markup"),
        ({"reply_markup": keyboard([])}, "a row of the inline keyboard is empty"),
        ({"reply_markup": keyboard([button("x", "é" * 33)])}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": keyboard([button("x", "")])}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": keyboard([button(" ", "x")])}, "button text must be non-empty"),
        ({"reply_markup": keyboard([{"text": "x"}])}, "BUTTON_TYPE_INVALID"),
        ({"reply_markup": keyboard([button("x", "y") | {"url": "https:"}])}, "BUTTON_TYPE_INVALID"),
        ({"reply_markup": keyboard([button("x", "y") | {"color": "red"}])}, "unknown fields"),
        ({"reply_markup": keyboard([{"text": "x", "url": "ftp:"}])}, "wrong HTTP URL"),
        ({"reply_markup": keyboard([button("x", "y")] * 101)}, "reply markup is too long"),
        ({"reply_parameters": {"message_id": 1}}, "message to be replied not found"),
        ({"chat_id": 12345}, "chat not found"),
        ({"chat_id": "@somebody"}, "chat not found"),
        ({"chat_id": ""}, "chat_id is empty"),
    ],
)
def test_refused(api: BotApi, phone: Phone, send: Send, wrong: dict[str, Any], reason: str) -> None:
    refusal = send(**wrong)
    assert refusal["error_code"] == 400
    assert refusal["description"].startswith("Bad Request: ")
    assert reason in refusal["description"]
    assert phone.messages() == []
    [violation] = api.violations()
    assert violation["description"] == refusal["description"]
    assert violation["method"] == "sendMessage"


@pytest.mark.parametrize(
    "right",
    [
        {"text": "👍" * 2048},
        {"text": "<b>" + "&amp;" * 4096 + "</b>", "parse_mode": "html"},
        {"entities": []},
        {"entities": [{"type": "bold", "offset": 0, "length": 5}]},
        {"reply_markup": keyboard([button("x", "y" * 64)] * 8)},
        {"reply_markup": keyboard(*[[button("x", "y")]] * 100)},
        {"reply_markup": {"remove_keyboard": True}},
        {"reply_markup": {"keyboard": [["a"]], "resize_keyboard": True}},
        {"reply_parameters": {"message_id": 1, "allow_sending_without_reply": True}},
    ],
)
def test_taken(api: BotApi, send: Send, right: dict[str, Any]) -> None:
    assert send(**right)["ok"], api.violations()


def test_a_blocked_bot(api: BotApi, phone: Phone, send: Send) -> None:
    phone.blocks()
    told = "Forbidden: bot was blocked by the user"
    assert send() == {"ok": False, "error_code": 403, "description": told}
    action = {"chat_id": phone.chat_id, "action": "typing"}
    assert api.call("sendChatAction", json=action).status_code == 403
    assert [each["kind"] for each in api.violations()] == ["chat", "chat"]
    phone.unblocks()
    assert send()["ok"]


def test_chat_actions(api: BotApi, phone: Phone) -> None:
    body = {"chat_id": phone.chat_id, "action": "typing"}
    assert api.call("sendChatAction", json=body).json() == {"ok": True, "result": True}
    assert api.call("sendChatAction", json={**body, "action": "thinking"}).status_code == 400
    assert api.state()["actions"] == [body]


def test_edits(api: BotApi, phone: Phone, send: Send) -> None:
    markup = keyboard([button("Yes", "y")])
    message_id = send(reply_markup=markup)["result"]["message_id"]
    here = {"chat_id": phone.chat_id, "message_id": message_id}
    same = api.call("editMessageText", json={**here, "text": "Hello", "reply_markup": markup})
    assert MODIFIED in same.json()["description"]
    assert api.call("editMessageText", json={**here, "text": "Done"}).status_code == 200
    [shown] = phone.messages()
    assert (shown["text"], shown["buttons"], shown["edits"]) == ("Done", [], 1)
    no_keyboard = api.call("editMessageReplyMarkup", json=here)
    assert MODIFIED in no_keyboard.json()["description"]
    body = {**here, "reply_markup": markup}
    assert api.call("editMessageReplyMarkup", json=body).status_code == 200
    assert phone.messages()[0]["buttons"][0][0]["title"] == "Yes"


def test_edits_of_others(api: BotApi, phone: Phone) -> None:
    phone.say("hi")
    body = {"chat_id": phone.chat_id, "message_id": phone.own[0], "text": "x"}
    theirs = api.call("editMessageText", json=body)
    assert theirs.json()["description"] == "Bad Request: message can't be edited"
    unknown = api.call("editMessageText", json={**body, "message_id": 1})
    assert unknown.json()["description"] == "Bad Request: message to edit not found"
    elsewhere = api.call("editMessageText", json={**body, "chat_id": Phone(api).chat_id})
    assert elsewhere.json()["description"] == "Bad Request: message to edit not found"
    missing = api.call("editMessageText", json={"chat_id": phone.chat_id, "text": "x"})
    assert "message identifier is not specified" in missing.json()["description"]

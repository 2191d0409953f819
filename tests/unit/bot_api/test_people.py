"""What people do, and the phone they do it with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.bot_api.client import BotApi
from tests.helpers.phone import Phone
from tests.unit.bot_api.conftest import Send

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("kind", ["voice", "sticker", "document", "location", "contact"])
def test_other_kinds_of_messages(api: BotApi, phone: Phone, kind: str) -> None:
    phone.sends(kind)
    [update] = api.call("getUpdates").json()["result"]
    assert kind in update["message"]
    assert "text" not in update["message"]


def test_a_photo_with_a_caption(api: BotApi, phone: Phone) -> None:
    phone.sends_photo("my desk")
    [update] = api.call("getUpdates").json()["result"]
    assert update["message"]["photo"]
    assert update["message"]["caption"] == "my desk"


def test_blocking_is_an_update(api: BotApi, phone: Phone) -> None:
    phone.blocks()
    with pytest.raises(AssertionError, match="bot was blocked by the user"):
        phone.say("hi")
    phone.unblocks()
    changes = [each["my_chat_member"] for each in api.call("getUpdates").json()["result"]]
    assert [
        (each["old_chat_member"]["status"], each["new_chat_member"]["status"]) for each in changes
    ] == [("member", "kicked"), ("kicked", "member")]


def test_a_group(api: BotApi, send: Send) -> None:
    group = api.do("groups", title="Team")["id"]
    member = Phone(api, chat_id=group)
    member.say("/help@test_coach_bot")
    [update] = api.call("getUpdates").json()["result"]
    assert update["message"]["chat"] == {"id": group, "title": "Team", "type": "group"}
    assert update["message"]["from"]["id"] == member.user_id
    assert send(chat_id=group)["ok"]
    assert [each["text"] for each in member.messages()] == ["Hello"]
    member.blocks()
    assert send(chat_id=group)["description"] == "Forbidden: bot was kicked from the group chat"


@pytest.mark.parametrize(
    ("what", "wanted"),
    [
        ("messages", {"user_id": 1, "text": "x"}),
        ("messages", {"user_id": 0, "colour": "x"}),
        ("messages", {"user_id": 0, "text": "x" * 4097}),
        ("messages", {"user_id": 0, "text": " "}),
        ("messages", {"user_id": 0, "kind": "hologram"}),
        ("messages", {"user_id": 0, "chat_id": 1, "text": "x"}),
        ("edits", {"message_id": 1, "text": "x"}),
        ("repeats", {"update_id": 1}),
        ("members", {"user_id": 0, "status": "asleep"}),
        ("settings", {"colour": "red"}),
    ],
)
def test_what_cannot_happen(api: BotApi, phone: Phone, what: str, wanted: dict[str, Any]) -> None:
    if wanted.get("user_id") == 0:
        wanted = {**wanted, "user_id": phone.user_id}
    with pytest.raises(AssertionError, match="Error: "):
        api.do(what, **wanted)


def test_the_phone_reads_replies(phone: Phone, send: Send) -> None:
    send(text="One")
    send(text="Two")
    assert [each["text"] for each in phone.next_replies(2)] == ["One", "Two"]
    send(text="Three")
    assert [each["text"] for each in phone.next_replies()] == ["Three"]
    assert phone.wait_for(lambda messages: messages[-1]["text"] == "Three")
    assert len(phone.wait_for(3)) == 3


def test_the_phone_says_what_it_saw_instead(phone: Phone, send: Send) -> None:
    phone.say("hi there")
    send(text="<b>")
    send(text="<b>", parse_mode="HTML")
    with pytest.raises(AssertionError) as failed:
        phone.next_replies(2, seconds=0.05)
    for part in ("hi there", "'<b>'", "can't find end tag", "unacknowledged", "sendMessage"):
        assert part in str(failed.value)


def test_a_reset_world_goes_on_counting(api: BotApi, phone: Phone) -> None:
    update_id = phone.say("hi")
    api.do("reset")
    assert api.state()["pending"] == []
    assert Phone(api).say("hi") == update_id + 1


def test_the_bots_own_things(api: BotApi) -> None:
    me = api.call("getMe").json()["result"]
    assert (me["id"], me["is_bot"]) == (int(api.token.split(":")[0]), True)
    unknown = api.call("sendUnicorn")
    assert (unknown.status_code, unknown.json()["error_code"]) == (404, 404)
    commands = [{"command": "help", "description": "What I can do"}]
    assert api.call("setMyCommands", json={"commands": commands}).json()["ok"]
    assert api.call("setMyDescription", json={"description": "a" * 512}).json()["ok"]
    short = {"short_description": "b", "language_code": "es"}
    assert api.call("setMyShortDescription", json=short).json()["ok"]
    assert api.state()["profile"] == {
        "commands": {"default:": commands},
        "description": {"": "a" * 512},
        "short_description": {"es": "b"},
    }


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("setMyCommands", {"commands": []}),
        ("setMyCommands", {"commands": [{"command": "Help", "description": "x"}]}),
        ("setMyCommands", {"commands": [{"command": "help", "description": ""}]}),
        ("setMyDescription", {"description": "a" * 513}),
        ("setMyShortDescription", {"short_description": "a" * 121}),
        ("setMyDescription", {"description": "a", "language_code": "english"}),
        ("getMe", {"verbose": True}),
    ],
)
def test_refused(api: BotApi, method: str, body: dict[str, Any]) -> None:
    assert api.call(method, json=body).status_code == 400
    assert len(api.violations("request")) == 1


def test_the_program_says_its_port_and_ends_with_its_input() -> None:
    command = [sys.executable, "-m", "tests.helpers.bot_api", "--port", "0", "--while-stdin"]
    done = subprocess.run(command, cwd=ROOT, input="", capture_output=True, text=True, timeout=30)
    assert done.returncode == 0
    assert '"port": ' in done.stdout

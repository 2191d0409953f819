"""Photos and documents."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.bot_api.client import BotApi
from tests.helpers.phone import Phone
from tests.unit.bot_api.conftest import picture


def test_a_photo_is_remembered(api: BotApi, phone: Phone, png: bytes) -> None:
    for number, content in enumerate((png, picture("JPEG"))):
        sent = api.call(
            "sendPhoto",
            data={"chat_id": phone.chat_id, "caption": "<i>You</i>", "parse_mode": "HTML"},
            files={"photo": ("week.png", content)},
        ).json()["result"]
        assert (sent["photo"][0]["width"], sent["photo"][0]["height"]) == (40, 30)
        shown = phone.messages()[number]
        assert (shown["kind"], shown["text"], shown["file"]["name"]) == ("photo", "You", "week.png")
        assert shown["file"]["size"] == len(content)
        assert api.file(shown["message_id"]) == content


def test_a_photo_again_by_its_id(api: BotApi, phone: Phone, png: bytes) -> None:
    body = {"chat_id": phone.chat_id}
    first = api.call("sendPhoto", data=body, files={"photo": ("a.png", png)}).json()["result"]
    again = {**body, "photo": first["photo"][0]["file_id"]}
    assert api.call("sendPhoto", json=again).status_code == 200
    as_document = {**body, "document": again["photo"]}
    assert api.call("sendDocument", json=as_document).status_code == 400


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        (("a.png", b"\x89PNG\r\n\x1a\n" + bytes(100)), "IMAGE_PROCESS_FAILED"),
        (("a.png", b"no picture"), "IMAGE_PROCESS_FAILED"),
        (("a.png", picture("PNG")[:-30]), "IMAGE_PROCESS_FAILED"),
        (("a.gif", picture("GIF")), "IMAGE_PROCESS_FAILED"),
        (("a.png", picture("PNG", (400, 10))), "PHOTO_INVALID_DIMENSIONS"),
        (("a.png", b""), "file must be non-empty"),
    ],
)
def test_photos_refused(api: BotApi, phone: Phone, photo: Any, reason: str) -> None:
    answer = api.call("sendPhoto", data={"chat_id": phone.chat_id}, files={"photo": photo})
    assert reason in answer.json()["description"]
    assert phone.messages() == []


def test_photos_that_are_none(api: BotApi, phone: Phone) -> None:
    nothing = api.call("sendPhoto", json={"chat_id": phone.chat_id})
    assert "there is no photo in the request" in nothing.json()["description"]
    path = api.call("sendPhoto", json={"chat_id": phone.chat_id, "photo": "/tmp/x.png"})  # noqa: S108
    assert "wrong file identifier" in path.json()["description"]


def test_captions_have_their_limit(api: BotApi, phone: Phone, png: bytes) -> None:
    for length, code in ((1024, 200), (1025, 400)):
        data = {"chat_id": phone.chat_id, "caption": "a" * length}
        answer = api.call("sendPhoto", data=data, files={"photo": ("a.png", png)})
        assert answer.status_code == code
    assert answer.json()["description"] == "Bad Request: message caption is too long"


def test_a_document_is_remembered(api: BotApi, phone: Phone) -> None:
    # A part that another parameter names, as some libraries send it.
    data = {"chat_id": phone.chat_id, "document": "attach://part", "caption": "Yours"}
    answer = api.call("sendDocument", data=data, files={"part": ("data.json", b"{}")})
    assert answer.json()["result"]["document"]["file_name"] == "data.json"
    [shown] = phone.messages()
    assert (shown["kind"], shown["text"], shown["file"]["size"]) == ("document", "Yours", 2)
    assert api.file(shown["message_id"]) == b"{}"


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"document": ("a.txt", b"")}, "file must be non-empty"),
        ({"document": ("", b"x", "application/json")}, "document must have a file name"),
        ({"document": ("a.txt", b"x"), "more": ("b.txt", b"x")}, "unknown parameters"),
        ({"photo": ("a.txt", b"x")}, "unknown parameters of sendDocument: photo"),
    ],
)
def test_documents_refused(api: BotApi, phone: Phone, files: Any, reason: str) -> None:
    answer = api.call("sendDocument", data={"chat_id": phone.chat_id}, files=files)
    assert answer.status_code == 400
    assert reason in answer.json()["description"]

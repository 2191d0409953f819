"""One server for these tests, emptied before each."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image

from tests.helpers.bot_api.client import BotApi
from tests.helpers.bot_api.process import running_bot_api
from tests.helpers.phone import Phone

Send = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def server() -> Iterator[BotApi]:
    """The server, in a process of its own."""
    with running_bot_api() as running:
        yield running


@pytest.fixture
def api(server: BotApi) -> BotApi:
    """The server with nobody in it, and without flood control."""
    server.do("reset")
    server.do("settings", enabled=False)
    return server


@pytest.fixture
def phone(api: BotApi) -> Phone:
    """One person."""
    return Phone(api)


@pytest.fixture
def send(api: BotApi, phone: Phone) -> Send:
    """Send a text to that person as a bot; the message, or the refusal."""

    def send_message(**more: Any) -> dict[str, Any]:
        answer = api.call("sendMessage", json={"chat_id": phone.chat_id, "text": "Hello", **more})
        assert answer.status_code == answer.json().get("error_code", 200)
        body: dict[str, Any] = answer.json()
        return body

    return send_message


@pytest.fixture(scope="session")
def png() -> bytes:
    """A small picture."""
    return picture("PNG")


def picture(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    """A picture in that format."""
    content = io.BytesIO()
    Image.new("RGB", size, "white").save(content, kind)
    return content.getvalue()

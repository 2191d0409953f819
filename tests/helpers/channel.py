"""Bodies for the channel, sent as they are, and what its answers have to look like."""

from __future__ import annotations

import uuid
from typing import Any

import httpx

from bot.rasa.processes import Running
from tests.helpers.talk import Person, Reply

RUDE = "i keep getting told my tone is rude on calls"
APPROVE = "my agents wait for me to approve everything"
KINDS = {"guidance", "clarify", "out_of_scope", "safety", "smalltalk", "help", "goal", "data"}
KINDS |= {"role", "error"}


def body(person: Person, **changes: Any) -> dict[str, Any]:
    """A body that the channel takes, with changes; None takes a key out."""
    full = {
        "sender": person.sender,
        "message_id": uuid.uuid4().hex,
        "message": "hello",
        "metadata": {},
        **changes,
    }
    return {key: value for key, value in full.items() if value is not None}


def raw(coach: Running, content: bytes, **options: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {coach.token}"}
    return httpx.post(coach.url, content=content, headers=headers, timeout=30, **options)


def assert_refused(response: httpx.Response) -> None:
    """400, and one sentence that says why."""
    assert response.status_code == 400, response.text
    assert set(response.json()) == {"error"}
    sentence = response.json()["error"]
    assert sentence.endswith("."), sentence
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    assert len(sentence) < 200


def assert_readable(replies: list[Reply]) -> None:
    """At least one reply, each as the contract has it and with something to read."""
    assert replies
    for reply in replies:
        assert set(reply) - {"image", "document"} == {"text", "buttons", "custom"}
        assert reply["text"].strip()
        assert "Traceback" not in reply["text"]
        assert reply["custom"]["kind"] in KINDS
        assert reply["custom"]["model"]
        for button in reply["buttons"]:
            assert set(button) == {"title", "payload"}
            assert 0 < len(button["title"]) <= 34
            assert button["payload"].startswith("/")

"""Messages while something fails, and what a person has to be told."""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from typing import Any

from tests.helpers.channel import RUDE
from tests.helpers.talk import Person, Reply

TURN_SECONDS = 2
PATIENCE = 9
"""Seconds in which a failed turn has to end: SQLite itself waits five for a lock."""


def message(person: Person, text: str = RUDE) -> dict[str, Any]:
    return {"sender": person.sender, "message_id": uuid.uuid4().hex, "message": text}


def post(person: Person, body: dict[str, Any]) -> list[Reply]:
    """The replies, which have to come in time."""
    started = time.monotonic()
    response = person.post(body)
    assert response.status_code == 200, response.text
    assert time.monotonic() - started < PATIENCE
    replies: list[Reply] = response.json()["replies"]
    return replies


def assert_honest(replies: list[Reply]) -> None:
    """One reply that says that it failed and what to do, in words for a person."""
    [reply] = replies
    assert reply["custom"]["kind"] == "error"
    assert "sorry" in reply["text"].lower()
    assert "again" in reply["text"]
    assert "Traceback" not in reply["text"]
    assert "Error" not in reply["text"]
    assert reply["buttons"] == []


def assert_answered(replies: list[Reply]) -> None:
    assert replies[0]["custom"]["kind"] == "guidance", replies
    assert replies[0]["custom"]["topic"] == "communication"


def assert_one_line(text: str, *parts: str) -> None:
    """One line for a person, that names these parts."""
    assert text.strip()
    assert "\n" not in text.strip(), text
    assert "Traceback" not in text
    for part in parts:
        assert part in text, text


def folder_in(tmp_path: Path, name: str) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    return folder

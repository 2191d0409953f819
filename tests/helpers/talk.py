"""A person who talks to a running coach through its channel."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bot.rasa.processes import Running

Reply = dict[str, Any]


@dataclass
class Person:
    """One sender; remembers the buttons that each turn offered."""

    coach: Running
    role: str | None = None
    sender: str = field(default_factory=lambda: f"test-{uuid.uuid4().hex}")
    offered: list[list[dict[str, str]]] = field(default_factory=list)

    def say(self, message: str, **body: Any) -> list[Reply]:
        """Write something; the replies."""
        return self._send({"message": message, **body})

    def press(self, title: str | int) -> list[Reply]:
        """Press the button with that title (or its start), or the n-th of the last offer."""
        for buttons in reversed(self.offered):
            if isinstance(title, int):
                return self._send({"payload": buttons[title - 1]["payload"]})
            for button in buttons:
                if button["title"].lower().startswith(title.lower()):
                    return self._send({"payload": button["payload"]})
        raise AssertionError(f"no button {title!r} was offered: {self.offered}")

    def post(self, body: dict[str, Any], token: str | None = None) -> httpx.Response:
        """The bare request."""
        headers = {"Authorization": f"Bearer {self.coach.token if token is None else token}"}
        return httpx.post(self.coach.url, json=body, headers=headers, timeout=60)

    def _send(self, body: dict[str, Any]) -> list[Reply]:
        full = {"sender": self.sender, "message_id": uuid.uuid4().hex, **body}
        if self.role:
            full["metadata"] = {"role": self.role}
        response = self.post(full)
        assert response.status_code == 200, response.text
        replies: list[Reply] = response.json()["replies"]
        if buttons := [button for reply in replies for button in reply["buttons"]]:
            self.offered.append(buttons)
        return replies


def end_session(database: Path, sender: str) -> None:
    """Make a conversation two hours old, so that the next message begins a new session."""
    with closing(sqlite3.connect(database, timeout=30)) as db, db:
        db.execute(
            "UPDATE events SET timestamp = timestamp - 7200,"
            " data = json_set(data, '$.timestamp', json_extract(data, '$.timestamp') - 7200)"
            " WHERE sender_id = ?",
            (sender,),
        )

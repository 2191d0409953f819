"""All there is: people, chats, messages, what was asked and what was refused."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.helpers.bot_api.calls import Call
from tests.helpers.bot_api.errors import ControlError, Refusal, bad_request, unauthorized
from tests.helpers.bot_api.faults import Faults
from tests.helpers.bot_api.files import Stored
from tests.helpers.bot_api.flood import Flood
from tests.helpers.bot_api.messages import Message
from tests.helpers.bot_api.updates import Updates

Json = dict[str, Any]


@dataclass
class Callback:
    """A press of a button: since when, and whether it was answered."""

    chat_id: int
    since: float
    answered: bool = False


@dataclass
class World:
    """One bot's Telegram."""

    token: str
    revoked: bool = False
    callback_seconds: float = 15.0
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1001))
    users: dict[int, Json] = field(default_factory=dict)
    chats: dict[int, Json] = field(default_factory=dict)
    closed: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    files: dict[str, Stored] = field(default_factory=dict)
    callbacks: dict[str, Callback] = field(default_factory=dict)
    updates: Updates = field(default_factory=Updates)
    flood: Flood = field(default_factory=Flood)
    faults: Faults = field(default_factory=Faults)
    profile: Json = field(default_factory=dict)
    answers: list[Json] = field(default_factory=list)
    actions: list[Json] = field(default_factory=list)
    calls: list[Json] = field(default_factory=list)
    violations: list[Json] = field(default_factory=list)

    @property
    def bot(self) -> Json:
        """The bot as a User object."""
        number = int(self.token.split(":")[0])
        return {"id": number, "is_bot": True, "first_name": "Coach", "username": "test_coach_bot"}

    def emptied(self) -> World:
        """A new world where nothing has happened; ids go on, as they do on Telegram."""
        return World(self.token, ids=self.ids, updates=Updates(self.updates.next_id))

    def check_token(self, token: str) -> None:
        """401 unless it is the bot's token and still good."""
        if token != self.token or self.revoked:
            raise unauthorized()

    def revoke(self) -> None:
        """End the token, also for whoever polls now."""
        self.revoked = True
        self.updates.interrupt(unauthorized())

    def chat_of(self, call: Call) -> Json:
        """The chat that a call names, if the bot may write there; 400 or 403 otherwise."""
        chat_id = call.values.get("chat_id")
        if chat_id in (None, ""):
            raise bad_request("chat_id is empty")
        try:
            number = int(str(chat_id))
        except ValueError:
            raise bad_request("chat not found", "chat") from None
        if number not in self.chats:
            raise bad_request("chat not found", "chat")
        if number in self.closed:
            raise Refusal(403, f"Forbidden: {self.closed[number]}", "chat")
        return self.chats[number]

    def message_of(self, call: Call, chat: Json) -> Message:
        """The bot's own message that a call wants to edit."""
        message_id = call.integer("message_id")
        if message_id is None:
            raise bad_request("message identifier is not specified")
        message = self.messages.get(message_id)
        if message is None or message.chat["id"] != chat["id"]:
            raise bad_request("message to edit not found", "edit")
        if not message.by_bot:
            raise bad_request("message can't be edited", "edit")
        return message

    def add(self, chat: Json, sender: Json, content: Json, **more: Any) -> Message:
        """Put a message into a chat."""
        message = Message(next(self.ids), chat, sender, content, **more)
        self.messages[message.message_id] = message
        return message

    def user(self, user_id: Any) -> Json:
        """A person that a test has made."""
        if user_id not in self.users:
            raise ControlError(f"there is no user {user_id}")
        return self.users[user_id]

    def chat(self, chat_id: Any) -> Json:
        """A chat that a test has made."""
        if chat_id not in self.chats:
            raise ControlError(f"there is no chat {chat_id}")
        return self.chats[chat_id]

    def note_call(self, call: Call, code: int, fault: str | None) -> None:
        """Remember that a method was called, and the answer's code; polls are only counted."""
        if call.method.lower() == "getupdates":
            return
        record = {"method": call.method, "chat_id": _chat_id(call), "code": code}
        self.calls.append({**record, "fault": fault, "at": time.monotonic()})

    def note_violation(self, call: Call, refusal: Refusal) -> None:
        """Remember a refusal that was the bot's own doing."""
        record = {"method": call.method, "chat_id": _chat_id(call), "kind": refusal.kind}
        told = {"code": refusal.code, "description": refusal.description}
        self.violations.append({**record, **told})


def _chat_id(call: Call) -> int | None:
    """The chat that a call names, where it is a number."""
    chat_id = str(call.values.get("chat_id", ""))
    return int(chat_id) if chat_id.removeprefix("-").isdecimal() else None

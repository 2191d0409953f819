"""A person with Telegram on their phone, as a test sees them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.helpers.bot_api.client import BotApi

Shown = dict[str, Any]


@dataclass
class Phone:
    """One Telegram user, in their private chat with the bot unless another chat is given."""

    api: BotApi
    first_name: str = "Asha"
    language_code: str | None = "en"
    chat_id: int = 0
    user_id: int = 0
    own: list[int] = field(default_factory=list)
    seen: int = 0

    def __post_init__(self) -> None:
        about: Shown = {"language_code": self.language_code} if self.language_code else {}
        about |= {"id": self.user_id} if self.user_id else {}
        self.user_id = self.api.do("users", first_name=self.first_name, **about)["id"]
        self.chat_id = self.chat_id or self.user_id

    def say(self, text: str) -> int:
        """Write something, or a command; the update's id."""
        return self._send(text=text)

    def sends(self, kind: str, **more: Any) -> int:
        """Send a photo, voice, sticker, document, location or contact; the update's id."""
        return self._send(kind=kind, **more)

    def sends_photo(self, caption: str | None = None) -> int:
        """Send a photo; the update's id."""
        return self.sends("photo", **({"caption": caption} if caption else {}))

    def edit(self, text: str) -> int:
        """Change the latest message of one's own; the update's id."""
        assert self.own, "there is nothing to edit"
        return int(self.api.do("edits", message_id=self.own[-1], text=text)["update_id"])

    def press(self, title: str, *, age: float = 0, stale: bool = False) -> str:
        """Press the button whose title starts so, of the latest message that has one; the query's
        id. `age`: seconds ago; `stale`: a button that the bot has taken away meanwhile counts."""
        for message in reversed(self.messages()):
            if stale or any(each.lower().startswith(title.lower()) for each in titles(message)):
                body = {"message_id": message["message_id"], "title": title, "age": age}
                pressed = self.api.do("presses", user_id=self.user_id, stale=stale, **body)
                return str(pressed["callback_query_id"])
        raise AssertionError(f"no button {title!r} is shown.\n{self._shown()}")

    def again(self, update_id: int) -> None:
        """Let Telegram deliver an update once more."""
        self.api.do("repeats", update_id=update_id)

    def blocks(self) -> None:
        """Block the bot."""
        self.api.do("members", user_id=self.user_id, chat_id=self.chat_id, status="kicked")

    def unblocks(self) -> None:
        """Let the bot write again."""
        self.api.do("members", user_id=self.user_id, chat_id=self.chat_id, status="member")

    def messages(self) -> list[Shown]:
        """All that the bot sent to the chat, as it looks now."""
        return [each for each in self.api.messages(self.chat_id) if each["by_bot"]]

    def wait_for(
        self, wanted: int | Callable[[list[Shown]], Any], seconds: float = 10
    ) -> list[Shown]:
        """Wait until the bot has sent that many messages in all, or until a condition holds."""
        deadline = time.monotonic() + seconds
        while True:
            messages = self.messages()
            if len(messages) >= wanted if isinstance(wanted, int) else wanted(messages):
                return messages
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {seconds} s: {wanted}\n{self._shown()}")
            time.sleep(0.03)

    def next_replies(self, count: int = 1, seconds: float = 10) -> list[Shown]:
        """Wait for so many more messages than were read before; all of the new ones."""
        new = self.wait_for(self.seen + count, seconds)[self.seen :]
        self.seen += len(new)
        return new

    def _send(self, **what: Any) -> int:
        sent = self.api.do("messages", user_id=self.user_id, chat_id=self.chat_id, **what)
        self.own.append(sent["message_id"])
        return int(sent["update_id"])

    def _shown(self) -> str:
        """The chat's end, and what the server has refused, for the message of a failed test."""
        lines = [f"--- chat {self.chat_id}"]
        for message in self.api.messages(self.chat_id)[-12:]:
            who = "bot" if message["by_bot"] else "me "
            lines.append(f"{who} {message['kind']}: {message['text'][:200]!r} {titles(message)}")
        state = self.api.state()
        lines.append(f"--- {state['polls']} polls, unacknowledged updates: {state['pending']}")
        lines += [f"refused: {json.dumps(each)}" for each in state["violations"][-5:]]
        lines += [f"call: {json.dumps(each)}" for each in state["calls"][-5:]]
        return "\n".join(lines)


def titles(message: Shown) -> list[str]:
    """The titles of a message's buttons."""
    return [button["title"] for row in message["buttons"] for button in row]

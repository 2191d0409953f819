"""One person's conversation with the coach, whatever shows it."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import Any, Protocol

from bot.chat.files import saved
from bot.client.blocking import TURN_SECONDS, ChannelClient
from bot.client.messages import Address, Button, ChannelError, Gone, Reply, sendable
from bot.privacy import pseudonym
from bot.store.records import StoreError
from bot.store.users import Visitor

_NUMBER = re.compile(r"\[?([1-9][0-9]?)\]?\.?")


def resolve(address: Address | Callable[[], Address]) -> Future[Address]:
    """The address when it is known; a callable is called at once, in a thread of its own."""
    resolved: Future[Address] = Future()
    if isinstance(address, Address):
        resolved.set_result(address)
        return resolved
    wait_for = address

    def wait() -> None:
        try:
            resolved.set_result(wait_for())
        except BaseException as error:
            resolved.set_exception(error)

    # A daemon: somebody who leaves while the coach is waking does not have to wait for it.
    threading.Thread(target=wait, name="waking", daemon=True).start()
    return resolved


def sender_of(user: str) -> str:
    """The sender id of a person's name: always the same, and free of the name itself."""
    return pseudonym(unicodedata.normalize("NFC", sendable(user).strip()), prefix="terminal")


class Desk(Protocol):
    """Where a chat gets its sender, and consent is asked for; see bot.reception."""

    def visitor(self, external_id: str) -> Visitor:
        """Who writes in the chat."""

    def answer(
        self, visitor: Visitor, *, message: str | None, payload: str | None, asked: bool
    ) -> list[dict[str, Any]] | None:
        """The replies to an answer about consent; None where the message is something else."""

    def question(self, visitor: Visitor, replies: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The question for consent, where it is due."""

    def export(self, reference: str) -> bytes | None:
        """The file behind a reference that works once."""


class Conversation:
    """The turns of one person, the role until the coach has it, the buttons that can be pressed."""

    def __init__(
        self,
        address: Future[Address],
        desk: Desk,
        *,
        user: str,
        role: str | None = None,
        turn_seconds: float = TURN_SECONDS,
    ) -> None:
        self.address = address
        self.buttons: tuple[Button, ...] = ()
        self._desk = desk
        self._chat = sender_of(user)
        self._asked = False
        self._metadata = {"role": role} if role else {}
        self._turn_seconds = turn_seconds
        self._client: ChannelClient | None = None

    def wake(self) -> ChannelClient:
        """Wait until the coach can be spoken to; raises StartError if it cannot be started."""
        if self._client is None:
            at = self.address.result()
            self._client = ChannelClient(at.url, at.token, turn_seconds=self._turn_seconds)
        return self._client

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()

    def choice(self, typed: str) -> Button | None:
        """The button of the last replies that was typed, by its number or by its title."""
        number = _NUMBER.fullmatch(typed.strip())
        if number and int(number[1]) <= len(self.buttons):
            return self.buttons[int(number[1]) - 1]
        wanted = _folded(typed)
        return next((button for button in self.buttons if _folded(button.title) == wanted), None)

    def enter(self, typed: str) -> list[Reply]:
        """Press the button that was typed, or say it as a message; raises ChannelError."""
        button = self.choice(typed)
        return self.press(button.payload) if button else self.say(typed)

    def say(self, message: str) -> list[Reply]:
        """Send a message; raises ChannelError."""
        return self._turn(message=message)

    def press(self, payload: str) -> list[Reply]:
        """Press a button by its payload; raises ChannelError."""
        return self._turn(payload=payload)

    def _turn(self, *, message: str | None = None, payload: str | None = None) -> list[Reply]:
        """One message out, its replies back; consent is between the desk and the person."""
        client = self.wake()
        said = {"message": message, "payload": payload}
        try:
            visitor = self._desk.visitor(self._chat)
            answered = self._desk.answer(visitor, **said, asked=self._asked)
            if answered is not None:
                return self._heard([Reply.from_json(raw) for raw in answered])
            self._asked = False
            try:
                replies = client.send(visitor.sender, **said, metadata=self._told_of(visitor))
            except Gone:
                visitor = self._desk.visitor(self._chat)
                replies = client.send(visitor.sender, **said, metadata=self._told_of(visitor))
            if not _failed(replies):
                # Said once: from here on the person may tell the coach of another role.
                self._metadata = {}
            delivered = [self._with_file(reply) for reply in replies]
            asked = self._desk.question(visitor, [reply.as_json() for reply in replies])
        except StoreError as error:
            raise ChannelError(str(error)) from error
        return self._heard([*delivered, *(Reply.from_json(raw) for raw in asked)])

    def _told_of(self, visitor: Visitor) -> dict[str, Any]:
        """What is said of the person with the message: the role, where it is known."""
        return self._metadata or ({"role": visitor.role} if visitor.role else {})

    def _with_file(self, reply: Reply) -> Reply:
        """A document that is a reference becomes a file in the current folder."""
        document = reply.document
        if not isinstance(document, dict) or "reference" not in document:
            return reply
        content = self._desk.export(str(document["reference"]))
        if content is None:
            return replace(reply, document={"gone": "it was fetched before, or is too old"})
        try:
            return replace(reply, document={"saved as": str(saved(str(document["name"]), content))})
        except OSError as error:
            folder = f"it could not be written here ({error.strerror}); ask again elsewhere"
            return replace(reply, document={"missing": folder})

    def _heard(self, replies: list[Reply]) -> list[Reply]:
        """Note what the replies offer; a turn that failed takes no button away."""
        buttons = tuple(button for reply in replies for button in reply.buttons)
        self._asked = replies[-1].custom.get("event") == "consent_asked"
        if buttons or not _failed(replies):
            self.buttons = buttons
        return replies


def _failed(replies: Sequence[Reply]) -> bool:
    """Whether the coach says that it could not answer."""
    return any(reply.custom.get("kind") == "error" for reply in replies)


def _folded(title: str) -> str:
    """A title as it is compared: without regard to case and spacing."""
    return " ".join(title.split()).casefold()

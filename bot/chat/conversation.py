"""One person's conversation with the coach, whatever shows it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import Future

from bot.chat.client import (
    TURN_SECONDS,
    Address,
    Button,
    ChannelClient,
    Reply,
    sender_of,
)

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


class Conversation:
    """The turns of one person, the role until the coach has it, the buttons that can be pressed."""

    def __init__(
        self,
        address: Future[Address],
        *,
        user: str,
        role: str | None = None,
        turn_seconds: float = TURN_SECONDS,
    ) -> None:
        self.address = address
        self.buttons: tuple[Button, ...] = ()
        self._sender = sender_of(user)
        self._metadata = {"role": role} if role else {}
        self._turn_seconds = turn_seconds
        self._client: ChannelClient | None = None

    def wake(self) -> ChannelClient:
        """Wait until the coach can be spoken to; raises StartError if it cannot be started."""
        if self._client is None:
            at = self.address.result()
            self._client = ChannelClient(
                at.url, at.token, self._sender, turn_seconds=self._turn_seconds
            )
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
        return self._heard(self.wake().send(message=message, metadata=self._metadata))

    def press(self, payload: str) -> list[Reply]:
        """Press a button by its payload; raises ChannelError."""
        return self._heard(self.wake().send(payload=payload, metadata=self._metadata))

    def _heard(self, replies: list[Reply]) -> list[Reply]:
        """Note what the replies offer; a turn that failed takes no button away."""
        buttons = tuple(button for reply in replies for button in reply.buttons)
        failed = any(reply.custom.get("kind") == "error" for reply in replies)
        if buttons or not failed:
            self.buttons = buttons
        if not failed:
            # Said once: from here on the person may tell the coach of another role.
            self._metadata = {}
        return replies


def _folded(title: str) -> str:
    """A title as it is compared: without regard to case and spacing."""
    return " ".join(title.split()).casefold()

"""What goes to the coach's channel and comes back, and what can go wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

_REFUSALS = {
    401: "The coach does not accept this face's token.",
    403: "The coach does not accept this face's token.",
    413: "That message is too long for the coach. Please shorten it.",
    429: "That was too fast for the coach. Please wait a moment and try again.",
}
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class ChannelError(Exception):
    """A message to which no answer came; the text is a sentence for the person who wrote it."""


class Gone(ChannelError):
    """All of the sender's data was deleted; the person goes on under another."""


class StartError(Exception):
    """The coach could not be started; the text is one line that says why."""


@dataclass(frozen=True)
class Address:
    """Where the channel listens, and the token that it asks for."""

    url: str
    token: str = field(repr=False)


@dataclass(frozen=True)
class Button:
    """A choice that the coach offers: what it says, and what pressing it sends."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """One reply of the coach, as the channel's contract has it."""

    text: str
    buttons: tuple[Button, ...] = ()
    image: Any = None
    document: Any = None
    custom: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, raw: Any) -> Reply:
        """Read one element of `replies`; raises TypeError or KeyError where it is none."""
        buttons = tuple(Button(str(b["title"]), str(b["payload"])) for b in raw["buttons"] or ())
        custom = dict(raw["custom"] or {})
        return cls(str(raw["text"]), buttons, raw.get("image"), raw.get("document"), custom)

    def as_json(self) -> dict[str, Any]:
        """The reply in the channel's own shape; an image or document only where there is one."""
        attached = {"image": self.image, "document": self.document}
        return {
            "text": self.text,
            "buttons": [{"title": b.title, "payload": b.payload} for b in self.buttons],
            **{name: value for name, value in attached.items() if value is not None},
            "custom": dict(self.custom),
        }


def sendable(text: str) -> str:
    """The text with halves of surrogate pairs replaced: UTF-8 cannot carry them."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def body_of(
    sender: str,
    message_id: str,
    *,
    message: str | None = None,
    payload: str | None = None,
    command: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The channel's request for a message, a pressed button or a command: one of the three."""
    said = {"message": message, "payload": payload, "command": command}
    given = {kind: sendable(text) for kind, text in said.items() if text is not None}
    if len(given) != 1:
        raise ValueError("Send either a message, a payload or a command.")
    about = {"sender": sender, "message_id": message_id, "metadata": dict(metadata or {})}
    return {**about, **given}


def replies_in(response: httpx.Response) -> list[Reply]:
    """The replies in a response; raises ChannelError where there are none to read."""
    if response.status_code == httpx.codes.GONE:
        raise Gone("What we talked about is deleted. Please write that again.")
    if response.status_code != httpx.codes.OK:
        said = f"The coach could not answer (HTTP {response.status_code}). Please try again."
        raise ChannelError(_REFUSALS.get(response.status_code, said))
    try:
        replies = [Reply.from_json(raw) for raw in response.json()["replies"]]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ChannelError("The coach's answer could not be read. Please try again.") from error
    if not replies:
        raise ChannelError("The coach gave no answer. Please try again.")
    return replies

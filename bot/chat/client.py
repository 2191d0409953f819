"""Client of the coach's channel: one message or one pressed button out, the replies back."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import httpx

from bot.privacy import pseudonym

TURN_SECONDS = 30.0
"""Seconds to wait for an answer, longer than the channel itself waits before it says so."""
_CONNECT_SECONDS = 5.0
_REFUSALS = {
    401: "The coach does not accept this terminal's token.",
    403: "The coach does not accept this terminal's token.",
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


def sender_of(user: str) -> str:
    """The sender id of a person's name: always the same, and free of the name itself."""
    return pseudonym(unicodedata.normalize("NFC", sendable(user).strip()), prefix="terminal")


def sendable(text: str) -> str:
    """The text with halves of surrogate pairs replaced: UTF-8 cannot carry them."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


class ChannelClient:
    """Speaks to the channel; to be closed, or used in a `with`."""

    def __init__(self, url: str, token: str, *, turn_seconds: float = TURN_SECONDS) -> None:
        self._url = url
        # trust_env off: a proxy of the environment has no business with a loopback address.
        self._http = httpx.Client(
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(turn_seconds, connect=_CONNECT_SECONDS),
            trust_env=False,
        )

    def __enter__(self) -> ChannelClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(
        self,
        sender: str,
        *,
        message: str | None = None,
        payload: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> list[Reply]:
        """Send a message or press a button, and return the replies; raises ChannelError or Gone."""
        if (message is None) == (payload is None):
            raise ValueError("Send either a message or a payload.")
        said = {"payload": payload} if message is None else {"message": message}
        body = {
            "sender": sender,
            "message_id": str(uuid.uuid4()),
            "metadata": dict(metadata or {}),
            **{kind: sendable(text or "") for kind, text in said.items()},
        }
        return _replies(self._post(body))

    def _post(self, body: Mapping[str, Any]) -> httpx.Response:
        """Post the body, twice where the connection breaks: its message_id makes that safe."""
        try:
            try:
                return self._http.post(self._url, json=body)
            except httpx.TransportError:
                return self._http.post(self._url, json=body)
        except httpx.ReadTimeout as error:
            raise ChannelError(
                "The coach is taking too long to answer. Please try again in a moment."
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ChannelError(
                "The coach cannot be reached. Please try again in a moment."
            ) from error


def _replies(response: httpx.Response) -> list[Reply]:
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

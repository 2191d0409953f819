"""What may come in through the channel, checked and cleaned; knows no Rasa."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.privacy import mask
from bot.rasa.commands import PAYLOADS

LONGEST_MESSAGE = 4_000
"""Characters of a person's message that are taken in."""
LONGEST_BODY = 256 * 1024
"""Bytes of a request."""
ROLES = ("agent", "manager", "executive")

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SAID = ("message", "payload", "command")
_KEYS = {"sender", "message_id", "metadata", *_SAID}


class BadRequest(ValueError):
    """The face sent what the channel does not take; the message says what."""


@dataclass(frozen=True)
class Inbound:
    """One message, press of a button or command, ready for Rasa."""

    sender: str
    message_id: str
    text: str = field(repr=False)
    payload: str = field(default="", repr=False)
    too_long: bool = False
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def masked(self) -> tuple[str, ...]:
        """Kinds of contact data that were taken out of the text."""
        return tuple(self.metadata.get("masked", ()))

    @property
    def needs_offer(self) -> bool:
        """Whether it is only followed if a reply has offered it."""
        return bool(self.payload) and "command" not in self.metadata


def parse(body: object) -> Inbound:
    """Check a request's JSON; raises BadRequest with a sentence for whoever wrote the face."""
    if not isinstance(body, Mapping):
        raise BadRequest("The body must be a JSON object.")
    if unknown := set(body) - _KEYS:
        raise BadRequest(f"Unknown keys: {', '.join(sorted(map(str, unknown)))}.")
    sender, message_id = (_identifier(body, key) for key in ("sender", "message_id"))
    metadata = _metadata(body.get("metadata"))
    kind, said = _said(body)
    if kind == "command":
        # The name stays beside the payload: it is what the person has typed.
        command = {**metadata, "command": said}
        return Inbound(sender, message_id, "", PAYLOADS[said], metadata=command)
    if kind == "payload":
        return Inbound(sender, message_id, "", said, metadata=metadata)
    if len(said) > LONGEST_MESSAGE:
        return Inbound(sender, message_id, "", too_long=True, metadata=metadata)
    text, kinds = mask(clean(said))
    return Inbound(sender, message_id, text, metadata={**metadata, "masked": list(kinds)})


def clean(text: str) -> str:
    """A person's words without control characters, outer blanks, or a command's slash.

    Rasa takes a text that begins with a slash for a command; a backslash before it says that this
    one is not. Joiners inside emoji and scripts are kept.
    """
    kept = "".join(
        char
        if unicodedata.category(char) not in ("Cc", "Cs", "Cf") or char in "\u200c\u200d"
        else " "
        for char in unicodedata.normalize("NFC", text).replace("’", "'")
    )
    kept = " ".join(kept.split()).strip("\u200c\u200d ")
    return f"\\{kept}" if kept.startswith("/") else kept


def _said(body: Mapping[str, Any]) -> tuple[str, str]:
    """Which of message, payload and command the body has, and what that says."""
    given = {kind: body[kind] for kind in _SAID if body.get(kind) is not None}
    if len(given) != 1:
        raise BadRequest("Send either a message or a payload or a command.")
    [(kind, said)] = given.items()
    if not isinstance(said, str):
        raise BadRequest("Message, payload and command must be strings.")
    if kind == "command" and said not in PAYLOADS:
        raise BadRequest(f"command must be one of {', '.join(PAYLOADS)}.")
    return kind, said


def _identifier(body: Mapping[str, Any], key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise BadRequest(f"{key} must be 1 to 64 letters, digits, - or _.")
    return value


def _metadata(value: object) -> dict[str, Any]:
    """Only what actions read is passed on."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise BadRequest("metadata must be an object.")
    role = value.get("role")
    if role is not None and role not in ROLES:
        raise BadRequest(f"metadata.role must be one of {', '.join(ROLES)}.")
    return {"role": role} if role else {}

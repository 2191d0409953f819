"""A reply of the channel as calls of the Bot API, one message each, as the outbox keeps them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.telegram.formatting import keyboard, split, utf16_length

LONGEST_CAPTION = 1024
Call = dict[str, Any]


def rendered(reply: Mapping[str, Any], data_of: Callable[[str], str]) -> list[Call]:
    """The calls in order; the last one carries the buttons, with `data_of` their payloads."""
    calls: list[Call] = [{"kind": "message", "html": part} for part in split(reply["text"])]
    attached = _attached(reply)
    if attached and len(calls) == 1 and utf16_length(calls[0]["html"]) <= LONGEST_CAPTION:
        calls = [{**attached, "html": calls[0]["html"]}]
    elif attached:
        calls.append({**attached, "html": ""})
    if calls and reply["buttons"]:
        calls[-1]["buttons"] = _buttons(reply["buttons"], data_of)
    return calls


def _attached(reply: Mapping[str, Any]) -> Call | None:
    """A picture, or a file by the reference that it is fetched with."""
    if image := reply.get("image"):
        return {"kind": "photo", "data": image["data"]}
    document = reply.get("document")
    if document and "reference" in document:
        return {"kind": "document", "reference": document["reference"], "name": document["name"]}
    return None


def _buttons(
    buttons: Sequence[Mapping[str, str]], data_of: Callable[[str], str]
) -> list[list[tuple[str, str]]]:
    """Rows of title and callback data."""
    rows = keyboard([button["title"] for button in buttons])
    return [[(buttons[n]["title"], data_of(buttons[n]["payload"])) for n in row] for row in rows]

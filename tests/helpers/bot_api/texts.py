"""Texts and captions of a call: parsed, trimmed and measured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.helpers.bot_api.calls import Call
from tests.helpers.bot_api.errors import Refusal, bad_request
from tests.helpers.bot_api.html import parse_html, utf16_length

Entity = dict[str, Any]
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITY_TYPES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)


@dataclass
class Formatted:
    """A text as a person sees it, and as the bot sent it."""

    text: str
    raw: str
    entities: list[Entity] = field(default_factory=list)
    parse_mode: str = ""


def message_text(call: Call) -> Formatted:
    """The text of a message, 1 to 4096 code units."""
    if not call.text("text"):
        raise bad_request("message text is empty")
    formatted = _formatted(call, "text", "entities")
    if not formatted.text:
        raise bad_request("text must be non-empty")
    _measure(formatted, TEXT_LIMIT, "message is too long")
    return formatted


def caption(call: Call) -> Formatted:
    """The caption of a photo or a document, up to 1024 code units."""
    formatted = _formatted(call, "caption", "caption_entities")
    _measure(formatted, CAPTION_LIMIT, "message caption is too long")
    return formatted


def _formatted(call: Call, name: str, entities_name: str) -> Formatted:
    raw = call.text(name)
    parse_mode = call.text("parse_mode")
    given = call.structure(entities_name) or []
    if not parse_mode:
        _check_entities(raw, given)
        return _trimmed(Formatted(raw, raw, given))
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    if given:
        raise bad_request(f"{entities_name} can't be specified together with parse_mode")
    text, entities = parse_html(raw)
    return _trimmed(Formatted(text, raw, entities, parse_mode))


def _measure(formatted: Formatted, limit: int, reason: str) -> None:
    if utf16_length(formatted.text) > limit:
        raise bad_request(reason)


def _check_entities(text: str, entities: Any) -> None:
    if not isinstance(entities, list):
        raise bad_request("can't parse MessageEntity: expected an Array")
    units = text.encode("utf-16-le")
    for entity in entities:
        if not isinstance(entity, dict) or entity.get("type") not in ENTITY_TYPES:
            raise bad_request(f"can't parse MessageEntity: {entity}")
        offset, length = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(length, int) or min(offset, length) < 0:
            raise bad_request(f"can't parse MessageEntity: {entity}")
        if 2 * (offset + length) > len(units):
            raise bad_request(f"entity ends after the end of the text at offset {offset + length}")
        _check_whole(units[: 2 * offset], offset)
        _check_whole(units[2 * offset : 2 * (offset + length)], offset)


def _check_whole(units: bytes, offset: int) -> None:
    """400 when an entity cuts an emoji in two."""
    try:
        units.decode("utf-16-le")
    except UnicodeDecodeError:
        raise _cut(offset) from None


def _cut(offset: int) -> Refusal:
    return bad_request(f"entity at UTF-16 offset {offset} cuts a symbol in two")


def _trimmed(formatted: Formatted) -> Formatted:
    """Telegram takes blanks away at both ends; entities move along."""
    text = formatted.text.strip()
    before = utf16_length(formatted.text) - utf16_length(formatted.text.lstrip())
    end = utf16_length(text)
    entities = []
    for entity in formatted.entities:
        first = min(max(entity["offset"] - before, 0), end)
        last = min(max(entity["offset"] + entity["length"] - before, 0), end)
        if last > first:
            entities.append({**entity, "offset": first, "length": last - first})
    return Formatted(text, formatted.raw, entities, formatted.parse_mode)

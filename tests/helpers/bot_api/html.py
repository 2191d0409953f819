"""Telegram's HTML: plain text and entities, or a refusal that says what is wrong where."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.helpers.bot_api.errors import Refusal, cannot_parse

TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
ATTRIBUTES = {"a": {"href"}, "span": {"class"}, "code": {"class"}, "blockquote": {"expandable"}}
_TAG = re.compile(
    r"""<(/?)([a-zA-Z][a-zA-Z0-9-]*)"""
    r"""((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))?)*)\s*(/?)>"""
)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+)))?""")
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));")
_PLAIN = re.compile(r"[^<>&]+")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


@dataclass
class _Open:
    """A tag that waits for its end."""

    tag: str
    entity: dict[str, Any]


@dataclass
class _Reader:
    """Walks through a source once."""

    source: str
    position: int = 0
    text: str = ""
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def read(self) -> None:
        while self.position < len(self.source):
            if plain := _PLAIN.match(self.source, self.position):
                self._write(plain[0], plain)
            elif reference := _REFERENCE.match(self.source, self.position):
                self._write(_character(reference) or self._refuse_character(), reference)
            elif tag := _TAG.match(self.source, self.position):
                self._end(tag) if tag[1] else self._start(tag)
                self.position = tag.end()
            else:
                self._refuse_character()
        if self.stack:
            raise cannot_parse(f'can\'t find end tag corresponding to start tag "{self._top.tag}"')

    def _write(self, text: str, match: re.Match[str]) -> None:
        self.text += text
        self.length += utf16_length(text)
        self.position = match.end()

    def _start(self, match: re.Match[str]) -> None:
        tag = match[2].lower()
        if tag not in TYPES or match[4]:
            raise self._wrong(f'unsupported start tag "{tag}{match[4]}"')
        given = {
            name.lower(): unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(match[3])
        }
        if unknown := sorted(set(given) - ATTRIBUTES.get(tag, set())):
            raise self._wrong(f'unsupported attribute "{unknown[0]}" of tag "{tag}"')
        self._check_place(tag, TYPES[tag])
        entity = {"type": TYPES[tag], "offset": self.length, "length": 0}
        self.stack.append(_Open(tag, entity | self._more(tag, given)))

    def _more(self, tag: str, given: dict[str, str]) -> dict[str, Any]:
        """What the attributes add to an entity."""
        if tag == "span" and given.get("class") != "tg-spoiler":
            raise self._wrong('tag "span" must have class "tg-spoiler"')
        if tag == "a" and not given.get("href"):
            raise self._wrong('tag "a" must have attribute "href"')
        if tag == "code" and "class" in given:
            language = given["class"].removeprefix("language-")
            if not (self.stack and self._top.tag == "pre") or language == given["class"]:
                raise self._wrong('tag "code" may have a class "language-…" only inside "pre"')
            self._top.entity["language"] = language
        if "expandable" in given:
            return {"type": "expandable_blockquote"}
        return {"url": given["href"]} if tag == "a" else {}

    def _check_place(self, tag: str, kind: str) -> None:
        """Which entities may contain which; clients would show something else than was sent."""
        around = [opened.tag for opened in self.stack]
        if tag == "code" and around[-1:] == ["pre"]:
            return
        if kind in ("code", "pre"):
            wrong = [outer for outer in around if outer != "blockquote"]
        elif kind in ("text_link", "blockquote"):
            refused = {"code", "pre", "a"} | ({"blockquote"} if kind == "blockquote" else set())
            wrong = [outer for outer in around if outer in refused]
        else:
            wrong = [outer for outer in around if outer in ("code", "pre")]
        if wrong:
            raise self._wrong(f'tag "{tag}" must not be inside tag "{wrong[-1]}"')

    def _end(self, match: re.Match[str]) -> None:
        tag = match[2].lower()
        if match[3] or match[4]:
            raise self._wrong("unclosed end tag")
        if not self.stack:
            raise self._wrong("unexpected end tag")
        if self._top.tag != tag:
            raise self._wrong(f'unmatched end tag, expected "</{self._top.tag}>", found "</{tag}>"')
        opened = self.stack.pop()
        opened.entity["length"] = self.length - opened.entity["offset"]
        in_pre = tag == "code" and self.stack and self._top.tag == "pre"
        if opened.entity["length"] and not in_pre:
            self.entities.append(opened.entity)

    def _refuse_character(self) -> str:
        raise self._wrong(f'unescaped or unfinished "{self.source[self.position]}"')

    def _wrong(self, reason: str) -> Refusal:
        before = len(self.source[: self.position].encode())
        return cannot_parse(f"{reason} at byte offset {before}")

    @property
    def _top(self) -> _Open:
        return self.stack[-1]


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and its entities, offsets and lengths in UTF-16 code units."""
    reader = _Reader(source)
    reader.read()
    ordered = sorted(reader.entities, key=lambda each: (each["offset"], -each["length"]))
    return reader.text, ordered


def unescape(text: str) -> str:
    """The text of an attribute with its character references resolved."""
    return _REFERENCE.sub(lambda match: _character(match) or match[0], text)


def utf16_length(text: str) -> int:
    """How Telegram counts characters: one for most, two for an emoji."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _character(match: re.Match[str]) -> str | None:
    if match[3]:
        return _NAMED[match[3]]
    code = int(match[1]) if match[1] else int(match[2], 16)
    possible = 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if possible else None

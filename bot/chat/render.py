"""Replies as text for a terminal, or as plain text for anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.client.messages import Reply

WIDEST = 88
"""Columns beyond which lines of prose are hard to read."""
_MARGIN = 2
_GAP = 3
_NARROWEST = 10
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ITEM = re.compile(r"\s*(?:\d{1,2}[.)]|[•*–-])\s+")
_BREAK = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
# C0 but for the line break, DEL, C1, and halves of surrogate pairs, which no terminal can show.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Directions that a text would force on what is written around it; marks and joiners may stay.
_OVERRIDE = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def neutralised(text: str) -> str:
    """The text with nothing left in it that a terminal would obey."""
    text = _OVERRIDE.sub("", _BREAK.sub("\n", text).replace("\t", "    "))
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def plain(replies: Sequence[Reply]) -> str:
    """The replies of one turn as one block: no markup, no wrapping, no blank line inside."""
    lines: list[str] = []
    number = 1
    for reply in replies:
        lines += [_marked_up(line).plain for line in _text_lines(reply)]
        if reply.buttons:
            lines.append("  ".join(chip.plain for chip in _chips(reply, number)))
        number += len(reply.buttons)
    return "\n".join(line.rstrip() for line in lines if line.strip()) or "…"


def rendered(replies: Sequence[Reply], console: Console) -> Text:
    """The replies of one turn, wrapped to the console's width, with a margin and list indents."""
    width = max(min(console.width, WIDEST) - _MARGIN, _NARROWEST)
    paragraphs: list[Text] = []
    number = 1
    for reply in replies:
        colour = "yellow" if reply.custom.get("kind") == "error" else ""
        lines = [wrapped for line in _text_lines(reply) for wrapped in _wrap(line, width, console)]
        if lines:
            paragraphs.append(Text("\n").join(lines))
            paragraphs[-1].stylize(colour)
        if reply.buttons:
            paragraphs.append(_flowed(_chips(reply, number), width, console))
        number += len(reply.buttons)
    margin = " " * _MARGIN
    return Text("\n").join(
        Text(margin) + line if line.plain.strip() else line
        for line in Text("\n\n").join(paragraphs).split("\n", allow_blank=True)
    )


def _text_lines(reply: Reply) -> Iterator[str]:
    """The lines of a reply's text and attachments; several blank lines count as one."""
    text = re.sub(r"\n(?:[ ]*\n){2,}", "\n\n", neutralised(reply.text).strip("\n"))
    yield from text.split("\n") if text.strip() else ()
    for name, value in (("Image", reply.image), ("Document", reply.document)):
        yield from neutralised(_attachment(name, value)).split("\n") if value is not None else ()


def _attachment(name: str, value: Any) -> str:
    """What a terminal can say of an attachment: where it is, or its fields."""
    if isinstance(value, dict) and "sketch" in value:
        return str(value["sketch"])
    if isinstance(value, dict):
        return "\n".join(f"{name} {key}: {field}" for key, field in value.items())
    return f"{name}: {value}"


def _marked_up(line: str) -> Text:
    """The line with **bold** read; everything else, a lone ** as well, is left as it is."""
    text = Text()
    for place, part in enumerate(_BOLD.split(line)):
        text.append(part, style="bold" if place % 2 else "")
    return text


def _wrap(line: str, width: int, console: Console) -> Iterator[Text]:
    """The line cut to the width; what follows in an item of a list is indented to its text."""
    item = _ITEM.match(line)
    lead = item.group() if item else line[: len(line) - len(line.lstrip())]
    body = _marked_up(line[len(lead) :])
    indent = cell_len(lead)
    if indent > width - _NARROWEST:
        lead, indent = "", 0
    first = True
    for piece in body.wrap(console, width - indent) or [Text()]:
        piece.rstrip()
        yield Text(lead if first else " " * indent) + piece
        first = False


def _chips(reply: Reply, number: int) -> list[Text]:
    """The buttons as `[1] Title`, counted from number."""
    return [
        Text.assemble((f"[{place}]", "bold cyan"), " ", " ".join(neutralised(b.title).split()))
        for place, b in enumerate(reply.buttons, number)
    ]


def _flowed(chips: Sequence[Text], width: int, console: Console) -> Text:
    """The buttons side by side, as many in a row as fit."""
    rows: list[Text] = []
    for chip in chips:
        if rows and rows[-1].cell_len + _GAP + chip.cell_len <= width:
            rows[-1] = rows[-1] + Text(" " * _GAP) + chip
        else:
            rows += chip.wrap(console, width)
    return Text("\n").join(rows)

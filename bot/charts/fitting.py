"""Titles brought to a line or to a width, which is in whatever unit `measure` counts."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator

Measure = Callable[[str], float]

LONGEST_TITLE = 200
NAMELESS = "Your goal"
"""Stands where a title has nothing to show."""
# Joiners belong to words and emoji; other characters without a form of their own are orders.
_JOINERS = "\u200c\u200d"
_ORDERS = ("Cc", "Cf", "Cs")


def one_line(title: str) -> str:
    """The title on one line, at most 200 characters, without control characters, never empty."""
    text = " ".join(unicodedata.normalize("NFC", title[: 2 * LONGEST_TITLE]).split())
    shown = "".join(
        char for char in text if char in _JOINERS or unicodedata.category(char) not in _ORDERS
    )
    return shortened(" ".join(shown.split()), LONGEST_TITLE, len) or NAMELESS


def shortened(text: str, room: float, measure: Measure) -> str:
    """The text, or as much of its beginning as fits the room together with “…”."""
    if measure(text) <= room:
        return text
    end = _fitting(text, room, lambda part: measure(f"{part.rstrip()}…"))
    return f"{text[:end].rstrip()}…"


def wrapped(text: str, room: float, measure: Measure) -> list[str]:
    """The text in lines that fit the room, broken inside a word only where it fills a line."""
    lines: list[str] = []
    for word in text.split():
        for part in _parts(word, room, measure):
            joined = f"{lines[-1]} {part}" if lines else part
            if lines and measure(joined) <= room:
                lines[-1] = joined
            else:
                lines.append(part)
    return lines


def _parts(word: str, room: float, measure: Measure) -> Iterator[str]:
    """The word, or pieces of it that fill a line each."""
    while measure(word) > room and len(word) > 1:
        end = max(_fitting(word, room, measure), 1)
        yield word[:end]
        word = word[end:]
    if word:
        yield word


def _fitting(text: str, room: float, measure: Measure) -> int:
    """How many of the text's first characters fit the room."""
    ends = range(1, len(text) + 1)
    return bisect_left(ends, True, key=lambda end: measure(text[:end]) > room)

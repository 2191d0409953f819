"""What a sentence about goals says: the goal, its date, how far it is, and which goal is meant."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.nlu.goals.dates import find_dates, target_date
from bot.nlu.goals.names import goal_called, goal_hinted_at
from bot.nlu.goals.progress import find_numbers, find_progress, is_reported
from bot.nlu.goals.titles import KnownGoal, find_title
from bot.nlu.patterns import Span

LONGEST = 1000
"""Characters of a text that are read: what somebody wants stands near the beginning."""
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")


class GoalPhrase(NamedTuple):
    """A span of a text and what it says."""

    start: int
    end: int
    entity: str
    value: str


def find_goal_phrases(text: str) -> list[GoalPhrase]:
    """The phrases of a text, in order, at most one of a kind; offsets count characters."""
    plain, places = _squeezed(text[:LONGEST])
    dates = find_dates(plain)
    progress = find_progress(plain, dates)
    numbers = find_numbers(plain)
    taken = [*dates, *progress, *(span for span, _ in numbers)]
    called = goal_called(plain, taken)
    hinted = None if called else goal_hinted_at(plain, taken, progress)
    reported = any(is_reported(plain, span) for span in progress)
    known = KnownGoal([span for span, _ in numbers], called, hinted, reported)
    title = find_title(plain, dates, known)
    found: list[tuple[str, Span | None, str | None]] = [
        ("goal_title", title, None),
        ("goal_ref", None if title else called or hinted, None),
        ("target_date", target_date(plain, dates), None),
        ("progress", next(iter(progress), None), None),
        *(("goal_number", span, number) for span, number in numbers[:1]),
    ]
    phrases = []
    for entity, span, value in found:
        if span:
            start, end = places[span[0]], places[span[1] - 1] + 1
            phrases.append(GoalPhrase(start, end, entity, value or text[start:end]))
    return sorted(phrases)


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text with single spaces and straight quotes; where each character came from."""
    parts = list(re.finditer(r"\s+|\S", text))
    plain = (" " if part.group().isspace() else part.group() for part in parts)
    kept = ("\n" if "\n" in part.group() else one for part, one in zip(parts, plain, strict=True))
    return "".join(kept).translate(_STRAIGHT), [part.start() for part in parts]

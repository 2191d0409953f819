"""Progress as people say it: "60%", "halfway", "3 of 5", "done"."""

from __future__ import annotations

import re

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
_NUMBER = rf"\d{{1,4}}|{'|'.join(_NUMBERS)}"
_PERCENT = re.compile(
    rf"(?<![\d.,])({_NUMBER})(?:[.,]\d+)?\s*(?:%|percent\b|pct\b|per cent\b)", re.IGNORECASE
)
_OF = re.compile(
    rf"\b({_NUMBER})\s*(?:out of|of|/)\s*(?:the\s+|my\s+)?({_NUMBER})\b", re.IGNORECASE
)
_NOT_DONE = re.compile(
    r"\b(?:not|isn'?t|aren'?t|ain'?t|never|hindi pa|nahi)\b.{0,20}\b(?:done|finished|complete)",
    re.IGNORECASE,
)
# The first that is found counts: "half done" and "almost done" are not done.
_WORDS = (
    (r"three[ -]?(?:quarters?|fourths?)", 75),
    (r"two[ -]?thirds", 67),
    (r"(?:a |one )?third", 33),
    (r"half ?-?way|midway|half|kalahati|aadha", 50),
    (r"(?:a |one )?(?:quarter|fourth)", 25),
    (r"almost|nearly|just about", 90),
    (r"not started|nothing|no progress|zero", 0),
    (r"done|finished|completed?|tapos|ho gaya|reached|hit it|did it|made it", 100),
)


def read_progress(words: str) -> int | None:
    """The percentage (0 to 100) that the words name; None for none, or for more than all of it."""
    if found := _PERCENT.search(words):
        percent = _number(found[1])
        return percent if percent <= 100 else None
    if found := _OF.search(words):
        part, whole = _number(found[1]), _number(found[2])
        if whole > 0 and part <= whole:
            return round(100 * part / whole)
    if _NOT_DONE.search(words):
        return None
    for pattern, percent in _WORDS:
        if re.search(rf"\b(?:{pattern})\b", words, re.IGNORECASE):
            return percent
    return None


def _number(said: str) -> int:
    return _NUMBERS[said.lower()] if said.lower() in _NUMBERS else int(said)

"""Progress as people say it: "60%", "halfway", "3 of 5", "done"."""

from __future__ import annotations

import re

_PERCENT = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s*(?:%|percent|pct|per cent)", re.IGNORECASE)
_OF = re.compile(r"(\d{1,4})\s*(?:out of|of|/)\s*(?:the\s+|my\s+)?(\d{1,4})", re.IGNORECASE)
_WORDS = (
    (r"three[ -]?quarters?|3/4", 75),
    (r"(?:a |one )?third", 33),
    (r"two thirds", 67),
    (r"(?:a |one )?quarter", 25),
    (r"half ?-?way|half|kalahati|aadha", 50),
    (r"almost|nearly|just about", 90),
    (r"done|finished|completed?|tapos|ho gaya|reached|hit it|did it|made it", 100),
    (r"not started|nothing|no progress|zero", 0),
)


def read_progress(words: str) -> int | None:
    """The percentage (0 to 100) that the words name; None for none, or for more than all of it."""
    if found := _PERCENT.search(words):
        percent = int(found[1])
        return percent if percent <= 100 else None
    if (found := _OF.search(words)) and int(found[2]) > 0 and int(found[1]) <= int(found[2]):
        return round(100 * int(found[1]) / int(found[2]))
    for pattern, percent in sorted(_WORDS, key=lambda pair: -len(pair[0])):
        if re.search(rf"\b(?:{pattern})\b", words, re.IGNORECASE):
            return percent
    return None

"""Weekdays, hours and rhythms as people write them."""

from __future__ import annotations

import re

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(
    r"\b(mon|tue|wed|thu|fri|sat|sun|lunes|martes|miyerkules|huwebes|biyernes|sabado|linggo)\w*\b",
    re.IGNORECASE,
)
_OWN_NAMES = {
    "lunes": 0, "martes": 1, "miyerkules": 2, "huwebes": 3, "biyernes": 4, "sabado": 5, "linggo": 6,
}  # fmt: skip
_HOUR = re.compile(
    r"\b(?:(?:at|by|after|before|from|around|until|till|to|and)\s+)?(?P<hour>\d{1,2})(?:[:.]\d{2})?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?"
    r"|\s+(?:in the|at)\s+(?P<part>morning|afternoon|evening|night)\b)"
    r"|\b(?:at|by|after|before|from|around|until|till|to|and|-)\s*"
    r"(?P<bare>\d{1,2})(?:[:.]\d{2})?\b(?!\s*(?:day|week|month))"
    r"|\b(?P<clock>\d{1,2}):\d{2}\b"
    r"|\b(?P<named>noon|midnight|morning|lunch|afternoon|evening)\b",
    re.IGNORECASE,
)
_NAMED = {"noon": 12, "midnight": 0, "morning": 9, "lunch": 12, "afternoon": 15, "evening": 18}
_COUNTS = {
    "a": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_QUIET = re.compile(
    r"\b(?:quiet|silent|don'?t|do not|never|nothing|not|no)\b"
    r".{0,80}?\b(?:after|before|between|from|past|hours?)\b",
    re.IGNORECASE,
)
_SPAN = rf"(\d{{1,2}}|{'|'.join(_COUNTS)})(?: of)?\s+(day|week)s?\b"
_EVERY = re.compile(rf"\b(?:every|each|in)\s+{_SPAN}", re.IGNORECASE)
_DAYS_LATER = re.compile(rf"\b{_SPAN}", re.IGNORECASE)


def read_weekday(text: str) -> int | None:
    """The weekday that is named, 0 for Monday, in English or Tagalog."""
    names = (found[0].lower() for found in _DAY.finditer(text))
    days = (_OWN_NAMES.get(name, _BY_SPELLING.get(name)) for name in names)
    return next((day for day in days if day is not None), None)


def read_rhythm(text: str) -> int | None:
    """Days from one check-in to the next, at most 31."""
    if found := _EVERY.search(text):
        return min(_days(found), 31) or None
    for words, days in (
        (r"every other day", 2),
        (r"(?:fortnight\w*|bi-?weekly|every other \w+)", 14),
        (r"monthly|once a month|every month", 28),
        (r"weekly|once a week|every week|per week|linggo-?linggo", 7),
        (r"daily|every ?day|each day|araw-?araw|roz", 1),
    ):
        if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE):
            return days
    return None


def read_hours(text: str) -> list[int]:
    """The hours that are named, 0 to 23, in their order."""
    return [_read_hour(found) for found in _HOUR.finditer(text)]


def read_days(text: str) -> int | None:
    """How many days later: "in 2 days", "next week"."""
    if found := _DAYS_LATER.search(text):
        return _days(found)
    return 7 if re.search(r"\bnext week\b", text, re.IGNORECASE) else None


def wants_quiet(text: str) -> bool:
    """Whether the words are about hours in which nothing may come."""
    return bool(_QUIET.search(text))


def _days(found: re.Match[str]) -> int:
    count = _COUNTS.get(found[1].lower()) or int(found[1])
    return count * (7 if found[2].lower() == "week" else 1)


def _spellings(day: str) -> set[str]:
    """A weekday in full, in the plural, and short: "wed", "thurs"."""
    return {day, f"{day}s", *(day[:length] for length in range(3, 6) if length < len(day) - 2)}


def _read_hour(found: re.Match[str]) -> int:
    """0 to 23; an hour without am or pm is meant as on a day's clock: 1 to 6 are afternoon."""
    if found["named"]:
        return _NAMED[found["named"].lower()]
    if found["hour"]:
        later = (
            found["half"].lower() == "p" if found["half"] else found["part"].lower() != "morning"
        )
        return int(found["hour"]) % 12 + (12 if later else 0)
    hour = int(found["bare"] or found["clock"]) % 24
    return hour + 12 if found["bare"] and 1 <= hour <= 6 else hour


_BY_SPELLING = {name: n for n, day in enumerate(_WEEKDAYS) for name in _spellings(day)}

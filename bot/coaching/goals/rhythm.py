"""Weekdays, hours and rhythms as people write them."""

from __future__ import annotations

import re

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_WORD = (
    r"(?:mon|tue|wed|thu|fri|sat|sun|lunes|martes|miyerkules|huwebes|biyernes|sabado|linggo)\w*\b"
)
_DAY = re.compile(rf"\b{_DAY_WORD}", re.IGNORECASE)
_UNWANTED_DAY = re.compile(
    r"\b(?:(?:not|no|never|except|(?:any\w*|any day|all) but|instead of|rather than|wag|hindi)"
    r"|(?:don'?t|do not|never|no) (?:ask|write|message|msg|text|ping|nudge|remind|bother|disturb"
    r"|contact|check(?:-ins?)?|messages?|reminders?)(?: (?:in|up|me|with|to|on me)){0,3})"
    rf"(?: (?:on|sa|tuwing|every|any|a|this))* {_DAY_WORD}"
    rf"|\bfrom {_DAY_WORD}(?= to\b)",
    re.IGNORECASE,
)
_OWN_NAMES = {
    "lunes": 0, "martes": 1, "miyerkules": 2, "huwebes": 3, "biyernes": 4, "sabado": 5, "linggo": 6,
}  # fmt: skip
_HOUR = re.compile(
    r"\b(?:(?:at|by|after|before|between|from|around|until|till|to|and)\s+)?(?P<hour>\d{1,2})(?:[:.]\d{2})?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?"
    r"|\s+(?:in the|at)\s+(?P<part>morning|afternoon|evening|night)\b)"
    r"|\b(?:at|by|after|before|between|from|around|until|till|to|and|-)\s*"
    r"(?P<bare>\d{1,2})(?:[:.]\d{2})?\b(?!\s*(?:day|week|month|%))"
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
_SPAN = rf"(\d{{1,2}}|{'|'.join(_COUNTS)})(?: of)?\s+(day|week|month)s?\b"
_LENGTHS = {"day": 1, "week": 7, "month": 28}
"""In days; four weeks stand for a month, which keeps the weekday."""
_EVERY = re.compile(rf"\b(?:every|each|in)\s+{_SPAN}", re.IGNORECASE)
_DAYS_LATER = re.compile(rf"\b{_SPAN}", re.IGNORECASE)


def read_weekday(text: str) -> int | None:
    """The weekday that is wanted, 0 for Monday, in English or Tagalog."""
    return _first_weekday(_UNWANTED_DAY.sub(" ", " ".join(text.split())))


def refuses_weekday(text: str) -> bool:
    """Whether a weekday is named, but only as one that is not wanted."""
    return read_weekday(text) is None and _first_weekday(text) is not None


def _first_weekday(text: str) -> int | None:
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
        (r"monthly|once a month|(?:every|each|per) month", 28),
        (r"weekly|once a week|every week|per week|linggo-?linggo", 7),
        (r"daily|every ?day|each day|araw-?araw|roz", 1),
    ):
        if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE):
            return days
    return None


def read_hours(text: str) -> list[int]:
    """The hours that are named, 0 to 23, in their order."""
    return [_read_hour(found) for found in _hours_in(text)]


def read_quiet_hours(text: str) -> list[int]:
    """The hours of a quiet span; a bare second one ("from 22 to 6") is the next such hour."""
    found = _hours_in(text)[:2]
    hours = [_read_hour(each) for each in found]
    if len(found) == 2 and _is_afternoon(found[1]):
        begin, later = hours
        hours[1] = min((later - 12, later), key=lambda hour: (hour - begin - 1) % 24)
    return hours


def wants_no_hour_there_is(text: str) -> bool:
    """Whether an hour is named that no clock has: "at 25:00"."""
    named = (found for found in _HOUR.finditer(text) if _number(found) > _LAST_HOUR)
    return any(not re.match(r"to|and|-", found[0], re.IGNORECASE) for found in named)


def read_days(text: str) -> int | None:
    """How many days later: "in 2 days", "next week"."""
    if found := _DAYS_LATER.search(text):
        return _days(found)
    following = re.search(r"\bnext (week|month)\b", text, re.IGNORECASE)
    return _LENGTHS[following[1].lower()] if following else None


def wants_quiet(text: str) -> bool:
    """Whether the words are about hours in which nothing may come."""
    return bool(_QUIET.search(text))


def _days(found: re.Match[str]) -> int:
    count = _COUNTS.get(found[1].lower()) or int(found[1])
    return count * _LENGTHS[found[2].lower()]


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
    return _number(found) % 24 + (12 if _is_afternoon(found) else 0)


def _is_afternoon(found: re.Match[str]) -> bool:
    """Whether it is a bare 1 to 6; "06:00" is the hour of a clock that counts to 24."""
    bare = found["bare"] or ""
    return bool(bare) and not bare.startswith("0") and 1 <= int(bare) <= 6


def _hours_in(text: str) -> list[re.Match[str]]:
    return [found for found in _HOUR.finditer(text) if _number(found) <= _LAST_HOUR]


def _number(found: re.Match[str]) -> int:
    """The number that is written; 0 for an hour that has a name."""
    return int(found["hour"] or found["bare"] or found["clock"] or 0)


_LAST_HOUR = 24
_BY_SPELLING = {name: n for n, day in enumerate(_WEEKDAYS) for name in _spellings(day)}

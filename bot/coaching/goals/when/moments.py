"""Days by name or number: today, Friday, 20/3; moments that cannot be placed, and what is none."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.coaching.goals.when.meaning import (
    DEADLINES,
    GONE,
    MONTH,
    NOTHING,
    UNCLEAR,
    WEEKDAY,
    Meaning,
    Setting,
    always,
    one_of,
    rule,
    unless_just_gone,
)
from bot.coaching.goals.when.spellings import WEEKDAYS

_LEADS_TO_NUMBERS = DEADLINES | {"on", *WEEKDAYS}
_THIS_CENTURY = 2000
_UNIT = "day|shift|fortnight|week|weekend|month|quarter|year"
_OWNERS = (
    r"(?:(?:my|our|the|this|that|next|coming|annual|yearly|monthly|weekly|quarterly|performance"
    r"|team|mid|start|end|of|year) )"
)


def _today(found: re.Match[str], setting: Setting) -> Meaning:
    return Meaning((setting.today,), aside=True)


def _tomorrow(found: re.Match[str], setting: Setting) -> Meaning:
    days = 2 if found["overmorrow"] else 1
    return one_of([setting.today + timedelta(days=days)])


def _kal(found: re.Match[str], setting: Setting) -> Meaning | None:
    """Yesterday as often as tomorrow, unless a day to come was asked for or "tak" follows."""
    if not setting.alone and setting.lead not in DEADLINES:
        return None
    return one_of([setting.today + timedelta(days=1)])


def _weekday(found: re.Match[str], setting: Setting) -> Meaning:
    """A weekday is the next one after today, "next Friday" the one of the next calendar week."""
    said, today = found.groupdict(), setting.today
    weekday = WEEKDAYS.index(said["weekday"])
    monday = today - timedelta(days=today.weekday())
    ahead = timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    day = today + ahead
    if "next" in (said["which"], said.get("week")) or said.get("week") == "coming":
        day = monday + timedelta(days=7 + weekday)
    return Meaning((day,), weekday=weekday)


def _in_numbers(found: re.Match[str], setting: Setting) -> Meaning | None:
    """20/3, 20-03-2027, 2027-03-20: a date where it has a year or is led in as one."""
    first, second, third = found["first"], found["second"], found["third"]
    if third is None:
        return _without_year(int(first), int(second), found["sign"], setting)
    if len(first) == 4 and len(third) <= 2:
        return _dated([_valid(int(first), int(second), int(third))], setting.today)
    if len(first) > 2 or len(third) not in (2, 4):
        return NOTHING
    year = int(third) if len(third) == 4 else _THIS_CENTURY + int(third)
    one, other = int(first), int(second)
    return _dated([_valid(year, other, one), _valid(year, one, other)], setting.today)


def _without_year(one: int, other: int, sign: str, setting: Setting) -> Meaning | None:
    """Two numbers are a score as often as a date: only alone, or after a word like "by"."""
    if sign != "/" or not (setting.alone or setting.lead in _LEADS_TO_NUMBERS):
        return None
    if not any(day <= 31 and month <= 12 for day, month in ((one, other), (other, one))):
        return NOTHING
    days = (_next(one, other, setting.today), _next(other, one, setting.today))
    return unless_just_gone(one_of(day for day in days if day is not None), setting.today)


def _next(number: int, month: int, today: date) -> date | None:
    """The next day of that number and month after today; None for 31 June."""
    days = (_valid(today.year + years, month, number) for years in range(9))
    return next((day for day in days if day and day > today), None)


def _dated(read: list[date | None], today: date) -> Meaning:
    """What a full date can be read as; what is past is asked about where nothing else fits."""
    days = [day for day in read if day]
    still = [day for day in days if day >= today]
    if still or not days:
        return one_of(still)
    again = {_next(day.day, day.month, today) for day in days}
    return Meaning(tuple(sorted(day for day in again if day)), "past")


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _unplaced(found: re.Match[str], setting: Setting) -> Meaning | None:
    """ "Soon" and festivals; not "as soon as" or "too soon"."""
    return None if setting.lead in ("as", "too", "how", "so") else UNCLEAR


def _event(found: re.Match[str], setting: Setting) -> Meaning | None:
    """ "By my next review" or "next payday" alone; not "I have a review"."""
    return UNCLEAR if setting.alone or setting.lead in DEADLINES | {"after"} else None


def _end_of_something(found: re.Match[str], setting: Setting) -> Meaning | None:
    return UNCLEAR if setting.lead in DEADLINES else None


RULES = (
    rule(r"24/7|13th month", always(NOTHING)),
    rule(r"(?:[0-9]{1,2}(?:st|nd|rd|th) )(?:of )?(?:the )?every month", always(NOTHING)),
    rule(rf"every (?:other |single |[0-9]+ )*(?:{_UNIT}|{MONTH}|{WEEKDAY})", always(NOTHING)),
    rule(rf"(?:once|twice|times|x) (?:an?|every|this) (?:{_UNIT})", always(NOTHING)),
    rule(rf"(?:last|past|previous) (?:{MONTH}|{WEEKDAY}(?! of))|yesterday", always(GONE)),
    rule(
        rf"end of day(?: on| of)?(?= (?:the |this |next |coming )?(?:(?:over|to)morrow|[0-9]"
        rf"|{MONTH}|{WEEKDAY}))",
        always(NOTHING),
    ),
    rule(r"today|(?:the )?end of (?:the )?(?:my |our |this )?(?:day|shift)|this shift", _today),
    rule(r"tomorrow|(?:the )?(?P<overmorrow>overmorrow)", _tomorrow),
    rule(r"kal", _kal),
    rule(
        r"(?P<first>[0-9]{1,4})(?P<sign>[/.-])(?P<second>[0-9]{1,2})"
        r"(?:(?P=sign)(?P<third>[0-9]{1,4}))?",
        _in_numbers,
    ),
    rule(rf"{WEEKDAY} (?:after next|week(?= [.,]|$))", always(UNCLEAR)),
    rule(
        rf"(?:(?P<which>this|next|coming) )?(?P<weekday>{WEEKDAY})(?:(?: of)?(?: the)?"
        r" (?P<week>this|next|coming) week)?",
        _weekday,
    ),
    rule(rf"(?P<which>next|coming) week(?: on)?(?: ,)? (?P<weekday>{WEEKDAY})", _weekday),
)
"""Before all others: they know what a number or weekday beside other words is not."""

UNPLACED = (
    rule(r"(?:end of (?:the )?)?(?:soon|someday|festival)", _unplaced),
    rule(rf"{_OWNERS}{{1,4}}event|(?:event|eventually)(?= [.,]|$)", _event),
    rule(r"end of (?:my |our |the |this |next )*\w+", _end_of_something),
)

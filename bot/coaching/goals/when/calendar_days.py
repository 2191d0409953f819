"""Days by the calendar: the end of June, mid Q2, 20 March, its first week, Christmas."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.coaching.goals.when.meaning import (
    COUNTED,
    DAY,
    DEADLINES,
    MONTH,
    UNCLEAR,
    WEEKDAY,
    YEAR,
    Meaning,
    Setting,
    one_of,
    rule,
    unless_just_gone,
)
from bot.coaching.goals.when.named_periods import (
    A_MONTH,
    A_PERIOD,
    BY_NAME,
    MONTH_BY_UNIT,
    NTH,
    NTHS,
    OF,
    OF_YEAR,
    Meant,
    in_year,
    meant,
    year_said,
)
from bot.coaching.goals.when.periods import Period
from bot.coaching.goals.when.spellings import WEEKDAYS

_OCCASIONS = {
    "christmas": (12, 25),
    "christmaseve": (12, 24),
    "newyear": (1, 1),
    "newyeareve": (12, 31),
    "valentine": (2, 14),
    "halloween": (10, 31),
}
_NOT_THE_END = {
    "start": "start", "early": "early", "mid": "mid", "1st half": "mid", "first half": "mid",
}  # fmt: skip
_FRIDAY = 4
_RANKS = 3


def _whole(found: re.Match[str], setting: Setting) -> Meaning | None:
    """A period as a date is its last day: "by June" and "next week" leave all of it.

    The week's is Sunday, for on a floor that never closes Friday ends nothing.
    """
    said, today = found.groupdict(), setting.today
    weekend = "weekend" in (said["unit"], said["plain"])
    led = setting.alone or setting.lead in DEADLINES | {"in", "on", "for"}
    if said["plain"] and not (weekend and led) and setting.lead != "within":
        return None
    if said["number"] and not led:
        return None
    period = meant(found, today)
    if setting.lead != "before":
        return period.settle(lambda one: one.last, today)
    if weekend:
        return period.settle(lambda one: one.weekday(_FRIDAY), today)
    return _before(period, today)


def _before(period: Meant, today: date) -> Meaning:
    """The day before it begins; before one that has begun ("before this month") is its last."""
    eves = [one.first - timedelta(days=1) for one in period.periods]
    if today in eves:
        return UNCLEAR
    after = next((eve for eve in eves if eve > today), None)
    return one_of([after]) if after else period.settle(lambda one: one.last, today)


def _part(found: re.Match[str], setting: Setting) -> Meaning:
    part = _NOT_THE_END.get(found["part"], "end")
    return meant(found, setting.today).settle(lambda one: one.part(part), setting.today)


def _half_of_the_year(found: re.Match[str], setting: Setting) -> Meaning:
    return meant(found, setting.today).settle(lambda one: one.last, setting.today)


def _this_month_end(found: re.Match[str], setting: Setting) -> Meaning:
    month = Period.around("month", setting.today)
    return one_of([month.last if month.last > setting.today else month.later(1).last])


def _nth_week(found: re.Match[str], setting: Setting) -> Meaning:
    number = NTH.get(found["nth"])
    return meant(found, setting.today).settle(lambda one: one.end_of_week(number), setting.today)


def _nth_weekday(found: re.Match[str], setting: Setting) -> Meaning:
    weekday, number = WEEKDAYS.index(found["weekday"]), NTH.get(found["nth"])
    return meant(found, setting.today).settle(
        lambda one: one.weekday(weekday, number), setting.today
    )


def _first_or_last_day(found: re.Match[str], setting: Setting) -> Meaning:
    part = "end" if found["nth"] == "last" else "start"
    return meant(found, setting.today).settle(lambda one: one.part(part), setting.today)


def _day(found: re.Match[str], setting: Setting) -> Meaning:
    """A day of a month by its number, or one of two."""
    said, today = found.groupdict(), setting.today
    numbers = [int(number) for number in (said["day"], said.get("other")) if number]
    month = meant(found, today)
    settled = [_numbered_day(month, number, today) for number in numbers]
    if len(settled) == 1:
        return settled[0]
    return one_of([] if UNCLEAR in settled else [day for one in settled for day in one.days])


def _numbered_day(month: Meant, number: int, today: date) -> Meaning:
    """Without a year, today's own date could be next year's as well, and so could last week's."""
    settled = month.settle(lambda one: one.day(number), today)
    if month.dated or len(month.periods) == 1:
        return settled
    if today in (one.day(number) for one in month.periods):
        return one_of([today, *settled.days])
    return unless_just_gone(settled, today)


def _day_of_any_month(found: re.Match[str], setting: Setting) -> Meaning | None:
    """ "The 20th" is the next one; "the 1st" to "the 3rd" are ranks as often as days."""
    number, high = int(found["day"]), int(found["day"]) > _RANKS
    led = setting.alone or setting.lead in DEADLINES | {"on"}
    if not (led or (high and (found["the"] or setting.lead == "or"))):
        return None
    month = Period.around("month", setting.today)
    months = tuple(month.later(count) for count in range(4))
    return Meant(months, months).settle(lambda one: one.day(number), setting.today)


def _occasion(found: re.Match[str], setting: Setting) -> Meaning:
    month, number = _OCCASIONS[found["occasion"]]
    year = year_said(found.groupdict(), setting.today)
    periods = in_year("month", month, year, setting.today)
    return periods.settle(lambda one: one.day(number), setting.today)


_PARTS = r"(?P<part>start|early|mid|late|later|end|katapusan|(?:1st|first|2nd|second) half)"
_ORDINAL = r"(?:st|nd|rd|th)"
_OR_DAY = rf"(?:(?:[-/]| (?:or |to |and |until )?(?:the )?)(?P<other>{DAY}){_ORDINAL}?)?"
_SHORT_YEAR = r"(?: (?P<short_year>2[4-9]|3[0-9])(?= [,.]|$))?"
_FESTIVE = r"(?:party|resolutions?|bonus|gifts?|break|shift)"
_NOTHING_COUNTED = (
    r"(?= (?:[.,]|or|and|i|we|is|maybe|if|so|but|with|please|pls|latest|thats|that|put|save|track"
    r"|log|sana)(?: |$)|$)"
)
RULES = (
    rule(rf"(?:the )?(?P<day>{DAY}){_ORDINAL}?{_OR_DAY}{OF} {BY_NAME}{_SHORT_YEAR}", _day),
    rule(
        rf"(?P<month>{MONTH}) (?:the )?(?P<day>{DAY}){_ORDINAL}?"
        rf"(?:-(?P<dash_year>{YEAR})|{_OR_DAY}{OF_YEAR})(?! {COUNTED})",
        _day,
    ),
    rule(rf"(?P<day>{DAY}){_ORDINAL} of(?: the)? {MONTH_BY_UNIT}", _day),
    rule(rf"(?P<day>[1-3][0-9]){_ORDINAL} {MONTH_BY_UNIT}", _day),
    rule(rf"{MONTH_BY_UNIT} (?:on )?(?:the )?(?P<day>{DAY}){_ORDINAL}", _day),
    rule(rf"(?P<nth>{NTHS}|last) week of(?: the)? {A_MONTH}", _nth_week),
    rule(rf"(?P<nth>{NTHS}) week {BY_NAME}", _nth_week),
    rule(rf"(?P<nth>{NTHS}|last) (?P<weekday>{WEEKDAY}) of(?: the)? {A_MONTH}", _nth_weekday),
    rule(rf"(?P<nth>1st|first|last) (?:\w+ )?day of(?: the)? {A_PERIOD}", _first_or_last_day),
    rule(rf"{_PARTS}{OF}(?: (?:my|our))?(?: month)?{OF} {A_PERIOD}", _part),
    rule(rf"{A_PERIOD} (?:is )?(?:ke )?(?P<part>start|mid|end|over|out|closes?)", _part),
    rule(r"katapusan", _this_month_end),
    rule(r"(?P<which>this|next) (?P<unit>half) (?:of (?:the )?)?year", _half_of_the_year),
    rule(rf"{A_PERIOD}(?! {COUNTED})", _whole),
    rule(rf"(?P<occasion>(?:{'|'.join(_OCCASIONS)})(?= |$)){OF_YEAR}(?! {_FESTIVE})", _occasion),
    rule(rf"(?P<the>the )?(?P<day>{DAY}){_ORDINAL}{_NOTHING_COUNTED}", _day_of_any_month),
)

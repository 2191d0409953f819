"""Spans from today: six weeks, a month and a half, 2 or 3 weeks; and the ones that are none."""

from __future__ import annotations

import re
from datetime import date, timedelta
from math import ceil

from bot.coaching.goals.when.meaning import (
    DEADLINES,
    FAR,
    GONE,
    NOTHING,
    UNCLEAR,
    Meaning,
    Setting,
    always,
    one_of,
    rule,
)
from bot.coaching.goals.when.periods import add_months
from bot.coaching.goals.when.spellings import ONES, TENS

_UNIT = "day|fortnight|week|month|quarter|year"
_DAYS = {"day": 1, "fortnight": 14, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_ROUGHLY_DAYS = {**_DAYS, **{unit: 30 * months for unit, months in _MONTHS.items()}}
_DAYS_OF_A_MONTH = 30
_LONGEST = 6 * 366

_WORDS = rf"(?:(?:a )?(?:{'|'.join(TENS)})(?: (?:{'|'.join(ONES)}))?|{'|'.join(ONES)})"
_COUNT = rf"(?:[0-9]{{1,9}}(?:\.[0-9]{{1,2}})?|{_WORDS}|an?|(?:a )?couple(?: of)?)"
_AND_A_HALF = r"(?: and (?:a |one )?half(?: of)?)?"
_SPAN = (
    rf"(?:(?P<count>{_COUNT})"
    rf"(?: more| full| whole| good)?(?P<half>{_AND_A_HALF}) (?P<unit>{_UNIT})"
    rf"(?P<and_half>{_AND_A_HALF})|(?:a )?half (?:of )?(?:an? |one )?(?P<half_of>year|month)"
    r"|(?P<half_more_than>year|month|week) and (?:a |one )?half)"
)
_NO_TARGET = (
    r"(?:ago|back|earlier|old|into|straight|running|off|late|absent|absence|tenure|notice|leave"
    r"|consecutive|experience|out of|in a row|in my|on my|on the job|of (?:experience|leave|absence"
    r"|tenure|service|the|my|our)|plan|goal|challenge|program|streak|here|now|an?|every)(?!\S)"
)
_NOT_BEFORE_A_TARGET = frozenset({
    "every", "last", "past", "previous", "to", "of", "at", "since", "from", "been", "1st", "first",
    "final", "times",
})  # fmt: skip
_BEFORE_ONE = DEADLINES | {"in", "after", "for", "another", "next", "need", "takes", "take"}


def _span(found: re.Match[str], setting: Setting) -> Meaning | None:
    """So many days, weeks, months … from today."""
    if setting.lead in _NOT_BEFORE_A_TARGET:
        return NOTHING
    if found["half_of"]:
        return _ahead(0.5, found["half_of"], setting.today)
    if found["half_more_than"]:
        return _ahead(1.5, found["half_more_than"], setting.today)
    half = bool(found["half"] or found["and_half"])
    if not half and not setting.alone and setting.lead not in _BEFORE_ONE and _rate(found):
        return NOTHING
    return _ahead(_number(found["count"]) + half / 2, found["unit"], setting.today)


def _rate(found: re.Match[str]) -> bool:
    """Whether it could be the end of "three calls a day"."""
    one_day = found["unit"] == "day" and found["count"] in ("1", "one")
    return one_day or found["count"] in ("a", "an")


def _two_spans(found: re.Match[str], setting: Setting) -> Meaning | None:
    """ "2 or 3 weeks" leaves the choice."""
    if setting.lead in _NOT_BEFORE_A_TARGET:
        return NOTHING
    counts = (_number(found["count"]), _number(found["other"]))
    spans = [_ahead(count, found["unit"], setting.today) for count in counts]
    return FAR if FAR in spans else one_of(day for span in spans for day in span.days)


def _span_and_more(found: re.Match[str], setting: Setting) -> Meaning | None:
    """ "A month and two weeks"."""
    first = _span(found, setting)
    if not first or not first.days:
        return first
    return _ahead(_number(found["more"]), found["lesser"], first.days[0])


def _number(count: str) -> float:
    if count[0].isdecimal():
        return float(count)
    if "couple" in count:
        return 2
    return sum(TENS.get(word, 0) + ONES.get(word, 0) for word in count.split()) or 1


def _ahead(count: float, unit: str, today: date) -> Meaning:
    """The day that is so far ahead; part of a month is counted in days."""
    if count * _ROUGHLY_DAYS[unit] > _LONGEST:
        return FAR
    if not count:
        return NOTHING
    if unit in _DAYS:
        return one_of([today + timedelta(days=ceil(count * _DAYS[unit]))])
    months = count * _MONTHS[unit]
    broken = round((months - int(months)) * _DAYS_OF_A_MONTH)
    return one_of([add_months(today, int(months)) + timedelta(days=broken)])


def _few(found: re.Match[str], setting: Setting) -> Meaning:
    return UNCLEAR if setting.alone or setting.lead in _BEFORE_ONE else NOTHING


_OWN = r"(?:end of (?:the )?(?:next )?|(?:the )?next )?"
RULES = (
    rule(rf"(?:been|worked|working|was|were|had)(?: \w+){{0,5}}? for {_SPAN}", always(NOTHING)),
    rule(rf"worked(?: \w+){{0,2}}? {_SPAN}", always(NOTHING)),
    rule(rf"more than {_SPAN}", always(NOTHING)),
    rule(r"[0-9]+ (?:working|business|work) day", always(UNCLEAR)),
    rule(
        rf"(?:the )?(?:last|past|previous)(?: (?:[0-9]+|{_WORDS}|few|couple(?: of)?))?"
        rf" (?:{_UNIT}|weekend)(?! of)",
        always(GONE),
    ),
    rule(rf"{_SPAN} (?:ago|back|earlier)", always(GONE)),
    rule(
        rf"{_OWN}(?P<count>[0-9]{{1,3}}|{_WORDS})(?:-| (?:or|to|and) )"
        rf"(?P<other>[0-9]{{1,3}}|{_WORDS}) (?P<unit>{_UNIT})(?! {_NO_TARGET})",
        _two_spans,
    ),
    rule(rf"{_OWN}(?P<count>an?) (?P<unit>{_UNIT}) or (?P<other>two|2)", _two_spans),
    rule(rf"{_SPAN} {_NO_TARGET}(?: an?)?(?: (?:{_UNIT}))?", always(NOTHING)),
    rule(
        rf"{_SPAN} (?:and )?(?P<more>{_COUNT}) (?P<lesser>month|week|day)(?! {_NO_TARGET})",
        _span_and_more,
    ),
    rule(rf"{_SPAN} (?:from|after) (?:now|today)", _span),
    rule(rf"{_SPAN} (?:from|after|before|since) \w+(?: \w+){{0,3}}", always(UNCLEAR)),
    rule(rf"{_OWN}{_SPAN}", _span),
    rule(r"(?:day|night|week|month) (?:before|after) \w+(?: \w+){0,2}", always(UNCLEAR)),
    rule(rf"(?:the )?(?:a |next |coming )*(?:few|several|some) (?:more )?(?:{_UNIT})", _few),
)

"""Which month, quarter, half, year or week words name: "june", "q2 2027", "next month", "h1"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.coaching.goals.when.meaning import GONE, MONTH, UNCLEAR, YEAR, Meaning, coming, one_of
from bot.coaching.goals.when.periods import Period
from bot.coaching.goals.when.spellings import MONTHS

NTH = {
    "1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4,
}  # fmt: skip
NTHS = "|".join(NTH)
OF = r"(?: of)?(?: the)?"
OF_YEAR = rf"(?:(?: of)?(?: ,)?(?: the)? (?:(?P<year>{YEAR})|(?P<which_year>this|next) year|year))?"
_THIS = r"(?:(?P<which_named>this|next|coming) )?"
BY_NAME = rf"{_THIS}(?P<month>{MONTH}){OF_YEAR}"
_BY_UNIT = (
    r"(?:(?P<which>this|next|coming) (?P<unit>{0})|(?P<after_next>{0}) after next|(?P<plain>{0}))"
)
MONTH_BY_UNIT = _BY_UNIT.format("month")
A_MONTH = rf"(?:{BY_NAME}|{MONTH_BY_UNIT})"
A_PERIOD = (
    rf"(?:{_THIS}(?:(?P<month>{MONTH})|(?:q|quarter )(?P<quarter>[1-4])"
    rf"|(?P<nth_quarter>{NTHS}) quarter|h(?P<half>[12])|(?P<nth_half>1st|first|2nd|second) half"
    rf"(?= (?:of )?(?:the |this |next )?(?:year|{YEAR}))){OF_YEAR}"
    rf"|(?:year )?(?P<number>{YEAR})|{_BY_UNIT.format('week|weekend|month|quarter|year')})"
)

_YEARS_AHEAD = 9  # 29 February can be eight years off.
_UNITS_AHEAD = 5


@dataclass(frozen=True)
class Meant:
    """The periods that were meant, of which the first to come counts, and the ones of their like.

    `dated` says that the year was given, or "next": the day may be today, and is never asked about.
    """

    periods: tuple[Period, ...]
    like_it: tuple[Period, ...]
    dated: bool = False

    def not_begun(self, today: date) -> Meant:
        """In March, "next March" is the one after."""
        later = tuple(period for period in self.periods if period.first > today)
        return replace(self, periods=later or self.periods, dated=True)

    def settle(self, day_in: Callable[[Period], date | None], today: date) -> Meaning:
        """The day in it; where it is past, the same day in the next one to come."""
        if len(self.periods) > 1:
            first = coming(self.periods, day_in, today)
            return one_of([first] if first else [])
        after = coming(self.like_it, day_in, today)
        day = day_in(self.periods[0])
        if day is None:
            return UNCLEAR
        if day < today:
            return Meaning((after,), "past") if after else GONE
        if day == today and after and not self.dated:
            return one_of([day, after])
        return one_of([day])


def meant(found: re.Match[str], today: date) -> Meant:
    """The period that a match of A_PERIOD, A_MONTH or the like names."""
    said = found.groupdict()
    if number := said.get("number"):
        return Meant((Period("year", date(int(number), 1, 1)),), (), dated=True)
    kind, month = _named(said)
    if month:
        named = in_year(kind, month, year_said(said, today), today)
        return named.not_begun(today) if said.get("which_named") == "next" else named
    unit = said.get("unit") or said.get("after_next") or said["plain"]
    now = Period.around("week" if unit == "weekend" else unit, today)
    each = tuple(now.later(count) for count in range(_UNITS_AHEAD))
    if said.get("plain"):
        return Meant(each, each)
    count = 2 if said.get("after_next") else 0 if said["which"] == "this" else 1
    return Meant((each[count],), each)


def in_year(kind: str, month: int, year: int | None, today: date) -> Meant:
    """The period that begins with a month, in that year or in this one and those to come."""
    years = range(today.year, today.year + _YEARS_AHEAD)
    each = tuple(Period(kind, date(each_year, month, 1)) for each_year in years)
    if year is None:
        return Meant(each, each)
    return Meant((Period(kind, date(year, month, 1)),), each, dated=True)


def year_said(said: dict[str, str | None], today: date) -> int | None:
    """The year that goes with a name, if one does."""
    if short := said.get("short_year"):
        return 2000 + int(short)
    if year := said.get("year") or said.get("dash_year"):
        return int(year)
    which = said.get("which_year")
    return today.year + (which == "next") if which else None


def _named(said: dict[str, str | None]) -> tuple[str, int]:
    """The kind of a period with a name, and its first month; 0 for one without."""
    if name := said.get("month"):
        return "month", MONTHS.index(name) + 1
    if number := said.get("quarter") or said.get("nth_quarter"):
        return "quarter", 3 * _number(number) - 2
    if number := said.get("half") or said.get("nth_half"):
        return "half", 6 * _number(number) - 5
    return "", 0


def _number(said: str) -> int:
    return NTH.get(said) or int(said)

"""Weeks, months, quarters, halves and years of the calendar, and the days in them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_DAY = timedelta(days=1)

# How far into the period a part of it lies: months, then days.
_EARLY = {"week": (0, 1), "month": (0, 6), "quarter": (1, -1), "half": (2, -1), "year": (3, -1)}
_MID = {"week": (0, 2), "month": (0, 14), "quarter": (1, 14), "half": (3, -1), "year": (6, -1)}


@dataclass(frozen=True)
class Period:
    """A week (from Monday), month, quarter, half or year, by its first day."""

    kind: str
    first: date

    @classmethod
    def around(cls, kind: str, day: date) -> Period:
        """The period of that kind that a day lies in."""
        if kind == "week":
            return cls(kind, day - day.weekday() * _DAY)
        months = _MONTHS[kind]
        return cls(kind, date(day.year, (day.month - 1) // months * months + 1, 1))

    @property
    def last(self) -> date:
        """Its last day."""
        return self.later(1).first - _DAY

    def later(self, count: int) -> Period:
        """The period of the same kind so many on."""
        if self.kind == "week":
            return Period(self.kind, self.first + 7 * count * _DAY)
        return Period(self.kind, add_months(self.first, count * _MONTHS[self.kind]))

    def part(self, name: str) -> date:
        """The day that start, early, mid or end of it stands for."""
        if name == "start":
            return self.first
        if name == "end":
            return self.last
        months, days = (_EARLY if name == "early" else _MID)[self.kind]
        return add_months(self.first, months) + days * _DAY

    def day(self, number: int) -> date | None:
        """Its day of that number; None where it has none."""
        day = self.first + (number - 1) * _DAY
        return day if number > 0 and day <= self.last else None

    def end_of_week(self, number: int | None) -> date:
        """The last day of its first, second … seven days; of its last ones for None."""
        return self.last if number is None else self.first + (7 * number - 1) * _DAY

    def weekday(self, weekday: int, number: int | None = 1) -> date:
        """Its first, second … day of that name (0 is Monday); the last one for None."""
        if number is None:
            return self.last - (self.last.weekday() - weekday) % 7 * _DAY
        return self.first + ((weekday - self.first.weekday()) % 7 + 7 * (number - 1)) * _DAY


def add_months(day: date, count: int) -> date:
    """The same day so many months on, or the last of that month where it is shorter."""
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

"""One goal's progress as plain data: its curve, the plan to its target, its form in JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

MOST_SHOWN = 12
"""Goals that one picture or sketch shows."""


@dataclass(frozen=True)
class ProgressLine:
    """One goal's progress: `points` are (day, percent) oldest first; `target` the day it is due."""

    title: str
    started: date
    target: date | None
    points: tuple[tuple[date, int], ...]
    done: bool = False

    @property
    def percent(self) -> int:
        """Where the goal stands, 0 to 100; whatever is done stands at 100."""
        if self.done:
            return 100
        return _bounded(self.points[-1][1], 100) if self.points else 0

    def overdue(self, today: date) -> bool:
        """Whether its day has passed and it is not done."""
        return not self.done and self.target is not None and self.target < today

    def planned(self, day: date) -> int | None:
        """Percent on the straight line from start to target; None where there is no such line."""
        if self.target is None or self.target <= self.started:
            return None
        share = (day - self.started) / (self.target - self.started)
        return round(100 * min(max(share, 0), 1))

    def age(self, today: date) -> int:
        """Days from the start to today, or to the last point of what is done; never below 0."""
        ended = self.points[-1][0] if self.done and self.points else today
        return max((ended - self.started).days, 0)

    def length(self, today: date) -> int:
        """Days from the start to whatever is later, the end of the curve or the target."""
        due = (self.target - self.started).days if self.target else 0
        return max(self.age(today), due)

    def curve(self, today: date) -> list[tuple[int, int]]:
        """(days since the start, percent) from 0 % at the start to where the goal stands.

        Points from outside that time, which another time zone can leave, go to its ends.
        """
        age = self.age(today)
        points = [
            (_bounded((day - self.started).days, age), _bounded(percent, 100))
            for day, percent in self.points
        ]
        return [(0, 0), *points, (age, self.percent)]

    def as_json(self) -> dict[str, Any]:
        """The line in values that JSON has; days as YYYY-MM-DD."""
        return {
            "title": self.title,
            "started": self.started.isoformat(),
            "target": self.target.isoformat() if self.target else None,
            "points": [[day.isoformat(), percent] for day, percent in self.points],
            "done": self.done,
        }

    @classmethod
    def from_json(cls, raw: Any) -> ProgressLine:
        """The line that `as_json` wrote; ValueError names the field of what is not one."""
        if not isinstance(raw, dict):
            raise ValueError("a line of progress is an object")
        title, target, done = raw.get("title"), raw.get("target"), raw.get("done", False)
        if not isinstance(title, str):
            raise ValueError("title: not a text")
        if not isinstance(done, bool):
            raise ValueError("done: neither true nor false")
        return cls(
            title=title,
            started=_day("started", raw.get("started")),
            target=None if target is None else _day("target", target),
            points=_points(raw.get("points")),
            done=done,
        )


def nearest_due(lines: Sequence[ProgressLine]) -> list[ProgressLine]:
    """Open goals by their day, those without one behind them, and what is done last."""
    return sorted(lines, key=lambda line: (line.done, line.target or date.max))


def _bounded(value: int, most: int) -> int:
    return min(max(value, 0), most)


def _points(raw: Any) -> tuple[tuple[date, int], ...]:
    if not isinstance(raw, list):
        raise ValueError("points: not a list")
    points = tuple(_point(pair) for pair in raw)
    days = [day for day, _ in points]
    if days != sorted(days):
        raise ValueError("points: not oldest first")
    return points


def _point(raw: Any) -> tuple[date, int]:
    if not isinstance(raw, list) or len(raw) != 2:
        raise ValueError("points: not pairs of day and percent")
    day, percent = raw
    if type(percent) is not int or not 0 <= percent <= 100:
        raise ValueError("points: a percent is a whole number from 0 to 100")
    return _day("points", day), percent


def _day(field: str, raw: Any) -> date:
    if not isinstance(raw, str):
        raise ValueError(f"{field}: not a day")
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise ValueError(f"{field}: not a day written YYYY-MM-DD") from None

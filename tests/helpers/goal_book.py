"""A goal book in memory that behaves as bot.store does."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from bot.store.goals import EDITABLE
from bot.store.records import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    MOST_OPEN_GOALS,
    Goal,
    GoalFields,
    GoalUpdate,
    Person,
    TooManyGoals,
)
from bot.store.schedule import local_now, next_due, on_day, replanned

NOW = datetime(2026, 3, 10, 4, 30, tzinfo=timezone.utc)
"""A Tuesday, half past noon in Manila."""
TODAY = date(2026, 3, 10)
ANA = Person(
    id="ana",
    role="agent",
    time_zone="Asia/Manila",
    check_in_days=7,
    check_in_weekday=0,
    check_in_hour=9,
    quiet_from=21,
    quiet_until=8,
    consent_version=1,
    consented_at=NOW,
    created_at=NOW,
)
_LIMITS = {
    "check_in_days": 31,
    "check_in_weekday": 6,
    "check_in_hour": 23,
    "quiet_from": 23,
    "quiet_until": 23,
}
"""The highest value that each column takes; 0 is the lowest."""


@dataclass
class MemoryGoalBook:
    """See bot.coaching.goals.book.GoalBook; ValueError where a column would refuse a value."""

    person: Person = ANA
    now: datetime = NOW
    message_id: str = "m-1"
    due_at: datetime | None = None
    _kept: Person | None = None
    _moved_by: str | None = None
    _goals: dict[int, Goal] = field(default_factory=dict)
    _history: dict[int, list[GoalUpdate]] = field(default_factory=dict)
    _changed: dict[str, int] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return local_now(self.person, self.now).date()

    def next_turn(self, message_id: str, *, days: int = 0) -> None:
        """Another message, so many days later; the person is as the turn before left them."""
        self.message_id = message_id
        self.now += timedelta(days=days)
        self.person = self._kept or self.person

    def goals(self, *, status: str | None = None) -> list[Goal]:
        return [goal for goal in self._goals.values() if status in (None, goal.status)]

    def changed_already(self) -> Goal | None:
        return self._goals.get(self._changed.get(self.message_id, 0))

    def history(self, goal: Goal) -> list[GoalUpdate]:
        return list(self._history[goal.number])

    def create(self, fields: GoalFields, topic: str | None) -> Goal:
        if done := self.changed_already():
            return done
        self._require_room()
        number = max(self._goals, default=0) + 1
        values = {name: _fitting(name, getattr(fields, name)) for name in EDITABLE}
        moments = {"created_at": self.now, "updated_at": self.now, "closed_at": None}
        state = {"id": 100 + number, "number": number, "topic": topic, "status": "open"}
        self._goals[number] = Goal(**values, **state, progress=0, **moments)
        self._note(number, "created", "")
        # With the first goal check-ins begin.
        self.due_at = self.due_at or next_due(self.person, self.now)
        return self._goals[number]

    def report(self, number: int, *, progress: int | None, note: str) -> Goal:
        if progress is None:
            return self._change(number, "note", {}, note)
        if not 0 <= progress <= 100:
            raise ValueError(progress)
        return self._change(number, "progress", {"progress": progress}, note)

    def complete(self, number: int) -> Goal:
        closed = {"status": "completed", "progress": 100, "closed_at": self.now}
        return self._change(number, "completed", closed, "")

    def drop(self, number: int, reason: str) -> Goal:
        closed = {"status": "dropped", "closed_at": self.now}
        return self._change(number, "dropped", closed, reason)

    def reopen(self, number: int) -> Goal:
        if not self.changed_already():
            self._require_room()
        before = [u.progress for u in self._history.get(number, []) if u.kind != "completed"]
        opened = {"status": "open", "closed_at": None, "progress": [0, *before][-1]}
        return self._change(number, "reopened", opened, "", "completed", "dropped")

    def edit(self, number: int, field: str, value: str | date) -> Goal:
        if field not in EDITABLE:
            raise ValueError(field)
        return self._change(number, "edited", {field: _fitting(field, value)}, field)

    def next_check_in(self) -> datetime | None:
        return self.due_at and local_now(self.person, self.due_at)

    def plan_check_ins(self, **wishes: int | str) -> datetime | None:
        for name, value in wishes.items():
            if name != "time_zone" and not 0 <= int(value) <= _LIMITS[name]:
                raise ValueError(f"{name}: {value}")
        self._kept = replace(self._kept or self.person, **wishes)  # type: ignore[arg-type]
        self.due_at = replanned(self.person, self._kept, set(wishes), self.due_at, self.now)
        return self.due_at and local_now(self._kept, self.due_at)

    def snooze_check_in(self, days: int) -> datetime | None:
        return self._move(on_day(self.person, self.today + timedelta(days=days)))

    def skip_check_in(self) -> datetime | None:
        return self._move(next_due(self.person, max(self.due_at or self.now, self.now)))

    def _change(
        self, number: int, kind: str, changes: dict[str, Any], note: str, *statuses: str
    ) -> Goal:
        """One change, unless this message has made one before."""
        if done := self.changed_already():
            return done
        goal = self._goals.get(number)
        if goal is None or goal.status not in (statuses or ("open",)):
            raise LookupError("There is no such goal.")
        if len(note) > LONGEST_NOTE:
            raise ValueError(note)
        self._goals[number] = replace(goal, **changes, updated_at=self.now)
        self._note(number, kind, note)
        return self._goals[number]

    def _note(self, number: int, kind: str, note: str) -> None:
        update = GoalUpdate(kind, self._goals[number].progress, note, self.now)
        self._history.setdefault(number, []).append(update)
        self._changed[self.message_id] = number

    def _require_room(self) -> None:
        if len(self.goals(status="open")) >= MOST_OPEN_GOALS:
            raise TooManyGoals

    def _move(self, due: datetime | None) -> datetime | None:
        if self.due_at is None or self._moved_by != self.message_id:
            self.due_at, self._moved_by = due, self.message_id
        return self.next_check_in()


def a_book(*titles: str, **person: Any) -> MemoryGoalBook:
    """A book with these goals, due on 1 May; `person` changes Ana."""
    book = MemoryGoalBook(person=replace(ANA, **person))
    for number, title in enumerate(titles, 1):
        book.next_turn(f"made-{number}")
        book.create(GoalFields(title, "a count", date(2026, 5, 1), "begin"), None)
    book.next_turn("m-1")
    return book


def _fitting(name: str, value: str | date) -> str | date:
    """The value of a field, where its column takes it."""
    if isinstance(value, str):
        shortest = 1 if name == "title" else 0
        if not shortest <= len(value) <= LONGEST_TITLE:
            raise ValueError(f"{name}: {value}")
    return value

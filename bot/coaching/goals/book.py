"""What the conversation about goals asks of whoever keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timezone, tzinfo
from typing import Protocol

from bot.clock import zone
from bot.store.records import Goal, GoalFields, GoalUpdate, Person


class GoalBook(Protocol):
    """One person's goals, within one turn; bot.store.goal_book keeps them for real.

    Each change happens once for a message, however often the turn is run.
    """

    @property
    def person(self) -> Person:
        """Whose they are."""

    @property
    def today(self) -> date:
        """The day on the person's clock."""

    def goals(self, *, status: str | None = None) -> Sequence[Goal]:
        """The goals by number, only those of a status where one is given."""

    def changed_already(self) -> Goal | None:
        """The goal that this very message has changed, in a turn that was cut off."""

    def history(self, goal: Goal) -> Sequence[GoalUpdate]:
        """What happened to a goal, the oldest first."""

    def create(self, fields: GoalFields, topic: str | None) -> Goal:
        """A new goal; raises TooManyGoals."""

    def report(self, number: int, *, progress: int | None, note: str) -> Goal:
        """Progress, a note, or both; LookupError where no such goal is open."""

    def complete(self, number: int) -> Goal:
        """The goal is reached; LookupError."""

    def drop(self, number: int, reason: str) -> Goal:
        """The goal is given up; LookupError."""

    def reopen(self, number: int) -> Goal:
        """Open again what was closed; LookupError, TooManyGoals."""

    def edit(self, number: int, field: str, value: str | date) -> Goal:
        """Change one field; LookupError."""

    def next_check_in(self) -> datetime | None:
        """When the coach asks next, on the person's clock; None for never."""

    def plan_check_ins(self, **wishes: int | str) -> datetime | None:
        """Take wishes in (check_in_days, …, time_zone), and say when the next one is."""

    def snooze_check_in(self, days: int) -> datetime | None:
        """Ask so many days later."""

    def skip_check_in(self) -> datetime | None:
        """Leave the next one out."""


def clock_of(book: GoalBook) -> tzinfo:
    """The person's time zone; UTC for one that is not known any more."""
    return zone(book.person.time_zone) or timezone.utc

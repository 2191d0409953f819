"""What the store hands out: plain values that know no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

LONGEST_TITLE = 200
"""Characters of a goal's title, measure and first step."""
LONGEST_NOTE = 2_000
"""Characters of a note."""
MOST_OPEN_GOALS = 50


@dataclass(frozen=True)
class Person:
    """Somebody who agreed to be remembered; `id` is random, and the sender of the conversation."""

    id: str
    role: str | None
    time_zone: str
    check_in_days: int
    check_in_weekday: int
    check_in_hour: int
    quiet_from: int
    quiet_until: int
    consent_version: int
    consented_at: datetime
    created_at: datetime


@dataclass(frozen=True)
class GoalFields:
    """What a person says of a goal; every field of the form is one here and a column."""

    title: str
    measure: str
    target_date: date
    first_step: str


@dataclass(frozen=True)
class Goal(GoalFields):
    """A goal as stored; `number` is the person's own count, `status` open, completed or dropped."""

    id: int
    number: int
    topic: str | None
    status: str
    progress: int
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class GoalUpdate:
    """One line of a goal's history; `progress` is what it was from then on, in percent."""

    kind: str
    progress: int
    note: str
    at: datetime


@dataclass(frozen=True)
class CheckIn:
    """A check-in that was claimed: whom to ask, and about which goals."""

    user_id: str
    due_at: datetime
    goals: tuple[Goal, ...]


class StoreError(RuntimeError):
    """The database cannot be used; the message is one line that says what to do."""


class TooManyGoals(Exception):
    """The person has as many open goals as one may have."""

"""What words for a day can mean, and how a rule says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.coaching.goals.when.periods import Period, add_months
from bot.coaching.goals.when.spellings import MONTHS, WEEKDAYS

DEADLINES = frozenset({"by", "before", "until", "due", "deadline", "date", "within"})
"""What before a date makes it the day by which something is done."""

MONTH = rf"(?:{'|'.join(MONTHS)})"
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
YEAR = r"(?:19|20|21)[0-9]{2}"
DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
COUNTED = (
    r"(?:%|percent|pct|calls?|people|agents?|points?|times|x|minutes?|mins?|seconds?|secs?|hours?"
    r"|hrs?|tickets?|sales|chats?|customers?|clients?|quality|csat|qa|aht|nps|day|week|month)(?!\S)"
)
"""What makes the number before it an amount."""
_JUST_GONE = timedelta(weeks=6)
"""How long after a day its name is a slip as often as next year's."""


@dataclass(frozen=True)
class Meaning:
    """The days that words could mean; `problem` as a DateReading's, "none" for what is no date.

    `weekday` is set (0 is Monday) where only a weekday's name was said, `aside` where the words
    may be about anything ("today I failed").
    """

    days: tuple[date, ...] = ()
    problem: str | None = None
    weekday: int | None = None
    aside: bool = False


NOTHING = Meaning(problem="none")
UNCLEAR = Meaning(problem="unclear")
GONE = Meaning(problem="past")
FAR = Meaning(problem="far")


@dataclass(frozen=True)
class Setting:
    """The user's today, the word that leads in, and whether nothing else is said."""

    today: date
    lead: str
    alone: bool


Reader = Callable[[re.Match[str], Setting], Meaning | None]


@dataclass(frozen=True)
class Rule:
    """A way to name a day; None from `read` leaves the words to the rules after it."""

    pattern: re.Pattern[str]
    read: Reader


def rule(pattern: str, read: Reader) -> Rule:
    """A rule for whole words in the one spelling."""
    return Rule(re.compile(rf"(?:{pattern})(?= |$)"), read)


def always(meaning: Meaning) -> Reader:
    """A reader for words that mean the same in every setting."""
    return lambda found, setting: meaning


def one_of(days: Iterable[date]) -> Meaning:
    """One day, or the choice between several; unclear without any."""
    choices = tuple(sorted(set(days)))
    if not choices:
        return UNCLEAR
    return Meaning(choices, "ambiguous" if len(choices) > 1 else None)


def unless_just_gone(meaning: Meaning, today: date) -> Meaning:
    """Of a day without a year that is weeks past, next year's is asked about, not taken."""
    if meaning.problem or len(meaning.days) != 1:
        return meaning
    last_time = add_months(meaning.days[0], -12)
    return replace(meaning, problem="past") if today - _JUST_GONE <= last_time < today else meaning


def coming(
    periods: Sequence[Period], day_in: Callable[[Period], date | None], today: date
) -> date | None:
    """The first day after today that a period gives."""
    days = (day_in(period) for period in periods)
    return next((day for day in days if day and day > today), None)

"""What is found in a text, one by one, and what it says together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.coaching.goals.when.meaning import DEADLINES, FAR, NOTHING, UNCLEAR, Meaning, one_of
from bot.coaching.goals.when.periods import add_months

# What outweighs what when several things are said: "I failed today, so by Friday" is Friday.
_DEADLINE, _DAY, _NOT_COMING, _UNPLACED, _ASIDE, _GONE = 5, 4, 3, 2, 1, 0

_LEADS_TO_A_START = frozenset({"from", "start", "starting", "starts"})
_LINKS = frozenset({"or", "and", "to", "maybe", ",", "if", "not"})
_BESIDE_A_WEEKDAY = frozenset({",", "the", "on"})
_MONTHS_AHEAD = 60
_MOST_CHOICES = 4
_FEW_WORDS = 3


@dataclass(frozen=True)
class Found:
    """Words from `first` up to `after`: what led in, what they mean, how much that counts."""

    first: int
    after: int
    lead: str
    meaning: Meaning
    weight: int = _GONE


def together(found: list[Found], words: Sequence[str], today: date) -> list[Found]:
    """What counts of all that was found; its meanings are to be joined."""
    weighed = [replace(one, weight=_weight(one)) for one in found]
    said = [one for one in weighed if one.meaning != NOTHING]
    return _weightiest(_linked(_with_weekdays(said, words, today), words), len(words))


def joined(meanings: list[Meaning], today: date) -> Meaning:
    """Several meanings as one: the days that they leave to choose from."""
    days = {day for meaning in meanings for day in meaning.days}
    if meanings[0].problem not in (None, "ambiguous"):
        return Meaning(tuple(sorted(days)), meanings[0].problem)
    near = [day for day in days if day <= add_months(today, _MONTHS_AHEAD)]
    if not near:
        return FAR
    return one_of(near) if len(near) <= _MOST_CHOICES else UNCLEAR


def _weight(found: Found) -> int:
    meaning = found.meaning
    if meaning.problem in (None, "ambiguous"):
        if found.lead in DEADLINES:
            return _DEADLINE
        return _ASIDE if meaning.aside else _DAY
    if meaning.problem == "unclear":
        return _UNPLACED
    return _NOT_COMING if meaning.days or meaning.problem == "far" else _GONE


def _with_weekdays(found: list[Found], words: Sequence[str], today: date) -> list[Found]:
    """A weekday beside a date is no day of its own: "Fri 20 March" is the 20th."""
    kept: list[Found] = []
    for one in found:
        both = _beside(kept[-1], one, words) if kept else None
        if both is None:
            kept.append(one)
            continue
        weekday, dated = both
        meaning = dated if dated.problem == "past" else _on_weekday(weekday, dated.days, today)
        weight = max(kept[-1].weight, one.weight)
        kept[-1] = replace(kept[-1], after=one.after, meaning=meaning, weight=weight)
    return kept


def _beside(one: Found, other: Found, words: Sequence[str]) -> tuple[int, Meaning] | None:
    """The weekday that one of two neighbours names, and what the other means."""
    named, dated = (one, other) if one.meaning.weekday is not None else (other, one)
    if not set(words[one.after : other.first]) <= _BESIDE_A_WEEKDAY:
        return None
    if (
        named.meaning.weekday is None
        or dated.meaning.weekday is not None
        or dated.weight not in (_DEADLINE, _DAY, _NOT_COMING)
        or not dated.meaning.days
    ):
        return None
    return named.meaning.weekday, dated.meaning


def _on_weekday(weekday: int, days: tuple[date, ...], today: date) -> Meaning:
    """The days that fall on that weekday; else all, and the nearest such weekday."""
    agreed = [day for day in days if day.weekday() == weekday]
    off = (weekday - days[0].weekday() + 3) % 7 - 3
    near = days[0] + timedelta(days=off)
    return one_of(agreed or [*days, near if near > today else near + timedelta(days=7)])


def _linked(found: list[Found], words: Sequence[str]) -> list[Found]:
    """Days said in one breath ("by March or April") count alike; a start by itself does not."""
    breaths: list[list[Found]] = []
    for one in found:
        if breaths and _in_one_breath(breaths[-1][-1], one, words):
            breaths[-1].append(one)
        else:
            breaths.append([one])
    return [
        replace(one, weight=max(other.weight for other in breath)) if _is_day(one) else one
        for breath in breaths
        for one in breath
        if len(breath) > 1 or one.lead not in _LEADS_TO_A_START
    ]


def _in_one_breath(one: Found, other: Found, words: Sequence[str]) -> bool:
    between = words[one.after : other.first]
    if not (_is_day(one) and _is_day(other)) or any(said not in _LINKS for said in between):
        return False
    return "or" in between or _ASIDE not in (one.weight, other.weight)


def _is_day(found: Found) -> bool:
    return found.weight in (_DEADLINE, _DAY, _ASIDE)


def _weightiest(found: list[Found], words: int) -> list[Found]:
    """What counts most; what only tells of the past, where hardly anything else is said."""
    most = max((one.weight for one in found), default=_GONE)
    if most == _GONE:
        return [one for one in found[:1] if words - (one.after - one.first) <= _FEW_WORDS]
    return [one for one in found if one.weight == most]

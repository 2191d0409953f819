"""What somebody wants: the words of a goal, without what leads to it and what comes after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias
from unicodedata import category

from bot.nlu.goals.dates import with_preposition
from bot.nlu.goals.patterns import (
    END,
    FILLER,
    GOAL_LEADS,
    LEADS_AFTER,
    LOOSE_ENDS,
    MANAGED,
    NO_TITLE,
    REACHED,
    TAIL,
    TO_THE_POINT,
    WISH_LEAD,
    WISH_LEADS,
)
from bot.nlu.patterns import Span, compiled

Lead: TypeAlias = "re.Pattern[str] | None"
"""The form of the lead-in before a goal; None where there is none."""
_LONGEST = 300
"""Characters of a goal's words."""
_MOST_LEADS = 10
_MOST_STARTS = 40
_CLAUSE_START = compiled(r"[\n.,;:!?…–]\s*", r"\s-+\s*", r"\b(?:and|so|but)\s")
_GAP = compiled(r"[\s,.:;!?\"'=>–—-]*(?:(?:tak|mein)\b\s*)?")
_I_DO = compiled(
    r"i (?!(?:am|was|did|do|don't|dont|had|have|got|went|feel|hate|like|know|think|just)\b)"
)
_GOAL_TO = compiled(
    r"\b(?:goal|target|objective)(?: for me| ko| would be)?"
    r"(?: (?:is )?to\b| called\b| (?:of|for|about|on)(?= \w+ing\b))"
)
"""A lead-in that may stand anywhere: "its my goal to", "a goal for improving"."""
_TIED = compiled(
    r"(?:by|before|until|till?|(?:with )?(?:a )?(?:deadline|target date)|bago|hanggang|in|within)"
    " .*"
)
"""A date that tells a goal even without a lead-in: "95 qa by june"."""
_NO_START = compiled(
    r"(?:how|what|when|why|who|which|where|is|are|do|does|did|should|shall)\b",
    r"\S+$",
    r"\S+[,.;!?]",
)
"""What begins no goal where no lead-in says that one begins: a question, a single word."""


class KnownGoal(NamedTuple):
    """What a text says of a goal that is there: its number, its name, how far it is."""

    numbers: Sequence[Span]
    called: Span | None
    hinted: Span | None
    reported: bool


def find_title(text: str, dates: Sequence[Span], known: KnownGoal) -> Span | None:
    """What somebody wants: after a lead-in, before a request to note it, or beside a date."""
    days = {place: end for s, end in dates for place in (with_preposition(text, (s, end)), s)}
    for start, lead in _starts(text, days):
        span = _trimmed(text, start, _end(text, start, days))
        if span and _can_be_title(text, span, lead) and not _is_old(text, start, lead, known):
            return span
    return None


def _can_be_title(text: str, span: Span, lead: Lead) -> bool:
    """Whether the words name something to do, rather than something to do with a goal."""
    start, end = span
    managed = MANAGED.match(text, start, end + len(" my goal"))
    lone_word = lead is None and " " not in text[start:end]
    return not (managed or lone_word or NO_TITLE.match(text, start, end))


def _is_old(text: str, start: int, lead: Lead, known: KnownGoal) -> bool:
    """Whether what begins at `start` speaks of a goal that is there already."""
    if lead in WISH_LEADS:
        return bool(known.called or known.numbers) and not REACHED.match(text, start)
    if lead in GOAL_LEADS[:2]:
        within = any(first <= start < end for first, end in known.numbers)
        return bool(known.called or within or (known.numbers and known.reported))
    hinted = known.hinted and not TAIL.search(text, start)
    return bool(known.called or known.numbers or known.reported or hinted)


def _starts(text: str, days: Mapping[int, int]) -> Iterator[tuple[int, Lead]]:
    """Where a goal may begin, and after which lead-in; at last without any."""
    clauses = {0, *(_past(_GAP, text, match.end()) for match in _CLAUSE_START.finditer(text))}
    wishes = {match.start() for match in WISH_LEAD.finditer(text)}
    for place in sorted(clauses | wishes)[:_MOST_STARTS]:
        start, lead = _after_leads(text, place, days)
        if lead:
            yield start, lead
    if match := _GOAL_TO.search(text):
        yield _past(TO_THE_POINT, text, match.end()), _GOAL_TO
    start, _ = _after_leads(text, 0, days)
    tied = any(_TIED.fullmatch(text, place, end) for place, end in days.items())
    no_goal = _NO_START.match(text, start) or MANAGED.match(text, start)
    if (tied or TAIL.search(text, start)) and not no_goal:
        yield _past(_I_DO, text, start), None


def _after_leads(text: str, start: int, days: Mapping[int, int]) -> tuple[int, Lead]:
    """Past fillers, dates and lead-ins; and the last lead-in."""
    lead: Lead = None
    place = start
    for _ in range(_MOST_LEADS):
        place = _past(_GAP, text, place)
        found = next((m for form in LEADS_AFTER[lead] if (m := form.match(text, place))), None)
        if place in days:
            start = place = days[place]
        elif found:
            lead = found.re
            place = found.end()
            start = place = place if lead in WISH_LEADS else _past(TO_THE_POINT, text, place)
        elif filler := FILLER.match(text, place):
            place = filler.end()
            # After a lead-in it is one only if another lead-in follows: "i want to just listen".
            start = start if lead else place
        else:
            break
    start = _past(_GAP, text, start)
    return _past(_I_DO, text, start) if lead in GOAL_LEADS else start, lead


def _past(form: re.Pattern[str], text: str, place: int) -> int:
    """Where the form ends that stands at the place; the place itself where it does not."""
    match = form.match(text, place)
    return match.end() if match else place


def _end(text: str, start: int, days: Mapping[int, int]) -> int:
    """Where a goal ends that begins at `start`: before its date, a request, another sentence."""
    last = min(len(text), start + _LONGEST)
    if start and text[start - 1] == '"' and (quoted := text.find('"', start, last)) > 0:
        return quoted
    ends = [match.start() for form in (END, TAIL) if (match := form.search(text, start, last))]
    return min([last, *ends, *(place for place in days if place > start)])


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without punctuation and loose words at its end; None where nothing is left."""
    while start < end:
        word = text[max(start, text.rfind(" ", start, end) + 1) : end]
        if word.casefold() in LOOSE_ENDS:
            end -= len(word)
        elif text[end - 1].isalnum() or text[end - 1] in "%)" or category(text[end - 1])[0] == "M":
            return start, end
        else:
            end -= 1
    return None

"""The day that a person names in a chat, and how the coach says a day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from bot.coaching.goals.when import calendar_days, moments, spans
from bot.coaching.goals.when.meaning import NOTHING, UNCLEAR, Meaning, Setting
from bot.coaching.goals.when.several import Found, joined, together
from bot.coaching.goals.when.spellings import MONTHS, WEEKDAYS
from bot.coaching.goals.when.words import Word, words_of

LONGEST_READ = 1000
"""Characters beyond which a message is a story, and no date is looked for."""

_RULES = (*moments.RULES, *calendar_days.RULES, *spans.RULES, *moments.UNPLACED)
_SPANS = frozenset(spans.RULES)

_LEADS_TO_NO_TARGET = frozenset({
    "since", "every", "last", "past", "previous", "not", "happy", "merry",
})  # fmt: skip
_PASSED_OVER = frozenset({
    "the", "my", "our", "around", "about", "like", "maybe", "say", "at", "is",
})  # fmt: skip
_FOLLOWS = {"tak": "by", "latest": "by", "afterwards": "after", "beforehand": "before"}
_SAYS_NOTHING_ELSE = frozenset({
    "maybe", "lets", "let", "us", "say", "i", "think", "guess", "probably", "around", "about",
    "like", "hopefully", "by", "on", "ok", "okay", "um", "uh", "hmm", "yes", "yeah", "sure",
    "please", "pls", "siguro", "sana", "the", "my", "target", "goal", "deadline", "due", "date",
    "is", "it", "its", "until", "for", "in", ",", ".", "at", "latest", "so", "before", "within",
    "want", "would", "do", "aim", "be", "good", "how", "make", "mine", "id", "need", "give", "me",
    "take", "takes", "i'll", "ill", "well", "just", "roughly", "only", "another", "can", "set",
    "or",
})  # fmt: skip


@dataclass(frozen=True)
class DateReading:
    """What a text says about a day.

    `day` where the words name one that is not past; else `problem`: "none" (no date in the text),
    "unclear" (words that name a moment nobody here can place: next payday, soon), "ambiguous"
    (`choices` are the days it could be, soonest first), "past" (`choices`: the same day when it
    comes again, if it does), "far" (more than 5 years ahead). `words` is what was read, as written.
    """

    day: date | None = None
    problem: str | None = None
    choices: tuple[date, ...] = ()
    words: str = ""


def read_date(text: str, today: date) -> DateReading:
    """The day a text names, seen from the user's today; never one before it."""
    words = words_of(text) if len(text) <= LONGEST_READ else []
    found = together(list(_find(words, today)), [word.said for word in words], today)
    if not found:
        return DateReading(problem="none")
    written = text[words[found[0].first].start : words[found[-1].after - 1].end]
    meaning = joined([one.meaning for one in found], today)
    if meaning.problem:
        return DateReading(problem=meaning.problem, choices=meaning.days, words=written)
    return DateReading(day=meaning.days[0], words=written)


def said_date(day: date, today: date) -> str:
    """A day as a reply says it: "Tue 31 March", with the year unless it is this one."""
    said = f"{WEEKDAYS[day.weekday()][:3].title()} {day.day} {MONTHS[day.month - 1].title()}"
    return said if day.year == today.year else f"{said} {day.year}"


def _find(words: list[Word], today: date) -> Iterator[Found]:
    """Whatever a rule can read, from left to right."""
    line = " ".join(word.said for word in words)
    starts = [0, *accumulate(len(word.said) + 1 for word in words)]
    place = 0
    while place < len(words):
        found = _first_that_fits(words, line, starts, place, today)
        if found:
            yield found
        place = found.after if found else place + 1


def _first_that_fits(
    words: list[Word], line: str, starts: list[int], place: int, today: date
) -> Found | None:
    """What the first rule makes of the words from a place on that it can read."""
    for rule in _RULES:
        match = rule.pattern.match(line, starts[place])
        if not match:
            continue
        after = bisect_left(starts, match.end())
        lead = _lead(words, place, after)
        alone = all(word.said in _SAYS_NOTHING_ELSE for word in words[:place] + words[after:])
        meaning = rule.read(match, Setting(today, lead, alone))
        if meaning:
            meaning = _in_place(meaning, lead, rule in _SPANS)
            return Found(place, after, lead, meaning)
    return None


def _in_place(meaning: Meaning, lead: str, span: bool) -> Meaning:
    """A day after "every" or "since" is no target, and one after "after" is not the day itself."""
    if lead in _LEADS_TO_NO_TARGET:
        return NOTHING
    return UNCLEAR if lead == "after" and not span else meaning


def _lead(words: list[Word], place: int, after: int) -> str:
    """The word that leads in, past those that say nothing; Hindi says it after the date."""
    following = words[after].said if after < len(words) else ""
    if following in _FOLLOWS:
        return _FOLLOWS[following]
    before = (word.said for word in reversed(words[max(place - 4, 0) : place]))
    return next((said for said in before if said not in _PASSED_OVER), "")

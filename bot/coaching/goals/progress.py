"""Progress as people say it: "60%", "halfway", "3 of 5", "done"."""

from __future__ import annotations

import re

from bot.progress_forms import PART_OF, PERCENT, number, says_not_done

_SLASHED = re.compile(r"(?<![\d./])(?P<part>\d{1,4}) ?/ ?(?P<whole>\d{1,4})(?![\d./])")
_OF_IT = r"(?= (?:of|done|there|through|finished|complete))"
# The first that is found counts: "half done" and "almost done" are not done.
_WORDS = tuple(
    (re.compile(rf"\b(?:{form})\b", re.IGNORECASE), percent)
    for form, percent in (
        (r"three[ -]?(?:quarters?|fourths?)", 75),
        (r"two[ -]?thirds", 67),
        (rf"(?:an?|one)[ -]third|third{_OF_IT}", 33),
        (r"half ?-?way|midway|half|kalahati|aadha", 50),
        (rf"(?:an?|one)[ -](?:quarter|fourth)|quarter{_OF_IT}", 25),
        (r"almost|nearly|just about", 90),
        (r"not started|nothing|no progress|zero", 0),
        (r"done|finished|completed?|tapos|ho gaya|reached|hit it|did it|made it", 100),
    )
)
_FILLERS = frozenset({
    "i", "i'm", "im", "i've", "ive", "i'd", "id", "we", "we're", "we've", "it", "it's", "its",
    "is", "am", "are", "has", "have", "had", "been", "got", "get", "a", "an", "the", "at", "about",
    "around", "roughly", "maybe", "like", "say", "think", "guess", "would", "now", "already",
    "just", "only", "so", "far", "still", "yet", "of", "way", "there", "through", "to", "with",
    "in", "on", "that", "this", "my", "our", "goal", "target", "one", "all", "fully", "finally",
    "done", "finished", "completed", "complete", "reached", "and", "dusted", "yes", "yeah", "yep",
    "ok", "okay", "hey", "hi", "hmm", "um", "well", "coach", "sir", "ma'am", "maam", "po", "na",
    "naman", "lang", "nga", "hai", "ho", "gaya", "pls", "please", "thanks", "thank", "you",
    "progress", "update", "us",
})  # fmt: skip
"""Words beside a form that add nothing to it."""
_WORD = re.compile(r"\w+(?:'\w+)?")
_STRAIGHT = str.maketrans("’‘", "''")


def read_progress(words: str) -> int | None:
    """The percentage (0 to 100) that the words name; None for none, or for more than all of it.

    A figure is found anywhere in the words. A form such as "half", and whatever is all of it,
    counts only where nothing else is said: "half the team was out" and "100% my fault" do not.
    """
    plain = " ".join(words.translate(_STRAIGHT).split())
    if figure := PERCENT.search(plain):
        percent = number(figure["percent"])
        return _unless_in_passing(percent, plain, figure) if percent <= 100 else None
    for form in (PART_OF, _SLASHED):
        for found in form.finditer(plain):
            part, whole = number(found["part"]), number(found["whole"])
            if part <= whole and whole > 0:
                # 199 of 200 is not all of it.
                percent = min(round(100 * part / whole), 100 if part == whole else 99)
                return _unless_in_passing(percent, plain, found)
    for word, percent in _WORDS:
        if said := word.search(plain):
            return percent if says_nothing_else(plain, said.group()) else None
    return None


def says_nothing_else(text: str, known: str) -> bool:
    """Whether the text holds nothing but words of `known` and words that add nothing."""
    return set(_words(text)) <= _FILLERS | set(_words(known))


def mentions_done(text: str) -> bool:
    """Whether the text speaks of something that is done, be it the goal or not."""
    return bool(_WORDS[-1][0].search(text)) and not says_not_done(text)


def _unless_in_passing(percent: int, text: str, figure: re.Match[str]) -> int | None:
    """All of it closes a goal, so that nothing else may be said beside it."""
    return percent if percent < 100 or says_nothing_else(text, figure.group()) else None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.translate(_STRAIGHT).casefold())

"""The words of a message as dates are read from them: one spelling, and where each was written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.coaching.goals.when.spellings import MONTHS, ONES, SPELLINGS, WEEKDAYS

_SPELLED = {written: said for said, forms in SPELLINGS.items() for written in forms}
_LONGEST_PHRASE = max(len(written.split()) for written in _SPELLED)

# Names that are still themselves with a letter wrong, the long ones with two. Shorter ones, and
# "march", are too like other words (match, tune, jury).
_MISSPELLED = (
    *(month for month in MONTHS if len(month) > 4 and month != "march"),
    *WEEKDAYS,
    "tomorrow",
    "christmas",
)
_LONG = 8

_BESIDE_A_NUMBER = {"d": "day", "w": "week", "mo": "month", "y": "year"}
_SHORT_MONTHS = frozenset({"sept", *(month[:3] for month in MONTHS)})

_WORD = re.compile(
    r"1:1(?!\d)"
    r"|\d{1,2}(?:st|nd|rd|th)(?![^\W\d_])"
    r"|[qh][1-4](?!\w)"
    r"|\d+(?:[./]\d+|\s?[-–—]\s?\d+)*"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*"
    r"|[%,.;:!?=&\n]",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s?[-–—]\s?")
_POSSESSIVE = re.compile(r"'s$")

# Everyday words, names and words of other languages that are dates only in the company of these.
_EVERYDAY = {
    "may": "may", "mar": "march", "jun": "june", "mon": "monday", "sat": "saturday",
    "sun": "sunday",
}  # fmt: skip
_LEADS_TO_A_NAME = frozenset({
    "by", "before", "until", "in", "of", "end", "mid", "start", "early", "late", "for", "around",
    "since", "next",
})  # fmt: skip
_LEADS_ON = frozenset({"on", "this", "every", "from", "to", "or", "and", "between", "coming"})
_ENDS_A_NAME = frozenset({
    ",", ".", "or", "and", "to", "until", "end", "ke", "latest", "is", "tak", "afterwards",
    "beforehand",
})  # fmt: skip
_PARTICLES = frozenset({"na", "mag", "ang", "nang", "po", "lang", "mga", "yung"})
_PRONOUNS = frozenset({"i", "we", "you", "he", "she", "they", "it", "who"})
_LEADS_TO_A_WEEK = frozenset({
    "this", "next", "last", "of", "every", "first", "second", "third", "1st", "2nd", "3rd", "4th",
})  # fmt: skip


@dataclass(frozen=True)
class Word:
    """A word in the one spelling, and from where to where it stands in the text."""

    said: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text in one spelling; "." is whatever ends a sentence."""
    written = [Word(_plain(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]
    words: list[Word] = []
    place = 0
    while place < len(written):
        said, length = _phrase([word.said for word in written[place : place + _LONGEST_PHRASE]])
        first, last = written[place], written[place + length - 1]
        if words and words[-1].end == first.start and words[-1].said[-1].isdecimal():
            said = _BESIDE_A_NUMBER.get(said, said)
        dot_of_a_month = said == "." and place and written[place - 1].said in _SHORT_MONTHS
        if not dot_of_a_month and said not in _PARTICLES:
            words.append(Word(said, first.start, last.end))
        place += length
    return [_in_company(words, place) for place in range(len(words))]


def _plain(written: str) -> str:
    """A word in small letters, without possessive; breaks and dashes by one sign each."""
    if written == "&":
        return "and"
    if written in ".;:!?=\n":
        return "."
    plain = _POSSESSIVE.sub("", written.lower().replace("’", "'"))
    return _DASH.sub("-", plain) or "."


def _phrase(ahead: list[str]) -> tuple[str, int]:
    """The one spelling of the longest phrase that starts here, and how many words it takes."""
    for length in range(len(ahead), 0, -1):
        said = _SPELLED.get(" ".join(ahead[:length]))
        if said:
            return said, length
    return _corrected(ahead[0]), 1


def _corrected(word: str) -> str:
    """The name this is a misspelling of, or the word itself."""
    if not 5 <= len(word) <= 11 or word.endswith("days") or not word.isalpha():
        return word
    found = process.extractOne(word, _MISSPELLED, scorer=OSA.distance, score_cutoff=2)
    if not found or found[0][0] != word[0] or (found[1] > 1 and len(found[0]) < _LONG):
        return word
    return found[0]


def _in_company(words: list[Word], place: int) -> Word:
    """The word at a place, settled by its neighbours where it could be a date or not."""
    word = words[place]
    before = words[place - 1].said if place else "."
    after = words[place + 1].said if place + 1 < len(words) else "."
    if word.said == "linggo":
        week = before in _LEADS_TO_A_WEEK or before in ONES or before.isdecimal()
        return replace(word, said="week" if week else "sunday")
    if word.said not in _EVERYDAY:
        return word
    name = _EVERYDAY[word.said]
    return replace(word, said=name if _is_name(name, before, after) else "-")


def _is_name(name: str, before: str, after: str) -> bool:
    """Whether "may" or "sat" between these two words is the month or the day."""
    if name in MONTHS and (before[0].isdecimal() or after[0].isdecimal()):
        return before not in _PRONOUNS
    if before in ",." and after[0].isdecimal():
        return True
    ends = after in _ENDS_A_NAME
    return before in _LEADS_TO_A_NAME or (ends and (before in _LEADS_ON or before in ",."))

"""Which goal is meant, by the words that name it: "the qa score thing", "my book goal"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.nlu.goals.words import (
    BREAKS,
    DETERMINERS,
    ENCLITICS,
    GOAL_WORDS,
    INDEFINITE,
    MAKING,
    NEW,
    NO_NAME,
    ONE_GOAL,
    POINTING_WORDS,
    VERBS,
)
from bot.nlu.patterns import Span, compiled, words_of

_ACTED_ON = compiled(
    r"\b(?:mark(?:ed)?|tick(?:ed)?(?: off)?|check(?:ed)? off|cross(?:ed)? off|closed?|finished"
    r"|completed|(?:done|through|stuck|finished) (?:with|on|at)|drop(?:ped)?|cancel|delete|remove"
    r"|scrap|quit|abandon|stop(?: tracking| doing)?|track|re-?open|restore|resume|restart|withdraw"
    r"|bring back|put back|update|rename|reword|edit|extend|postpone|move|push|bump|pause|give up"
    r"(?: on)?|forget(?: about)?|work(?:ing|ed) on|nailed|accomplished|reached|passed|achieved"
    r"|(?:progress|update|status|history|charts?|graph|trend|check(?:ing)?[ -]?in|details|doing"
    r"|far(?: am i| along)?) (?:on|of|for|with|in|about)"
    r"|^(?:with|on|for|in)) (?:the|my|that|our|this) "
)
"""What one does to a goal: its name follows."""
_ORDERED = compiled(
    r"^\W*(?:(?:ok|so|pls|please|kindly|hey|coach|can|could|you|u|i|just|let's|lets) )*(?:mark|tick"
    r"(?: off)?|check off|close|drop|cancel|delete|remove|scrap|re-?open|restore|update|bump|rename"
    r"|edit|finished|completed|done with) (?!\d)"
)
"""An order that may name a goal without my or the: only what ends soon after it is a name."""
_ORDER_END = compiled(r"\W*(?:(?:as|at|to|pls|please|now|again|is|na|po|it'?s)\b.*)?$")
_AIM = re.compile(r" (?:from|to|below|under|by|above)(?: under| below)? \d", re.IGNORECASE)
"""What comes after something that is to change: no goal is named."""
_NAMED_BY = compiled(
    r" (?:ko |mo )?(?:about|on|of|for|concerning|regarding|around|called|named|sa|re)(?: the| my)? "
    r"(?!(?:track|hold|katapusan|time|now|good|mine)\b)",
    r" to (?=(?:[\w-]+ ){1,5}(?:is|was|at|as|needs)\b)",
)
"""Between the word goal and what it is about."""
_AFTER_PROGRESS = compiled(
    r"(?: (?:done|there|complete|through|finished|of the way|already|now|na))*,?"
    r" (?:(?:with|on|in|for|through|thru|into|at)(?: the| my| that| our)?|yung|ang) "
)
_WORD = re.compile(
    r"target date|one[- ]on[- ]ones?|1[- ]on[- ]1s?|[\w&/+-][\w'&/+-]*|[^\w\s]|\n", re.IGNORECASE
)
_LINK = re.compile(
    r"(?:[\s:,-]|\b(?:is|are|at|now|about|around|almost|sitting|currently|stands|already|roughly"
    r"|just|maybe|all|na|to|up)\b)*(?:\b(?:is|are|at|stands)\b|[:-])"
    r"(?:\W|\b(?:at|now|about|around|almost|sitting|currently|already|roughly|just|maybe|all)\b)*",
    re.IGNORECASE,
)
_PREDICATES = words_of("is at as : done")
_OPENERS = words_of("um well yes yeah sir btw also sure hello")
_WITHIN = words_of("in with of on for to and up out off at the my by about not down over")
_MOST_WORDS = 6
_NEAR = 60
"""Characters between a goal and how far it is."""


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str
    taken: bool
    breaks: bool


def goal_called(text: str, taken: Sequence[Span]) -> Span | None:
    """The name of a goal beside the word goal, target or objective; none lies within `taken`."""
    words = _words(text, taken)
    return next(chain(_before(words, GOAL_WORDS), _after(text, words, ONE_GOAL)), None)


def goal_hinted_at(text: str, taken: Sequence[Span], progress: Sequence[Span]) -> Span | None:
    """The name of a goal that is told by what is said of it: "halfway with the excel course"."""
    words = _words(text, taken)
    found = (
        *_after(text, words, POINTING_WORDS),
        *_before(words, POINTING_WORDS),
        *(_name(words, after.end()) for after in _following(_AFTER_PROGRESS, text, progress)),
        *_acted_on(text, words, progress),
        *_subject(text, words, progress),
    )
    return next((span for span in found if span), None)


def _words(text: str, taken: Sequence[Span]) -> list[_Word]:
    return [_word(match, taken) for match in _WORD.finditer(text)]


def _word(match: re.Match[str], taken: Sequence[Span]) -> _Word:
    text = match.group().casefold()
    is_verb = text.startswith(("pa-", "mag-", "na-", "i-", "paki-"))
    within = any(match.start() < end and start < match.end() for start, end in taken)
    return _Word(
        *match.span(),
        text,
        within,
        within or is_verb or text in BREAKS | GOAL_WORDS or not text[0].isalnum(),
    )


def _before(words: Sequence[_Word], nouns: frozenset[str]) -> Iterator[Span]:
    """ "My csat goal"; of "one" and "thing", only where it says which."""
    for at, noun in enumerate(words):
        if noun.text not in nouns or noun.taken:
            continue
        last = at - 1 if at and words[at - 1].text in ENCLITICS else at
        first = last
        while first > max(0, last - _MOST_WORDS) and not words[first - 1].breaks:
            first -= 1
        name = list(words[first:last])
        determined = first > 0 and words[first - 1].text in DETERMINERS
        follows = at + 1 < len(words) and words[at + 1].text in _PREDICATES
        if not determined and (_is_new(name) or (nouns is POINTING_WORDS and not follows)):
            continue
        if not determined:
            name = name[
                1 + max((n for n, word in enumerate(name) if word.text in VERBS), default=-1) :
            ]
        while name and name[0].text in INDEFINITE - {"no"}:
            name = name[1:]
        if name and not _says_nothing(name):
            yield name[0].start, name[-1].end


def _after(text: str, words: Sequence[_Word], nouns: frozenset[str]) -> Iterator[Span]:
    """ "The goal about emails", "the one on overtime"."""
    for before, noun in zip((None, *words), words, strict=False):
        if noun.text not in nouns or noun.taken or (before and before.text in INDEFINITE | MAKING):
            continue
        if nouns is POINTING_WORDS and not (before and before.text in DETERMINERS):
            continue
        named = _NAMED_BY.match(text, noun.end)
        if named and (name := _name(words, named.end(), within=_WITHIN)):
            yield name


def _following(form: re.Pattern[str], text: str, spans: Sequence[Span]) -> Iterator[re.Match[str]]:
    """Where the form stands right after one of the spans."""
    return (match for _, end in spans if (match := form.match(text, end)))


def _acted_on(text: str, words: Sequence[_Word], progress: Sequence[Span]) -> Iterator[Span | None]:
    """ "Drop the gym", "update excel course to 60%"."""
    for form in (_ACTED_ON, _ORDERED):
        for match in form.finditer(text):
            name = _name(words, match.end())
            figures = {start for start, _ in progress}
            if name and (aim := _AIM.match(text, name[1])) and aim.end() - 1 not in figures:
                continue
            if name and (form is _ACTED_ON or _ORDER_END.match(text, name[1])):
                yield name


def _subject(text: str, words: Sequence[_Word], progress: Sequence[Span]) -> Iterator[Span | None]:
    """ "The excel course is at 60%"."""
    at = 0
    while at < len(words) and (words[at].breaks or words[at].text in _OPENERS):
        at += 1
    name = _name(words, words[at].start) if progress and at < len(words) else None
    if name and progress[0][0] - name[1] < _NEAR:
        linked = _LINK.fullmatch(text, name[1], progress[0][0])
        yield name if linked else None


def _name(words: Sequence[_Word], start: int, within: frozenset[str] = frozenset()) -> Span | None:
    """The words from `start` on as far as they can be a name."""
    name: list[_Word] = []
    for word in words:
        if word.start < start:
            continue
        if word.text in GOAL_WORDS | POINTING_WORDS or len(name) == _MOST_WORDS:
            break
        if word.breaks and not (word.text in within and (name or word.text == "not")):
            break
        name.append(word)
    while name and name[-1].breaks:
        name.pop()
    if not name or name[0].text in INDEFINITE or _says_nothing(name):
        return None
    return name[0].start, name[-1].end


def _is_new(name: Sequence[_Word]) -> bool:
    """Whether the words speak of no goal that is there already."""
    return any(word.text in NEW for word in name)


def _says_nothing(name: Sequence[_Word]) -> bool:
    """Whether the words name a part of a goal, or a figure, rather than a goal."""
    return name[-1].text in NO_NAME or all(word.text.isdecimal() for word in name)

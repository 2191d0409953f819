"""How far a goal is, and its number."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.patterns import Span, any_of, compiled, number_in
from bot.progress_forms import NUMBER, PART_OF, PERCENT, says_not_done

_WHOLE = any_of("done", "finished", "completed?", "there", "through")
_OF_OTHERS = (
    r"(?! of (?:the |my |our |all )*(?:\w+ )?(?:them|us|team|floor|crew|agents?|people|staff|reps?"
    r"|tls|callers?|customers?|clients?|time|day|shift|week|month|year)\b)"
)
"""Half of the team, or of the year, is no progress."""
_PROGRESS = compiled(
    PERCENT.pattern,
    rf"(?<!\bon ){PART_OF.pattern}",
    r"\b(?:(?:half|mid)[ -]?way|half (?:done|finished|complete)"
    rf"|(?:two[ -]thirds|(?:a|one)[ -]third|three[ -]quarters|three[ -]fourths){_OF_OTHERS})\b",
    rf"(?<!\bonce )(?<!\btwice )(?<!\btimes )\b(?:a|one) quarter\b{_OF_OTHERS}",
    rf"\b(?:almost|nearly) {_WHOLE}\b",
    r"(?<![\d/])(?!50/50)\d{1,3}/\d{1,3}(?![\d/])",
    rf"\bhalf{_OF_OTHERS}(?= of \w+)",
    r"\bquarter(?= of the way\b| done\b)",
)
_DONE = compiled(
    r"\b(?:done|finished|completed"
    r"|complete(?=\W*$|[,.;!]| (?:now|pls|please|na|it|sir|ho|mark|yung)\b))\b"
    rf"(?! (?:(?:w|with|all|about|only|the|my|almost) ){{0,2}}(?:{NUMBER}|some|nothing|much|half"
    r"|part|most|first|second|third|fourth|fifth|last|next|\d\w\w|ones|chapters?|lessons?|modules?"
    r"|weeks?|days?|steps?|sessions?|by)\b| (?:goals|targets|objectives)\b)"
)
_COUNTED = compiled(
    rf"\b(?:{NUMBER}|first|second|third|fourth|another|today'?s)"
    r" (?:(?!(?:is|are|was|as|has|to|that|thats|so|its|goal|target|objective|one|thing)\b)"
    r"[\w-]+ ){1,4}$",
    r"(?<!\ball )\b(?:chapter|lesson|module|week|day|session|part|step|unit|level|phase|half)s?"
    r"(?: \d{1,2})?(?: (?:is|are|was))? $",
)
"""What stands before "done" where only some of several are."""
_NOT_DONE = compiled(
    r"^\W*(?:(?:can|could|pls|please|you|u|i|to|me|want|let|hey|ok|so) ){0,5}"
    r"(?:show|list|which|what|see|view|how many|history|charts?)\b",
    r"\b(?:re-?open|restore|bring back|(?:put|take) (?:\w+ ){0,3}back|by mistake|again"
    r"|accident\w*|un-?(?:complete|do|drop|close)\w*|too (?:soon|early)|after all"
    r"|(?:to|make it) (?:open|active)"
    r"|(?<!nothing )left|remaining|to go|so far|baaki|ibalik|wapas|hindi pa|drop|delete|remove"
    r"|cancel|quit)\b",
)
"""Whoever writes this says nothing of being done, even where "done" is among the words."""

_AIMED_AT = compiled(r"\b(?:to|below|under|above|over|at least|by|of|for|my (?:goal|target) is) $")
"""What stands before a figure that is aimed at rather than reached."""

_NUMBER_OF_GOAL = (
    r"(1?\d|one|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"(?! ?(?:%|[.:/,]\d|on\b|sigma|percent|pct|per|an?\b|aht|qa|csat|nps|fcr|wpm|calls?|times?"
    r"|min|sec|hours?|days?|weeks?|months?|agents?|points?|coaching|more|upsells?|mock|books?))"
)
_ORDINAL_OF_GOAL = (
    "(first|second|third|fourth|fifth|sixth|seventh|last|latest|1st|2nd|3rd|4th|5th|6th|7th"
    "|unang|pangalawang|pehla|dusra)"
)
_ORDER = (
    r"\b(?:tick|check|mark|cross|close|drop|delete|remove|cancel|scrap|update|show|edit|rename|set|put"
    r"|take|move|push|re-?open|restore|get rid of|forget|call|un-?drop|done with|halfway with)"
    "(?: off)?"
)
_GOAL_NUMBER = compiled(
    rf"\b(?:goal|target|objective)s? (?:number |no\.? ?|# ?)?{_NUMBER_OF_GOAL}",
    rf"(?:{_ORDER}|\b(?:of|for|on|with)) (?:number |no\.? ?|# ?){_NUMBER_OF_GOAL}",
    rf"\b{_ORDINAL_OF_GOAL} (?:open |active |personal |wala )?(?:goal|target|objective)\b",
    # Without an order it may be the second of those that the coach has just listed.
    rf"{_ORDER} (?:the|my) {_ORDINAL_OF_GOAL} one\b(?! on\b)",
)

_NEAR = 40
"""Characters before a span that can say what it is."""


def find_progress(text: str, dates: Sequence[Span]) -> list[Span]:
    """How far a goal is: in figures or words, or else that it is done."""
    found = [match.span() for match in _PROGRESS.finditer(text) if _is_part(match.group())]
    apart = [span for span in found if all(span[1] <= s or span[0] >= e for s, e in dates)]
    if apart or _NOT_DONE.search(text) or says_not_done(text):
        return apart
    done = [match.span() for match in _DONE.finditer(text)]
    return [span for span in done if not _COUNTED.search(_before(text, span))]


def _is_part(written: str) -> bool:
    """Whether 3/5 can be a part of a whole, as 24/7 cannot; other words always can."""
    part, slash, whole = written.partition("/")
    return not slash or int(part) <= int(whole)


def is_reported(text: str, progress: Span) -> bool:
    """Whether a figure says where a goal stands, not where it should get."""
    return not _AIMED_AT.search(_before(text, progress))


def find_numbers(text: str) -> list[tuple[Span, str]]:
    """The goals that are named by number, each with its number; -1 is the last."""
    return [(match.span(), number_in(match)) for match in _GOAL_NUMBER.finditer(text)]


def _before(text: str, span: Span) -> str:
    return text[max(0, span[0] - _NEAR) : span[0]]

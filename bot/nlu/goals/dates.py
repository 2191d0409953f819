"""By when: the dates of a text, and which of them a goal is for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.patterns import Span, any_of, compiled

_MONTH_IN_FULL = any_of(
    "january", "february", "april", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = any_of(
    _MONTH_IN_FULL, "march", "may", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept?", "oct",
    "nov", "dec",
)  # fmt: skip
_WEEKDAY_IN_FULL = any_of("mon", "tues", "wednes", "thurs", "fri", "satur", "sun") + "day"
_WEEKDAY = any_of(_WEEKDAY_IN_FULL, "mon", "tues?", "wed", "thurs?", "fri", "sat", "sun")
_NTH = "(?:st|nd|rd|th)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:,? 20\d\d)?"
_PERIOD = any_of("week", "month", "quarter", "year", "half", "semester", "q[1-4]")
_COUNT = any_of(
    r"\d{1,3}", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "twelve", "fifteen", "twenty", "thirty", "forty", "sixty", "ninety", "(?:a )?few",
    "(?:a )?couple(?: of)?", "half an?", "an?",
)  # fmt: skip
_SPAN = (
    _COUNT
    + r"[ -]?(?:more )?(?:day|week|wk|month|mth|mo|quarter|year|yr|fortnight|cutoff|sprint)s?"
)
_FEAST = any_of(
    "christmas(?: eve| day)?", "x-?mas", "new year'?s?(?: eve| day)?", "easter", "diwali", "holi",
    "eid", "ramadan", "pasko", "undas", "thanksgiving", "halloween", "holy week", "semana santa",
    "valentine'?s?(?: day)?", "independence day", "dussehra", "onam", "pongal",
)  # fmt: skip
_OCCASION = any_of(
    "(?:performance |business |annual |mid ?-?year |yearly )?(?:review|appraisal)s?", "rebid",
    "regulari[sz]ation", "peak(?: season)?", "nesting", "graduation", "go[- ]?live", "probation",
    "promotion", "summer", "winter", "launch", "audit", "cutoff", "calibration", "scorecard",
)  # fmt: skip
_RECURRING = any_of(
    "(?:tl|om|manager|boss|team|supervisor|lead|agent|customer|caller|client|cx|people|user)s?"
    "(?! (?:visit|review|audit|meeting|certification|presentation|launch|survey))",
    "shift", "calls?", "huddles?", "meetings?", "break", "lunch", "queue", "time", "way", "same",
    "book", "phone", "hour", "minute", "bell", "goal", "deadline",
    r"(?:\w+ )?(?:score|number|figure)s?",
)  # fmt: skip
_AFTER_OCCASION = any_of(
    "and", "so", "but", "pls", "plz", "please", "kindly", "note", "track", "save", "log", "add",
    "make", "hold", "keep", "put", "set", "because", "can", "could", "will", "if", "with", "i",
    "i'?m", "i'?ll", "thats?", "that's", "as", "to", "instead", "not", "thanks?", "ok", "is", "tak",
)  # fmt: skip

_DATES = (
    # Those that are dates wherever they stand.
    compiled(
        r"\b(?:the )?(?:very )?(?:end|start|beginning|middle|close|rest|first week|last week"
        r"|last day) of (?:the |this |next |my )?"
        rf"(?:(?:coming |next )?{_PERIOD}|{_MONTH}{_YEAR})\b",
        rf"\b(?:(?:this|next|the) )?(?:{_PERIOD}|shift|{_MONTH})[- ]end\b",
        r"\b(?:the|this|next) weekend\b",
        r"\b(?:ngayong|sa susunod na|susunod na) (?:buwan|linggo|taon|quarter)\b",
        r"\b(?:is|agle) (?:mahine|hafte|saal)\b|\b\d+ (?:mahine|hafte|din) (?:mein|me|ke andar)\b",
        r"\beo[dwmqy]\b",
        rf"\b(?:the )?{_DAY}{_NTH}?(?: of)?[ -]?{_MONTH}\b{_YEAR}",
        rf"\b{_MONTH}[ .]{{1,2}}{_DAY}{_NTH}?(?![%\d:]| percent)\b{_YEAR}",
        rf"\b(?:early|mid|late|end)[- ](?:next )?(?:{_MONTH}|year|month|week)\b{_YEAR}",
        rf"\b{_MONTH},? 20\d\d\b",
        r"\b20\d\d-\d\d-\d\d\b",
        rf"\b{_DAY}[/.-]{_DAY}[/.-](?:20)?\d\d\b",
        rf"\b(?!24/7\b){_DAY}/{_DAY}\b(?!/)",
        rf"\b(?:in|within) (?:(?:the|about|around|like|next|another|coming|just) ){{0,3}}{_SPAN}\b"
        r"(?: from now\b|'? time\b)?(?! of\b)",
        rf"\b{_SPAN} from (?:now|today)\b|\bmid-?year\b",
        rf"\bwithin (?:the|this|next|the next) {_PERIOD}\b",
        rf"\bthe next {_SPAN}\b",
        rf"\b(?:{_WEEKDAY} )?(?:the )?(?:next|this coming|this|coming) (?:fiscal )?"
        rf"(?:{_PERIOD}(?: of the year)?|pay ?day|{_OCCASION}|{_WEEKDAY}|{_MONTH})\b",
        rf"\b(?:tomorrow|tonight|q[1-4](?: 20\d\d)?|{_WEEKDAY_IN_FULL}|{_MONTH_IN_FULL})\b"
        r"(?! (?:reports?|huddles?|meetings?|numbers?|calls?|dashboards?|shifts?|reviews?|mornings"
        r"|nights|afternoons|e?mails?|updates?|tasks?|date)\b)",
    ),
    # Those that are dates after a preposition, or after a word such as deadline.
    re.compile(
        r"\b(?:by|before|until|till?|on|for|to|in|is|due|deadline|come|around|bago|hanggang|sa"
        r"|ngayong)(?: ang)?:? (?:mag-? ?)?"
        rf"(?P<date>{_MONTH}(?! (?:i|we|you|not|be)\b)|{_WEEKDAY}|(?:the )?{_DAY}{_NTH}"
        r"(?! (?:of (?:each|every)|call|one|goal|try|attempt|time|half|day|week|point|place)\b)"
        rf"|{_FEAST}|(?:the )?pay ?day|weekend|q[1-4]|20\d\d|katapusan(?: ng \w+)?)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<date>{_MONTH}|{_WEEKDAY}|{_FEAST}) tak\b", re.IGNORECASE),
    # What happens at some time: the form asks back for its day.
    re.compile(
        r"\b(?:by|before|until|till?|bago)(?: ang)? "
        rf"(?P<date>(?:end of|start of|the|my|our|next)(?! {_RECURRING}\b)"
        rf"(?: (?!{_AFTER_OCCASION}\b)[\w'/-]+){{1,5}}|{_OCCASION}\b|matapos ang \w+|i turn \d\d)",
        re.IGNORECASE,
    ),
)
"""Forms of a date, the clearest first."""
_BEFORE_DATE = re.compile(
    r"\b(?:by|before|until|till?|on|for|to|in|due(?: date)?(?: is)?(?: on| by)?|come|during|over"
    r"|(?:with )?(?:a )?(?:deadline|target date|end date|date)(?: is| of| on| by| to)?|throughout"
    r"|around|bago(?: ang)?|hanggang|sa|ngayong|not later than|no later than)[ :]+(?:mag-? ?)?$",
    re.IGNORECASE,
)
"""What ties a date to the words before it."""
_NO_TARGET = re.compile(
    r"\b(?:from|since|every|each|last|start(?:s|ing)?|beginning|effective|not|of|past|than|was"
    r"|per|my|our|your|his|her|their|an?|the)(?: on| the)? $",
    re.IGNORECASE,
)
"""What stands before a day that is no aim: "since june", "every friday"."""
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})")
_ABOUT_DATES = compiled(
    r"\b(?:deadline|due|date|move|push|extend|postpone|by|before|until|till?)\b",
    r"(?<!\bim )(?<!\bi'm )(?<!\bam )(?<!\bnow )\bon \d",
)
"""Who writes one of these means a day by 3/5."""
_CORRECTED = compiled(
    r"\b(?:meant|make (?:it|that)|should be|should have been|actual|correct|instead)\b"
)
_NEAR = 40
"""Characters before a date that can say what it is."""


def find_dates(text: str) -> list[Span]:
    """Where dates stand, in order, none within another."""
    found: list[Span] = []
    for form in _DATES:
        for match in form.finditer(text):
            start, end = match.span("date" if "date" in form.groupindex else 0)
            apart = all(end <= s or start >= e for s, e in found)
            if apart and not _NO_TARGET.search(text[max(0, start - _NEAR) : start]):
                found.append((start, end))
    if not _ABOUT_DATES.search(text):
        found = [span for span in found if not _is_fraction(text[slice(*span)])]
    return sorted(found)


def with_preposition(text: str, span: Span) -> int:
    """Where the words begin that tie a date to what stands before it."""
    start = max(0, span[0] - _NEAR)
    tie = _BEFORE_DATE.search(text[start : span[0]])
    return start + tie.start() if tie else span[0]


def target_date(text: str, dates: Sequence[Span]) -> Span | None:
    """The date that a goal is for: one with a preposition before one without."""
    tied = [span for span in dates if with_preposition(text, span) < span[0]]
    if dates and _CORRECTED.search(text):
        return dates[-1]
    return next(iter([*tied, *dates]), None)


def _is_fraction(written: str) -> bool:
    """Whether 3/5 can say how many of how many rather than a day."""
    slashed = _SLASHED.fullmatch(written)
    if slashed is None:
        return False
    part, whole = slashed.groups()
    return int(part) <= int(whole) and not part.startswith("0") and not whole.startswith("0")

"""Whether a goal says what will be different, and how one would see that it is."""

from __future__ import annotations

import re

from bot.coaching.goals.interruptions import is_skip

_SAYS_NOTHING = frozenset({
    "i", "i'd", "want", "would", "like", "need", "have", "to", "just", "really", "try", "trying",
    "please", "pls", "be", "become", "becoming", "being", "get", "getting", "do", "doing", "feel",
    "work", "improve", "grow", "develop", "communicate", "perform", "a", "an", "the", "my", "more",
    "much", "very", "even", "most", "at", "in", "on", "with", "as", "of", "and", "too", "again",
    "better", "best", "good", "great", "nice", "happier", "happy", "confident", "confidence",
    "professional", "professionalism", "productive", "productivity", "successful", "success",
    "motivated", "harder", "hard", "smarter", "stronger", "improved", "improvement", "performance",
    "skill", "skills", "myself", "self", "attitude", "mindset", "communication", "leadership",
    "leader", "manager", "agent", "person", "team", "job", "career", "growth", "everything",
    "things", "life", "stuff", "tl", "boss", "employee", "coworker", "co-worker", "colleague",
    "listener", "speaker", "goal", "goals",
})  # fmt: skip
_WORD = re.compile(r"\w+(?:['-]\w+)*")
_POST = re.compile(
    r"(?:(?:i (?:want|would like|need) |i'd like )?to )?(?:(?:be|become|becoming|get) )?"
    r"(?:(?:a|an|the|my) )?(?:team (?:leader|lead|manager)|tl|manager|agent)(?: job)?"
)
_COUNTS = re.compile(
    r"\d|%|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|half|zero|no|none|never"
    r"|every|each|per|daily|weekly|monthly|once|twice|times|always|below|above|under|over|least"
    r"|most|fewer|less than|more than|without|araw-?araw|roz|lahat)\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"\b(?:finish|complete|pass|passed|get(?:ting)? (?:certified|promoted|hired|regularized)"
    r"|certificat\w+|certified|promot\w+|become|maging|exam|course|signed|agreed|yes|no|says?|tells?"
    r"|told|feedback from|score|rating|result|done|written|sent|published|approved)\b",
    re.IGNORECASE,
)
_RECORDED = re.compile(
    r"\b(?:how (?:many|often|much|long)|number|counts?|counted|percentage|minutes?|mins|hours?"
    r"|seconds?|aht|acw|csat|nps|fcr|sla|qa|adherence|attendance|attrition|kpis?|scorecard"
    r"|surveys?)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?:\b(?:to|at|of|below|under|above|over|hit|reach|get)|=)\W*(?P<figure>\d+(?:[.,:]\d+)?"
    # Not "90" of "90 days", and not "9" of it either.
    r"(?!\d|[.,:]\d|\s*(?:days?|weeks?|months?|quarters?|years?|[ap]m)\b)"
    r"\s*(?:%|percent|pct|seconds?|secs?|minutes?|mins?|wpm)?)",
    re.IGNORECASE,
)
_SHORTEST = 3
"""Letters or digits below which words are no answer."""
_ABBREVIATIONS = frozenset({"aht", "csat", "nps", "qa", "fcr", "sla", "acw"})


def is_vague(title: str) -> bool:
    """Whether the title would fit anybody ("be better", "improve my skills"), or is none."""
    words = _WORD.findall(title.lower())
    if _POST.fullmatch(" ".join(words)):
        return False
    if is_skip(title) or all(word in _SAYS_NOTHING for word in words):
        return True
    return len(words) < 2 and not _COUNTS.search(title)


def is_measurable(words: str) -> bool:
    """Whether the words hold a number, a rhythm, a figure that is recorded, or a yes or no."""
    return any(found.search(words) for found in (_COUNTS, _YES_OR_NO, _RECORDED))


def is_too_short(field: str, text: str) -> bool:
    """Whether there are too few letters; of a measure "90", "3x" or "QA" is enough."""
    letters = sum(map(str.isalnum, text))
    return letters < _SHORTEST and not (field == "measure" and letters and is_measurable(text))


def measure_in(title: str, metric: str | None) -> str | None:
    """How the title itself says it is measured: its metric with its figure; None if it doesn't."""
    figure = _FIGURE.search(title)
    if metric is None or figure is None:
        return None
    first, *rest = metric.split()
    shown = " ".join([first.upper() if first in _ABBREVIATIONS else first.capitalize(), *rest])
    return f"{shown} at {' '.join(figure['figure'].split())}"


def begun(title: str) -> str:
    """The title as a line of its own: it begins with a capital."""
    return title[:1].upper() + title[1:]

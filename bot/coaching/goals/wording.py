"""Whether a goal says what will be different, and how one would see that it is."""

from __future__ import annotations

import re

_VAGUE = re.compile(
    r"\W*(?:(?:i (?:want|would like|need|have) to|to|just|really|try(?:ing)? to|please)\W+)*"
    r"(?:(?:be(?:come|ing)?|get(?:ting)?|do(?:ing)?|feel|work|improve|grow|develop|communicate|perform)\b\W*)?"
    r"(?:(?:a|an|the|my|more|much|very|even|most|at|in|on|with|as|of)\b\W*)*"
    r"(?:(?:better|best|good|great|nice|happier|happy|confident|confidence|professional(?:ism)?"
    r"|productive|productivity|successful|success|motivated|harder|hard|smarter|stronger|improved?"
    r"|improvement|performance|skills?|myself|self|attitude|mindset|communication|leadership"
    r"|leader|manager|agent|person|team|job|work|career|growth|everything|things|life|stuff|tl|boss"
    r"|employee|co-?worker|colleague|listener|speaker|a|an|the|my|more|at|in|and|too|again|pls"
    r"|please)\b\W*)*",
    re.IGNORECASE,
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
_FIGURE = re.compile(
    r"\b(?:to|at|of|below|under|above|over|from|hit|reach|get|until|=)\W*"
    r"(?P<figure>\d+(?:[.,:]\d+)?\s*(?:%|percent|pct|seconds?|secs?|minutes?|mins?|wpm)?)",
    re.IGNORECASE,
)
_ABBREVIATED = 4
"""Letters up to which a metric's first word is an abbreviation."""


def is_vague(title: str) -> bool:
    """Whether the title would fit anybody ("be better", "improve my skills")."""
    return bool(_VAGUE.fullmatch(title)) or len(title.split()) < 2 and not _COUNTS.search(title)


def is_measurable(words: str) -> bool:
    """Whether the words hold a number, a rhythm, or something that happened or did not."""
    return bool(_COUNTS.search(words) or _YES_OR_NO.search(words))


def measure_in(title: str, metric: str | None) -> str | None:
    """How the title itself says it is measured: its metric with its figure; None if it doesn't."""
    figure = _FIGURE.search(title)
    if metric is None or figure is None:
        return None
    first, *rest = metric.split()
    shown = " ".join([first.upper() if len(first) <= _ABBREVIATED else first.capitalize(), *rest])
    return f"{shown} at {' '.join(figure['figure'].split())}"


def begun(title: str) -> str:
    """The title as a line of its own: it begins with a capital."""
    return title[:1].upper() + title[1:]

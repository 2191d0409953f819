"""What must never slip through because a model was unsure; the classifier finds the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.nlu.crisis import english, filipino, hindi

_LANGUAGES = (english, filipino, hindi)
_CALLER = re.compile(
    r"\b(?:caller|customer|cust|cx|user|member|guest|patient|passenger)s?\b", re.IGNORECASE
)

_HONEST = re.compile(r"\bhonest", re.IGNORECASE)


def crisis(text: str) -> str | None:
    """The category of safety that open words fall into (None: they fall into none)."""
    plain = " ".join(text.replace("’", "'").split())
    if _SELF_HARM.search(plain):
        return "self_harm"
    if _THREAT.search(plain):
        return "threat"
    # What callers do is for coaching: it has a bridge of its own.
    if not _CALLER.search(plain) and _HARASSMENT.search(plain):
        return "harassment"
    if not _HONEST.search(plain) and _FRAUD.search(plain):
        return "fraud"
    return None


def _any(alternatives: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in alternatives), re.IGNORECASE)


_SELF_HARM = _any(one for language in _LANGUAGES for one in language.SELF_HARM)
_HARASSMENT = _any(one for language in _LANGUAGES for one in language.HARASSMENT)
_THREAT = _any(one for language in _LANGUAGES for one in language.THREAT)
_FRAUD = _any(english.FRAUD)

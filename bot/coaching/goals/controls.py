"""Short messages that steer a form and are nothing else: how they are written and recognised."""

from __future__ import annotations

import re

THAT_GOAL = "(?:it|that|this|(?:the|my|this|that) goal|(?:this|that) one)"
I_WILL = r"(?:i'?ll |i will |i want to |i'd like to |i'd rather |let me |let's )?"
_LONGEST_CONTROL = 80
"""Characters of a message that can be nothing but a control ("cancel it please")."""


def whole(*parts: str) -> re.Pattern[str]:
    """A pattern for a whole message, politeness around it left aside."""
    opening = r"ok(?:ay)?|no|oh|hmm+|um+|uh+|pls|please|actually|wait|oops|sorry|lets|let's"
    before = rf"(?:(?:{opening})\W+)*"
    after = r"(?:\W+(?:pls|please|for now|thanks|thank you|sorry|lang|na|po))*"
    return re.compile(rf"\W*{before}(?:{'|'.join(parts)}){after}\W*", re.IGNORECASE)


def said(control: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The control, where the whole message is one; a long message never is."""
    words = plain(text)
    return control.fullmatch(words) if len(words) <= _LONGEST_CONTROL else None


def plain(text: str) -> str:
    """The text with single spaces and the straight apostrophes of the patterns."""
    return " ".join(text.replace("’", "'").split())

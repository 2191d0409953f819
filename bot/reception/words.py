"""What people write below the question for consent."""

from __future__ import annotations

import re

_YES = re.compile(
    r"\W*(?:yes|yep|yeah|yup|ya|sure|ok(?:ay)?|oo|opo|sige|haan|fine|of course|i agree|go ahead)\b"
    r"(?:\W+(?:yes|please|pls|po|sure|ok(?:ay)?|fine|of course|go ahead|do(?: it| so| that)?"
    r"|i (?:do|agree)|you (?:may|can)|remember(?: (?:me|it|this|that))?|keep (?:it|this|that)"
    r"|(?:it|that)['’]?s (?:fine|ok(?:ay)?)|(?:with|by) me|no problem|why not|thanks|thank you)\b"
    r")*\W*",
    re.IGNORECASE,
)
# Thanks are for the advice above the question, unless clearer words come with them.
_THANKS = re.compile(r"\bthank", re.IGNORECASE)
_CLEARLY = re.compile(
    r"\b(?:yes|yep|yeah|yup|ya|oo|opo|haan|agree|go ahead|of course|may|remember|keep)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\W*(?:please )?(?:no|nope|nah|never|don['’]?t|do not|(?:i['’]?d )?rather not|not now|hindi"
    r"|wag|nahi)\b"
    r"(?:\W+(?:no|please|pls|po|na|way|thanks|thank you|don['’]?t|do not|(?:i['’]?d )?rather not"
    r"|not now|never|remember|keep|store|save|forget|me|it|this|that|my|chat|anything|sorry"
    r"|it['’]?s|i['’]?m|ok(?:ay)?|fine|good)\b)*\W*",
    re.IGNORECASE,
)
_REMEMBER = re.compile(
    r"\W*(?:yes\W+)?(?:please\W+)?remember me(?: please| pls)?\W*", re.IGNORECASE
)


def agrees(typed: str) -> bool:
    """Whether the words say yes to being remembered."""
    if not _YES.fullmatch(typed):
        return False
    return not _THANKS.search(typed) or bool(_CLEARLY.search(typed))


def refuses(typed: str) -> bool:
    """Whether the words say no to it."""
    return bool(_NO.fullmatch(typed))


def wants_to_be_remembered(typed: str) -> bool:
    """Whether the words ask for it by themselves, whatever was said before."""
    return bool(_REMEMBER.fullmatch(typed))

"""The forms in which people tell progress; bot.nlu finds them, bot.coaching reads them."""

from __future__ import annotations

import re

_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
}  # fmt: skip
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_WORDS = {"zero": 0, **_ONES, **_TEENS, **_TENS}
_ONE, _TEN = "|".join(_ONES), "|".join(_TENS)
_BELOW_HUNDRED = rf"(?:(?:{_TEN})(?:[ -]?(?:{_ONE}))?|{'|'.join(_TEENS)}|{_ONE}|zero)"
_HUNDREDS = rf"(?:(?:an?|{_ONE}) )?hundred(?:(?: and)?[ -]{_BELOW_HUNDRED})?"
NUMBER = rf"(?:\d{{1,4}}|{_HUNDREDS}|{_BELOW_HUNDRED})"
_ALONE = r"(?<![\w/])(?<!\d[.,])(?<!hundred )(?<!hundred and )" + "".join(
    rf"(?<!\b{ten}[ -])" for ten in _TENS
)
"""Before a number: nothing that it could be the rest of."""
PERCENT = re.compile(
    rf"{_ALONE}(?P<percent>{NUMBER})(?:[.,]\d{{1,2}})? ?(?:%|(?:percent|per cent|pct)\b)"
    # "From 40% to 60%" is at 60.
    r"(?! to \d)",
    re.IGNORECASE,
)
PART_OF = re.compile(
    rf"{_ALONE}(?P<part>{NUMBER})"
    r" (?:(?:(?!(?:of|the|star)\b)[\w-]+ ){0,3}out )?of (?:the |my |our |a )?(?:total |planned )?"
    rf"(?P<whole>{NUMBER})\b",
    re.IGNORECASE,
)
"""So many of so many: "3 of the 5", "two modules out of six"."""

_DONE = r"(?:done|finish(?:ed)?|completed?|reach(?:ed)?|achieved?|accomplish(?:ed)?|there yet)\b"
_BETWEEN = r"(?:(?!(?:is|are|was|as|its|it's|but|and|so|because|since|though)\b)[\w'-]+ ){0,5}"
"""Words of the same clause; what "is done" is something else than what is "not"."""
_DONE_LATER = (
    r"(?:(?:will|should|would|might|must|could|to) (?:all |soon |have |get )?be"
    r"|(?:about|yet|trying|going|ready) to|gonna"
    r"|nothing(?! left\b)(?: (?:is|was|has been|really|much))*)"
)
_NOT_DONE = re.compile(
    r"\b(?:(?:(?:have|has|had|did|is|are|was|were|wo|ca|could|do|does|ai)n'?t|cannot|not|never"
    rf"|far from|nowhere near|barely|hardly|hindi(?: pa)?|nahi|hop(?:e|ing)) {_BETWEEN}"
    rf"|{_DONE_LATER} (?:(?:be|get|it|this|that|all|fully|soon|goal \d+|my goal) ){{0,3}}){_DONE}"
    r"|\b(?:un(?:finished|done)|incomplete)\b",
    re.IGNORECASE,
)
_STRAIGHT = str.maketrans("’‘", "''")


def says_not_done(text: str) -> bool:
    """Whether the words say that something is not done, or only will be."""
    return bool(_NOT_DONE.search(" ".join(text.translate(_STRAIGHT).split())))


def number(said: str) -> int:
    """The number that a match of NUMBER stands for."""
    if said.isdecimal():
        return int(said)
    words = said.lower().replace("-", " ").split()
    hundreds, _, rest = " ".join(words).rpartition("hundred")
    if "hundred" in words:
        return 100 * _WORDS.get(hundreds.strip(), 1) + _below_hundred(rest.replace("and", ""))
    return _below_hundred(rest)


def _below_hundred(said: str) -> int:
    """ "Seventy five" and "seventyfive" alike; nothing is 0."""
    tens = next((word for word in _TENS if said.strip().startswith(word)), "")
    return _WORDS.get(tens, 0) + _WORDS.get(said.strip().removeprefix(tens).strip(), 0)

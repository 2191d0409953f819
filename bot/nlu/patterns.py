"""The written forms that entities, hurry and corrections take."""

from __future__ import annotations

import re

Span = tuple[int, int]
"""Where characters of a text start and end."""


def any_of(*alternatives: str) -> str:
    """One group that matches any of the alternatives."""
    return f"(?:{'|'.join(alternatives)})"


def words_of(text: str) -> frozenset[str]:
    """The words of a list that is written as one string."""
    return frozenset(text.split())


def compiled(*alternatives: str) -> re.Pattern[str]:
    return re.compile(any_of(*alternatives), re.IGNORECASE)


_NUMBER = r"(\d{1,2}|one|two|three|four|five)"
_ORDINAL = "(first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)"
_COUNTED = "point|step|item|tip|option|choice|line|part|bullet"
POINT = compiled(
    rf"\b(?:{_COUNTED}) ?{_NUMBER}\b",
    r"\bnumber ?(\d{1,2}|two|three|four|five|one(?=\W*$))\b",
    r"\bno\.? ?(\d{1,2})\b",
    r"\b(?:option|choice) ([a-d])\b",
    r"#(\d)\b",
    r"^\W*(\d)\W*$",
    r"\bthe (\d) ?(?:one)?$",
    r"(?<!\ba )(?<!\bat )(?<!\bper )(?<!\bevery )"
    rf"\b{_ORDINAL}\b(?= (?:one|thing|topic|{_COUNTED})\b|\W*$)",
    rf"^\W*(?:the )?{_ORDINAL}\W*$",
)

NUMBERS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "last": -1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "a": 1, "b": 2, "c": 3, "d": 4, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "unang": 1, "pangalawang": 2, "pehla": 1,
    "dusra": 2, "latest": -1,
}  # fmt: skip


def number_in(match: re.Match[str]) -> str:
    """The number that the match's one filled group stands for; -1 is the last."""
    word = next(group for group in match.groups() if group).casefold()
    return word if word.isdecimal() else str(NUMBERS[word])


_BEING = any_of(
    "i am", "i'm", "im", "iam", "i work as", "working as", "as", "my role is", "role is", "role to",
    "role as", "became", "become", "promoted", "being", "i was made", "made me", "now",
)  # fmt: skip
_BETWEEN = any_of(
    "a", "an", "the", "now", "new", "just", "only", "newly", "to", "into", "as", "still",
    "an?other", "bpo", "actually", "first[- ]time", "currently", "acting", "your", "recently",
    "promoted", "senior", "junior", "in", "called", "tier", "one", "two",
)  # fmt: skip
ROLE_OF_ONESELF = re.compile(
    rf"\b(?:{_BEING}\b|(?:promoted|(?:change|switch|set|move|update)(?: me| my role)?)"
    rf"(?: from [\w ]+)? to\b)(?:\W+{_BETWEEN}\b)*\W*$",
    re.IGNORECASE,
)
"""What stands before a role that the writer says of themselves."""
OF_OTHERS = re.compile(
    r"\b(?:he|she|they|who|teammate|colleague|friend|batchmate|somebody|someone|everyone"
    r"|my (?:tl|boss|manager|team ?mate|lead|supervisor|seatmate))\b"
    r"(?!.*\b(?:i|i'm|im|me|my role)\b)",
    re.IGNORECASE,
)
"""What says that a role near it is somebody else's."""
_ASKING = any_of(
    "ok(?:ay)?", "and", "so", "but", "then", "what", "how", "about", "is", "it", "the", "same",
    "would", "that", "this", "look", "like", "does", "do", "will", "be", "different", "if", "i",
    "was", "were", "as", "for", "an?", "other", "written", "have", "something", "you", "got",
    "any", "anything", "version", "show", "me", "give", "new",
)  # fmt: skip
ROLE_ASKED_ABOUT = re.compile(
    rf"^\W*(?!as\b|i\b)(?=.*\b(?:for|about|if|as|what|how|and)\b)(?:{_ASKING}\W+)+$",
    re.IGNORECASE,
)
"""All that stands before a role that a follow-up asks about: "and for managers?"."""
FOR_ME = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|and|so|but|then|now|what about|how about)\W+)*"
    r"(?:for me|back to me|in my (?:case|role))\b",
    re.IGNORECASE,
)
MY_PEOPLE = compiled(
    r"\b(?:my|our) (?:own |new |best |top |old |senior )*"
    r"(?:agents?|reps?|direct reports?|team members?|guys|csrs)\b",
    r"\bmy (?:own |new |best |top |old |senior )*(?:tls|team leaders|team leads)\b",
    r"\bpeople (?:i manage|who report to me|under me)\b",
    r"\bi (?:manage|lead|handle|supervise) (?:a |the )?(?:\d+ )?(?:team|people|agents|reps)\b",
    r"\b(?:half of|some of|most of|all of) my team\b",
)
MY_BOSS = compiled(
    r"\b(?:my|our) (?:own |new |current |old )*(?:tl|team leader|team lead|supervisor|sup)\b"
)

HURRY = compiled(
    r"\b(?:quick(?:ly)?|asap|right now|real fast|in a (?:hurry|rush)|short version|tl;?dr)\b",
    r"\bhurry\W*$",
    r"\bno time(?= now\b| right now\b| to read\b|\W*$)",
    r"\b(?:in|within) (?:a |an |like |about )?"
    r"(?:\d{1,2}|few|couple(?: of)?|five|ten|fifteen) ?min(?:ute)?s?\b",
    r"\b(?:starts?|starting|begins?) (?:soon|now)\b",
    r"\babout to (?:start|walk|join)\b",
    r"\bwalking in(?:to)?\b(?! (?:this|a|the|my) (?:new )?(?:job|role|company|industry|career))",
    r"\bbefore (?:i|we) (?:walk|go) in\b",
)
_SOMEBODY_ELSE = any_of(
    "he", "she", "they", "callers?", "customers?", "cx", "clients?", "agents?", "people", "team",
    "boss", "manager", "tl", "everyone", "someone",
)  # fmt: skip
HURRY_OF_OTHERS = compiled(
    r"\bquick (?:question|q|one|learner|fix|win|chat|call|wrap|response|thinking)s?\b",
    r"\b(?:too|so|very|more|less|that|as|how|speak(?:s|ing)?|talk(?:s|ing)?|learn(?:s|ing)?|work(?:s|ing)?"
    r"|act|respond|change[sd]?|changing|move[sd]?|grow(?:s|ing)?|resolve[sd]?) quick(?:ly)?\b",
    rf"\b{_SOMEBODY_ELSE}\b[^.?!,\n]{{0,30}}\b"
    r"(?:asap|quick(?:ly)?|right now|in a (?:hurry|rush))\b(?! (?:pls|please)\b)",
)
"""Haste that is not the writer's: it is taken out before hurry is looked for."""
CORRECTION = re.compile(
    r"^\W*(?:(?:no+|nope|nah|not that|wrong|sorry)\b[\s,.!-]*)*(?:what )?"
    r"(?:i (?:actually )?(?:meant?|was (?:asking|talking) about|am (?:asking|talking) about)"
    r"|i'?m (?:asking|talking) about|my question (?:is|was) about)\b(?! it\W*$)"
    r"[\s,:-]*(?:about |was |is )?",
    re.IGNORECASE,
)
_PEOPLE = r"(?:he|she|they|him|her|them)"
REFERS_BACK = re.compile(
    rf"^\W*(?:and|so|but|then)\b.*\b(?:it|that|this|these|those|{_PEOPLE})\b"
    rf"|^\W*(?:how|what|when|why|should|can|could|do|does)\b(?: [\w']+){{0,4}} {_PEOPLE}\b"
    r"(?: \w+){0,2}\W*$",
    re.IGNORECASE,
)
"""A question that leans on the one before: "and how do I tell her that?", "what if they say no"."""
CLAUSE_END = re.compile(
    r"(?<=[.?!;\n])\s+"
    r"|\s*[,;]?\s+\b(?:and also|also|plus|and another thing(?: is)?|and then|on top of that"
    r"|besides that|and|but)\b\s+",
    re.IGNORECASE,
)

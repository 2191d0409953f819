"""Words that say by themselves that a message is about one's own goals, whatever its subject."""

from __future__ import annotations

import re

_GOAL = r"(?:goals?|targets?|objectives?)"
_PEOPLE = r"(?:team|agents?|tls?|people|staff)"


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_QUESTION = _any(
    r"^\W*(?:how|what|why|when|which|where|who|should|is|are|do|does|did|can|could|paano|kaise|ano)\b"
    r"(?!\W+(?:you|u|i|we)\W+(?:\w+\W+){0,2}"
    r"(?:add|set|make|create|save|put|note|start|have|log|track)\b)"
)
_OF_OTHERS = _any(
    rf"\b(?:team'?s?|agents?'?|their|his|her|client'?s?|company'?s?|our|for (?:my|the) {_PEOPLE})\b"
    rf"[^.]{{0,20}}\b{_GOAL}\b",
    rf"\b{_GOAL}\b[^.]{{0,12}}\b(?:for|of) (?:my|the|our) {_PEOPLE}\b",
)
_CREATE = _any(
    rf"^\W*(?:\w+\W+)?(?:new|another|next|personal) {_GOAL}\b\W*(?:pls|please)?\W*[:,-]",
    rf"^\W*{_GOAL}\W*[:-]",
    r"\bmy (?:\w+ )?(?:goal|aim|target|objective)(?: (?:for )?(?:this|next|the) \w+)?"
    r" is (?:to|that i|for me to|being|getting)\b",
    r"\b(?:make|save|set|track|note|log|add|put|record|register|count) (?:it|this|that)(?: down)?"
    rf" (?:as|to|into|in|on) (?:a |an |my |the )?(?:\w+ )?{_GOAL}\b",
    rf"\bmake (?:it|this|that) (?:a|my) (?:\w+ )?{_GOAL}\b",
    rf"\b(?:new one|one more|another one|add) (?:for|to|on) my {_GOAL}\b",
    r"\b(?:i'?d like|i want|i need|give me|set (?:me|up)|create|add|start|make) (?:me )?"
    r"(?:a|an|another) (?:new )?(?:goal|target|objective) (?:to|of|about|for|on)\b",
)
_AMOUNT = (
    r"(?:\d{1,3} ?(?:%|percent\b|pct\b)|\d{1,3} (?:out of|of) (?:the |my )?\d{1,3}\b|half ?-?way\b"
    r"|half done\b|three quarters\b|almost (?:done|there)\b|nearly (?:done|there)\b)"
)
_NAMED = (
    r"\b(?:my|the|that|this) (?:[\w'-]+ ){0,5}?(?:goal|target|thing|one)\b"
    rf"|\b{_GOAL} (?:#|no\.? ?)?\d\b"
)
_REACHED = _any(
    r"\b100 ?(?:%|percent|pct)",
    r"\b(\d{1,3}) (?:out of|of) (?:the |my )?\1\b",
    r"\b(?:reached|hit|met|finished|complete[ds]?|closed?|give|drop|tapos)\b",
)
_PROGRESS = re.compile(
    rf"(?=.*(?:{_NAMED}|\bgoal\b))(?=.*{_AMOUNT})",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST, _LONGEST_REPORT = 300, 90
"""Characters up to which a frame can be the whole point of a message."""


def goal_frame(text: str) -> str | None:
    """goal_create or goal_progress where the words leave no doubt, else None."""
    if len(text) > _LONGEST or _QUESTION.search(text) or _OF_OTHERS.search(text):
        return None
    if _CREATE.search(text):
        return "goal_create"
    told = len(text) <= _LONGEST_REPORT and not _REACHED.search(text)
    return "goal_progress" if told and _PROGRESS.search(text) else None

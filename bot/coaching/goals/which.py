"""Which goal a person means: by number, by part of its title, or because there is only one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from os.path import commonprefix

from rapidfuzz import fuzz, utils

from bot.coaching.goals.form import CHECK_IN
from bot.coaching.turn import Turn
from bot.store.records import Goal

_ALIKE = 60.0
"""Score (0 to 100) from which a title may be the one that was named."""
_APART = 12.0
"""Points by which the best title has to be ahead of the next."""
_MOST_OFFERED = 5
_SAME_WORD = 72.0
"""Likeness of two words from which one is a misspelling, or another form, of the other."""
_SHORTEST_BEGINNING = 3
_SHORT_WORD = 4
"""Letters up to which the first one has to be right: “none” is not “one”."""
_SMALL = frozenset(["a", "an", "the", "my", "to", "of", "on", "in", "for", "and", "at", "be", "by"])
_IT = re.compile(r"\b(?:it|that one|this one|that goal|this goal|same one)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """The goal that is meant; else those that it could be, and whether any was named at all."""

    goal: Goal | None = None
    near: tuple[Goal, ...] = ()
    named: bool = False


def which(goals: Sequence[Goal], turn: Turn) -> Found:
    """Find the goal that the turn is about; "it" is the one last spoken of, or asked about."""
    number = turn.entities.get("goal_number", "")
    if number.lstrip("-").isdecimal():
        return _by_number(goals, int(number))
    if words := turn.entities.get("goal_ref"):
        return _by_words(goals, words)
    if len(goals) == 1:
        return Found(goals[0])
    asked = turn.thread.waiting == CHECK_IN
    it = turn.thread.goal if asked or _IT.search(turn.text) else None
    recent = next((goal for goal in goals if str(goal.number) == it), None)
    return Found(recent) if recent else Found(near=tuple(goals[:_MOST_OFFERED]))


def _by_number(goals: Sequence[Goal], number: int) -> Found:
    if number == -1 and goals:
        return Found(goals[-1], named=True)
    chosen = next((goal for goal in goals if goal.number == number), None)
    return Found(chosen, named=True)


def _by_words(goals: Sequence[Goal], words: str) -> Found:
    scored = sorted(((_score(words, goal.title), goal) for goal in goals), key=lambda p: -p[0])
    likely = [(score, goal) for score, goal in scored if score >= _ALIKE]
    if not likely:
        return Found(near=tuple(goals[:_MOST_OFFERED]), named=True)
    best, *others = likely
    close = [goal for score, goal in others if best[0] - score < _APART]
    if close:
        return Found(near=(best[1], *close[: _MOST_OFFERED - 1]), named=True)
    return Found(best[1], named=True)


def _score(words: str, title: str) -> float:
    """How well the words fit words of the title, 0 to 100; typing errors cost a little.

    Whole words are compared: the letters of a short one are somewhere in almost any title.
    """
    named = _content(words)
    there = _content(title)
    fits = [max((_fit(word, other) for other in there), default=0.0) for word in named]
    return sum(fits) / len(fits) if fits else 0.0


def _fit(word: str, other: str) -> float:
    """Two words, 0 to 100; another form of a word ("asking", "cert") is as good as the word."""
    common = len(commonprefix([word, other]))
    if word == other or common >= max(_SHORTEST_BEGINNING, min(len(word), len(other)) - 1):
        return 100.0
    if len(word) <= _SHORT_WORD and word[0] != other[0]:
        return 0.0
    likeness: float = fuzz.ratio(word, other)
    return likeness if likeness >= _SAME_WORD else 0.0


def _content(text: str) -> list[str]:
    """The words that carry meaning; all of them where none does."""
    words = utils.default_process(text).split()
    return [word for word in words if word not in _SMALL] or words

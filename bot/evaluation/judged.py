"""One labelled line beside what was understood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.evaluation.lines import Labelled

_OFFERED = 3
"""Topics that the coach offers when it asks which is closest."""
_READ = {
    "goal_create": ("goal_title", "target_date"),
    "goal_progress": ("goal_ref", "goal_number", "progress"),
    "goal_edit": ("goal_ref", "goal_number", "target_date"),
}
"""Entities that the actions read for an intent; for every other one:"""
_READ_ELSE = ("goal_ref", "goal_number")


class Judged:
    """A labelled line beside what was understood."""

    def __init__(self, wanted: Labelled, parsed: Mapping[str, Any]) -> None:
        self.wanted = wanted
        self.decision = str(parsed["decision"])
        self.intent = str(parsed["intent"])
        self.label = str(parsed.get("label") or self.intent)
        self._ranking = [str(topic["id"]) for topic in parsed["topics"]]
        self._entities: Mapping[str, Any] = parsed.get("entities") or {}

    def ranked(self, among: int) -> bool:
        """Whether a right topic is among the first; a bridge is in no ranking, its label counts."""
        accepted = set(self.wanted.topics)
        asked = self.label.removeprefix("ask/")
        bridged = asked in accepted and asked != self.label and asked not in self._ranking
        return bridged or not accepted.isdisjoint(self._ranking[:among])

    @property
    def right(self) -> bool:
        """Answered with a right topic."""
        return self.decision == "answer" and self.ranked(1)

    @property
    def one_tap(self) -> bool:
        """Answered right, or asked with a right topic among those offered."""
        offered = not set(self.wanted.topics).isdisjoint(self._ranking[:_OFFERED])
        return self.right or (self.decision == "clarify" and offered)

    @property
    def wrong(self) -> bool:
        """A wrong answer where guidance was wanted: neither right, nor asked back, nor declined."""
        return not self.right and self.decision not in ("clarify", "out_of_scope")

    @property
    def entities_exact(self) -> bool:
        """Whether each entity that the actions read has the wanted value, and no other is there."""
        wanted = self.wanted.entities or {}
        read = _READ.get(self.wanted.intent or "", _READ_ELSE)
        return all(_folded(wanted.get(name)) == _folded(self._entities.get(name)) for name in read)

    @property
    def confusion(self) -> tuple[str, str] | None:
        """What was wanted and what came instead; None where it is what was wanted."""
        wanted = self.wanted
        if wanted.topics:
            first = self._ranking[0] if self._ranking else "nothing"
            asked = f"asked back, {first} first"
            got = asked if self.decision == "clarify" else self.label.removeprefix("ask/")
            fine = self.right or (self.decision == "clarify" and self.ranked(1))
            return None if fine else (wanted.topics[0], got)
        if wanted.unlike:
            return (f"not {wanted.unlike}", self.label) if self.intent == wanted.unlike else None
        fine = self.intent == wanted.intent and wanted.label in (None, self.label)
        return None if fine else (wanted.label or str(wanted.intent), self.label)


def _folded(value: object) -> object:
    return " ".join(value.casefold().split()) if isinstance(value, str) else value

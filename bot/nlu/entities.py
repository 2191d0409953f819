"""Entities by spaCy's matchers on a blank English pipeline: what can be read without a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from bot.nlu.goals.phrases import find_goal_phrases
from bot.nlu.patterns import (
    FOR_ME,
    MY_BOSS,
    MY_PEOPLE,
    OF_OTHERS,
    POINT,
    ROLE_ASKED_ABOUT,
    ROLE_OF_ONESELF,
    number_in,
)

ROLE_NAMES: dict[str, tuple[str, ...]] = {
    "agent": (
        "agent", "call center agent", "call centre agent", "csr", "rep", "representative",
        "associate", "customer care executive", "customer service executive",
        "customer support executive", "care executive", "support executive", "process associate",
        "telecaller", "frontline", "new hire", "trainee",
    ),
    "manager": (
        "team leader", "team lead", "tl", "supervisor", "operations manager", "ops manager", "om",
        "team manager", "assistant manager", "floor manager", "manager", "deputy manager",
        "process manager", "acting tl", "interim tl", "officer in charge", "oic",
    ),
    "executive": (
        "director", "site director", "operations director", "vp", "avp", "svp", "vice president",
        "ceo", "coo", "cfo", "head of operations", "ops head", "operations head", "country head",
        "bpo executive", "business head", "site head", "senior executive", "c level",
    ),
    "ambiguous": ("executive", "exec"),
}  # fmt: skip
METRICS = (
    "aht", "handle time", "handling time", "csat", "nps", "qa score", "quality score", "qa", "fcr",
    "first call resolution", "sla", "service level", "attendance", "adherence", "acw",
    "after call work", "hold time", "talk time", "conversion", "attrition", "shrinkage",
    "utilization", "occupancy", "backlog",
)  # fmt: skip

_FILLERS = {"a", "an", "the", "just", "only", "here", "po", "lol", "sir", "ma'am", "i", "am", "im"}
_NEAR = 80
"""Characters before a role that can say whose it is."""
_SHORT = 12
"""Tokens up to which "for managers" is a question about the answer, not part of a story."""


@dataclass(frozen=True)
class Entity:
    """A span of the text; `group` of a role says how it is known: said, implied or asked."""

    start: int
    end: int
    entity: str
    value: str
    group: str | None = None


class EntityMatcher:
    """Finds role, point, topic, metric, goal and date entities; `topics` are known topic ids."""

    def __init__(self, topics: Iterable[str] = (), nlp: Language | None = None) -> None:
        self._nlp = nlp or spacy.blank("en")
        self._phrases = PhraseMatcher(self._nlp.vocab, attr="LOWER")
        self._values: dict[str, tuple[str, str]] = {}
        for role, names in ROLE_NAMES.items():
            self._add("role", role, (*names, *(f"{name}s" for name in names)))
        for metric in METRICS:
            self._add("metric", metric, (metric,))
        for topic in topics:
            self._add("topic", topic, (topic.replace("_", " "), topic.replace("_", "-")))

    def extract(self, text: str) -> list[Entity]:
        """The entities of a text, in order; offsets count characters."""
        doc = self._nlp.make_doc(text)
        found = [*self._named(doc), *_implied_role(text), *_written(text)]
        return sorted(set(found), key=lambda e: (e.start, e.end, e.entity))

    def _add(self, entity: str, value: str, phrases: Iterable[str]) -> None:
        key = f"{entity}:{value}"
        self._values[key] = (entity, value)
        self._phrases.add(key, [self._nlp.make_doc(phrase) for phrase in phrases])

    def _named(self, doc: Doc) -> Iterator[Entity]:
        """Phrases of the lists, the longest where they overlap; a role only where the writer's."""
        for span in filter_spans(list(self._phrases(doc, as_spans=True))):
            entity, value = self._values[span.label_]
            group = _role_group(doc, span) if entity == "role" else None
            if group == "asked" and value == "ambiguous":
                value = "executive"
            if group or entity != "role":
                yield Entity(span.start_char, span.end_char, entity, value, group)


def _role_group(doc: Doc, span: Span) -> str | None:
    """How a role is named: said of oneself, asked about ("and for managers?"), or of others."""
    before = doc.text[: span.start_char]
    if len(doc) <= _SHORT and ROLE_ASKED_ABOUT.search(before):
        return "asked"
    others = {token.lower_ for token in doc if token.i not in range(span.start, span.end)}
    if len(doc) <= _SHORT and all(word in _FILLERS or not word.isalnum() for word in others):
        return "said"
    near = before[-_NEAR:]
    return "said" if ROLE_OF_ONESELF.search(near) and not OF_OTHERS.search(near) else None


def _implied_role(text: str) -> Iterator[Entity]:
    """Whoever writes "my agents" leads; whoever writes "my TL" works the queue."""
    for pattern, role in ((MY_PEOPLE, "manager"), (MY_BOSS, "agent")):
        if match := pattern.search(text):
            yield Entity(match.start(), match.end(), "role", role, "implied")
            return


def _written(text: str) -> Iterator[Entity]:
    """Entities that have a written form rather than a list of names."""
    if mine := FOR_ME.search(text):
        yield Entity(*mine.span(), "role", "self", "asked")
    if point := POINT.search(text):
        yield Entity(*point.span(), "point", number_in(point))
    for phrase in find_goal_phrases(text):
        yield Entity(*phrase)

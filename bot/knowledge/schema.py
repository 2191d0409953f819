"""The knowledge base's schema: what a topic, a card, a source tip, a bridge and a contact are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Extra, Field, constr, validator

Audience = Literal["agent", "manager", "executive"]
AUDIENCES: tuple[Audience, ...] = ("agent", "manager", "executive")
_ID = r"^[a-z][a-z0-9_]*$"
_TIP_ID = r"^S\d\.[A-Za-z0-9]+(\.\d+)?$"


class _Strict(BaseModel):
    class Config:
        extra = Extra.forbid
        allow_mutation = False
        anystr_strip_whitespace = True
        min_anystr_length = 1


class Line(_Strict):
    """One line of a card, and the sections or tips of the sources that it carries."""

    text: str
    tips: list[constr(regex=_TIP_ID)] = []  # type: ignore[valid-type]

    @classmethod
    def validate(cls, value: Any) -> Line:
        """A bare string in the YAML is a line that carries no tip."""
        return super().validate({"text": value} if isinstance(value, str) else value)


class PitfallLine(Line):
    """What goes wrong, in one or two short sentences."""

    text: str = Field(max_length=170)


class TodayLine(Line):
    """One small thing to try."""

    text: str = Field(max_length=140)


class ShortLine(Line):
    """A step, or a line for someone in a hurry."""

    text: str = Field(max_length=110)


class _CardBase(_Strict):
    borrowed: bool = False
    hurry: tuple[ShortLine, ShortLine, ShortLine]
    related: list[str] = Field(min_items=1, max_items=3)


class Goal(_Strict):
    """The personal development goal that a card suggests, and how one would measure it."""

    title: str = Field(max_length=200)
    measure: str


class AdviceCard(_CardBase):
    """Guidance on a pitfall for one audience."""

    kind: Literal["advice"]
    pitfall: PitfallLine
    why: Line
    steps: list[ShortLine] = Field(min_items=3, max_items=4)
    dos: list[Line] = Field(min_items=2, max_items=4)
    donts: list[Line] = Field(min_items=2, max_items=4)
    today: TodayLine
    reflect: str = Field(max_length=110)
    goal: Goal


class FactCard(_CardBase):
    """What a job or an industry is, for one audience."""

    kind: Literal["fact"]
    facts: list[Line] = Field(min_items=2, max_items=6)
    follows: list[Line] = Field(min_items=1, max_items=4)


Card = AdviceCard | FactCard


class Topic(_Strict):
    """One topic: a card for each of its audiences."""

    id: str = Field(regex=_ID)
    title: str = Field(min_length=1, max_length=34)
    about: str = Field(max_length=90)
    audiences: list[Audience] = Field(min_items=1)
    cards: dict[Audience, Annotated[Card, Field(discriminator="kind")]]

    @validator("cards")
    def _a_card_for_each_audience(
        cls, cards: dict[Audience, Card], values: dict[str, Any]
    ) -> dict[Audience, Card]:
        wanted = set(values.get("audiences", cards))
        if missing := wanted - set(cards):
            raise ValueError(f"no card for audience {', '.join(sorted(missing))}")
        if extra := set(cards) - wanted:
            raise ValueError(f"card for {', '.join(sorted(extra))}, who is not in audiences")
        return cards

    @property
    def title_within(self) -> str:
        """The title as it stands within a sentence: "moving up in BPO"."""
        return self.title[0].lower() + self.title[1:]


class Tip(_Strict):
    """One piece of advice or fact in a source document."""

    id: str = Field(regex=_TIP_ID)
    title: str


class Section(_Strict):
    """A section of a source document."""

    id: str = Field(regex=_TIP_ID)
    title: str
    kind: Literal["pitfall", "principle", "do", "dont", "fact", "summary"]
    tips: list[Tip] = Field(min_items=1)


class Document(_Strict):
    """A source document."""

    id: str = Field(regex=r"^S\d$")
    title: str
    audiences: list[Audience] = Field(min_items=1)
    sections: list[Section] = Field(min_items=1)


class Bridge(_Strict):
    """A frequent worry that no source names: an honest opening and the nearest cards."""

    id: str = Field(regex=_ID)
    title: str = Field(max_length=34)
    opening: str
    topics: list[str] = Field(min_items=1, max_items=3)
    contacts: bool = False


Need = Literal["self_harm", "harassment", "threat", "fraud", "abuse", "other"]


class Contact(_Strict):
    """Whom to turn to; each company fills in how."""

    id: str = Field(regex=_ID)
    name: str
    how: str
    needs: list[Need] = Field(min_items=1, alias="for")


@dataclass(frozen=True)
class Knowledge:
    """Everything that the coach may say; ids resolve, and order is that of the files."""

    topics: dict[str, Topic]
    documents: tuple[Document, ...]
    bridges: dict[str, Bridge]
    contacts: tuple[Contact, ...]
    sections: dict[str, tuple[Document, Section]] = field(repr=False)

    def source_of(self, reference: str) -> tuple[Document, Section]:
        """The document and section of a section id (S4.1) or tip id (S4.1.2)."""
        return self.sections[reference]

    def topics_for(self, audience: str | None) -> list[Topic]:
        """Topics with a card for the audience; all of them where it is None."""
        return [t for t in self.topics.values() if audience is None or audience in t.cards]

    def contacts_for(self, need: str) -> list[Contact]:
        """Contacts for a need, in the order of the file."""
        return [contact for contact in self.contacts if need in contact.needs]


def keyed_lines_of(card: Card) -> Iterator[tuple[str, Line]]:
    """Every line of a card with its key in the file: pitfall, steps.2, …"""
    for name in card.__fields__:
        value = getattr(card, name)
        if isinstance(value, Line):
            yield name, value
        elif isinstance(value, (list, tuple)):
            lines = ((f"{name}.{n}", item) for n, item in enumerate(value))
            yield from ((key, item) for key, item in lines if isinstance(item, Line))


def lines_of(card: Card) -> Iterator[Line]:
    """Every line of a card."""
    return (line for _, line in keyed_lines_of(card))


def tips_of(card: Card) -> list[str]:
    """Ids of the sections and tips that the card carries, sorted, each once."""
    return sorted({tip for line in lines_of(card) for tip in line.tips})


def version_of(card: Card) -> str:
    """Eight hex digits that change whenever the card's words do."""
    return hashlib.sha256(json.dumps(card.dict(), sort_keys=True).encode()).hexdigest()[:8]

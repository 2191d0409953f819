"""Which card answers whom."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge import Card, Knowledge, Topic, tips_of, version_of

AUDIENCE_NAMES = {
    "agent": "agents",
    "manager": "team leaders and managers",
    "executive": "executives",
}
_NEAREST = {
    "agent": ("agent", "manager", "executive"),
    "manager": ("manager", "executive", "agent"),
    "executive": ("executive", "manager", "agent"),
}


@dataclass(frozen=True)
class Choice:
    """A topic's card for one audience, and the role of the person who asked (None: unknown)."""

    topic: Topic
    audience: str
    asked_by: str | None = None

    @property
    def card(self) -> Card:
        """The card itself."""
        return self.topic.cards[self.audience]  # type: ignore[index]

    @property
    def opening(self) -> str:
        """An honest line where the card was not written for the asker, else ""."""
        if self.asked_by and self.asked_by != self.audience:
            return f"This one is written for {AUDIENCE_NAMES[self.audience]}; take what fits you."
        if self.card.borrowed:
            return (
                f"No source of mine speaks to {AUDIENCE_NAMES[self.audience]} here, so this is"
                " adapted from what they tell others."
            )
        return ""

    @property
    def details(self) -> dict[str, object]:
        """What a guidance reply says of its card in `custom`."""
        return {
            "topic": self.topic.id,
            "audience": self.audience,
            "card": f"{self.topic.id}.{self.audience}",
            "card_version": version_of(self.card),
            "sources": tips_of(self.card),
        }


def choose_card(knowledge: Knowledge, topic_id: str, role: str | None) -> Choice:
    """The topic's card for a role: its own, else the nearest; the first where no role is known."""
    topic = knowledge.topics[topic_id]
    order = _NEAREST.get(role or "", topic.audiences)
    return Choice(topic, next(a for a in order if a in topic.cards), role)

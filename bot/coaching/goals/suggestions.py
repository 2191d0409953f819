"""What the knowledge base has to offer for a goal: its topic, a sharper wording, a first step."""

from __future__ import annotations

from bot.coaching.cards import choose_card
from bot.coaching.goals.form import Form
from bot.coaching.turn import Turn
from bot.knowledge import AdviceCard, Knowledge

_LIKELY = 0.005
"""A topic's chance beside a command, from which it counts; measured on the development set."""
_CLEARLY = 0.6
"""Its part of what all topics weigh together."""
_ABOUT_GOALS = "goal_setting"
"""The topic that "set a goal" itself weighs for, whatever the goal is about."""


def topic_of(knowledge: Knowledge, turn: Turn) -> str | None:
    """The topic that the words are about, where the coach is sure enough."""
    about = turn.label.startswith("ask/") and turn.ranking
    topic = turn.ranking[0] if about else _beside_a_command(turn)
    return topic if topic in knowledge.topics else None


def better_wording(knowledge: Knowledge, turn: Turn) -> str:
    """The goal of the card that is nearest to the person's words; "" where none is near."""
    topic = topic_of(knowledge, turn)
    card = _card(knowledge, turn, topic) if topic else None
    return card.goal.title if card else ""


def for_step(knowledge: Knowledge, turn: Turn, form: Form, step: str) -> str:
    """What the topic's card would say for the step; "" where no card is near."""
    if form.topic not in knowledge.topics or step not in ("measure", "first_step"):
        return ""
    card = _card(knowledge, turn, form.topic)
    if card is None:
        return ""
    # A card's measure belongs to the card's own goal; of the person's it may be no measure at all.
    own = form.values.get("title") == card.goal.title
    return card.today.text if step == "first_step" else card.goal.measure if own else ""


def goal_of_card(knowledge: Knowledge, turn: Turn) -> Form | None:
    """The goal of the pressed card, or of the card on the table where the words point at it."""
    topic = turn.entities.get("topic") if turn.pressed else turn.thread.topic
    named = turn.pressed or ("goal_title" not in turn.entities and _points_back(turn.text))
    if not named or topic not in knowledge.topics:
        return None
    audience = turn.thread.audience if topic == turn.thread.topic else turn.asker
    card = choose_card(knowledge, topic, audience).card
    if not isinstance(card, AdviceCard):
        return None
    values = {"title": card.goal.title, "measure": card.goal.measure, "first_step": card.today.text}
    return Form("create", values=values, topic=topic)


def _card(knowledge: Knowledge, turn: Turn, topic: str) -> AdviceCard | None:
    card = choose_card(knowledge, topic, turn.asker).card
    return card if isinstance(card, AdviceCard) else None


def _beside_a_command(turn: Turn) -> str | None:
    """The topic that clearly outweighs the others in a message that is a command first."""
    chances = dict(zip(turn.ranking, turn.chances, strict=False))
    chances.pop(_ABOUT_GOALS, None)
    topic = max(chances, key=lambda name: chances[name], default=None)
    if topic is None or chances[topic] < max(_LIKELY, _CLEARLY * sum(chances.values())):
        return None
    return topic


def _points_back(text: str) -> bool:
    """ "Make that a goal": the words name no goal but what is on the table."""
    words = {word.strip(".,!?").lower() for word in text.split()}
    return bool(words & {"that", "this", "it", "your", "suggestion", "suggested", "yours"})

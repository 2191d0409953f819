"""Answer a question with a card, ask which topic is closest, and walk on through a card."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.coaching.cards import Choice, choose_card
from bot.coaching.compose import bridge_screen, parts_of, screen
from bot.coaching.contacts import contact_lines
from bot.coaching.offers import offer, topic_buttons
from bot.coaching.roles import role_question
from bot.coaching.turn import Button, Opinion, Outcome, Reply, Thread, Turn, payload
from bot.knowledge import AdviceCard, Knowledge


def answer(knowledge: Knowledge, turn: Turn) -> Outcome:
    """Guidance on the turn's topic or bridge, for the asker's role; questions come after it."""
    pressed = turn.label == "ask"
    name = turn.entities.get("topic") if pressed else turn.detail
    if not name or not _known(knowledge, name):
        return clarify(knowledge, turn)
    ranking = turn.ranking or turn.thread.ranking
    hurry = turn.hurry or (pressed and turn.thread.hurry and name in turn.thread.options)
    outcome = _open(knowledge, turn, name, hurry=hurry)
    outcome = outcome.then(
        ranking=tuple(t for t in ranking if t != outcome.thread.topic),
        hurry=hurry,
        role_asked=turn.thread.role_asked,
        implied_role=turn.implied_role or turn.thread.implied_role,
    )
    said = None if turn.said_role == "ambiguous" else turn.said_role
    chosen = _as_chosen(outcome, turn) if pressed else None
    outcome = replace(outcome, role=said or turn.role, opinion=chosen)
    outcome = _offer_second(knowledge, outcome, turn)
    return _ask_role(knowledge, outcome, turn)


def show(
    knowledge: Knowledge, thread: Thread, topic: str, audience: str | None, part: str = "main"
) -> Outcome:
    """Put one part of a topic's card on the table."""
    choice = choose_card(knowledge, topic, audience)
    same = (thread.topic, thread.audience) == (topic, choice.audience)
    shown = (*(thread.shown if same else ()), part)
    after = thread.with_card(topic, choice.audience, shown)
    text = screen(knowledge, choice, part)
    reply = Reply("guidance", text, buttons(choice, after), choice.details)
    return Outcome((reply,), after)


def more(knowledge: Knowledge, turn: Turn) -> Outcome:
    """The next part of the card that was not shown yet; says so when there is none."""
    thread = turn.thread
    choice = choose_card(knowledge, thread.topic or "", thread.audience)
    if part := next_part(choice, thread.shown):
        return show(knowledge, thread, choice.topic.id, thread.audience, part)
    text = (
        f"That was the whole card on {choice.topic.title_within}; there is no more on it."
        " Shall we look at something related, or is there another worry?"
    )
    reply = Reply("guidance", text, buttons(choice, thread), choice.details)
    return Outcome((reply,), thread)


def clarify(knowledge: Knowledge, turn: Turn) -> Outcome:
    """Ask which of the three likeliest topics is closest."""
    thread = replace(turn.thread, hurry=turn.hurry, about=turn.message_id or None)
    return offer(knowledge, thread, turn.ranking, "I want to get this right. **Which is closest?**")


def next_part(choice: Choice, shown: Iterable[str]) -> str | None:
    """The first part of the card that was not shown yet."""
    seen = set(shown)
    return next((part for part in parts_of(choice) if part not in seen), None)


def buttons(choice: Choice, thread: Thread) -> tuple[Button, ...]:
    """The buttons below a guidance reply; More, only while there is more, names the next part.

    They name the card and the message that it answers: they may be pressed much later.
    """
    part = next_part(choice, thread.shown)
    answered = {"about": thread.about} if thread.about else {}
    card = {"topic": choice.topic.id, "audience": choice.audience, **answered}
    walk = [Button("More", payload("more_detail", **card, part=part))] if part else []
    advises = isinstance(choice.card, AdviceCard)
    goal = Button("Make it a goal", payload("goal_create", topic=choice.topic.id))
    return (
        *walk,
        Button("Related", payload("more_detail", **card, part="related")),
        *([goal] if advises else []),
        Button("Helpful", payload("feedback_positive", **card)),
        Button("Not helpful", payload("feedback_negative", **card)),
    )


def _open(knowledge: Knowledge, turn: Turn, name: str, *, hurry: bool) -> Outcome:
    """A fresh thread on a topic, or on the nearest topic of a bridge with its opening line."""
    bridge = knowledge.bridges.get(name)
    topic = bridge.topics[0] if bridge else name
    part = "hurry" if hurry else "main"
    fresh = Thread(topic=topic, about=turn.message_id or None)
    outcome = show(knowledge, fresh, topic, turn.asker, part)
    if not bridge:
        return outcome
    choice = choose_card(knowledge, topic, turn.asker)
    ending = contact_lines(knowledge, "abuse") if bridge.contacts else ""
    first = outcome.replies[0]
    walk, *rest = first.buttons
    bridged = replace(
        first,
        text=bridge_screen(knowledge, choice, bridge.opening, part, ending),
        buttons=(walk, *topic_buttons(knowledge, bridge.topics[1:]), *rest),
    )
    return replace(outcome, replies=(bridged,))


def _as_chosen(outcome: Outcome, turn: Turn) -> Opinion | None:
    """Of the topics that the coach had guessed, this one was meant: a label that costs nothing."""
    guessed = turn.thread.waiting == "closest" and outcome.thread.topic in turn.thread.options
    card = outcome.replies[0].details
    return Opinion("chosen", card, turn.thread.about) if guessed else None


def _offer_second(knowledge: Knowledge, outcome: Outcome, turn: Turn) -> Outcome:
    """Two worries in one message: the stronger is answered, the other offered."""
    name = turn.second
    if not name or not _known(knowledge, name):
        return outcome
    nearest = _topics_of(knowledge, name)[0]
    if nearest in (outcome.thread.topic, *_topics_of(knowledge, turn.detail)):
        return outcome
    title = (knowledge.topics.get(name) or knowledge.bridges[name]).title
    reply = Reply(
        "clarify",
        f"You also mentioned something else: **{title}**. Shall I go on with that?",
        (Button("Yes, that too", payload("affirm")), Button("No, thanks", payload("deny"))),
        {"topics": [nearest]},
    )
    return outcome.then(reply, second=name, waiting="second")


def _ask_role(knowledge: Knowledge, outcome: Outcome, turn: Turn) -> Outcome:
    """Ask for the role after the answer, once, where cards differ and no word gave it away."""
    ambiguous = turn.said_role == "ambiguous" and not outcome.role
    topic = knowledge.topics[outcome.thread.topic or ""]
    if not ambiguous and (turn.asker or turn.thread.role_asked or len(topic.cards) == 1):
        return outcome
    waiting = outcome.thread.waiting or "role"
    return outcome.then(role_question(ambiguous=ambiguous), role_asked=True, waiting=waiting)


def _known(knowledge: Knowledge, name: str) -> bool:
    return name in knowledge.topics or name in knowledge.bridges


def _topics_of(knowledge: Knowledge, name: str) -> tuple[str, ...]:
    """The topic itself, or those that a bridge leads to."""
    bridge = knowledge.bridges.get(name)
    return tuple(bridge.topics) if bridge else (name,)

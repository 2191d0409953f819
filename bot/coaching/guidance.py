"""Answer a question with a card, ask which topic is closest, and walk on through a card."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.coaching.cards import Choice, choose_card
from bot.coaching.compose import parts_of, screen
from bot.coaching.contacts import contact_lines
from bot.coaching.roles import role_question
from bot.coaching.turn import Button, Outcome, Reply, Thread, Turn, payload
from bot.knowledge import Knowledge

_OFFERED = 3


def answer(knowledge: Knowledge, turn: Turn) -> Outcome:
    """Guidance on the turn's topic or bridge, for the asker's role; questions come after it."""
    name = turn.entities.get("topic") if turn.label == "ask" else turn.detail
    if not name or not _known(knowledge, name):
        return clarify(knowledge, turn)
    ranking = turn.ranking or turn.thread.ranking
    outcome = _open(knowledge, name, turn.asker, hurry=turn.hurry or turn.thread.hurry)
    outcome = outcome.then(
        ranking=tuple(t for t in ranking if t != outcome.thread.topic),
        role_asked=turn.thread.role_asked,
        implied_role=turn.implied_role or turn.thread.implied_role,
    )
    said = None if turn.said_role == "ambiguous" else turn.said_role
    outcome = replace(outcome, role=said or turn.role)
    outcome = _offer_second(knowledge, outcome, turn)
    return _ask_role(knowledge, outcome, turn)


def show(
    knowledge: Knowledge, thread: Thread, topic: str, audience: str | None, part: str = "main"
) -> Outcome:
    """Put one part of a topic's card on the table."""
    choice = choose_card(knowledge, topic, audience)
    same = (thread.topic, thread.audience) == (topic, choice.audience)
    shown = (*(thread.shown if same else ()), part)
    reply = Reply(
        "guidance",
        screen(knowledge, choice, part),
        buttons(topic, more=bool(remaining(choice, shown))),
        choice.details,
    )
    return Outcome((reply,), replace(thread, topic=topic, audience=choice.audience, shown=shown))


def more(knowledge: Knowledge, turn: Turn) -> Outcome:
    """The next part of the card that was not shown yet; says so when there is none."""
    thread = turn.thread
    choice = choose_card(knowledge, thread.topic or "", thread.audience)
    left = remaining(choice, thread.shown)
    if left:
        return show(knowledge, thread, choice.topic.id, thread.audience, left[0])
    text = (
        f"That was the whole card on {choice.topic.title.lower()}; there is no more on it."
        " Shall we look at something related, or is there another worry?"
    )
    reply = Reply("guidance", text, buttons(choice.topic.id, more=False), choice.details)
    return Outcome((reply,), thread)


def clarify(knowledge: Knowledge, turn: Turn) -> Outcome:
    """Ask which of the three likeliest topics is closest."""
    ranked = [t for t in turn.ranking if t in knowledge.topics]
    return offer(
        knowledge,
        turn.thread,
        ranked,
        "I want to get this right. **Which is closest?**",
        turn.hurry,
    )


def offer(
    knowledge: Knowledge, thread: Thread, ranked: Iterable[str], text: str, hurry: bool = False
) -> Outcome:
    """List up to three topics as buttons; what is left of the ranking stays for the next try."""
    ranked = tuple(ranked)
    listed, rest = ranked[:_OFFERED], ranked[_OFFERED:]
    if not listed:
        return rephrase(thread)
    names = "\n".join(f"{n}. {knowledge.topics[t].title}" for n, t in enumerate(listed, 1))
    reply = Reply(
        "clarify",
        f"{text}\n\n{names}",
        (*topic_buttons(knowledge, listed), Button("None of these", payload("choose", point="0"))),
        {"topics": list(listed)},
    )
    return Outcome((reply,), replace(thread, options=listed, ranking=rest, hurry=hurry))


def rephrase(thread: Thread) -> Outcome:
    """Nothing (more) to offer: ask for other words."""
    text = (
        "Then I have not understood it yet. Tell me in other words what happened, who was involved,"
        " and what you would like to be different. Say “topics” for what I know about."
    )
    return Outcome((Reply("help", text),), replace(thread, options=(), ranking=(), hurry=False))


def remaining(choice: Choice, shown: Iterable[str]) -> tuple[str, ...]:
    """Parts of the card that were not shown yet, in order."""
    seen = set(shown)
    return tuple(part for part in parts_of(choice) if part not in seen)


def buttons(topic: str, *, more: bool) -> tuple[Button, ...]:
    """The buttons below a guidance reply; More only while there is more."""
    walk = [Button("More", payload("more_detail", topic=topic, part="more"))] if more else []
    return (
        *walk,
        Button("Related", payload("more_detail", topic=topic, part="related")),
        Button("Helpful", payload("feedback_positive", topic=topic)),
        Button("Not helpful", payload("feedback_negative", topic=topic)),
    )


def topic_buttons(knowledge: Knowledge, topics: Iterable[str]) -> tuple[Button, ...]:
    """A button for each topic, with its title."""
    return tuple(Button(knowledge.topics[t].title, payload("ask", topic=t)) for t in topics)


def _open(knowledge: Knowledge, name: str, audience: str | None, *, hurry: bool) -> Outcome:
    """A fresh thread on a topic, or on the nearest topic of a bridge with its opening line."""
    bridge = knowledge.bridges.get(name)
    topic = bridge.topics[0] if bridge else name
    outcome = show(knowledge, Thread(), topic, audience, "hurry" if hurry else "main")
    if not bridge:
        return outcome
    first = outcome.replies[0]
    ending = f"\n\n{contact_lines(knowledge, 'abuse')}" if bridge.contacts else ""
    bridged = replace(first, text=f"{bridge.opening}\n\n{first.text}{ending}")
    return replace(outcome, replies=(bridged,))


def _offer_second(knowledge: Knowledge, outcome: Outcome, turn: Turn) -> Outcome:
    """Two worries in one message: the stronger is answered, the other offered."""
    name = turn.second
    if not name or not _known(knowledge, name) or name == outcome.thread.topic:
        return outcome
    title = (knowledge.topics.get(name) or knowledge.bridges[name]).title
    reply = Reply(
        "clarify",
        f"You also mentioned something else: **{title}**. Shall I go on with that?",
        (Button("Yes, that too", payload("affirm")), Button("No, thanks", payload("deny"))),
        {"topics": [knowledge.bridges[name].topics[0] if name in knowledge.bridges else name]},
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

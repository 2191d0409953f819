"""Follow-ups on the card on the table: why, what to avoid, where from, other audiences, points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.coaching.cards import AUDIENCE_NAMES, choose_card
from bot.coaching.compose import (
    numbered_lines,
    parts_of,
    point_screen,
    screens_of,
    sources_screen,
)
from bot.coaching.guidance import buttons, more, show
from bot.coaching.offers import offer
from bot.coaching.roles import role_question, role_taken
from bot.coaching.turn import Outcome, Reply, Thread, Turn
from bot.knowledge import AUDIENCES, Knowledge

_PARTS = {"why": "why", "avoid": "donts", "today": "today", "goal": "goal", "hurry": "hurry"}
_WALKED = ("main", "dos", "donts", "follows")


def follow_up(knowledge: Knowledge, turn: Turn) -> Outcome:
    """Answer a follow-up on the card on the table; without one, ask what it is about."""
    turn = _in_own_chair(knowledge, _on_pressed_topic(knowledge, turn))
    if not turn.thread.topic or turn.thread.topic not in knowledge.topics:
        return nothing_yet(knowledge, turn)
    wish = turn.entities.get("part") or turn.detail
    if wish in (*_PARTS, *_WALKED, "again"):
        return _part(knowledge, turn, wish)
    handlers: dict[str, Callable[[Knowledge, Turn], Outcome]] = {
        "sources": _sources,
        "point": _point,
        "audience": _audience,
        "related": related,
    }
    return handlers.get(wish, more)(knowledge, turn)


def nothing_yet(knowledge: Knowledge, turn: Turn) -> Outcome:
    """A follow-up with nothing before it never starts a topic."""
    text = (
        "Gladly, but about what? Tell me in your own words what is going on at work,"
        " or say “topics” to see what I know about."
    )
    return Outcome((Reply("help", text),), turn.thread)


def still_about(knowledge: Knowledge, turn: Turn) -> Outcome | None:
    """A question that leans on the card on the table but was not understood: ask, don't refuse."""
    topic = turn.thread.topic
    if not turn.refers_back or topic not in knowledge.topics:
        return None
    kin = choose_card(knowledge, topic, turn.thread.audience).card.related
    text = "I'm not sure I can follow. **Is it about one of these?**"
    return offer(knowledge, turn.thread, [topic, *kin], text)


def related(knowledge: Knowledge, turn: Turn) -> Outcome:
    """Offer the related topics of the card on the table."""
    choice = choose_card(knowledge, turn.thread.topic or "", turn.thread.audience)
    text = f"Close to {choice.topic.title_within}. **Which one shall we open?**"
    outcome = offer(knowledge, turn.thread, choice.card.related, text, waiting="related")
    return outcome.then(ranking=turn.thread.ranking)


def set_role(knowledge: Knowledge, turn: Turn) -> Outcome:
    """Take the role in; the card on the table is shown again where it differs for that role."""
    role = turn.entities.get("role") or turn.said_role
    if role not in AUDIENCES:
        asked = role_question(ambiguous=role == "ambiguous", known=turn.role)
        return Outcome((asked,), replace(turn.thread, waiting="role", role_asked=True))
    waiting = None if turn.thread.waiting == "role" else turn.thread.waiting
    thread = replace(turn.thread, waiting=waiting, role_asked=True)
    taken = Outcome((role_taken(role),), thread, role)
    if not thread.topic or thread.topic not in knowledge.topics:
        return taken
    if choose_card(knowledge, thread.topic, role).audience == thread.audience:
        return taken
    part = "hurry" if thread.shown == ("hurry",) else "main"
    shown = show(knowledge, thread, thread.topic, role, part)
    return replace(shown, replies=taken.replies + shown.replies, role=role)


def _on_pressed_topic(knowledge: Knowledge, turn: Turn) -> Turn:
    """A button of an earlier card puts that card back on the table."""
    said, thread = turn.entities, turn.thread
    topic, about = said.get("topic"), said.get("about")
    if "part" not in said or topic not in knowledge.topics:
        return turn
    on_table = {"topic": thread.topic, "audience": thread.audience, "about": thread.about}
    if all(said.get(name, value) == value for name, value in on_table.items()):
        return turn
    audience = said.get("audience") or turn.asker or thread.audience
    choice = choose_card(knowledge, topic, audience)
    parts, part = parts_of(choice), said["part"]
    shown = parts[: parts.index(part)] if part in parts else ("main",)
    card = thread.with_card(topic, choice.audience, shown)
    return replace(turn, thread=replace(card, about=about))


def _in_own_chair(knowledge: Knowledge, turn: Turn) -> Turn:
    """ "And for me?" leaves another audience's card for the asker's own."""
    topic = turn.thread.topic
    if turn.entities.get("role") != "self" or topic not in knowledge.topics:
        return turn
    audience = choose_card(knowledge, topic, turn.asker).audience
    if audience == turn.thread.audience:
        return turn
    return replace(turn, thread=turn.thread.with_card(topic, audience, ()))


def _part(knowledge: Knowledge, turn: Turn, wish: str) -> Outcome:
    """One part of the card by name; a fact card has no why or avoid, so its next part is shown."""
    thread = turn.thread
    choice = choose_card(knowledge, thread.topic or "", thread.audience)
    last = thread.shown[-1] if thread.shown else "main"
    again = "main" if last == "hurry" else last
    part = again if wish == "again" else _PARTS.get(wish, wish)
    if part not in screens_of(choice):
        return more(knowledge, turn)
    return show(knowledge, thread, choice.topic.id, thread.audience, part)


def _sources(knowledge: Knowledge, turn: Turn) -> Outcome:
    choice = choose_card(knowledge, turn.thread.topic or "", turn.thread.audience)
    return _aside(turn.thread, knowledge, sources_screen(knowledge, choice))


def _point(knowledge: Knowledge, turn: Turn) -> Outcome:
    choice = choose_card(knowledge, turn.thread.topic or "", turn.thread.audience)
    part = turn.thread.shown[-1] if turn.thread.shown else "main"
    count = len(numbered_lines(choice, part))
    if "point" not in turn.entities:
        return _aside(turn.thread, knowledge, f"Which one? Say its number, from 1 to {count}.")
    text = point_screen(knowledge, choice, int(turn.entities["point"]), part)
    missing = f"There is no point with that number; they go from 1 to {count}."
    return _aside(turn.thread, knowledge, text or missing)


def _audience(knowledge: Knowledge, turn: Turn) -> Outcome:
    """The same topic as it looks from another chair; the asker's role stays what it is."""
    topic = knowledge.topics[turn.thread.topic or ""]
    wanted = turn.entities.get("role") or turn.said_role
    if wanted == "self":
        return show(knowledge, turn.thread, topic.id, turn.thread.audience)
    others = [a for a in topic.audiences if a != turn.thread.audience]
    if wanted not in AUDIENCES:
        wanted = others[0] if others else None
    if wanted not in topic.cards:
        names = ", and for ".join(AUDIENCE_NAMES[a] for a in topic.audiences)
        text = f"On {topic.title_within} I only have what is written for {names}."
        return _aside(turn.thread, knowledge, text)
    return show(knowledge, turn.thread, topic.id, wanted)


def _aside(thread: Thread, knowledge: Knowledge, text: str) -> Outcome:
    """A reply about the card on the table that does not move the walk through it."""
    choice = choose_card(knowledge, thread.topic or "", thread.audience)
    after = thread.with_card(choice.topic.id, choice.audience, thread.shown)
    reply = Reply("guidance", text, buttons(choice, after), choice.details)
    return Outcome((reply,), after)

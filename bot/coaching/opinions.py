"""Helpful or not: what is answered, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace

from bot.coaching.cards import choose_card
from bot.coaching.choices import offer_next
from bot.coaching.turn import Button, Opinion, Outcome, Reply, Turn, payload
from bot.knowledge import Knowledge

_REASONS = {"wrong_topic": "Wrong topic", "too_general": "Too general", "known": "Knew it already"}


def helpful(knowledge: Knowledge, turn: Turn) -> Outcome:
    """A word back; the thread stays, so that "more" goes on with the card."""
    text = "Glad it helps. Say “more” if you want the rest, and tell me how it goes."
    opinion = _opinion(knowledge, turn, "helpful")
    return Outcome((Reply("smalltalk", text),), turn.thread, opinion=opinion)


def not_helpful(knowledge: Knowledge, turn: Turn) -> Outcome:
    """Offer the next best, and ask what was wrong with this one; one tap, or none."""
    reason = turn.entities.get("value") or turn.detail or None
    opinion = _opinion(knowledge, turn, "not_helpful", reason)
    if turn.entities.get("value"):
        text = "Noted, thank you: whoever tends my cards will see it."
        return Outcome((Reply("smalltalk", text),), turn.thread, opinion=opinion)
    outcome = replace(offer_next(knowledge, turn), opinion=opinion)
    if opinion is None or reason:
        return outcome
    judged = {name: str(opinion.card[name]) for name in ("topic", "audience")}
    if opinion.about:
        judged["about"] = opinion.about
    why = tuple(
        Button(title, payload("feedback_negative", **judged, value=reason))
        for reason, title in _REASONS.items()
    )
    return outcome.then(
        Reply("smalltalk", "What was wrong with it? (You may leave that open.)", why)
    )


def _opinion(
    knowledge: Knowledge, turn: Turn, verdict: str, reason: str | None = None
) -> Opinion | None:
    """The verdict on the pressed card, or on the card on the table; None without one."""
    thread, said = turn.thread, turn.entities
    topic = said.get("topic") or thread.topic
    if topic not in knowledge.topics:
        return None
    same = topic == thread.topic
    audience = said.get("audience") or (thread.audience if same else turn.asker)
    about = said.get("about") or (thread.about if same else None)
    return Opinion(verdict, choose_card(knowledge, topic, audience).details, about, reason)

"""Messages that never get coaching: a short caring reply with contacts, or a clear no."""

from __future__ import annotations

from bot.coaching.contacts import contact_lines
from bot.coaching.turn import Outcome, Reply, Turn
from bot.knowledge import Knowledge

_WORDS = {
    "self_harm": (
        "I'm really glad you said this, and I'm sorry it is so heavy right now. I am a program and"
        " not the right one to carry this with you, but a person is. Please talk to someone today:"
        " whoever is nearest to you, or one of these. If there is danger right now, call your local"
        " emergency number."
    ),
    "harassment": (
        "I'm sorry this is happening. It is not yours to put up with, and it is more than a coach's"
        " tips can mend. Write down what happened and when, and take it to one of these people."
    ),
    "threat": (
        "This sounds serious, and safety comes first. If anyone is in danger right now, call your"
        " local emergency number and get to a safe place. Then tell one of these people."
    ),
    "fraud": (
        "No, I won't help with that: making numbers, records or results look different from what"
        " they are harms you and your team in the end. If someone is pushing you to do it, or the"
        " target feels out of reach, say so to one of these people. I'm glad to help you with an"
        " honest way to better results."
    ),
}


def respond(knowledge: Knowledge, turn: Turn) -> Outcome:
    """The reply for the category in the turn's label; the thread is left as it was."""
    found = category(turn)
    text = f"{_WORDS[found]}\n\n{contact_lines(knowledge, found)}".strip()
    return Outcome((Reply("safety", text, details={"category": found}),), turn.thread)


def category(turn: Turn) -> str:
    """The kind of danger in the turn's label; an unknown one counts as the gravest."""
    return turn.detail if turn.detail in _WORDS else "self_harm"

"""Consent: what is asked for before anything lasts, and what is said where it is missing."""

from __future__ import annotations

from bot.coaching.turn import Button, Outcome, Reply, Turn

VERSION = 2
"""Of the text below; whoever agreed to an earlier one can be asked again."""
ASK = "consent_needed"
"""The event of a reply after which the face asks for consent again."""

ASKED = "consent_asked"
"""The event of the question itself."""

YES, NO = "consent:yes", "consent:no"
_BUTTONS = (Button("Yes, remember me", YES), Button("No, forget this chat", NO))


def question() -> Reply:
    """The two lines: what is stored and who can read it, and how to get rid of it."""
    text = (
        "**May I remember you?** I would keep our conversation, your role and your goals here;"
        " whoever runs me at your company, and its trainers, can read it.\n"
        "Say “delete my data” and all of it is gone. Until you say yes, I keep this chat for a day"
        " at most, just to be able to answer."
    )
    return Reply("data", text, _BUTTONS, {"event": ASKED})


def accepted() -> Reply:
    """The conversation lasts from here on."""
    text = "Thanks, I'll remember. “What do you know about me?” shows it at any time."
    return Reply("data", text, details={"event": "consented"})


def refused() -> Reply:
    """The chat goes on, and is forgotten."""
    text = (
        "All right. Ask me anything; this chat is gone within a day, and I keep no goals."
        " Should you change your mind, say “remember me”."
    )
    return Reply("data", text, details={"event": "consent_declined"})


def too_late() -> Reply:
    """The guest's day was over before the answer."""
    text = "That chat is forgotten already, so let us start afresh. What is on your mind?"
    return Reply("data", text, details={"event": "forgotten"})


def needed(turn: Turn) -> Outcome:
    """Nothing can be kept for a guest; the face asks for consent below this."""
    text = "I can do that once I may remember you."
    return Outcome((Reply("data", text, details={"event": ASK}),), turn.thread)

"""What the gateway says itself, where no turn of the coach is behind it."""

from __future__ import annotations

from typing import Any

Body = dict[str, Any]

NOT_TEXT = (
    "I read text only, so voice, pictures and files are lost on me. Tell me in a sentence or two"
    " what is going on."
)
IN_PRIVATE = (
    "I talk with people one at a time. Write to me privately, and only you and I (and whoever runs"
    " me) can read it."
)
TOO_MANY = (
    "That is a lot at once, and I lose the thread. Give me a minute, then tell me the one thing"
    " that matters most."
)
INSTEAD = {"group": IN_PRIVATE, "not text": NOT_TEXT, "too many": TOO_MANY}
"""By the body of an arrival that has no words for the coach."""
WAIT = "Give me a moment, I need to catch my breath. Your message is safe, I will answer it."
TOO_LATE = (
    "I'm sorry, I was away when you wrote this and it is old by now. If it still matters, please"
    " send it again."
)
BARRED = "You can't use me any more. If that is a mistake, please ask whoever runs me."
CODE_WRONG = (
    "That code does not work: it may be used up, too old or mistyped. Please ask whoever gave it to"
    " you for another."
)
LINKED = (
    "This chat is linked. I tell you here when somebody asks for a person or may be in danger;"
    " what they wrote stays in the conversation log."
)
OUTDATED = "That button is too old for me. Just tell me in words what you would like."
EXPORT_GONE = "That file was handed out already, or is too old. Say “export my data” for a new one."
TWICE = "I've got that one already."
UNKNOWN_COMMAND = "I don't know that command. /help shows what I can do, or just write."


def invited_only(company: str) -> str:
    """For somebody whom nobody let in."""
    whose = f" of {company}" if company else ""
    return (
        f"Hi, I'm the coach{whose} for people who work there. Please send me the invite code that"
        " you got from your team leader or trainer."
    )


def called(reason: str, sender: str) -> str:
    """For a trainer: that somebody calls for a person, why, and which conversation it is."""
    why = {
        "human": "Somebody would like to talk to a person.",
        "self_harm": "Somebody may be about to harm themselves. Please look at it now.",
        "harassment": "Somebody tells of harassment.",
        "threat": "Somebody tells of a threat or of violence. Please look at it now.",
        "fraud": "Somebody was asking for help with something that looks like fraud.",
    }[reason]
    return f"**{why}**\nConversation {sender[:8]}. What was written stays in the log."


def local(text: str, *, kind: str = "gateway") -> Body:
    """A reply of the gateway's own, in the channel's shape."""
    return {"text": text, "buttons": [], "custom": {"kind": kind}}

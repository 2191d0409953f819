"""Whose coach this is: ask for the role, and take it in."""

from __future__ import annotations

from bot.coaching.turn import Button, Reply, payload

ROLE_TITLES = {
    "agent": "Agent",
    "manager": "Team leader or manager",
    "executive": "Executive",
}
_CALLED = {"agent": "an agent", "manager": "a team leader or manager", "executive": "an executive"}


def role_question(*, ambiguous: bool = False, known: str | None = None) -> Reply:
    """Ask for the role, or for another than the one that is known.

    Where they said just "executive", say why that is not enough.
    """
    text, offered = "So that I pick the right card next time: what is your role?", [*ROLE_TITLES]
    if ambiguous:
        text = (
            "“Executive” means different things in different companies: do you take calls, lead a"
            " team, or run a site or account? Then I can pick the right card for you."
        )
    elif known:
        text = f"I have you down as {_CALLED[known]}. Has that changed?"
        offered.remove(known)
    buttons = (Button(ROLE_TITLES[role], payload("set_role", role=role)) for role in offered)
    return Reply("role", text, tuple(buttons), {"event": "asked"})


def role_taken(role: str) -> Reply:
    """Say that the role was understood, and how to change it."""
    text = f"Got it, you are {_CALLED[role]}. If that changes, just tell me."
    return Reply("role", text, details={"event": "set"})

"""Whose coach this is: ask for the role, and take it in."""

from __future__ import annotations

from bot.coaching.turn import Button, Reply, payload

ROLE_TITLES = {
    "agent": "Agent",
    "manager": "Team leader or manager",
    "executive": "Executive",
}
_CALLED = {"agent": "an agent", "manager": "a team leader or manager", "executive": "an executive"}


def role_question(*, ambiguous: bool = False) -> Reply:
    """Ask for the role; where they said just "executive", say why that is not enough."""
    text = (
        "“Executive” means different things in different companies: do you take calls, lead a team,"
        " or run a site or account? Then I can pick the right card for you."
        if ambiguous
        else "So that I pick the right card next time: what is your role?"
    )
    buttons = (Button(title, payload("set_role", role=r)) for r, title in ROLE_TITLES.items())
    return Reply("role", text, tuple(buttons), {"event": "asked"})


def role_taken(role: str) -> Reply:
    """Say that the role was understood, and how to change it."""
    text = f"Got it, you are {_CALLED[role]}. If that changes, just tell me."
    return Reply("role", text, details={"event": "set"})

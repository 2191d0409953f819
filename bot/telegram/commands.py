"""The commands of Telegram's menu: what each is for, and what it means to the channel."""

from __future__ import annotations

MENU = {
    "start": "Say hello",
    "help": "What I can do, with examples",
    "topics": "What I know about",
    "goals": "Your goals and how far they are",
    "newgoal": "Make a goal",
    "progress": "Your progress as a picture",
    "role": "Tell me your role",
    "checkins": "When I ask how it goes",
    "privacy": "What I know about you",
    "export": "Get all your data as a file",
    "delete": "Delete all your data",
    "human": "Talk to a person",
    "cancel": "Leave what we are at",
}
"""By name, in the menu's order; each is a command of the channel, too."""


def parsed(text: str) -> tuple[str, str]:
    """A written command's name and what stands behind it: "/newgoal@bot Speak up" and so on."""
    name, *rest = text.split(maxsplit=1)
    return name.removeprefix("/").partition("@")[0].lower(), "".join(rest).strip()


def as_said(name: str, rest: str) -> dict[str, str] | None:
    """What goes to the channel, a command or words; None for a command that there is not."""
    if name not in MENU:
        return None
    if name == "newgoal" and rest:
        return {"message": f"new goal: {rest}"}
    return {"command": name}

"""What a person is asked right after the consent, by buttons: the role, then the time zone."""

from __future__ import annotations

from bot.coaching.turn import Button, Reply

ROLE, ZONE = "onboarding:role:", "onboarding:zone:"
"""What the payloads begin with; the value follows, "" for leaving it out."""

_ROLES = {
    "agent": "Agent",
    "manager": "Team leader or manager",
    "executive": "Executive",
}
_ZONES = {
    "Asia/Manila": "Manila",
    "Asia/Kolkata": "Mumbai, Delhi",
    "America/New_York": "New York",
    "America/Bogota": "Bogotá",
    "Africa/Johannesburg": "Johannesburg",
    "Europe/London": "London",
}


def is_answer(payload: str | None) -> bool:
    """Whether the button belongs to one of the two questions."""
    return bool(payload) and str(payload).startswith((ROLE, ZONE))


def ask_role() -> Reply:
    """The first question."""
    buttons = [Button(title, f"{ROLE}{role}") for role, title in _ROLES.items()]
    text = "Two quick things, so that I pick the right card. What is your role?"
    return _asked(text, *buttons, Button("Skip", ROLE), event="role_asked")


def ask_zone(usual: str) -> Reply:
    """The second question; `usual` is the zone that holds if nothing is said."""
    titles = {usual: _ZONES.get(usual) or _city(usual)} | _ZONES
    buttons = [Button(title, f"{ZONE}{zone}") for zone, title in titles.items()]
    text = (
        "And where are you? I count your days and keep quiet at night by it. Another city?"
        " Say for example “my time zone is Dubai”."
    )
    return _asked(text, *buttons, Button("Skip", ZONE), event="zone_asked")


def done(zone: str) -> Reply:
    """Both are answered."""
    text = f"All set; I count your days in {_city(zone)}. What is on your mind?"
    return _asked(text, event="onboarded")


def unknown() -> Reply:
    """A button that means nothing any more."""
    return _asked("That one I can't use any more. Just tell me in words.", event="onboarded")


def role_of(payload: str) -> str | None:
    """The role that was pressed; None where it was left out."""
    role = payload.removeprefix(ROLE)
    return role if role in _ROLES else None


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _asked(text: str, *buttons: Button, event: str) -> Reply:
    return Reply("data", text, buttons, {"event": event})

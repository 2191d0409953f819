"""Somebody who leaves traces of a canary everywhere, and then has everything deleted."""

from __future__ import annotations

import secrets
import string
from typing import Any

from tests.helpers.channel import RUDE, body
from tests.helpers.talk import Person, Reply


def new_canary() -> str:
    """A word that nobody else has ever written."""
    return "quoll" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))


def leave_traces(person: Person, canary: str) -> None:
    """Something in every table, with the canary wherever words are kept."""
    person.say(RUDE)
    person.press("Helpful")
    # So long that it does not fit a page of the database.
    person.say(f"i am stressed, {canary}long " * 100)
    with_goal(person, canary)
    person.say("update goal 1")
    assert event(person.say(f"talked to my lead about {canary}note today")) == "progressed"


def with_goal(person: Person, canary: str) -> None:
    """Make a goal, whatever the form asks for."""
    answers = {
        "title": f"get to zero {canary}title calls",
        "measure": f"count the {canary}measure calls of a week",
        "target_date": "in 6 weeks",
        "first_step": "listen to one of my calls",
    }
    replies = person.say("new goal")
    while event(replies) == "asked":
        replies = person.say(answers[replies[0]["custom"]["field"]])
    assert event(replies) == "created", replies


def event(replies: list[Reply]) -> str | None:
    """What the first reply says that happened."""
    found: str | None = replies[0]["custom"].get("event")
    return found


def delete(person: Person) -> dict[str, Any]:
    """Ask for the deletion and confirm it; the body of the message that did."""
    assert event(person.say("delete my data")) == "asked"
    yes = body(person, message="yes")
    response = person.post(yes)
    assert response.status_code == 200
    assert event(response.json()["replies"]) == "deleting"
    return yes

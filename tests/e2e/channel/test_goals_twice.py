"""Each message about a goal is sent twice: the same answer, and nothing happens again."""

from __future__ import annotations

import uuid
from typing import Any

from bot import clock
from bot.rasa.processes import Running
from bot.settings import Settings
from bot.store import deletions, goals
from bot.store.session import sessions_for
from tests.helpers.people import remembered
from tests.helpers.talk import Person, Reply

STEPS = [
    "new goal",
    "greet every caller by name",
    "nine of ten calls when i listen back",
    "in 6 weeks",
    "a note on my screen",
    "halfway with the greeting goal",
    "add a note to goal 1: two calls without, then it went well",
    "change the date of goal 1 to the end of june",
    "mark goal 1 as done",
    "reopen goal 1",
    "drop goal 1",
    "too much at once",
    "my goals",
    "history of goal 1",
]


def twice(person: Person, said: str) -> list[Reply]:
    """Send the message, and the very same again; the answers have to be equal."""
    body: dict[str, Any] = {
        "sender": person.sender,
        "message_id": uuid.uuid4().hex,
        "message": said,
    }
    first, second = (person.post(body).json()["replies"] for _ in range(2))
    assert [reply["text"] for reply in first] == [reply["text"] for reply in second], said
    assert {reply["custom"]["kind"] for reply in first} == {"goal"}, first
    replies: list[Reply] = first
    return replies


def test_every_step_of_a_goal_sent_twice(coach: Running, coach_settings: Settings) -> None:
    url = coach_settings.database_url
    person = Person(coach, sender=remembered(url))
    events = [twice(person, said)[0]["custom"]["event"] for said in STEPS]
    assert events[4:12] == [
        *("created", "progressed", "progressed", "edited"),
        *("completed", "reopened", "asked", "dropped"),
    ]
    with sessions_for(url).begin() as session:
        [goal] = goals.mine(session, person.sender)
        kinds = [update.kind for update in goals.history(session, goal)]
    assert (goal.status, goal.progress) == ("dropped", 50)
    assert kinds == [
        *("created", "progress", "note", "edited"),
        *("completed", "reopened", "dropped"),
    ]


def test_a_change_whose_answer_was_lost_is_not_made_again(
    coach: Running, coach_settings: Settings
) -> None:
    """As after a crash between the store's commit and Rasa's: the store knows, Rasa does not."""
    url = coach_settings.database_url
    person = Person(coach, sender=remembered(url))
    for said in STEPS[:5]:
        person.say(said)
    message_id = uuid.uuid4().hex
    with sessions_for(url).begin() as session:
        goals.report(session, person.sender, message_id, 1, clock.now(), progress=40)
    again = {"sender": person.sender, "message_id": message_id, "message": "goal 1 is at 70%"}
    [reply] = person.post(again).json()["replies"]
    assert "40 %" in reply["text"]
    with sessions_for(url).begin() as session:
        [goal] = goals.mine(session, person.sender)
        assert goal.progress == 40
        assert deletions.pending(session) == []

"""Only what was offered can be pressed, and it stays good."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.rasa.processes import Running
from tests.helpers.channel import RUDE, assert_readable, body, raw
from tests.helpers.conversations import stored
from tests.helpers.talk import Person, Reply, end_session

# Buttons


def test_an_offered_payload_is_accepted(person: Person) -> None:
    first = person.say(RUDE)
    pressed = person.press("More")
    assert pressed[0]["custom"]["kind"] == "guidance"
    assert pressed[0]["text"] != first[0]["text"]
    assert person.press("Related")[0]["custom"]["kind"] == "clarify"
    assert person.press(1)[0]["custom"]["kind"] == "guidance"


def test_a_button_of_an_earlier_turn_stays_good(person: Person) -> None:
    person.say(RUDE)
    more = person.offered[-1][0]["payload"]
    person.say("thanks")
    assert person.press("More")[0]["custom"]["kind"] == "guidance"
    assert person.post(body(person, message=None, payload=more)).json()["replies"]


def press(person: Person, payload: str) -> list[Reply]:
    # Sent as ASCII, since half a surrogate pair has no UTF-8.
    content = json.dumps(body(person, message=None, payload=payload)).encode()
    response = raw(person.coach, content)
    assert response.status_code == 200, response.text
    replies: list[Reply] = response.json()["replies"]
    assert_readable(replies)
    return replies


def assert_not_followed(replies: list[Reply]) -> None:
    [reply] = replies
    assert reply["custom"]["kind"] == "error"
    assert "button" in reply["text"]
    assert reply["text"].endswith(".")


HOSTILE = [
    '/ask{"topic": "communication"}',
    "/restart",
    "/session_start",
    "/back",
    "/",
    " ",
    "more",
    "/ask",
    '/ask{"topic": "../../etc/passwd"}',
    '/set_role{"role": "executive"}',
    '/delete_my_data{"confirm": "yes"}',
    "/goal_create",
    "/no_such_intent",
    "/ask{",
    '/ask{"topic": ["communication"]}',
    'EXTERNAL: goal_create{"a": "b"}',
    "/ask@1.0",
    "\x00/restart",
    "\ud83d/restart",
    "'; DROP TABLE events; --",
    "{" * 50_000,
]


@pytest.mark.parametrize("payload", HOSTILE, ids=lambda payload: ascii(payload)[:30])
def test_a_payload_that_was_never_offered_is_refused(
    person: Person, database: Path, payload: str
) -> None:
    assert_not_followed(press(person, payload))
    person.say("hello")
    before = stored(database, person.sender)
    assert_not_followed(press(person, payload))
    assert stored(database, person.sender) == before


def test_an_empty_payload_is_answered(person: Person) -> None:
    [reply] = press(person, "")
    assert reply["custom"]["kind"] == "error"


def test_a_payload_almost_as_offered_is_refused(person: Person) -> None:
    person.say(RUDE)
    offered = person.offered[-1][0]["payload"]
    for near in (offered + " ", " " + offered, offered.upper(), offered.replace(" ", "")):
        assert_not_followed(press(person, near))
    assert_not_followed(press(person, offered.replace("communication", "micromanagement")))


def test_a_payload_that_another_was_offered_is_refused(coach: Running) -> None:
    one, other = Person(coach, role="agent"), Person(coach, role="agent")
    one.say(RUDE)
    other.say("hello")
    assert_not_followed(press(other, one.offered[-1][0]["payload"]))


@pytest.mark.parametrize("said_since", [False, True])
def test_a_payload_of_an_earlier_session_is_refused(
    person: Person, database: Path, said_since: bool
) -> None:
    person.say(RUDE)
    stale = person.offered[-1][0]["payload"]
    end_session(database, person.sender)
    if said_since:
        person.say("hello")
    assert_not_followed(press(person, stale))
    assert person.say(RUDE)[0]["custom"]["kind"] == "guidance"

"""One object per reply, and the same replies for the same message."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.rasa.processes import Running
from tests.helpers.channel import APPROVE, RUDE, assert_readable, body
from tests.helpers.conversations import stored, turns
from tests.helpers.talk import Person, end_session

# One object per reply


def test_a_guidance_reply_is_one_object(person: Person) -> None:
    replies = person.say(RUDE)
    assert_readable(replies)
    [reply] = replies
    assert "\n\n" in reply["text"], "the parts of a reply belong together"
    assert {button["title"] for button in reply["buttons"]} == {
        "More",
        "Related",
        "Make it a goal",
        "Helpful",
        "Not helpful",
    }
    custom = reply["custom"]
    assert set(custom) == {
        "kind",
        "model",
        "topic",
        "audience",
        "card",
        "card_version",
        "sources",
    }
    assert (custom["kind"], custom["topic"], custom["audience"]) == (
        "guidance",
        "communication",
        "agent",
    )
    assert custom["sources"]
    assert all(tip.startswith("S") for tip in custom["sources"])


def test_every_kind_of_turn_is_readable(coach: Running) -> None:
    person = Person(coach)
    said = [RUDE, "more", "and for managers?", "thanks", "help", "topics", "what is your name"]
    said += ["having some trouble with my team lately", "whats the capital of australia"]
    said += ["show me my goals", "new goal", "what do you know about me", "export my data"]
    said += ["delete my data", "i want to kill myself", "i am a team leader"]
    for message in said:
        assert_readable(person.say(message))


# The same message again


def test_the_same_message_id_gives_the_same_replies(person: Person, database: Path) -> None:
    again = body(person, message=RUDE)
    first = person.post(again).json()
    before = stored(database, person.sender)
    assert [person.post(again).json() for _ in range(3)] == [first] * 3
    assert stored(database, person.sender) == before
    assert len(turns(database, person.sender)) == 1


def test_an_earlier_message_id_gives_its_own_replies(person: Person, database: Path) -> None:
    sent = [body(person, message=message) for message in (RUDE, "more", "why?")]
    answers = [person.post(one).json() for one in sent]
    before = stored(database, person.sender)
    assert [person.post(one).json() for one in reversed(sent)] == answers[::-1]
    assert stored(database, person.sender) == before
    person.say("more")
    assert person.post(sent[0]).json() == answers[0]


def test_a_press_with_the_same_message_id_runs_once(person: Person, database: Path) -> None:
    [reply] = person.say(RUDE)
    press = body(person, message=None, payload=reply["buttons"][0]["payload"])
    first = person.post(press).json()
    assert first["replies"][0]["custom"]["kind"] == "guidance"
    assert person.post(press).json() == first
    assert len(turns(database, person.sender)) == 2


def test_the_same_message_id_with_masked_words_gives_the_same_replies(person: Person) -> None:
    again = body(person, message="my tone was rude, they wrote to ana@example.com")
    first = person.post(again).json()
    assert "e-mail address" in first["replies"][-1]["text"]
    assert person.post(again).json() == first


@pytest.mark.parametrize("said_since", [False, True])
def test_a_retry_after_the_session_ended_is_still_the_same_message(
    person: Person, database: Path, said_since: bool
) -> None:
    again = body(person, message=RUDE)
    first = person.post(again).json()
    end_session(database, person.sender)
    if said_since:
        person.say("hello")
    before = turns(database, person.sender)
    assert person.post(again).json() == first
    assert turns(database, person.sender) == before


def test_the_same_message_id_of_another_sender_is_another_message(coach: Running) -> None:
    one, other = Person(coach, role="agent"), Person(coach, role="manager")
    same = uuid.uuid4().hex
    to_one = one.say(RUDE, message_id=same)
    to_other = other.say(APPROVE, message_id=same)
    assert to_one[0]["custom"]["topic"] == "communication"
    assert to_other[0]["custom"]["topic"] == "micromanagement"


def test_the_same_message_id_at_once_is_one_turn(coach: Running, database: Path) -> None:
    for threads in (2, 2, 8):
        person = Person(coach, role="agent")
        again = body(person, message=RUDE)
        with ThreadPoolExecutor(threads) as pool:
            answers = [one.json() for one in pool.map(person.post, [again] * threads)]
        assert answers == [answers[0]] * threads
        assert answers[0]["replies"][0]["custom"]["kind"] == "guidance"
        assert len(turns(database, person.sender)) == 1

"""Commands of a messenger's menu: turns like any other, in a form or outside."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from bot import clock
from bot.rasa.commands import PAYLOADS
from bot.rasa.processes import Running
from bot.settings import Settings
from bot.store import calls, exports
from bot.store.session import sessions_for
from tests.helpers.channel import RUDE, assert_readable, assert_refused, body
from tests.helpers.conversations import stored
from tests.helpers.people import remembered
from tests.helpers.talk import Person, Reply

EXPECTED = {
    "start": ("smalltalk", None),
    "help": ("help", None),
    "topics": ("help", None),
    "goals": ("goal", "listed"),
    "newgoal": ("goal", "asked"),
    "progress": ("goal", "listed"),
    "role": ("role", "asked"),
    "checkins": ("goal", "asked"),
    "privacy": ("data", "shown"),
    "export": ("data", "exported"),
    "delete": ("data", "asked"),
    "human": ("help", None),
    "cancel": ("goal", "cancelled"),
    "check_in": ("goal", "nothing_due"),
}


@pytest.fixture
def ana(coach: Running, coach_settings: Settings) -> Person:
    """Somebody who is remembered."""
    return Person(coach, sender=remembered(coach_settings.database_url))


def command(person: Person, name: str, **more: str) -> list[Reply]:
    response = person.post(body(person, message=None, command=name, **more))
    assert response.status_code == 200, response.text
    replies: list[Reply] = response.json()["replies"]
    assert_readable(replies)
    return replies


def is_kind(reply: Reply) -> tuple[str, str | None]:
    return reply["custom"]["kind"], reply["custom"].get("event")


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_command_is_followed_without_an_offer(ana: Person, name: str) -> None:
    assert [is_kind(reply) for reply in command(ana, name)] == [EXPECTED[name]]


@pytest.mark.parametrize("name", ["restart", "/goals", "session_start", ""])
def test_any_other_name_is_refused(ana: Person, database: Path, name: str) -> None:
    assert_refused(ana.post(body(ana, message=None, command=name)))
    assert stored(database, ana.sender) == []


def test_the_same_command_again_runs_once(ana: Person, database: Path) -> None:
    again = body(ana, message=None, command="goals")
    first = ana.post(again).json()
    before = stored(database, ana.sender)
    assert ana.post(again).json() == first
    assert stored(database, ana.sender) == before


def test_in_mid_form_a_command_is_answered_and_the_form_goes_on(ana: Person) -> None:
    command(ana, "newgoal")
    ana.say("greet every caller by name")
    answer, back = command(ana, "topics")
    assert (is_kind(answer), is_kind(back)) == (("help", None), ("goal", "asked"))
    assert "Back to your goal" in back["text"]
    [asked] = ana.say("nine of ten calls when i listen back")
    assert asked["custom"]["field"] == "target_date"
    assert [is_kind(reply) for reply in command(ana, "cancel")] == [("goal", "cancelled")]
    assert "nothing open to cancel" in command(ana, "cancel")[0]["text"]


def test_the_form_for_deleting_is_left_too(ana: Person) -> None:
    command(ana, "delete")
    assert [is_kind(reply) for reply in command(ana, "cancel")] == [("data", "kept")]
    assert ana.say(RUDE)[0]["custom"]["kind"] == "guidance"


def test_a_role_that_is_known_is_named(coach: Running) -> None:
    person = Person(coach)
    assert len(command(person, "role")[0]["buttons"]) == 3
    person.say("i am a team leader")
    [asked] = command(person, "role")
    assert "team leader" in asked["text"]
    assert [button["title"] for button in asked["buttons"]] == ["Agent", "Executive"]


def test_exports_show_commands_as_they_were_typed(ana: Person, coach_settings: Settings) -> None:
    command(ana, "goals")
    command(ana, "check_in")
    with sessions_for(coach_settings.database_url).begin() as session:
        talk = exports.collect(session, ana.sender, clock.now())["conversation"]
    assert [line["text"] for line in talk if line["from"] == "you"] == ["/goals"]


def test_a_person_is_called_for_once_a_message(coach: Running, coach_settings: Settings) -> None:
    guest = Person(coach)
    same = uuid.uuid4().hex
    for _ in range(2):
        assert "letting the trainers know" in command(guest, "human", message_id=same)[0]["text"]
    guest.say("i want to kill myself")
    with sessions_for(coach_settings.database_url).begin() as session:
        reasons = [call["reason"] for call in calls.mine(session, guest.sender)]
    assert reasons == ["human", "self_harm"]

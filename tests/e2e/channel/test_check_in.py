"""The coach asks by itself: about one goal, answered at once or long after."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot import clock
from bot.rasa.processes import Running
from bot.settings import Settings
from bot.store import goals
from bot.store.records import Goal, GoalFields
from bot.store.session import sessions_for
from tests.helpers.channel import RUDE, body
from tests.helpers.people import remembered
from tests.helpers.talk import Person, Reply, end_session


class Asked(Person):
    """Somebody with two goals, whom the coach asks."""

    url = ""

    def goals(self) -> list[Goal]:
        with sessions_for(self.url).begin() as session:
            return goals.mine(session, self.sender)

    def check_in(self) -> list[Reply]:
        return self._send({"command": "check_in"})


@pytest.fixture
def ana(coach: Running, coach_settings: Settings) -> Asked:
    person = Asked(coach, role="agent", sender=remembered(coach_settings.database_url))
    person.url = coach_settings.database_url
    with sessions_for(person.url).begin() as session:
        for title in ("Leave on time", "Praise two agents"):
            fields = GoalFields(title, "a count", date(2030, 5, 1), "begin")
            goals.create(session, person.sender, title.split()[0], fields, clock.now())
    return person


def events(replies: list[Reply]) -> list[str | None]:
    return [reply["custom"].get("event") for reply in replies]


def test_it_asks_about_the_goal_that_was_left_alone_for_longest(ana: Asked) -> None:
    [asked] = ana.check_in()
    assert (asked["custom"]["event"], asked["custom"]["goal_ids"]) == ("check_in", [1])
    assert "Leave on time" in asked["text"]
    assert "1 other goal is open too" in asked["text"]
    titles = [button["title"] for button in asked["buttons"]]
    assert titles == ["Done", "25 %", "50 %", "75 %", "Snooze a day", "Skip", "Stop"]
    ana.press("50 %")
    assert ana.check_in()[0]["custom"]["goal_ids"] == [2]


@pytest.mark.parametrize("said", ["halfway", "talked to my tl"])
def test_words_after_it_count_for_that_goal(ana: Asked, said: str) -> None:
    ana.check_in()
    [noted] = ana.say(said)
    assert (noted["custom"]["event"], noted["custom"]["goal_ids"]) == ("progressed", [1])
    assert ana.goals()[0].progress == (50 if said == "halfway" else 0)


def test_a_worry_after_it_gets_its_answer(ana: Asked) -> None:
    ana.check_in()
    assert ana.say(RUDE)[0]["custom"]["kind"] == "guidance"
    assert ana.goals()[0].progress == 0


@pytest.mark.parametrize("said_since", [False, True])
def test_it_can_be_answered_when_the_session_has_ended(
    ana: Asked, database: Path, said_since: bool
) -> None:
    ana.check_in()
    end_session(database, ana.sender)
    if said_since:
        ana.say("hello")
    assert events(ana.press("75 %")) == ["progressed"]
    assert events(ana.press("Done")) == ["completed"]
    assert [goal.status for goal in ana.goals()] == ["completed", "open"]


def test_progress_without_a_name_is_of_that_goal_even_later(ana: Asked, database: Path) -> None:
    ana.check_in()
    end_session(database, ana.sender)
    assert ana.say("halfway")[0]["custom"]["goal_ids"] == [1]


def test_a_goal_that_is_half_made_is_not_lost(ana: Asked) -> None:
    ana.say("new goal")
    ana.say("greet every caller by name")
    assert events(ana.check_in()) == ["check_in", "asked"]
    [asked] = ana.say("nine of ten calls when i listen back")
    assert asked["custom"]["field"] == "target_date"


def test_the_same_check_in_again_is_the_same_question(ana: Asked) -> None:
    again = body(ana, message=None, command="check_in")
    assert ana.post(again).json() == ana.post(again).json()


def test_skip_snooze_and_stop(ana: Asked) -> None:
    ana.check_in()
    assert ana.press("Skip")[0]["text"].startswith("Skipped.")
    ana.check_in()
    assert ana.press("Snooze")[0]["text"].startswith("Later, then.")
    ana.check_in()
    assert "No more check-ins" in ana.press("Stop")[0]["text"]

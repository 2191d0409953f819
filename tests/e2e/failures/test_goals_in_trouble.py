"""A goal while the database is locked: told honestly, kept once it is free, never twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bot.store import goals
from bot.store.session import sessions_for
from tests.helpers.failing import assert_honest, message, post
from tests.helpers.own_coach import OwnCoach
from tests.helpers.people import remembered
from tests.helpers.talk import Person

pytestmark = pytest.mark.slow


def test_a_goal_that_could_not_be_saved_is_saved_when_it_is_sent_again(own: OwnCoach) -> None:
    person = Person(own.running, sender=remembered(own.settings.database_url))
    for said in ("new goal", "greet every caller by name", "nine of ten calls", "in 6 weeks"):
        assert person.say(said)[0]["custom"]["event"] == "asked"
    last = message(person, "a note on my screen")
    with closing(sqlite3.connect(own.database, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        assert_honest(post(person, last))
        db.execute("ROLLBACK")
    with sessions_for(own.settings.database_url).begin() as session:
        assert goals.mine(session, person.sender) == []
    [reply] = post(person, last)
    assert reply["custom"]["event"] == "created"
    with sessions_for(own.settings.database_url).begin() as session:
        assert [goal.title for goal in goals.mine(session, person.sender)] == [
            "Greet every caller by name"
        ]


def test_an_action_server_that_is_away_loses_no_goal(own: OwnCoach) -> None:
    person = Person(own.running, sender=remembered(own.settings.database_url))
    for said in ("new goal", "greet every caller by name", "nine of ten calls", "in 6 weeks"):
        person.say(said)
    last = message(person, "a note on my screen")
    with own.without_actions():
        assert_honest(post(person, last))
    [reply] = post(person, last)
    assert reply["custom"]["event"] == "created"
    with sessions_for(own.settings.database_url).begin() as session:
        assert len(goals.mine(session, person.sender)) == 1

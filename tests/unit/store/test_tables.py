"""The tables: what the database itself refuses, and times in it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from bot.store import goals, tables, users
from tests.helpers.stores import FIELDS, NOW, REFUSED, contents

MANILA = timezone(timedelta(hours=8))


@pytest.fixture
def two_goals(commit, ana):
    """Two open ones; the history of the first has a second line."""
    commit(goals.create, ana.id, "a", FIELDS, NOW)
    commit(goals.create, ana.id, "b", FIELDS, NOW)
    commit(goals.report, ana.id, "c", 1, NOW, progress=30)


@pytest.mark.parametrize(
    "values",
    [
        {"status": "paused"},
        {"status": "completed"},
        {"closed_at": NOW},
        {"progress": -1},
        {"progress": 101},
        {"title": ""},
        {"title": "x" * 201},
        {"number": 2},
        {"user_id": "nobody"},
        {"target_date": None},
    ],
    ids=str,
)
def test_a_goal_that_cannot_be_is_refused(sessions, commit, two_goals, values):
    before = contents(sessions)
    broken = sa.update(tables.goals).where(tables.goals.c.number == 1).values(values)
    with pytest.raises(REFUSED):
        commit(lambda session: session.execute(broken))
    assert contents(sessions) == before


@pytest.mark.parametrize(
    "values",
    [{"kind": "dreamt"}, {"progress": -1}, {"progress": 101}, {"message_id": "a"}, {"goal_id": 99}],
    ids=str,
)
def test_a_line_of_the_history_that_cannot_be_is_refused(sessions, commit, two_goals, values):
    before = contents(sessions)
    third = tables.goal_updates.c.message_id == "c"
    broken = sa.update(tables.goal_updates).where(third).values(values)
    with pytest.raises(REFUSED):
        commit(lambda session: session.execute(broken))
    assert contents(sessions) == before


@pytest.mark.parametrize(
    "values",
    [
        {"role": "boss"},
        {"time_zone": None},
        {"check_in_days": -1},
        {"check_in_days": 32},
        {"check_in_weekday": 7},
        {"check_in_hour": 24},
        {"quiet_from": 24},
        {"quiet_until": -1},
        {"consented_at": None},
    ],
    ids=str,
)
def test_a_person_that_cannot_be_is_refused(sessions, commit, ana, values):
    before = contents(sessions)
    with pytest.raises(REFUSED):
        commit(users.change, ana.id, **values)
    assert contents(sessions) == before


def test_a_chat_belongs_to_one_person_who_exists(commit, ana):
    for user_id, chat in (("nobody", "new"), (ana.id, "ana")):
        row = {"channel": "test", "external_id": chat, "user_id": user_id}
        with pytest.raises(REFUSED):
            commit(lambda session, row=row: session.execute(sa.insert(tables.identities), row))


def test_a_time_without_a_zone_is_refused(commit, ana):
    naive = datetime(2026, 9, 1, 12)  # noqa: DTZ001
    with pytest.raises(sa.exc.StatementError, match="without a zone"):
        commit(users.change, ana.id, consented_at=naive)


def test_times_come_back_in_utc_whatever_zone_they_had(commit, ana):
    moment = datetime(2026, 9, 2, 3, 4, 5, 678901, tzinfo=MANILA)
    commit(users.change, ana.id, consented_at=moment)
    stored = commit(users.get, ana.id).consented_at
    assert stored == moment
    assert stored.utcoffset() == timedelta(0)

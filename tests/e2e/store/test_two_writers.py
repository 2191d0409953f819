"""Two processes that write at the same time: nothing is lost, nothing is there twice."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timezone
from typing import Any

from bot.store import checkins, goals
from bot.store.records import MOST_OPEN_GOALS
from bot.store.session import Sessions
from tests.helpers.store_processes import run_at_once
from tests.helpers.stores import FIELDS, NOW, committing, contents, joined
from tests.helpers.writers import PROGRAM

MONDAY = datetime(2026, 9, 7, 1, tzinfo=timezone.utc)
"""Nine in Manila."""


def both(url: str, first: tuple[str, ...], second: tuple[str, ...]) -> tuple[Any, Any]:
    """What the two jobs say, begun in the same moment by a process each."""
    said = [json.loads(line) for line in run_at_once(PROGRAM, (url, *first), (url, *second))]
    return said[0], said[1]


def test_numbers_have_neither_gaps_nor_doubles(store_url: str, sessions: Sessions) -> None:
    ana = joined(sessions).id
    here, there = both(store_url, ("create", ana, "a", "20"), ("create", ana, "b", "20"))
    assert sorted(here + there) == list(range(1, 41))
    assert here == sorted(here)
    assert there == sorted(there)
    stored = committing(sessions)(goals.mine, ana)
    assert [goal.number for goal in stored] == list(range(1, 41))


def test_a_message_that_both_take_makes_one_goal(store_url: str, sessions: Sessions) -> None:
    ana = joined(sessions).id
    here, there = both(store_url, *[("create", ana, "same", "20")] * 2)
    assert here == there == list(range(1, 21))
    assert len(contents(sessions)["goals"]) == len(contents(sessions)["goal_updates"]) == 20


def test_together_they_make_no_more_goals_than_one_may_have(
    store_url: str, sessions: Sessions
) -> None:
    ana = joined(sessions).id
    here, there = both(store_url, ("create", ana, "a", "30"), ("create", ana, "b", "30"))
    assert sorted(here + there) == list(range(1, MOST_OPEN_GOALS + 1))
    assert len(contents(sessions)["goals"]) == MOST_OPEN_GOALS


def test_no_report_is_lost_and_the_last_one_holds(store_url: str, sessions: Sessions) -> None:
    commit, ana = committing(sessions), joined(sessions).id
    commit(goals.create, ana, "m", FIELDS, NOW)
    here, there = both(store_url, ("report", ana, "a", "30"), ("report", ana, "b", "30"))
    [goal] = commit(goals.mine, ana)
    _, *reports = commit(goals.history, goal)
    notes = [line.note for line in reports]
    assert [note for note in notes if note in here] == here
    assert [note for note in notes if note in there] == there
    assert len(notes) == len(here + there)
    assert goal.progress == reports[-1].progress


def test_what_one_has_closed_the_other_can_only_open(store_url: str, sessions: Sessions) -> None:
    commit, ana = committing(sessions), joined(sessions).id
    commit(goals.create, ana, "m", FIELDS, NOW)
    jobs = [("open_and_close", ana, name, "30") for name in ("a", "b")]
    here, there = both(store_url, jobs[0], jobs[1])
    [goal] = commit(goals.mine, ana)
    _, *turns = (line.kind for line in commit(goals.history, goal))
    assert len(turns) == here + there
    assert turns == ["reopened" if turn % 2 else "completed" for turn in range(len(turns))]
    assert goal.status == ("completed" if len(turns) % 2 else "open")


def test_each_check_in_is_claimed_by_one_of_them(store_url: str, sessions: Sessions) -> None:
    commit = committing(sessions)
    people = [joined(sessions, f"chat {number}") for number in range(30)]
    for person in people:
        commit(goals.create, person.id, "m", FIELDS, NOW)
        commit(checkins.plan, person, NOW)
    here, there = both(store_url, *[("claim", MONDAY.isoformat())] * 2)
    assert Counter(here + there) == Counter(person.id for person in people)


def test_a_chat_is_one_guest_whoever_sees_it_first(store_url: str, sessions: Sessions) -> None:
    here, there = both(store_url, *[("visit", "30")] * 2)
    assert here == there
    assert len(contents(sessions)["guests"]) == len(set(here)) == 30

"""Goals: numbers, what may happen to them, their history, and every change once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.store import goals
from bot.store.records import LONGEST_NOTE, MOST_OPEN_GOALS, TooManyGoals
from tests.helpers.stores import FIELDS, NOW, REFUSED, contents, joined

LATER = NOW + timedelta(days=1)


@pytest.fixture
def two_goals(commit, ana):
    """Number 1 is open at 30 %, number 2 was given up."""
    commit(goals.create, ana.id, "a", FIELDS, NOW)
    commit(goals.create, ana.id, "b", FIELDS, NOW)
    commit(goals.report, ana.id, "c", 1, NOW, progress=30)
    commit(goals.drop, ana.id, "d", 2, NOW, reason="no time")


def create(session, user_id, message_id):
    return goals.create(session, user_id, message_id, FIELDS, LATER, topic="listening")


def progress(session, user_id, message_id):
    return goals.report(session, user_id, message_id, 1, LATER, progress=40, note="calmer")


def note(session, user_id, message_id):
    return goals.report(session, user_id, message_id, 1, LATER, note="talked to Ben")


def complete(session, user_id, message_id):
    return goals.complete(session, user_id, message_id, 1, LATER)


def drop(session, user_id, message_id):
    return goals.drop(session, user_id, message_id, 1, LATER, reason="another job")


def reopen(session, user_id, message_id):
    return goals.reopen(session, user_id, message_id, 2, LATER)


def edit(session, user_id, message_id):
    return goals.edit(session, user_id, message_id, 1, "title", "Calm calls", LATER)


WRITES = (create, progress, note, complete, drop, reopen, edit)


def status_and_progress(goal):
    return goal.number, goal.status, goal.progress


# Each change


def test_a_new_goal_is_stored_as_it_was_said(commit, ana):
    made = commit(goals.create, ana.id, "m", FIELDS, NOW, topic="listening")
    [stored] = commit(goals.mine, ana.id)
    assert stored == made
    assert {name: getattr(stored, name) for name in goals.EDITABLE} == vars(FIELDS)
    assert status_and_progress(stored) == (1, "open", 0)
    assert (stored.topic, stored.created_at, stored.updated_at) == ("listening", NOW, NOW)
    assert stored.closed_at is None
    [line] = commit(goals.history, stored)
    assert (line.kind, line.progress, line.note, line.at) == ("created", 0, "", NOW)


@pytest.mark.parametrize(
    ("write", "left", "line"),
    [
        (progress, (1, "open", 40), ("progress", 40, "calmer")),
        (note, (1, "open", 30), ("note", 30, "talked to Ben")),
        (complete, (1, "completed", 100), ("completed", 100, "")),
        (drop, (1, "dropped", 30), ("dropped", 30, "another job")),
        (reopen, (2, "open", 0), ("reopened", 0, "")),
        (edit, (1, "open", 30), ("edited", 30, "title")),
    ],
)
def test_a_change_is_one_line_of_the_history(commit, ana, two_goals, write, left, line):
    changed = commit(write, ana.id, "m")
    assert status_and_progress(changed) == left
    assert changed.updated_at == LATER
    assert changed.closed_at == (None if changed.status == "open" else LATER)
    last = commit(goals.history, changed)[-1]
    assert (last.kind, last.progress, last.note, last.at) == (*line, LATER)
    assert changed in commit(goals.mine, ana.id)


@pytest.mark.parametrize("write", WRITES)
def test_the_same_message_again_changes_nothing(sessions, commit, ana, two_goals, write):
    first = commit(write, ana.id, "m")
    before = contents(sessions)
    assert commit(write, ana.id, "m") == first
    assert contents(sessions) == before


@pytest.mark.parametrize("write", WRITES)
def test_a_message_changes_one_goal_once_whatever_it_is_taken_for(
    sessions, commit, ana, two_goals, write
):
    first = commit(progress, ana.id, "m")
    before = contents(sessions)
    assert commit(write, ana.id, "m") == first
    assert contents(sessions) == before


def test_two_people_may_send_the_same_message_id(sessions, commit, ana):
    ben = joined(sessions, "ben")
    ours = [commit(create, who.id, "m") for who in (ana, ben)]
    assert [goal.number for goal in ours] == [1, 1]
    assert ours[0].id != ours[1].id


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Calm calls"),
        ("measure", "calls without a hold"),
        ("target_date", date(2027, 1, 31)),
        ("first_step", "ask Ben"),
    ],
)
def test_each_field_can_be_edited_and_no_other_changes(commit, ana, two_goals, field, value):
    before = commit(goals.mine, ana.id)[0]
    commit(goals.edit, ana.id, "m", 1, field, value, LATER)
    after = commit(goals.mine, ana.id)[0]
    assert after == replace(before, **{field: value, "updated_at": LATER})


@pytest.mark.parametrize("field", ["status", "progress", "number", "id", "user_id", ""])
def test_nothing_else_can_be_edited(sessions, commit, ana, two_goals, field):
    before = contents(sessions)
    with pytest.raises(ValueError, match="to edit"):
        commit(goals.edit, ana.id, "m", 1, field, "2", LATER)
    assert contents(sessions) == before


@pytest.mark.parametrize(
    ("steps", "restored"),
    [
        ((complete,), 30),
        ((progress, complete), 40),
        ((drop,), 30),
        ((complete, "reopen", complete), 30),
        ((note, edit, complete), 30),
        ((complete, "reopen", progress, drop), 40),
    ],
)
def test_reopened_it_has_the_progress_of_before(commit, ana, two_goals, steps, restored):
    for number, step in enumerate((*steps, "reopen")):
        if step == "reopen":
            goal = commit(goals.reopen, ana.id, f"m{number}", 1, LATER)
        else:
            goal = commit(step, ana.id, f"m{number}")
    assert status_and_progress(goal) == (1, "open", restored)
    assert goal.closed_at is None


# What may not happen


@pytest.mark.parametrize("write", [progress, note, complete, drop, edit])
def test_a_closed_goal_cannot_be_changed(sessions, commit, ana, two_goals, write):
    commit(complete, ana.id, "z")
    before = contents(sessions)
    with pytest.raises(LookupError):
        commit(write, ana.id, "m")
    assert contents(sessions) == before


def test_an_open_goal_cannot_be_reopened(sessions, commit, ana, two_goals):
    before = contents(sessions)
    with pytest.raises(LookupError):
        commit(goals.reopen, ana.id, "m", 1, LATER)
    assert contents(sessions) == before


@pytest.mark.parametrize("write", [progress, note, complete, drop, reopen, edit])
def test_nobody_reaches_the_goal_of_another(sessions, commit, ana, two_goals, write):
    ben = joined(sessions, "ben")
    before = contents(sessions)
    with pytest.raises(LookupError):
        commit(write, ben.id, "m")
    assert contents(sessions) == before


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_report_that_is_refused_leaves_nothing(sessions, commit, ana, two_goals, percent):
    before = contents(sessions)
    with pytest.raises(REFUSED):
        commit(goals.report, ana.id, "m", 1, LATER, progress=percent)
    assert contents(sessions) == before


def test_somebody_unknown_has_no_goals(sessions, commit):
    before = contents(sessions)
    with pytest.raises(REFUSED):
        commit(create, "nobody", "m")
    assert contents(sessions) == before
    assert commit(goals.mine, "nobody") == []


# Numbers, and how many there may be


def test_numbers_count_on_whatever_became_of_earlier_goals(commit, ana, two_goals):
    commit(complete, ana.id, "x")
    assert commit(create, ana.id, "m").number == 3
    everything = commit(goals.mine, ana.id)
    assert [goal.number for goal in everything] == [1, 2, 3]
    for status in ("completed", "dropped", "open"):
        assert commit(goals.mine, ana.id, status=status) == [
            goal for goal in everything if goal.status == status
        ]


def test_only_so_many_may_be_open(sessions, commit, ana):
    for number in range(MOST_OPEN_GOALS):
        commit(create, ana.id, f"m{number}")
    before = contents(sessions)
    with pytest.raises(TooManyGoals):
        commit(create, ana.id, "more")
    assert commit(create, ana.id, "m7").number == 8
    assert contents(sessions) == before
    commit(complete, ana.id, "done")
    assert commit(create, ana.id, "more").number == MOST_OPEN_GOALS + 1
    with pytest.raises(TooManyGoals):
        commit(goals.reopen, ana.id, "again", 1, LATER)
    commit(goals.drop, ana.id, "away", 2, LATER, reason="")
    assert commit(goals.reopen, ana.id, "again", 1, LATER).status == "open"


def test_the_longest_words_find_room(commit, ana):
    longest = replace(FIELDS, title="ñ" * 200, measure="🦄" * 200, first_step="字" * 200)
    goal = commit(goals.create, ana.id, "m" * 64, longest, NOW)
    assert vars(commit(goals.mine, ana.id)[0]).items() >= vars(longest).items()
    commit(goals.report, ana.id, "n", 1, NOW, note="🦄" * LONGEST_NOTE)
    assert commit(goals.history, goal)[-1].note == "🦄" * LONGEST_NOTE

"""Conversations in Rasa's table: read, forgotten, forgotten when they are old."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store import conversations
from tests.helpers.rasa_events import commanded, make_table, spoken, talk
from tests.helpers.stores import NOW, contents

DAY = timedelta(days=1)


@pytest.fixture
def rasa(commit):
    commit(make_table)


def test_without_the_table_there_is_nothing_to_read_or_forget(sessions, commit):
    before = contents(sessions)
    assert not commit(conversations.there_are_any)
    assert commit(conversations.messages, "ana") == []
    assert commit(conversations.forget, "ana") == 0
    assert commit(conversations.forget_before, NOW) == (0, 0)
    assert contents(sessions) == before


def test_messages_are_what_was_said_in_its_order(commit, rasa):
    commit(talk, "ana", NOW, "hello", "ñ 🦄")
    commit(talk, "ben", NOW, "not mine")
    assert commit(conversations.there_are_any)
    assert commit(conversations.messages, "ana") == [
        {"at": "2026-09-01T04:30:02+00:00", "from": "you", "text": "hello"},
        {"at": "2026-09-01T04:30:03+00:00", "from": "coach", "text": "hello"},
        {"at": "2026-09-01T04:30:04+00:00", "from": "you", "text": "ñ 🦄"},
        {"at": "2026-09-01T04:30:05+00:00", "from": "coach", "text": "ñ 🦄"},
    ]


def test_a_command_reads_as_it_was_typed(commit, rasa):
    commit(commanded, "ana", NOW, "goals", "Your goals")
    said = [(line["from"], line["text"]) for line in commit(conversations.messages, "ana")]
    assert said == [("you", "/goals"), ("coach", "Your goals")]


def test_what_the_coach_asks_by_itself_nobody_has_written(commit, rasa):
    commit(commanded, "ana", NOW, "check_in", "How is it going?")
    commit(talk, "ana", NOW, "halfway")
    said = [(line["from"], line["text"]) for line in commit(conversations.messages, "ana")]
    assert said == [("coach", "How is it going?"), ("you", "halfway"), ("coach", "halfway")]


def test_what_no_face_has_shown_was_not_said(commit, rasa):
    unsaid = {"custom": {"kind": "goal", "event": "nothing_due"}}
    commit(commanded, "ana", NOW, "check_in", "There is no open goal.", unsaid)
    assert commit(conversations.messages, "ana") == []


def test_a_conversation_is_forgotten_whole_and_no_other(commit, rasa):
    commit(talk, "ana", NOW, "hello", "again")
    commit(talk, "ben", NOW, "hello")
    assert commit(conversations.forget, "ana") == 6
    assert commit(conversations.forget, "ana") == 0
    assert commit(conversations.messages, "ana") == []
    assert commit(spoken, "ben") == ["hello"]


@pytest.mark.parametrize(
    ("sessions_at", "left", "gone"),
    [
        # One that is over, one that is not.
        ([-2], [], (1, 4)),
        ([2], ["day 2"], (0, 0)),
        # Of one that goes on, what is before its latest session.
        ([-3, -2, 2], ["day 2"], (1, 8)),
        ([-2, 1, 2], ["day 1", "day 2"], (1, 4)),
        # All of it is old, its latest session too.
        ([-3, -2], [], (1, 8)),
    ],
)
def test_what_is_old_is_forgotten_but_never_the_session_that_goes_on(
    commit, rasa, sessions_at, left, gone
):
    for days in sessions_at:
        commit(talk, "ana", NOW + days * DAY, f"day {days}")
    assert commit(conversations.forget_before, NOW) == gone
    assert commit(spoken, "ana") == left
    assert commit(conversations.forget_before, NOW) == (0, 0)


def test_the_current_session_stays_whole_however_long_it_lasts(commit, rasa):
    commit(talk, "ana", NOW - DAY, "an old session")
    # It began before the cutoff and goes on after it.
    commit(talk, "ana", NOW - timedelta(seconds=4), "before", "between", "after")
    # The action that begins a session stands before what Rasa takes for its beginning.
    assert commit(conversations.forget_before, NOW) == (1, 4 + 1)
    assert commit(spoken, "ana") == ["before", "between", "after"]


def test_people_are_counted_once_and_judged_each_by_themselves(commit, rasa):
    for days in (-3, -2):
        commit(talk, "ana", NOW + days * DAY, f"day {days}")
        commit(talk, "ben", NOW + days * DAY, f"day {days}")
    commit(talk, "ben", NOW + DAY, "still here")
    commit(talk, "cyd", NOW + DAY, "new")
    assert commit(conversations.forget_before, NOW, dry_run=True) == (2, 16)
    assert commit(conversations.forget_before, NOW) == (2, 16)
    assert [commit(spoken, name) for name in ("ana", "ben", "cyd")] == [[], ["still here"], ["new"]]


def test_a_rehearsal_says_the_same_and_changes_nothing(sessions, commit, rasa):
    commit(talk, "ana", NOW - DAY, "old")
    before = contents(sessions)
    assert commit(conversations.forget_before, NOW, dry_run=True) == (1, 4)
    assert contents(sessions) == before

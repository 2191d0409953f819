"""The sweep: deletions, guests and old conversations, as often as it is run."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store import deletions, exports, goals, retention, users
from bot.store.retention import Swept
from tests.helpers.rasa_events import make_table, spoken, talk
from tests.helpers.stores import FIELDS, NOW, contents, joined

DAY = timedelta(days=1)
KEPT = 30
"""Days."""


@pytest.fixture
def full(sessions, commit, ana):
    """One of everything that can be swept, and beside it what has to stay."""
    commit(make_table)
    commit(goals.create, ana.id, "m", FIELDS, NOW)
    commit(talk, ana.id, NOW - 40 * DAY, "long ago")
    commit(talk, ana.id, NOW - 2 * DAY, "lately")
    stale = commit(users.visitor, "test", "stale", NOW - DAY).sender
    commit(talk, stale, NOW - DAY, "a guest's words")
    fresh = commit(users.visitor, "test", "fresh", NOW).sender
    commit(talk, fresh, NOW, "new here")
    asked = joined(sessions, "asked").id
    commit(talk, asked, NOW, "forget me")
    commit(deletions.request, asked, NOW)
    commit(exports.ticket, ana.id, NOW - DAY)
    return {"ana": ana.id, "stale": stale, "fresh": fresh, "asked": asked}


WOULD_BE = Swept(deletions=1, guests=1, conversations=1, events=4)


def test_it_takes_what_is_over_and_leaves_the_rest(sessions, commit, full):
    assert retention.sweep(sessions, NOW, KEPT) == WOULD_BE
    words = {name: commit(spoken, sender) for name, sender in full.items()}
    assert words == {"ana": ["lately"], "stale": [], "fresh": ["new here"], "asked": []}
    found = contents(sessions)
    assert [row[0] for row in found["users"]] == [full["ana"]]
    assert [row[0] for row in found["guests"]] == [full["fresh"]]
    assert {row[0] for row in found["deletions"]} == {full["stale"], full["asked"]}
    assert (len(found["goals"]), found["exports"]) == (1, [])


def test_twice_is_once(sessions, full):
    retention.sweep(sessions, NOW, KEPT)
    before = contents(sessions)
    assert retention.sweep(sessions, NOW, KEPT) == Swept()
    assert contents(sessions) == before


def test_a_rehearsal_says_the_same_and_changes_nothing(sessions, full):
    before = contents(sessions)
    assert retention.sweep(sessions, NOW, KEPT, dry_run=True) == WOULD_BE
    assert contents(sessions) == before


def test_no_days_keep_conversations_for_ever_but_not_guests(sessions, commit, full):
    later = NOW + 10_000 * DAY
    assert retention.sweep(sessions, later, 0) == Swept(deletions=1, guests=2)
    assert commit(spoken, full["ana"]) == ["long ago", "lately"]


def test_a_conversation_that_is_over_goes_whole_and_its_person_stays(sessions, commit, full):
    retention.sweep(sessions, NOW + 60 * DAY, KEPT)
    assert commit(spoken, full["ana"]) == []
    assert [goal.number for goal in commit(goals.mine, full["ana"])] == [1]
    assert commit(users.visitor, "test", "ana", NOW).sender == full["ana"]


def test_a_guest_is_gone_after_a_day_and_comes_back_as_another(sessions, commit, full):
    retention.sweep(sessions, NOW, KEPT)
    assert commit(users.is_retired, full["stale"])
    assert commit(users.visitor, "test", "stale", NOW).sender != full["stale"]
    assert commit(users.visitor, "test", "fresh", NOW).sender == full["fresh"]


def test_who_agreed_in_time_is_no_guest_to_be_purged(sessions, commit, full):
    assert commit(users.consent_given, full["stale"], 1, NOW, time_zone="UTC")
    assert retention.sweep(sessions, NOW, KEPT).guests == 0
    assert commit(spoken, full["stale"]) == ["a guest's words"]


def test_there_may_be_nothing_to_sweep(sessions):
    before = contents(sessions)
    assert retention.sweep(sessions, NOW, KEPT) == Swept()
    assert contents(sessions) == before


def test_erasing_returns_the_receipt_that_was_promised(sessions, commit, full):
    promised = commit(deletions.request, full["asked"], NOW)
    assert retention.erase(sessions, full["asked"], NOW) == promised
    assert commit(spoken, full["asked"]) == []
    assert commit(deletions.pending) == []

"""Check-ins: planned, moved, claimed at most once, and only for those who are to be asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import partial

import pytest
import sqlalchemy as sa

from bot.store import checkins, goals, retention, tables, users
from bot.store.goal_book import StoredGoalBook
from tests.helpers.stores import FIELDS, NOW, REFUSED, at_once, contents, joined

MONDAY = datetime(2026, 9, 7, 1, tzinfo=timezone.utc)
"""Nine in Manila on the Monday after NOW."""
WEEK = timedelta(days=7)


@pytest.fixture
def book(sessions, commit, ana):
    """Ana's, with one goal; calls run in a transaction of their own."""

    def call(name, *arguments, message="m", now=NOW, **options):
        def run(session):
            person = users.get(session, ana.id)
            opened = StoredGoalBook(session, person, message, now)
            return getattr(opened, name)(*arguments, **options)

        return commit(run)

    call("create", FIELDS, None, message="first")
    return call


def due(commit, person):
    return commit(checkins.due_at, person.id)


# Planned


def test_the_first_goal_begins_them_and_the_second_leaves_them(commit, ana, book):
    assert due(commit, ana) == MONDAY
    book("create", FIELDS, None, message="second", now=MONDAY + WEEK)
    assert due(commit, ana) == MONDAY


def test_wishes_plan_anew_in_place_of_what_was_planned(sessions, commit, ana, book):
    planned = book("plan_check_ins", check_in_weekday=4, check_in_hour=15)
    assert f"{planned:%Y-%m-%d %H:%M}" == "2026-09-04 15:00"
    assert due(commit, ana) == planned
    assert book("next_check_in").tzinfo == planned.tzinfo
    book("plan_check_ins", time_zone="Europe/London")
    assert due(commit, ana) == datetime(2026, 9, 4, 14, tzinfo=timezone.utc)
    assert len(contents(sessions)["check_ins"]) == 1


def test_a_zone_alone_plans_none_for_somebody_without_goals(sessions, commit):
    person = joined(sessions, "new")
    commit(
        lambda session: StoredGoalBook(session, person, "m", NOW).plan_check_ins(
            time_zone="Europe/London"
        )
    )
    assert due(commit, person) is None
    assert commit(users.get, person.id).time_zone == "Europe/London"


def test_a_zone_keeps_what_was_put_off(commit, ana, book):
    book("snooze_check_in", 21)
    book("plan_check_ins", time_zone="Europe/London", message="m2")
    assert due(commit, ana) == datetime(2026, 9, 22, 8, tzinfo=timezone.utc)


def test_put_off_to_a_day_whose_hour_is_quiet_it_comes_when_they_end(commit, ana, book):
    commit(users.change, ana.id, check_in_hour=22)
    assert book("snooze_check_in", 1) == datetime(2026, 9, 2, 0, tzinfo=timezone.utc)


def test_who_wants_none_any_more_has_none_until_they_ask_again(commit, ana, book):
    assert book("plan_check_ins", check_in_days=0) is None
    assert due(commit, ana) is None
    book("create", FIELDS, None, message="second")
    assert due(commit, ana) is None
    assert book("plan_check_ins", check_in_days=7) is not None


def test_stopped_they_are_stopped_twice_as_well_as_once(sessions, commit, ana, book):
    commit(checkins.stop, ana.id)
    before = contents(sessions)
    commit(checkins.stop, ana.id)
    assert contents(sessions) == before
    assert due(commit, ana) is None
    assert commit(users.get, ana.id).check_in_days == 0


def test_nobody_unknown_has_check_ins(commit, ana):
    with pytest.raises(REFUSED):
        commit(checkins.plan, replace(ana, id="nobody"), NOW)


# Moved by a message


@pytest.mark.parametrize(
    ("move", "moved"),
    [
        (("snooze_check_in", 3), datetime(2026, 9, 4, 1, tzinfo=timezone.utc)),
        (("skip_check_in",), MONDAY + WEEK),
    ],
    ids=["snooze", "skip"],
)
def test_a_message_moves_it_once(sessions, commit, ana, book, move, moved):
    name, *arguments = move
    assert book(name, *arguments) == moved
    before = contents(sessions)
    assert book(name, *arguments, now=NOW + timedelta(days=1)) == moved
    assert contents(sessions) == before
    assert due(commit, ana) == moved


def test_another_message_moves_it_again(book):
    book("skip_check_in", message="m1")
    assert book("skip_check_in", message="m2") == MONDAY + 2 * WEEK
    assert book("snooze_check_in", 1, message="m3") == datetime(2026, 9, 2, 1, tzinfo=timezone.utc)


def test_a_message_that_comes_again_after_the_claim_brings_nothing_back(commit, ana, book):
    tomorrow = book("snooze_check_in", 1)
    commit(checkins.claim_due, tomorrow)
    assert book("snooze_check_in", 1) == MONDAY
    assert due(commit, ana) == MONDAY


def test_skipped_without_a_rhythm_there_is_none(commit, ana, book):
    commit(users.change, ana.id, check_in_days=0)
    assert book("skip_check_in") is None
    assert due(commit, ana) is None


# Claimed


def test_what_is_due_is_claimed_once_and_the_next_is_planned(commit, ana, book):
    assert commit(checkins.claim_due, MONDAY - timedelta(seconds=1)) == []
    [claimed] = commit(checkins.claim_due, MONDAY)
    assert (claimed.user_id, claimed.due_at) == (ana.id, MONDAY)
    assert [goal.number for goal in claimed.goals] == [1]
    assert commit(checkins.claim_due, MONDAY) == []
    assert due(commit, ana) == MONDAY + WEEK


def test_two_at_once_claim_it_once(sessions, book):
    claim = partial(checkins.claim_due, now=MONDAY)
    first, second = at_once(sessions, claim, claim)
    assert [len(first), len(second)] == [1, 0]


def test_a_claim_that_is_not_committed_is_none(sessions, commit, ana, book):
    def claim_and_die(session):
        assert checkins.claim_due(session, MONDAY)
        raise SystemExit

    before = contents(sessions)
    with pytest.raises(SystemExit):
        commit(claim_and_die)
    assert contents(sessions) == before
    assert len(commit(checkins.claim_due, MONDAY)) == 1


def test_however_late_it_is_asked_only_once(commit, ana, book):
    late = MONDAY + 5 * WEEK
    assert len(commit(checkins.claim_due, late)) == 1
    assert due(commit, ana) == late + WEEK


def test_in_quiet_hours_it_waits_for_their_end(commit, ana, book):
    night = MONDAY + timedelta(hours=14)
    morning = MONDAY + timedelta(hours=23)
    assert commit(checkins.claim_due, night) == []
    assert due(commit, ana) == morning
    assert len(commit(checkins.claim_due, morning)) == 1
    assert due(commit, ana) == MONDAY + WEEK


@pytest.mark.parametrize("close", [goals.complete, partial(goals.drop, reason="")])
def test_who_has_no_open_goal_is_not_asked(commit, ana, book, close):
    commit(close, ana.id, "closed", 1, NOW)
    assert commit(checkins.claim_due, MONDAY) == []
    assert due(commit, ana) == MONDAY + WEEK
    book("create", FIELDS, None, message="second")
    [claimed] = commit(checkins.claim_due, MONDAY + WEEK)
    assert [goal.number for goal in claimed.goals] == [2]


def test_the_longest_waiting_come_first_and_only_so_many(sessions, commit):
    people = [joined(sessions, f"chat {number}") for number in range(4)]
    for number, person in enumerate(people):
        commit(goals.create, person.id, "m", FIELDS, NOW)
        moment = MONDAY - timedelta(hours=number)
        row = {"user_id": person.id, "due_at": moment}
        commit(lambda session, row=row: session.execute(sa.insert(tables.check_ins), row))
    claimed = commit(checkins.claim_due, MONDAY, most=3)
    assert [each.user_id for each in claimed] == [person.id for person in reversed(people[1:])]
    assert [each.user_id for each in commit(checkins.claim_due, MONDAY)] == [people[0].id]


def test_who_was_deleted_is_not_asked(sessions, commit, ana, book):
    retention.erase(sessions, ana.id, NOW)
    assert commit(checkins.claim_due, MONDAY + WEEK) == []
    assert contents(sessions)["check_ins"] == []


@pytest.mark.parametrize(
    ("zone", "now", "asked"),
    [
        ("Europe/London", "2026-03-23T12:00", ["2026-03-30T08:00", "2026-04-06T08:00"]),
        ("Europe/London", "2026-10-13T12:00", ["2026-10-19T08:00", "2026-10-26T09:00"]),
        ("America/New_York", "2026-02-24T12:00", ["2026-03-02T14:00", "2026-03-09T13:00"]),
        ("America/New_York", "2026-10-20T12:00", ["2026-10-26T13:00", "2026-11-02T14:00"]),
        ("Asia/Manila", "2026-03-24T12:00", ["2026-03-30T01:00", "2026-04-06T01:00"]),
    ],
)
def test_week_after_week_it_is_nine_o_clock(commit, ana, book, zone, now, asked):
    began = datetime.fromisoformat(f"{now}+00:00")
    book("plan_check_ins", now=began, time_zone=zone, check_in_days=7)
    moments = [datetime.fromisoformat(f"{moment}+00:00") for moment in asked]
    for moment in moments:
        assert commit(checkins.claim_due, moment - timedelta(seconds=1)) == []
        [claimed] = commit(checkins.claim_due, moment)
        assert claimed.due_at == moment

"""When a check-in is due: the person's day and hour, clocks that change, quiet hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.records import Person
from bot.store.schedule import after_quiet, at_hour, is_quiet, local_now, next_due, replanned
from tests.helpers.stores import NOW

CHECK = settings(max_examples=300, deadline=None, derandomize=True, database=None)
ZONES = ("Asia/Manila", "Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")

WEEKLY = Person(
    id="ana",
    role=None,
    time_zone="Asia/Manila",
    check_in_days=7,
    check_in_weekday=0,
    check_in_hour=9,
    quiet_from=21,
    quiet_until=8,
    consent_version=1,
    consented_at=NOW,
    created_at=NOW,
)
"""Mondays at nine, nothing from nine in the evening until eight."""

PEOPLE = st.builds(
    replace,
    st.just(WEEKLY),
    time_zone=st.sampled_from(ZONES),
    check_in_days=st.integers(1, 31),
    check_in_weekday=st.integers(0, 6),
    check_in_hour=st.integers(0, 23),
    quiet_from=st.integers(0, 23),
    quiet_until=st.integers(0, 23),
)
MOMENTS = st.datetimes(
    datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(timezone.utc)  # noqa: DTZ001
)  # fmt: skip


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


# Clocks that change


@pytest.mark.parametrize(
    ("zone", "after", "due"),
    [
        ("Asia/Manila", "2026-03-23T12:00", "2026-03-30T01:00"),
        ("Asia/Manila", "2026-10-19T12:00", "2026-10-26T01:00"),
        ("Europe/London", "2026-03-16T12:00", "2026-03-23T09:00"),
        ("Europe/London", "2026-03-23T12:00", "2026-03-30T08:00"),
        ("Europe/London", "2026-10-19T12:00", "2026-10-26T09:00"),
        ("America/New_York", "2026-03-02T15:00", "2026-03-09T13:00"),
        ("America/New_York", "2026-10-26T15:00", "2026-11-02T14:00"),
        ("Nowhere/AtAll", "2026-03-23T12:00", "2026-03-30T09:00"),
    ],
)
def test_it_stays_nine_o_clock_when_the_clocks_change(zone, after, due):
    assert next_due(replace(WEEKLY, time_zone=zone), utc(after)) == utc(due)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "due"),
    [
        ("Europe/London", date(2026, 3, 29), 1, "2026-03-29T01:00"),
        ("Europe/London", date(2026, 10, 25), 1, "2026-10-25T00:00"),
        ("America/New_York", date(2026, 3, 8), 2, "2026-03-08T07:00"),
        ("America/New_York", date(2026, 11, 1), 1, "2026-11-01T05:00"),
    ],
)
def test_a_skipped_hour_is_the_next_and_a_doubled_one_the_first(zone, day, hour, due):
    awake = replace(WEEKLY, time_zone=zone, check_in_hour=hour, quiet_from=0, quiet_until=0)
    assert at_hour(awake, day) == utc(due)


@pytest.mark.parametrize(
    ("zone", "now", "over"),
    [
        ("Europe/London", "2026-03-28T23:00", "2026-03-29T07:00"),
        ("Europe/London", "2026-10-24T23:00", "2026-10-25T08:00"),
        ("America/New_York", "2026-03-08T06:59", "2026-03-08T12:00"),
        ("America/New_York", "2026-11-01T05:30", "2026-11-01T13:00"),
        ("America/New_York", "2026-11-01T06:30", "2026-11-01T13:00"),
    ],
)
def test_quiet_hours_end_on_the_changed_clock(zone, now, over):
    assert after_quiet(replace(WEEKLY, time_zone=zone), utc(now)) == utc(over)


# Rhythm


@pytest.mark.parametrize(
    ("days", "weekday", "after", "day"),
    [
        (7, 0, "2026-09-01T04:30", date(2026, 9, 7)),
        (7, 1, "2026-09-01T00:00", date(2026, 9, 8)),
        (7, 2, "2026-09-01T04:30", date(2026, 9, 2)),
        (14, 0, "2026-09-01T04:30", date(2026, 9, 14)),
        (28, 6, "2026-09-01T04:30", date(2026, 9, 27)),
        (1, 0, "2026-09-01T04:30", date(2026, 9, 2)),
        (3, 0, "2026-09-01T04:30", date(2026, 9, 4)),
        (31, 0, "2026-09-01T04:30", date(2026, 10, 2)),
        # Ten in the evening in London is the day after in Manila.
        (1, 0, "2026-09-01T21:00", date(2026, 9, 3)),
    ],
)
def test_the_day_follows_the_wishes(days, weekday, after, day):
    wishes = replace(WEEKLY, check_in_days=days, check_in_weekday=weekday)
    due = local_now(wishes, next_due(wishes, utc(after)))
    assert (due.date(), due.hour, due.minute) == (day, 9, 0)


@pytest.mark.parametrize(
    ("days", "weekday", "expected"),
    [
        (1, 0, ["2026-09-02", "2026-09-03", "2026-09-04"]),
        (3, 0, ["2026-09-04", "2026-09-07", "2026-09-10"]),
        # Friday's at ten in the evening: on Saturday morning.
        (7, 4, ["2026-09-05", "2026-09-12", "2026-09-19"]),
    ],
)
def test_an_hour_in_the_quiet_ones_leaves_the_rhythm(days, weekday, expected):
    wishes = replace(WEEKLY, check_in_days=days, check_in_weekday=weekday, check_in_hour=22)
    moment, seen = utc("2026-09-01T04:30"), []
    for _ in expected:
        moment = next_due(wishes, moment)
        seen.append(f"{local_now(wishes, moment):%Y-%m-%d %H}")
    assert seen == [f"{day} 08" for day in expected]


def test_who_wants_none_gets_none():
    assert next_due(replace(WEEKLY, check_in_days=0), NOW) is None


# Wishes that change

TUESDAY = utc("2026-09-01T04:30")
SNOOZED = utc("2026-09-23T01:00")
"""To nine on a Wednesday, three weeks on."""


@pytest.mark.parametrize(
    ("wishes", "local"),
    [
        ({"time_zone": "Europe/London"}, "2026-09-23 09:00"),
        ({"check_in_hour": 17}, "2026-09-23 17:00"),
        ({"quiet_from": 8, "quiet_until": 12}, "2026-09-23 12:00"),
        ({"check_in_weekday": 4, "check_in_days": 7}, "2026-09-04 09:00"),
        ({"check_in_days": 1}, "2026-09-02 09:00"),
    ],
    ids=str,
)
def test_what_was_put_off_stays_put_off_unless_the_rhythm_changes(wishes, local):
    changed = replace(WEEKLY, **wishes)
    due = replanned(WEEKLY, changed, set(wishes), SNOOZED, TUESDAY)
    assert f"{local_now(changed, due):%Y-%m-%d %H:%M}" == local
    assert replanned(changed, changed, set(wishes), due, TUESDAY) == due, "twice is as once"


@pytest.mark.parametrize(
    ("wishes", "planned"),
    [
        ({"time_zone": "Europe/London"}, False),
        ({"quiet_from": 20}, False),
        ({"check_in_hour": 17}, True),
        ({"check_in_days": 7}, True),
    ],
    ids=str,
)
def test_where_none_is_planned_only_a_wish_for_one_plans_it(wishes, planned):
    due = replanned(WEEKLY, replace(WEEKLY, **wishes), set(wishes), None, TUESDAY)
    assert (due is not None) is planned


def test_an_hour_that_is_over_today_is_for_the_next_time():
    daily = replace(WEEKLY, check_in_days=1, check_in_hour=17)
    earlier = replace(daily, check_in_hour=9)
    due = replanned(daily, earlier, {"check_in_hour"}, utc("2026-09-01T09:00"), TUESDAY)
    assert due == utc("2026-09-02T01:00")


# Quiet hours


@pytest.mark.parametrize(
    ("start", "end", "quiet"),
    [
        (21, 8, {21, 22, 23, *range(8)}),
        (13, 15, {13, 14}),
        (0, 6, set(range(6))),
        (22, 0, {22, 23}),
        (9, 9, set()),
        (0, 0, set()),
        (1, 0, set(range(1, 24))),
    ],
)
def test_hours_are_quiet_from_the_first_up_to_the_last(start, end, quiet):
    person = replace(WEEKLY, quiet_from=start, quiet_until=end)
    assert {hour for hour in range(24) if is_quiet(person, hour)} == quiet


@pytest.mark.parametrize(
    ("hour", "start", "end", "local"),
    [
        (9, 21, 8, "2026-09-07 09:00"),
        (7, 21, 8, "2026-09-07 08:00"),
        (23, 21, 8, "2026-09-08 08:00"),
        (21, 21, 8, "2026-09-08 08:00"),
        (0, 21, 8, "2026-09-07 08:00"),
        (14, 13, 15, "2026-09-07 15:00"),
        (23, 22, 0, "2026-09-08 00:00"),
    ],
)
def test_an_hour_in_the_quiet_ones_moves_to_their_end(hour, start, end, local):
    person = replace(WEEKLY, check_in_hour=hour, quiet_from=start, quiet_until=end)
    due = at_hour(person, date(2026, 9, 7))
    assert f"{local_now(person, due):%Y-%m-%d %H:%M}" == local


@pytest.mark.parametrize(
    ("now", "over"),
    [
        ("2026-09-01T12:59", None),
        ("2026-09-01T13:00", "2026-09-02T00:00"),
        ("2026-09-01T16:30", "2026-09-02T00:00"),
        ("2026-09-01T23:59", "2026-09-02T00:00"),
        ("2026-09-02T00:00", None),
    ],
)
def test_quiet_hours_have_an_end(now, over):
    assert after_quiet(WEEKLY, utc(now)) == (utc(over) if over else None)


# Whatever the wishes


@CHECK
@given(PEOPLE, MOMENTS)
def test_the_next_one_is_in_the_future_within_the_rhythm(person, now):
    due = next_due(person, now)
    assert due.utcoffset() == timedelta(0)
    assert now < due < now + timedelta(days=person.check_in_days + 9)


@CHECK
@given(PEOPLE, MOMENTS)
def test_the_next_one_is_at_the_hour_or_at_the_end_of_the_quiet_ones(person, now):
    local = local_now(person, next_due(person, now))
    wanted = person.check_in_hour
    hour = person.quiet_until if is_quiet(person, wanted) else wanted
    on_the_clock = local.replace(hour=hour)
    skipped = on_the_clock.astimezone(timezone.utc).astimezone(local.tzinfo) != on_the_clock
    assert (local.hour == hour) != skipped


@CHECK
@given(PEOPLE, MOMENTS)
def test_quiet_hours_end_within_a_day_and_only_they_are_waited_for(person, now):
    over = after_quiet(person, now)
    assert (over is not None) == is_quiet(person, local_now(person, now).hour)
    if over:
        assert now < over <= now + timedelta(hours=25)

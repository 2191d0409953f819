"""Weekdays, hours, rhythms and delays as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching.goals.rhythm import (
    read_days,
    read_hours,
    read_rhythm,
    read_weekday,
    wants_quiet,
)

CHECK = settings(max_examples=200, deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("monday", 0),
        ("on Mondays at 9", 0),
        ("mon", 0),
        ("every tues", 1),
        ("tuesday", 1),
        ("wed", 2),
        ("WEDNESDAY", 2),
        ("thu", 3),
        ("thurs", 3),
        ("thursdays", 3),
        ("fri", 4),
        ("every friday morning", 4),
        ("sat", 5),
        ("saturday", 5),
        ("sunday", 6),
        ("tuwing lunes", 0),
        ("miyerkules", 2),
        ("biyernes po", 4),
        ("linggo", 6),
    ],
)
def test_a_weekday_is_read(text, weekday):
    assert read_weekday(text) == weekday


@pytest.mark.parametrize("text", ["", "daily", "month", "sunny", "money", "friend", "this weekend"])
def test_what_only_begins_like_a_weekday_is_none(text):
    assert read_weekday(text) is None


@pytest.mark.parametrize("text", ["once a month on monday", "monthly, on mondays", "money, monday"])
def test_a_weekday_is_found_behind_a_word_that_begins_like_one(text):
    assert read_weekday(text) == 0


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("daily", 1),
        ("every day", 1),
        ("everyday", 1),
        ("araw-araw", 1),
        ("roz", 1),
        ("every other day", 2),
        ("every 3 days", 3),
        ("each 2 weeks", 14),
        ("every two weeks", 14),
        ("every three weeks", 21),
        ("weekly", 7),
        ("once a week", 7),
        ("every week on friday", 7),
        ("linggo-linggo", 7),
        ("biweekly", 14),
        ("bi-weekly", 14),
        ("fortnightly", 14),
        ("every other week", 14),
        ("monthly", 28),
        ("once a month", 28),
        ("every 4 weeks", 28),
        ("every 6 weeks", 31),
        ("every 99 days", 31),
    ],
)
def test_a_rhythm_is_read_in_days(text, days):
    assert read_rhythm(text) == days


@pytest.mark.parametrize("text", ["", "monday at 9", "every 0 days", "check in with me", "2 days"])
def test_what_names_no_rhythm_is_none(text):
    assert read_rhythm(text) is None


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("5pm", [17]),
        ("5 pm", [17]),
        ("5 p.m.", [17]),
        ("9am", [9]),
        ("12am", [0]),
        ("12pm", [12]),
        ("9:30pm", [21]),
        ("17:00", [17]),
        ("at 17:00", [17]),
        ("06:00", [6]),
        ("0:15", [0]),
        ("noon", [12]),
        ("midnight", [0]),
        ("in the morning", [9]),
        ("after lunch", [12]),
        ("in the evening", [18]),
        ("at 9", [9]),
        ("at 12", [12]),
        ("around 10", [10]),
        ("at 5", [17]),
        ("by 6", [18]),
        ("nothing after 10pm", [22]),
        ("between 9 pm and 7 am", [21, 7]),
        ("from 22:00 to 07:00", [22, 7]),
        ("from 22 to 7", [22, 7]),
        ("9pm-7am", [21, 7]),
        ("every monday", []),
        ("every 2 weeks", []),
        ("in 3 days", []),
        ("and 2 days later", []),
        ("", []),
    ],
)
def test_hours_are_read_in_their_order(text, hours):
    assert read_hours(text) == hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("at 9 pm", [21]),
        ("at 9:30 pm", [21]),
        ("at 5 am", [5]),
        ("around 11 p.m.", [23]),
        ("no check-ins from 9 pm to 8 am", [21, 8]),
        ("at 8 in the evening", [20]),
    ],
)
def test_am_and_pm_count_behind_any_word(text, hours):
    assert read_hours(text) == hours


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2 days", 2),
        ("in 10 days", 10),
        ("snooze it a day", 1),
        ("one week", 7),
        ("a week", 7),
        ("two weeks from now", 14),
        ("a couple of days", 2),
        ("in three days", 3),
        ("next week", 7),
    ],
)
def test_a_delay_is_read_in_days(text, days):
    assert read_days(text) == days


@pytest.mark.parametrize(("text", "days"), [("four days", 4), ("five days", 5), ("ten days", 10)])
def test_a_delay_may_be_written_out(text, days):
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["", "later", "on monday", "tomorrow", "2 hours"])
def test_what_names_no_delay_is_none(text):
    assert read_days(text) is None


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("quiet after 10pm", True),
        ("no check-ins after 10pm", True),
        ("no check-ins from 9 pm to 8 am", True),
        ("don't write before 9", True),
        ("never after my shift", True),
        ("do not ping me between 1 and 2", True),
        ("my quiet hours are 22 to 7", True),
        ("check in after lunch", False),
        ("monday at 9", False),
        ("not on mondays", False),
        ("", False),
    ],
)
def test_hours_of_quiet_are_told_apart(text, quiet):
    assert wants_quiet(text) is quiet


@pytest.mark.parametrize("text", ["nothing after 10pm", "nothing before 9 please"])
def test_nothing_is_quiet(text):
    assert wants_quiet(text)


READERS = (read_weekday, read_rhythm, read_hours, read_days, wants_quiet)


@CHECK
@given(st.text(max_size=200))
def test_whatever_is_read_can_be_kept(text):
    assert read_weekday(text) in (None, *range(7))
    assert read_rhythm(text) in (None, *range(1, 32))
    assert set(read_hours(text)) <= set(range(24))
    days = read_days(text)
    assert days is None or days >= 0


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["no ", "not", "9 ", "at ", "mon", "every ", "1", " ", "a ", "-"])
def test_a_long_hostile_message_is_read_in_no_time(piece):
    for read in READERS:
        read(piece * (4000 // len(piece)))

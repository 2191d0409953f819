"""Weekdays, hours, rhythms and delays as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching.goals.rhythm import (
    read_days,
    read_hours,
    read_quiet_hours,
    read_rhythm,
    read_weekday,
    refuses_weekday,
    wants_no_hour_there_is,
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


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("not fridays, ask me on tuesdays", 1),
        ("on tuesdays, not on fridays", 1),
        ("don't ask me on monday, wednesday is better", 2),
        ("wednesday instead of monday", 2),
        ("instead of monday, wednesday", 2),
        ("move it from friday to wednesday", 2),
        ("don't forget to ask me on monday", 0),
        ("from monday on", 0),
        ("not daily, mondays", 0),
        ("not tuesday but friday", 4),
        ("no, monday is better", 0),
    ],
)
def test_a_weekday_that_is_not_wanted_is_passed_over(text, weekday):
    assert read_weekday(text) == weekday
    assert not refuses_weekday(text)


@pytest.mark.parametrize(
    "text",
    [
        "not on monday please",
        "no check-ins on mondays",
        "never on a friday",
        "anything but monday",
        "don't message me on sundays",
        "wag sa lunes",
    ],
)
def test_a_weekday_may_only_be_refused(text):
    assert read_weekday(text) is None
    assert refuses_weekday(text)


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
        ("every month", 28),
        ("each month", 28),
        ("once in a month", 28),
        ("every 2 months", 31),
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
        ("at 06:00", [6]),
        ("at 24:00", [0]),
        ("about getting to 95%", []),
        ("at 25:00", []),
        ("25 pm", []),
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
    ("text", "hours"),
    [
        ("quiet from 22 to 6", [22, 6]),
        ("don't write from 22:00 to 06:00", [22, 6]),
        ("quiet between 9 pm and 5", [21, 5]),
        ("no check-ins from 23 to 7", [23, 7]),
        ("nothing from 6 to 6", [18, 6]),
        ("do not ping me between 1 and 2", [13, 14]),
        ("quiet from 9 to 5", [9, 17]),
        ("quiet from 9 pm to 5 pm", [21, 17]),
        ("never after 6", [18]),
        ("no quiet hours", []),
    ],
)
def test_quiet_hours_end_at_the_next_such_hour(text, hours):
    assert read_quiet_hours(text) == hours


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("check in at 25:00", True),
        ("around 30", True),
        ("25pm", True),
        ("at 24:00", False),
        ("at 9", False),
        ("weekly about getting to 95", False),
        ("weekly about getting to 95%", False),
        ("", False),
    ],
)
def test_an_hour_that_no_clock_has_is_noticed(text, wanted):
    assert wants_no_hour_there_is(text) is wanted


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("ask me in a month", 28),
        ("in two months", 56),
        ("next month", 28),
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


READERS = (
    read_days,
    read_hours,
    read_quiet_hours,
    read_rhythm,
    read_weekday,
    refuses_weekday,
    wants_no_hour_there_is,
    wants_quiet,
)


@CHECK
@given(st.text(max_size=200))
def test_whatever_is_read_can_be_kept(text):
    assert read_weekday(text) in (None, *range(7))
    assert read_rhythm(text) in (None, *range(1, 32))
    assert set(read_hours(text)) | set(read_quiet_hours(text)) <= set(range(24))
    days = read_days(text)
    assert days is None or days >= 0


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece", ["no ", "not", "9 ", "at ", "mon", "every ", "1", " ", "a ", "-", "not on "]
)
def test_a_long_hostile_message_is_read_in_no_time(piece):
    for read in READERS:
        read(piece * (4000 // len(piece)))

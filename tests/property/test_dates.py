"""Whatever is typed where a date is asked for can be read, and never as a day that is over."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching.goals.dates import read_date, said_date
from bot.coaching.goals.when.periods import add_months

CHECK = settings(max_examples=300, deadline=None, derandomize=True, database=None)

TELLING = (
    "by", "before", "until", "within", "in", "on", "from", "to", "or", "and", "next", "this",
    "last", "every", "after", "not", "the", "of", "a", "half", "end", "start", "mid", "early",
    "late", "day", "days", "week", "weeks", "month", "months", "quarter", "year", "years", "eom",
    "eod", "weekend", "today", "tomorrow", "yesterday", "ago", "from now", "friday", "sat", "mon",
    "march", "may", "feb", "june", "mar", "q1", "q4", "h2", "first", "1st", "20th", "31st", "0",
    "1", "2", "29", "30", "31", "90", "1.5", "999", "2024", "2027", "2031", "2199", "9999", "3/4",
    "20/3", "31/6", "24/7", "29/2/2028", "2027-02-29", "4-6", "two", "thirty", "couple of", "few",
    "christmas", "new year", "payday", "soon", "my review", "katapusan", "ng", "sa", "linggo",
    "hafte", "ke", "tak", "ke baad", "%", ".", ",", "?", "–", "’s", "\n", "²", "٣", "İ",
)  # fmt: skip
TEXTS = st.text() | st.lists(st.sampled_from(TELLING), max_size=9).map(" ".join)
TODAYS = st.dates(date(2020, 1, 1), date(2150, 12, 31))
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")  # fmt: skip


@CHECK
@given(TEXTS, TODAYS)
def test_any_text_has_a_day_to_come_or_a_problem(text, today):
    reading = read_date(text, today)
    if reading.day:
        assert today <= reading.day <= today + timedelta(days=5 * 366)
        assert (reading.problem, reading.choices) == (None, ())
    else:
        assert reading.problem in {"none", "unclear", "ambiguous", "past", "far"}
    assert reading.words in text
    assert bool(reading.words) == (reading.problem != "none")


@CHECK
@given(TEXTS, TODAYS)
def test_choices_are_days_to_come_soonest_first(text, today):
    reading = read_date(text, today)
    assert list(reading.choices) == sorted(set(reading.choices))
    assert all(day >= today for day in reading.choices)
    if reading.problem == "ambiguous":
        assert 2 <= len(reading.choices) <= 4


@CHECK
@given(TODAYS, st.integers(0, 5 * 365), st.sampled_from(["{}", "by {}", "maybe {} i think", "{}!"]))
def test_a_day_reads_back_as_it_is_said(today, ahead, said):
    day = today + timedelta(days=ahead)
    assert read_date(said.format(said_date(day, today)), today).day == day
    assert read_date(said.format(day.isoformat()), today).day == day


@CHECK
@given(TODAYS, st.integers(1, 42), st.sampled_from(["{}", "by {}", "move it to {} pls"]))
def test_a_day_that_has_just_passed_is_asked_about_and_not_taken_for_next_year_s(today, ago, said):
    day = today - timedelta(days=ago)
    if (day.month, day.day) == (2, 29):
        day -= timedelta(days=1)
    reading = read_date(said.format(f"{day.day} {MONTHS[day.month - 1]}"), today)
    again = [date(day.year + 1, day.month, day.day)]
    assert (reading.problem, list(reading.choices)) == ("past", again)
    assert read_date(said.format(f"{day.day} {MONTHS[day.month - 1]} {today.year + 1}"), today).day


@CHECK
@given(TODAYS, st.sampled_from(["eom", "end of the month", "month end", "katapusan"]))
def test_the_end_of_the_month_is_the_next_last_day_of_a_month(today, text):
    day = read_date(text, today).day
    assert today < day <= today + timedelta(days=31)
    assert (day + timedelta(days=1)).day == 1


@CHECK
@given(TODAYS, st.integers(1, 12), st.sampled_from(["{}", "by {}", "end of {}", "{} ke end tak"]))
def test_a_month_is_its_last_day_the_next_time_it_comes(today, month, text):
    day = read_date(text.format(MONTHS[month - 1]), today).day
    assert today < day <= today + timedelta(days=366)
    assert (day.month, day.day) == (month, monthrange(day.year, month)[1])


@CHECK
@given(TODAYS, st.integers(1, 4))
def test_a_quarter_is_its_last_day(today, quarter):
    day = read_date(f"end of q{quarter}", today).day
    assert (day.month, day.day) == (3 * quarter, monthrange(day.year, 3 * quarter)[1])
    assert today < day <= today + timedelta(days=366)


@CHECK
@given(TODAYS, st.integers(1, 200), st.sampled_from([("days", 1), ("weeks", 7)]))
def test_so_many_days_or_weeks_are_counted_from_today(today, count, unit):
    name, days = unit
    assert read_date(f"in {count} {name}", today).day == today + timedelta(days=count * days)


@CHECK
@given(TODAYS, st.integers(0, 6))
def test_a_weekday_is_the_next_one_and_next_is_of_the_next_week(today, weekday):
    name = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")[weekday]
    day, of_next_week = read_date(name, today).day, read_date(f"next {name}", today).day
    assert today < day <= today + timedelta(days=7)
    assert day.weekday() == of_next_week.weekday() == weekday
    assert of_next_week.isocalendar()[:2] == (today + timedelta(days=7)).isocalendar()[:2]


@CHECK
@given(TODAYS, st.dates(date(2021, 1, 1), date(2150, 12, 31)))
def test_a_number_that_could_be_day_or_month_is_asked_back(today, day):
    text = f"by {day.day}/{day.month}"
    reading = read_date(text, today)
    if day.day <= 12 and day.day != day.month:
        assert reading.problem == "ambiguous"
        assert {(one.day, one.month) for one in reading.choices} == {
            (day.day, day.month), (day.month, day.day),
        }  # fmt: skip
    elif reading.problem == "past":
        (again,) = reading.choices
        assert (again.day, again.month) == (day.day, day.month)
        assert today - timedelta(weeks=6) <= add_months(again, -12) < today
    else:
        assert (reading.day.day, reading.day.month) == (day.day, day.month)
        assert reading.day > today


@pytest.mark.parametrize("today", [date(2027, 12, 31), date(2028, 2, 28), date(2028, 2, 29)])
@CHECK
@given(count=st.integers(1, 59))
def test_months_from_a_month_s_end_stay_in_their_month(today, count):
    day = read_date(f"in {count} months", today).day
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    assert (day.year, day.month) == (year, month + 1)
    assert day.day == min(today.day, monthrange(year, month + 1)[1])

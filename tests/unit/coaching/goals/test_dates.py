"""A day is read as people write it in a chat; what cannot be placed is said to be so."""

from __future__ import annotations

from datetime import date

import pytest

from bot.coaching.goals.dates import LONGEST_READ, DateReading, read_date, said_date

SUNDAY = date(2026, 11, 22)
LEAP_DAY = date(2024, 2, 29)
LAST_OF_YEAR = date(2026, 12, 31)
LAST_OF_JANUARY = date(2027, 1, 31)
FRIDAY_IN_MARCH = date(2027, 3, 5)
MIDSUMMER = date(2027, 6, 30)

DAYS = {
    SUNDAY: {
        # Months, quarters and years are their last day.
        "maybe by end of march i think": "2027-03-31",
        "end march": "2027-03-31",
        "march end": "2027-03-31",
        "By the end of March 2028.": "2028-03-31",
        "june": "2027-06-30",
        "by june": "2027-06-30",
        "95 qa by june, track it": "2027-06-30",
        "june of next year": "2027-06-30",
        "november": "2026-11-30",
        "this month": "2026-11-30",
        "the end of the month": "2026-11-30",
        "eom": "2026-11-30",
        "month end": "2026-11-30",
        "next month": "2026-12-31",
        "end of next month": "2026-12-31",
        "month after next": "2027-01-31",
        "eoq": "2026-12-31",
        "end of q2": "2027-06-30",
        "q3": "2027-09-30",
        "by q1 2028": "2028-03-31",
        "end of the first quarter": "2027-03-31",
        "next quarter": "2027-03-31",
        "h1": "2027-06-30",
        "this half of the year": "2026-12-31",
        "end of the year": "2026-12-31",
        "by year-end": "2026-12-31",
        "this year": "2026-12-31",
        "end of 2027": "2027-12-31",
        "by 2028": "2028-12-31",
        "next week": "2026-11-29",
        "by the weekend": "2026-11-29",
        "within the month": "2026-11-30",
        # Parts of them.
        "mid april": "2027-04-15",
        "the middle of april": "2027-04-15",
        "start of may": "2027-05-01",
        "early next month": "2026-12-07",
        "mid year": "2027-06-30",
        "early 2027": "2027-03-31",
        "early q3": "2027-07-31",
        "first week of june": "2027-06-07",
        "last week of june": "2027-06-30",
        "first monday of june": "2027-06-07",
        "third friday of june": "2027-06-18",
        "last friday of march": "2027-03-26",
        "the last day of the month": "2026-11-30",
        # Before a period is the day before it begins, unless it has begun.
        "before august": "2027-07-31",
        "before this month is over": "2026-11-30",
        "before friday": "2026-11-27",
        # Weekdays, seen from a Sunday.
        "friday": "2026-11-27",
        "this friday": "2026-11-27",
        "next friday": "2026-11-27",
        "sunday": "2026-11-29",
        "next sunday": "2026-11-29",
        "by friday next week": "2026-11-27",
        "eod friday": "2026-11-27",
        "on sat": "2026-11-28",
        # Spans.
        "lets say 6 weeks": "2027-01-03",
        "in 6 weeks": "2027-01-03",
        "6wks": "2027-01-03",
        "six more weeks": "2027-01-03",
        "within two months": "2027-01-22",
        "a month and a half": "2027-01-06",
        "1.5 months": "2027-01-06",
        "in 1 month and 2 weeks": "2027-01-05",
        "in a couple of weeks": "2026-12-06",
        "extend it one month": "2026-12-22",
        "done, two days tops": "2026-11-24",
        "the next 30 days": "2026-12-22",
        "half a year": "2027-05-22",
        "90 days": "2027-02-20",
        "in thirty-five days": "2026-12-27",
        "in a fortnight": "2026-12-06",
        "give me a month": "2026-12-22",
        "a month from now": "2026-12-22",
        "in two months' time": "2027-01-22",
        # Days.
        "today": "2026-11-22",
        "tonight": "2026-11-22",
        "by end of day": "2026-11-22",
        "tomorrow": "2026-11-23",
        "day after tomorrow": "2026-11-24",
        "the 20th": "2026-12-20",
        "by the 28th please": "2026-11-28",
        "exam is on the 25th so by then": "2026-11-25",
        "15th of next month": "2026-12-15",
        "20 march": "2027-03-20",
        "march 20": "2027-03-20",
        "20th of March": "2027-03-20",
        "march 20th 2027": "2027-03-20",
        "20-mar-27": "2027-03-20",
        "Mar. 20": "2027-03-20",
        "Friday, 27 November": "2026-11-27",
        "friday the 18th": "2026-12-18",
        "20/3": "2027-03-20",
        "3/20": "2027-03-20",
        "5/5": "2027-05-05",
        "target date 30/06": "2027-06-30",
        "20-03-2027": "2027-03-20",
        "20.3.2027": "2027-03-20",
        "2027-03-20": "2027-03-20",
        "2026-11-22": "2026-11-22",
        "3/10/2026 or so, no, 3/12/2026": "2026-12-03",
        "29 feb": "2028-02-29",
        "by christmas": "2026-12-25",
        "new year": "2027-01-01",
        "new year's eve": "2026-12-31",
        # The floor's other languages.
        "katapusan ng march": "2027-03-31",
        "katapusan": "2026-11-30",
        "sa friday": "2026-11-27",
        "bago mag-pasko": "2026-12-25",
        "next buwan": "2026-12-31",
        "sa susunod na linggo": "2026-11-29",
        "sa linggo": "2026-11-29",
        "2 linggo": "2026-12-06",
        "isang linggo": "2026-11-29",
        "unang linggo ng hunyo": "2027-06-07",
        "dalawang buwan": "2027-01-22",
        "kalagitnaan ng abril": "2027-04-15",
        "bago matapos ang taon": "2026-12-31",
        "march ke end tak": "2027-03-31",
        "march se pehle": "2027-02-28",
        "agle mahine": "2026-12-31",
        "2 hafte mein": "2026-12-06",
        "kal tak": "2026-11-23",
        # Misspelt.
        "tommorow": "2026-11-23",
        "febuary": "2027-02-28",
        "ocotber": "2027-10-31",
        "wensday": "2026-11-25",
        "decmber": "2026-12-31",
        # What weighs more of several things said.
        "i failed in march, so by june": "2027-06-30",
        "i talked to my boss today and want 90 by friday": "2026-11-27",
        "last week it was 80, end of march i want 90": "2027-03-31",
        "asap, friday latest": "2026-11-27",
        "from march until june": "2027-06-30",
        "may 15 not may 5": "2027-05-15",
        "i want 3 of 5 calls at 95% by may": "2027-05-31",
    },
    LEAP_DAY: {
        "eom": "2024-03-31",
        "february": "2025-02-28",
        "in 12 months": "2025-02-28",
        "in a month": "2024-03-29",
        "next friday": "2024-03-08",
        "the 31st": "2024-03-31",
        "29 feb 2024": "2024-02-29",
    },
    LAST_OF_YEAR: {
        "end of the year": "2027-12-31",
        "eoq": "2027-03-31",
        "next month": "2027-01-31",
        "friday": "2027-01-01",
        "next week": "2027-01-10",
        "new year": "2027-01-01",
        "half a year": "2027-06-30",
    },
    LAST_OF_JANUARY: {
        "in a month": "2027-02-28",
        "in 1.5 months": "2027-03-15",
        "next month": "2027-02-28",
        "the 30th": "2027-03-30",
        "january": "2028-01-31",
    },
    FRIDAY_IN_MARCH: {
        "friday": "2027-03-12",
        "next friday": "2027-03-12",
        "next monday": "2027-03-08",
        "saturday": "2027-03-06",
        "march": "2027-03-31",
        "next march": "2028-03-31",
        "mid march": "2027-03-15",
        "start of march": "2028-03-01",
        "before march": "2028-02-29",
        "Fri 5 March": "2027-03-05",
        "the 5th": "2027-04-05",
    },
    MIDSUMMER: {
        "june": "2028-06-30",
        "june 2027": "2027-06-30",
        "end of q2": "2028-06-30",
        "end of h2": "2027-12-31",
    },
}


@pytest.mark.parametrize(
    ("today", "text", "day"),
    [(today, text, day) for today, rows in DAYS.items() for text, day in rows.items()],
)
def test_a_day_is_read(today, text, day):
    reading = read_date(text, today)
    assert (str(reading.day), reading.problem) == (day, None)
    assert reading.words in text


NO_DATES = [
    "", "   ", "?!", "👍", "to 90", "95%", "3 times a week", "twice a month", "6 minutes",
    "aht 380", "24/7", "3 of 5", "my score is 9/10", "from 3/5 to 4/5", "5 days a week",
    "45/60", "40/10",
    "every friday", "on fridays", "every 2 weeks", "once a week", "10th of every month",
    "i have been here for 2 years", "3 weeks in a row", "2 days off", "backlog down to 2 days",
    "i may need help", "may i ask something", "i sat with my tl", "the sun is out", "mar jana",
    "a quarter of my agents", "half the team", "match the much better scores", "13th month pay",
    "christmas party", "improve by 10%", "by listening more", "since monday", "starting monday",
    "last month i was at 80 and hated it", "123-456-7890", "v1.2.3", "idk", "first", "1/1/1",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_DATES)
def test_numbers_habits_and_the_past_are_no_date(text):
    assert read_date(text, SUNDAY) == DateReading(problem="none")


UNCLEAR = [
    "next payday", "diwali", "my birthday", "next review", "before my next 1:1", "soon", "asap",
    "as soon as possible", "someday", "whenever", "by the time i get promoted", "after christmas",
    "in a few weeks", "finish the whole deck in a few weeks",
    "in the coming months", "2 weeks after christmas", "a week before my exam",
    "31 june", "30 feb", "31/6", "29 feb 2027", "2026-13-45", "black friday", "chinese new year",
    "end of the fiscal year", "in 10 working days", "by the end of my training", "diwali ke baad",
]  # fmt: skip


@pytest.mark.parametrize("text", UNCLEAR)
def test_a_moment_that_cannot_be_placed_is_unclear(text):
    reading = read_date(text, SUNDAY)
    assert (reading.day, reading.problem, reading.choices) == (None, "unclear", ())
    assert reading.words


CHOICES = {
    "3/4": ["2027-03-04", "2027-04-03"],
    "by 12/1": ["2026-12-01", "2027-01-12"],
    "04/05/2027": ["2027-04-05", "2027-05-04"],
    "between march and april": ["2027-03-31", "2027-04-30"],
    "end of march or april": ["2027-03-31", "2027-04-30"],
    "by march or april": ["2027-03-31", "2027-04-30"],
    "next week is full, by march or april": ["2027-03-31", "2027-04-30"],
    "from monday to friday": ["2026-11-23", "2026-11-27"],
    "2-3 weeks": ["2026-12-06", "2026-12-13"],
    "a week or two": ["2026-11-29", "2026-12-06"],
    "20 or 21 march": ["2027-03-20", "2027-03-21"],
    "the 20th or 21st": ["2026-12-20", "2026-12-21"],
    "mar 5-10": ["2027-03-05", "2027-03-10"],
    "friday 28 november": ["2026-11-27", "2026-11-28"],
    "22 november": ["2026-11-22", "2027-11-22"],
    "this week": ["2026-11-22", "2026-11-29"],
    "today or tomorrow": ["2026-11-22", "2026-11-23"],
}


@pytest.mark.parametrize(("text", "choices"), CHOICES.items())
def test_what_could_be_several_days_leaves_the_choice(text, choices):
    reading = read_date(text, SUNDAY)
    assert (reading.day, reading.problem) == (None, "ambiguous")
    assert [str(day) for day in reading.choices] == choices


def test_more_days_than_anyone_would_choose_from_are_unclear():
    assert read_date("1 may, 2 may, 3 may, 4 may or 5 may", SUNDAY).problem == "unclear"


PAST = {
    "20 march 2025": ["2027-03-20"],
    "5 december 2025": ["2026-12-05"],
    "3/4/2025": ["2027-03-04", "2027-04-03"],
    "q1 2026": ["2027-03-31"],
    "the 5th of this month": ["2026-12-05"],
    "2024-02-29": ["2028-02-29"],
    "in 2024": [],
    "yesterday": [],
    "last month": [],
    "2 weeks ago": [],
    # The year was not said, but the day was only weeks ago.
    "20 november": ["2027-11-20"],
    "by nov 1st": ["2027-11-01"],
    "the 12th of october": ["2027-10-12"],
    "by 20/11": ["2027-11-20"],
    "Fri 20 november": ["2027-11-20"],
}


@pytest.mark.parametrize(("text", "choices"), PAST.items())
def test_what_is_over_is_past(text, choices):
    reading = read_date(text, SUNDAY)
    assert (reading.day, reading.problem) == (None, "past")
    assert [str(day) for day in reading.choices] == choices


@pytest.mark.parametrize(
    "text",
    [
        "in 10 years",
        "2040",
        "20 march 2035",
        "in 9999 years",
        "in 999999999 days",
        "i want to run the whole site in ten years",
    ],
)
def test_more_than_five_years_ahead_is_far(text):
    assert read_date(text, SUNDAY).problem == "far"


def test_five_years_are_not_too_far():
    assert read_date("in 5 years", LEAP_DAY).day == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("maybe by the END of March, i think", "END of March"),
        ("2 Hafte mein", "2 Hafte"),
        ("by my next review 😅", "my next review"),
        ("by march, or maybe april!", "march, or maybe april"),
    ],
)
def test_what_was_read_is_given_as_it_was_written(text, words):
    assert read_date(text, SUNDAY).words == words


@pytest.mark.parametrize(
    "text",
    ["9" * 4000, "march " * 700, "1/" * 2000, "in 2 weeks or " * 300, "\n" * 4000, "x" * 4000],
)
def test_a_huge_message_is_not_read(text):
    assert read_date(text, SUNDAY) == DateReading(problem="none")


@pytest.mark.parametrize("piece", ["9", "1 ", "1/", "1.", "-", "a ", "by ", "half a ", "end of "])
def test_endless_repetition_is_no_date(piece):
    reading = read_date(piece * (LONGEST_READ // len(piece)), SUNDAY)
    assert reading.problem in ("none", "unclear")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 27), "Fri 27 November"),
        (date(2026, 12, 1), "Tue 1 December"),
        (date(2027, 3, 31), "Wed 31 March 2027"),
        (date(2025, 12, 31), "Wed 31 December 2025"),
    ],
)
def test_a_day_is_said_with_its_year_unless_it_is_this_one(day, said):
    assert said_date(day, SUNDAY) == said

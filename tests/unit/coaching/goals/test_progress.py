"""Progress as people say it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching.goals.progress import mentions_done, read_progress
from bot.nlu.goals.phrases import find_goal_phrases

CHECK = settings(max_examples=200, deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize(
    ("words", "percent"),
    [
        ("60%", 60),
        ("60 %", 60),
        ("im at 60 percent now", 60),
        ("40 pct", 40),
        ("85 per cent", 85),
        ("0%", 0),
        ("100%", 100),
        ("12.5%", 12),
        ("i reached 40%", 40),
        ("done with 40%", 40),
        ("3 of 5", 60),
        ("3 of the 5 talks", 60),
        ("2 out of 4 modules", 50),
        ("1 of my 3 calls", 33),
        ("4/10", 40),
        ("0 of 5", 0),
        ("5 of 5", 100),
        ("3 of 5 done", 60),
        ("halfway", 50),
        ("half way there", 50),
        ("half-way", 50),
        ("half of it", 50),
        ("kalahati na", 50),
        ("aadha", 50),
        ("a third", 33),
        ("one third", 33),
        ("1/3", 33),
        ("two thirds", 67),
        ("a quarter", 25),
        ("three quarters", 75),
        ("3/4", 75),
        ("almost there", 90),
        ("nearly", 90),
        ("done", 100),
        ("DONE!", 100),
        ("finished", 100),
        ("i did it", 100),
        ("we made it", 100),
        ("tapos na", 100),
        ("ho gaya", 100),
        ("zero", 0),
        ("nothing yet", 0),
        ("no progress", 0),
        ("not started", 0),
    ],
)
def test_progress_is_read_in_figures_and_words(words, percent):
    assert read_progress(words) == percent


@pytest.mark.parametrize(
    ("words", "percent"),
    [
        ("half done", 50),
        ("almost done", 90),
        ("nearly finished", 90),
        ("two thirds done", 67),
        ("not done yet", None),
        ("i got nothing done", 0),
        ("reached half", 50),
    ],
)
def test_done_in_part_is_not_done(words, percent):
    assert read_progress(words) == percent


@pytest.mark.parametrize(
    ("words", "percent"),
    [("two out of four", 50), ("fifty percent", 50), ("three-fourths", 75), ("midway", 50)],
)
def test_progress_is_read_in_figures_that_are_written_out(words, percent):
    assert read_progress(words) == percent


ONES = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = [
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def written(percent, hyphen="-"):
    """The number in words."""
    if percent < 20 or percent == 100:
        return {0: "zero", 100: "one hundred"}.get(percent) or (*ONES, *TEENS)[percent]
    tens, ones = divmod(percent, 10)
    return TENS[tens - 2] + (hyphen + ONES[ones] if ones else "")


@pytest.mark.parametrize("hyphen", ["-", " ", ""])
@pytest.mark.parametrize("percent", range(101))
def test_every_percentage_is_read_as_it_is_spoken(percent, hyphen):
    said = f"{written(percent, hyphen)} percent"
    assert read_progress(said) == read_progress(f"I am at {said.title()} now") == percent


@pytest.mark.parametrize("percent", range(101))
def test_what_is_found_in_a_sentence_is_read_as_it_is_spoken(percent):
    found = find_goal_phrases(f"goal two is at {written(percent)} percent")
    assert [read_progress(p.value) for p in found if p.entity == "progress"] == [percent]


@CHECK
@given(st.integers(0, 100), st.integers(1, 100))
def test_so_many_of_so_many_are_read_as_they_are_spoken(part, whole):
    percent = read_progress(f"{written(part)} of the {written(whole)}")
    assert percent == (None if part > whole else read_progress(f"{part} of {whole}"))
    assert (percent == 100) == (part == whole)


@pytest.mark.parametrize("words", ["two hundred percent", "one hundred and five percent"])
def test_more_than_all_of_it_is_none_in_words_too(words):
    assert read_progress(words) is None


def test_ten_times_all_of_it_is_no_progress():
    assert read_progress("1000%") is None


@pytest.mark.parametrize(
    "words",
    [
        "",
        "85",
        "7:10",
        "150%",
        "999 %",
        "5 of 3",
        "3 of 0",
        "24/7",
        "i had a good call",
        "abandoned it",
        "behalf of my team",
        "thirdly",
    ],
)
def test_what_names_no_part_of_it_is_none(words):
    assert read_progress(words) is None


@CHECK
@given(st.text(max_size=200))
def test_progress_is_a_percentage_or_none(words):
    assert read_progress(words) in (None, *range(101))


@CHECK
@given(st.integers(0, 100))
def test_every_percentage_is_read_as_it_is_written(percent):
    assert read_progress(f"i am at {percent}% now") == percent


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["9", "9 ", "9 of ", "9/", "half ", "three ", "no ", " ", "%"]
    + ["not ", "hundred and ", "nothing is ", "hoping to be ", "a "])  # fmt: skip
def test_a_long_hostile_message_is_read_in_no_time(piece):
    read_progress(piece * (4000 // len(piece)))
    mentions_done(piece * (4000 // len(piece)) + "done")

"""Which goal is meant: by number, by words, or because there is but one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching.goals.which import Found, which
from bot.coaching.turn import Thread, Turn
from tests.helpers.goal_book import a_book

CHECK = settings(max_examples=200, deadline=None, derandomize=True, database=None)

TITLES = (
    "Raise my QA score to 90",
    "Ask for feedback after one call a week",
    "Cut my AHT below 6 minutes",
    "Leave on time three days a week",
    "Speak English without fear in huddles",
    "Finish the six sigma course",
)
GOALS = a_book(*TITLES).goals()
NUMBERED_FROM_3 = GOALS[2:]


def found(goals=GOALS, *, text="", last=None, **entities):
    turn = Turn("goal_drop", text, entities=entities, thread=Thread(goal=last))
    return which(goals, turn)


@pytest.mark.parametrize("number", [1, 2, 6])
def test_a_goal_is_found_by_its_own_number(number):
    assert found(goal_number=str(number)) == Found(GOALS[number - 1], named=True)


def test_a_number_is_the_goal_s_own_and_not_its_place():
    assert found(NUMBERED_FROM_3, goal_number="3").goal == GOALS[2]
    assert found(NUMBERED_FROM_3, goal_number="1") == Found(None, named=True)


@pytest.mark.parametrize("number", ["0", "7", "99", "-2"])
def test_a_number_that_there_is_not_is_no_goal_and_not_another(number):
    assert found(goal_number=number) == Found(None, named=True)


def test_the_last_one_is_the_one_with_the_highest_number():
    assert found(goal_number="-1").goal == GOALS[-1]
    assert found([], goal_number="-1") == Found(None, named=True)


def test_a_payload_without_a_number_is_no_goal():
    assert found(goal_number="x").goal is None


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("qa", 0),
        ("qa score", 0),
        ("qa scor", 0),
        ("QA SCORE!!", 0),
        ("raise my qa", 0),
        ("feedback", 1),
        ("feedbak", 1),
        ("asking for feedback", 1),
        ("aht", 2),
        ("cut aht", 2),
        ("leave on time", 3),
        ("leaving on time", 3),
        ("leave on tiem", 3),
        ("english", 4),
        ("englsh", 4),
        ("speak english", 4),
        ("six sigma", 5),
        ("sigma", 5),
        ("finish the six sigma course", 5),
    ],
)
def test_a_goal_is_found_by_part_of_its_title_even_mistyped(words, place):
    assert found(goal_ref=words) == Found(GOALS[place], named=True)


@pytest.mark.parametrize("words", ["delegation", "my attendance", "certificate", "hmm", "no"])
def test_words_of_no_goal_leave_the_choice(words):
    result = found(goal_ref=words)
    assert result == Found(near=tuple(GOALS[:5]), named=True)


@pytest.mark.parametrize("words", ["gym", "none", "all", "any"])
def test_words_that_name_nothing_are_no_goal(words):
    assert found(goal_ref=words).goal is None


@pytest.mark.parametrize("words", ["csat", "csat at"])
def test_two_titles_that_are_close_are_both_offered(words):
    goals = a_book("CSAT at 90 on chat", "CSAT at 95 on calls", "Leave on time").goals()
    result = found(goals, goal_ref=words)
    assert result.goal is None
    assert set(result.near) == set(goals[:2])
    assert result.named


def test_of_two_close_titles_one_that_fits_better_is_taken():
    goals = a_book("CSAT at 90 on chat", "CSAT at 95 on calls").goals()
    assert found(goals, goal_ref="csat on chat at 90").goal == goals[0]


def test_the_same_title_twice_is_asked_back():
    goals = a_book("Leave on time", "Leave on time").goals()
    assert found(goals, goal_ref="leave on time").near == tuple(goals)


def test_a_single_goal_needs_no_name():
    assert found(GOALS[:1]) == Found(GOALS[0])


def test_a_single_goal_is_not_taken_for_another_that_was_named():
    assert found(GOALS[:1], goal_number="2").goal is None
    assert found(GOALS[:1], goal_ref="delegation").goal is None


@pytest.mark.parametrize(
    "text", ["make it 60%", "drop that one", "This goal is done", "the same one"]
)
def test_it_is_the_one_last_spoken_of(text):
    assert found(text=text, last="3") == Found(GOALS[2])
    assert found(text=text, last="99") == found(text=text) == Found(near=tuple(GOALS[:5]))


def test_a_goal_that_is_named_comes_before_the_one_last_spoken_of():
    assert found(text="drop it", last="3", goal_number="2").goal == GOALS[1]
    assert found(text="drop it", last="3", goal_ref="english").goal == GOALS[4]


@pytest.mark.parametrize("text", ["drop a goal", "item 5", "update my goal", ""])
def test_without_a_name_the_choice_is_left(text):
    assert found(text=text, last="3") == Found(near=tuple(GOALS[:5]))


def test_of_no_goals_none_is_found():
    assert found([]) == Found()
    assert found([], goal_ref="qa") == Found(named=True)


@CHECK
@given(st.text(max_size=100), st.integers(0, 6))
def test_whatever_is_named_it_is_one_of_the_goals_or_a_few_to_choose_from(words, count):
    goals = GOALS[:count]
    result = found(goals, goal_ref=words)
    assert result.goal is None or result.goal in goals
    assert len(result.near) <= 5
    assert set(result.near) <= set(goals)

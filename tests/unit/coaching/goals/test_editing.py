"""Changing one field of a goal."""

from __future__ import annotations

from datetime import date

import pytest

from bot.coaching.goals import editing
from bot.coaching.goals.form import Form
from bot.coaching.turn import Turn
from bot.nlu.goals.phrases import find_goal_phrases
from bot.store.records import LONGEST_TITLE
from tests.helpers.goal_book import a_book
from tests.helpers.goal_talk import GoalTalk
from tests.helpers.small_knowledge import KNOWLEDGE, only, titles

TITLE = "Leave on time"


@pytest.fixture
def book():
    return a_book(TITLE)


def edit(book, text, **entities):
    turn = Turn("goal_edit", text, entities=entities)
    return editing.edit(KNOWLEDGE, turn, book, book.goals()[0])


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("rename goal 1 to calm calls", "calm calls"),
        ("rename it to   be on  time", "be on time"),
        ("rename it to go back to basics", "go back to basics"),
        ("change the title into calm calls", "calm calls"),
        ("reword goal 1: ask before i tell", "ask before i tell"),
        ("new title: go to bed by 10", "go to bed by 10"),
    ],
)
def test_a_title_is_changed_in_one_message(book, text, title):
    outcome = edit(book, text)
    assert book.goals()[0].title == title
    assert f"The goal of goal 1 is now “{title}”." in only(outcome).text
    assert only(outcome).custom["event"] == "edited"
    assert outcome.form is None


@pytest.mark.parametrize(
    "text", ["i want to rename goal 1 to calm calls", "i'd like to change the title to calm calls"]
)
def test_a_polite_order_is_no_part_of_the_new_title(book, text):
    edit(book, text)
    assert book.goals()[0].title == "calm calls"


@pytest.mark.parametrize(
    ("text", "said", "day"),
    [
        ("push it to end of march", "end of march", date(2026, 3, 31)),
        ("move the deadline to friday", "friday", date(2026, 3, 13)),
        ("goal 1 in 2 weeks pls", "in 2 weeks", date(2026, 3, 24)),
    ],
)
def test_a_date_is_changed_in_one_message(book, text, said, day):
    outcome = edit(book, text, target_date=said)
    assert book.goals()[0].target_date == day
    assert "The date of goal 1 is now" in only(outcome).text


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("change the first step to ask Ana", "first_step", "ask Ana"),
        ("measure it as calls without a hold", "measure", "calls without a hold"),
        ("the metric is now: nps", "measure", "nps"),
    ],
)
def test_the_other_fields_are_changed_in_one_message(book, text, field, value):
    edit(book, text)
    assert getattr(book.goals()[0], field) == value


@pytest.mark.parametrize(
    ("text", "field", "asked"),
    [
        ("rename goal 1", "title", "the new goal?"),
        ("change the title of goal 1 to x", "title", "the new goal?"),
        ("change the first step", "first_step", "the new first step?"),
        ("change how i measure it", "measure", "the new measure?"),
        ("change the date", "target_date", "the new date?"),
        ("postpone it", "target_date", "the new date?"),
        ("change the date of my next review goal", "target_date", "the new date?"),
    ],
)
def test_what_is_missing_is_asked_for(book, text, field, asked):
    outcome = edit(book, text)
    assert asked in only(outcome).text
    assert (outcome.form.kind, outcome.form.step, outcome.form.number) == ("edit", field, 1)
    assert book.goals()[0].title == TITLE


@pytest.mark.parametrize(
    ("text", "entities", "why", "days"),
    [
        ("change the date of goal 1 to yesterday", {}, "“yesterday” is over already", []),
        ("move goal 1 to next payday", {"target_date": "next payday"}, "can't tell which day", []),
        ("move it to soon", {}, "“soon” is", []),
        ("push the deadline of my goal to last week pls", {}, "is over already", []),
        ("change the deadline to march 1", {}, "is over already", ["Mon 1 March 2027"]),
        ("move the date to 4/5", {}, "more than one day", ["Sun 5 April", "Mon 4 May"]),
        ("move goal 1 to the end of 2040", {}, "years away", []),
    ],
)
def test_a_new_date_that_cannot_be_placed_is_asked_back_with_the_reason(
    book, text, entities, why, days
):
    outcome = edit(book, text, **entities)
    assert why in only(outcome).text
    assert titles(only(outcome)) == [*days, "Cancel"]
    assert (outcome.form.kind, outcome.form.step) == ("edit", "target_date")
    assert book.goals()[0].target_date == date(2026, 5, 1)


ORDERS = ["change goal 1 to 5/6", "set goal 1 to 5/6 pls", "update my goal to 5/6."]


@pytest.mark.parametrize("label", ["goal_edit", "goal_progress"])
@pytest.mark.parametrize("text", ORDERS)
def test_what_may_be_a_date_or_how_far_it_is_is_asked_back(label, text):
    talk = GoalTalk(a_book(TITLE))
    said = talk.say(text, label, entities={"progress": "5/6"})
    assert said == "**Leave on time**: is 5/6 its new date, or how far you are?"
    assert titles(talk.replies[0]) == ["Wed 6 May", "Fri 5 June", "83 %"]
    assert (talk.book.goals()[0].progress, talk.form) == (0, None)
    talk.press("Fri 5 June")
    assert talk.book.goals()[0].target_date == date(2026, 6, 5)
    talk.say(text, label, entities={"progress": "5/6"})
    talk.press("83 %")
    assert talk.book.goals()[0].progress == 83


@pytest.mark.parametrize(
    ("text", "progress"),
    [("im at 5/6", 83), ("5/6 done on goal 1", 83), ("change goal 1 to 14/20", 70)]
    + [("change goal 1 to 60%", 60), ("set goal 1 to 3 of 5", 60)],
)  # fmt: skip
def test_what_can_only_be_how_far_it_is_is_taken(text, progress):
    talk = GoalTalk(a_book(TITLE))
    found = {phrase.entity: phrase.value for phrase in find_goal_phrases(text)}
    talk.say(text, "goal_edit", entities=found)
    assert talk.book.goals()[0].progress == progress


def test_a_new_title_that_has_no_room_is_said_so(book):
    outcome = edit(book, f"rename goal 1 to {'x' * (LONGEST_TITLE + 50)}")
    assert "That is 250 characters" in only(outcome).text
    assert (outcome.form.kind, outcome.form.step, outcome.form.number) == ("edit", "title", 1)
    assert book.goals()[0].title == TITLE


@pytest.mark.parametrize("value", ["90", "5%", "QA"])
def test_a_number_is_enough_of_a_new_measure(book, value):
    edit(book, f"change the measure of goal 1 to {value}")
    assert book.goals()[0].measure == value
    book.next_turn("m-2")
    take(book, "measure", f"{value} now")
    assert book.goals()[0].measure == f"{value} now"


def test_what_is_no_measure_yet_is_said_to_need_little(book):
    assert "A number is enough." in only(take(book, "measure", "hm")).text


@pytest.mark.parametrize("text", ["change the date of my call notes goal", "move the call goal"])
def test_a_call_in_a_title_is_no_word_for_the_title(book, text):
    assert edit(book, text).form.step == "target_date"


@pytest.mark.parametrize("text", ["edit goal 1", "fix it", "change my goal"])
def test_where_no_field_is_named_there_is_a_button_for_each(book, text):
    outcome = edit(book, text)
    assert "what shall change?" in only(outcome).text
    assert titles(only(outcome)) == ["Goal", "Measure", "Date", "First step"]
    assert outcome.form is None


@pytest.mark.parametrize("part", ["title", "measure", "target_date", "first_step"])
def test_a_button_asks_for_its_field(book, part):
    outcome = edit(book, f'/goal_edit{{"goal_number": "1", "part": "{part}"}}', part=part)
    assert outcome.form.step == part


def test_a_button_of_a_field_that_is_gone_offers_those_that_are_there(book):
    assert "what shall change?" in only(edit(book, "/goal_edit{}", part="colour")).text


def take(book, step, text, **entities):
    form = Form("edit", step=step, number=1)
    return editing.take_value(Turn("", text, entities=entities), form, book)


@pytest.mark.parametrize("step", ["title", "measure", "first_step"])
def test_the_value_that_was_asked_for_is_taken(book, step):
    outcome = take(book, step, "  calm\n calls ")
    assert getattr(book.goals()[0], step) == "calm calls"
    assert outcome.form is None


@pytest.mark.parametrize("text", ["", "ab", "x" * (LONGEST_TITLE + 1)])
def test_a_value_that_cannot_be_kept_is_asked_for_again(book, text):
    outcome = take(book, "title", text)
    assert f"between 3 and {LONGEST_TITLE} characters; that was {len(text)}." in only(outcome).text
    assert outcome.form == Form("edit", step="title", number=1)
    assert book.goals()[0].title == TITLE


def test_only_signs_are_no_title(book):
    take(book, "title", "....")
    assert book.goals()[0].title == TITLE


@pytest.mark.parametrize(
    ("text", "why"),
    [("yesterday", "is over already"), ("4/5/2026", "more than one day"), ("banana", "By when?")],
)
def test_a_day_that_cannot_be_placed_is_asked_back(book, text, why):
    outcome = take(book, "target_date", text)
    assert why in only(outcome).text
    assert outcome.form.step == "target_date"
    assert book.goals()[0].target_date == date(2026, 5, 1)


def test_a_day_is_taken_by_words_or_by_button(book):
    take(book, "target_date", "end of march")
    assert book.goals()[0].target_date == date(2026, 3, 31)
    book.next_turn("m-2")
    take(book, "target_date", "/inform{…}", value="2026-04-05")
    assert book.goals()[0].target_date == date(2026, 4, 5)


def test_the_history_says_which_field_was_changed(book):
    take(book, "first_step", "ask Ana")
    assert [(u.kind, u.note) for u in book.history(book.goals()[0])][-1] == ("edited", "first_step")


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["to ", "to", "into:", " ", ": ", "as ", "a", "step "])
def test_a_long_hostile_message_is_read_in_no_time(book, piece):
    edit(book, "rename " + piece * (4000 // len(piece)))

"""A goal that was begun is not lost without a word when something else is wished meanwhile."""

from __future__ import annotations

import pytest

from bot.coaching.goals import answers, half_made
from bot.coaching.goals.form import RESUME, Form, GoalOutcome, NotAnAnswer, goal_reply
from bot.coaching.turn import Thread, Turn, payload
from tests.helpers.goal_book import a_book
from tests.helpers.goal_talk import stored_and_restored
from tests.helpers.small_knowledge import KNOWLEDGE, only, titles

BEGUN = Form(
    "create", step="target_date", values={"title": "Leave on time", "measure": "days"},
    asked=("title", "measure"),
)  # fmt: skip
EMPTY = Form("create", step="title")
LISTED = GoalOutcome((goal_reply("listed", "**Your goals**", 1),), Thread())


@pytest.fixture
def book():
    return a_book("Praise two agents")


def wished(book, text, before=BEGUN, **entities):
    turn = Turn("goal_create", text, entities=entities)
    return half_made.begin(KNOWLEDGE, turn, before, book)


def answered(book, form, text):
    """What an answer to the question brings; a button by its value."""
    turn = Turn("", text)
    if text.startswith("/"):
        value = text.removeprefix("/")
        turn = Turn("inform", payload("inform", value=value), entities={"value": value})
    return answers.take(KNOWLEDGE, turn, stored_and_restored(form), book)


def test_a_new_goal_does_not_take_the_place_of_one_that_is_half_made(book):
    outcome = wished(book, "new goal")
    said = only(outcome)
    assert said.text == (
        "The goal you began, **Leave on time**, is not finished yet."
        " **Go on with it, or start the new one?**"
    )
    assert titles(said) == ["Go on with it", "Start the new one"]
    assert outcome.form.kind == RESUME


@pytest.mark.parametrize("before", [None, EMPTY, Form("report", number=1)])
def test_where_nothing_would_be_lost_the_new_one_begins_at_once(book, before):
    assert "What do you want to reach?" in only(wished(book, "new goal", before)).text


@pytest.mark.parametrize(
    "before", [Form("create", step="title", held="be better"), Form("create", "title", {"x": "y"})]
)
def test_a_goal_without_its_title_is_half_made_too(book, before):
    assert "The goal you began" in only(wished(book, "new goal", before)).text


@pytest.mark.parametrize(
    "words",
    ["/resume", "yes", "ok", "go on", "go on with it", "let's finish that first", "the first one"]
    + ["continue with the old one", "I'll finish it"],
)  # fmt: skip
def test_it_goes_on_where_it_was(book, words):
    outcome = answered(book, wished(book, "new goal").form, words)
    assert "**Leave on time**\nMeasured by: days" in only(outcome).text
    assert "By when?" in only(outcome).text
    assert outcome.form == BEGUN


@pytest.mark.parametrize(
    "words",
    ["/anew", "the new one", "start the new one", "new goal", "no", "no, a new goal please"],
)
def test_the_new_one_begins_with_what_was_said_of_it(book, words):
    asked = wished(book, "new goal: read one book by may", goal_title="read one book a month")
    outcome = answered(book, asked.form, words)
    assert outcome.form.values == {"title": "Read one book a month"}
    assert "How will you measure it?" in only(outcome).text


def test_the_card_of_a_pressed_button_is_not_forgotten(book):
    asked = wished(book, payload("goal_create", topic="listening"), topic="listening")
    assert answered(book, asked.form, "/anew").form.topic == "listening"


@pytest.mark.parametrize("words", ["cancel", "never mind", "/cancel"])
def test_both_can_be_left(book, words):
    outcome = answered(book, wished(book, "new goal").form, words)
    assert "I saved nothing" in only(outcome).text
    assert outcome.form is None


def test_another_wish_for_a_goal_is_the_one_that_waits(book):
    first = wished(book, "new goal: read more", goal_title="read one book a month")
    again = wished(book, "new goal: run", before=first.form, goal_title="run twice a week")
    assert answered(book, again.form, "/anew").form.values == {"title": "Run twice a week"}
    assert answered(book, again.form, "/resume").form == BEGUN


def test_something_else_is_answered_by_itself_and_then_it_is_asked_again(book):
    form = wished(book, "new goal").form
    with pytest.raises(NotAnAnswer):
        answered(book, form, "how do i handle rude callers?")
    again = answers.ask_again(Turn("ask/rude_callers"), form, book)
    assert (again.form, again.replies) == (form, wished(book, "new goal").replies)
    assert answers.ask_again(Turn("safety/self_harm"), form, book) is None


def test_a_button_of_an_earlier_question_asks_again(book):
    form = wished(book, "new goal").form
    assert answered(book, form, "/in 2 weeks").form == form


def test_where_the_talk_has_rested_it_is_offered_after_the_answer():
    outcome = half_made.beside(LISTED, BEGUN, asks_again=False)
    assert outcome.replies[0] == LISTED.replies[0]
    assert outcome.replies[1].text == (
        "The goal you began, **Leave on time**, is not finished yet, and not saved."
        " **Shall we go on with it?**"
    )
    assert titles(outcome.replies[1]) == ["Go on with it", "Leave it"]


@pytest.mark.parametrize(("words", "goes_on"), [("/resume", True), ("yes", True), ("no", False)])
def test_what_was_offered_is_taken_or_left(book, words, goes_on):
    form = half_made.beside(LISTED, BEGUN, asks_again=False).form
    assert answered(book, form, words).form == (BEGUN if goes_on else None)


def test_a_new_goal_can_be_begun_instead_of_what_was_offered(book):
    form = half_made.beside(LISTED, BEGUN, asks_again=False).form
    assert answered(book, form, "new goal").form == EMPTY


@pytest.mark.parametrize("before", [None, EMPTY, Form("drop", number=1)])
def test_without_one_there_is_nothing_to_offer(before):
    assert half_made.beside(LISTED, before, asks_again=False) == LISTED


def test_a_form_that_is_open_asks_by_itself():
    assert half_made.beside(LISTED, BEGUN, asks_again=True) == LISTED


@pytest.mark.parametrize("asks_again", [True, False])
def test_a_form_that_takes_its_place_says_so(asks_again):
    opened = GoalOutcome(LISTED.replies, Thread(), form=Form("drop", number=1))
    outcome = half_made.beside(opened, BEGUN, asks_again=asks_again)
    assert outcome.form == opened.form
    assert "**Leave on time**, was not finished, and I have not saved it" in outcome.replies[1].text

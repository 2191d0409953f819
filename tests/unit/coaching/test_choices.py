"""One of a list, none of it, yes and no."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.coaching.choices import choose, no, offer_next, yes
from bot.coaching.guidance import answer
from bot.coaching.turn import Thread
from tests.helpers.small_knowledge import KNOWLEDGE, on_table, only, turn

OFFERED = Thread(
    options=("planning", "listening", "praise"), ranking=("handover",), waiting="closest"
)
ASKED_FOR = [
    replace(OFFERED, topic="handover", audience="agent", waiting=waiting)
    for waiting in ("related", "topics")
]


@pytest.mark.parametrize(
    ("point", "topic"), [("1", "planning"), ("2", "listening"), ("3", "praise"), ("-1", "praise")]
)
def test_one_of_the_listed_is_chosen_by_its_number(point, topic):
    # What the words "the second one" rank as topics must not become the next best.
    asked = turn("choose", OFFERED, role="manager", entities={"point": point})
    said = replace(asked, ranking=("night_shift",))
    outcome = choose(KNOWLEDGE, said)
    assert only(outcome).custom["topic"] == topic
    assert outcome.thread.ranking == ("handover",)


@pytest.mark.parametrize("point", ["1", "-1"])
def test_the_only_option_is_the_first_and_the_last(point):
    said = turn("choose", Thread(options=("praise",)), role="manager", entities={"point": point})
    assert only(choose(KNOWLEDGE, said)).custom["topic"] == "praise"


@pytest.mark.parametrize("entities", [{}, {"point": "4"}, {"point": "99"}, {"point": "-4"}])
def test_a_choice_that_is_none_of_the_listed_is_asked_again(entities):
    outcome = choose(KNOWLEDGE, turn("choose", OFFERED, entities=entities))
    assert "I listed 3." in only(outcome).text
    assert outcome.thread == OFFERED


def test_without_a_list_a_number_means_a_point_of_the_card():
    said = turn("choose", on_table("listening", "agent"), entities={"point": "2"})
    assert "Agents listen step two." in only(choose(KNOWLEDGE, said)).text
    assert only(choose(KNOWLEDGE, turn("choose", entities={"point": "2"}))).kind == "help"


@pytest.mark.parametrize(
    "said", [{"label": "choose/none"}, {"label": "choose", "entities": {"point": "0"}}]
)
def test_none_of_these_offers_the_next_best(said):
    outcome = choose(KNOWLEDGE, turn(thread=OFFERED, **said))
    assert only(outcome).custom["topics"] == ["handover"]
    last = choose(KNOWLEDGE, turn(thread=outcome.thread, **said))
    assert only(last).kind == "help"
    assert last.thread.options == ()


def test_after_a_wrong_answer_the_next_best_are_offered_but_not_the_same_again():
    thread = on_table("listening", "agent", ranking=("listening", "gone", "handover"))
    outcome = offer_next(KNOWLEDGE, turn("feedback_negative", thread))
    assert only(outcome).custom["topics"] == ["handover"]


def test_yes_takes_the_other_worry_or_the_only_option():
    thread = on_table("listening", "agent", second="handover", waiting="second")
    outcome = yes(KNOWLEDGE, turn("affirm", thread, role="agent"))
    assert only(outcome).custom["topic"] == "handover"
    assert (outcome.thread.second, outcome.thread.waiting) == (None, None)
    single = yes(KNOWLEDGE, turn("affirm", Thread(options=("praise",)), role="manager"))
    assert single.thread.topic == "praise"


@pytest.mark.parametrize(
    "thread",
    [Thread(), on_table("listening", "agent"), OFFERED, on_table("listening", "agent", second="x")],
)
def test_a_yes_to_nothing_in_particular_opens_nothing(thread):
    outcome = yes(KNOWLEDGE, turn("affirm", thread, ranking=("planning",)))
    assert only(outcome).kind != "guidance"
    assert (outcome.thread.topic, outcome.thread.shown) == (thread.topic, thread.shown)


def test_no_refuses_what_was_offered():
    two = on_table("listening", "agent", second="handover", waiting="second")
    after = no(KNOWLEDGE, turn("deny", two))
    assert only(after).kind == "smalltalk"
    assert (after.thread.second, after.thread.waiting) == (None, None)
    assert only(no(KNOWLEDGE, turn("deny", OFFERED))).custom["topics"] == ["handover"]
    assert only(no(KNOWLEDGE, turn("deny", on_table("listening", "agent")))).kind == "smalltalk"


@pytest.mark.parametrize("thread", ASKED_FOR)
@pytest.mark.parametrize("label", ["deny", "choose/none"])
def test_none_of_a_list_that_was_asked_for_closes_it(thread, label):
    handler = no if label == "deny" else choose
    outcome = handler(KNOWLEDGE, turn(label, thread))
    assert only(outcome).kind == "smalltalk"
    assert (outcome.thread.options, outcome.thread.waiting) == ((), None)
    assert outcome.thread.topic == "handover"


@pytest.mark.parametrize("thread", [OFFERED, *ASKED_FOR])
def test_yes_to_a_list_asks_which_one(thread):
    outcome = yes(KNOWLEDGE, turn("affirm", thread))
    assert "Which one?" in only(outcome).text
    assert only(outcome).custom["topics"] == ["planning", "listening", "praise"]
    assert outcome.thread == thread


def test_yes_to_the_other_worry_leaves_no_ranking_behind():
    thread = on_table("listening", "agent", second="handover", waiting="second", ranking=("x",))
    outcome = yes(KNOWLEDGE, turn("affirm", thread, role="agent", ranking=("praise", "planning")))
    assert outcome.thread.ranking == ()


def test_haste_stays_through_none_of_these_and_wrong_numbers():
    thread = replace(OFFERED, hurry=True, ranking=("listening",))
    wrong = choose(KNOWLEDGE, turn("choose", thread, entities={"point": "9"}))
    none = choose(KNOWLEDGE, turn("choose/none", wrong.thread))
    first = choose(KNOWLEDGE, turn("choose", none.thread, role="agent", entities={"point": "1"}))
    assert first.thread.shown == ("hurry",)


def test_a_new_list_forgets_the_other_worry():
    thread = on_table("listening", "agent", second="x", waiting="second", ranking=("praise",))
    outcome = offer_next(KNOWLEDGE, turn("feedback_negative", thread))
    assert (outcome.thread.second, outcome.thread.waiting) == (None, "closest")


def test_a_listed_topic_that_is_gone_is_passed_over():
    thread = replace(OFFERED, options=("gone", "praise"))
    again = choose(KNOWLEDGE, turn("choose", thread, entities={"point": "9"}))
    assert only(again).custom["topics"] == ["praise"]
    gone = choose(KNOWLEDGE, turn("choose", thread, entities={"point": "1"}))
    assert only(gone).custom["topics"] == ["handover"]


@pytest.mark.parametrize("how", ["number", "yes", "button"])
def test_what_is_chosen_of_a_guess_is_kept_as_what_was_meant(how):
    options = ("listening",) if how == "yes" else OFFERED.options
    thread = replace(OFFERED, options=options, about="m-3")
    if how == "number":
        asked = turn("choose", thread, role="manager", entities={"point": "2"}, message_id="m-4")
        outcome = choose(KNOWLEDGE, asked)
    elif how == "yes":
        outcome = yes(KNOWLEDGE, turn("affirm", thread, role="manager", message_id="m-4"))
    else:
        pressed = turn("ask", thread, role="manager", entities={"topic": "listening"})
        outcome = answer(KNOWLEDGE, replace(pressed, message_id="m-4"))
    assert (outcome.opinion.verdict, outcome.opinion.about) == ("chosen", "m-3")
    assert outcome.opinion.card["card"] == "listening.manager"
    assert outcome.thread.about == "m-4"


@pytest.mark.parametrize("thread", [*ASKED_FOR, replace(OFFERED, waiting=None)])
def test_what_is_chosen_of_a_list_that_was_asked_for_says_nothing_of_the_question(thread):
    asked = turn("choose", thread, role="manager", entities={"point": "2"})
    assert choose(KNOWLEDGE, asked).opinion is None


def test_a_topic_that_was_not_in_the_guess_is_no_choice_of_it():
    pressed = turn("ask", OFFERED, role="agent", entities={"topic": "handover"})
    assert answer(KNOWLEDGE, pressed).opinion is None
    asked = turn("ask/listening", OFFERED, role="agent")
    assert answer(KNOWLEDGE, asked).opinion is None

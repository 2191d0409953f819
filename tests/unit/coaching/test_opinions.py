"""Helpful or not: what is answered, and what is kept of it."""

from __future__ import annotations

import json

import pytest

from bot.coaching.follow_ups import follow_up
from bot.coaching.guidance import answer
from bot.coaching.opinions import helpful, not_helpful
from bot.coaching.turn import Thread
from tests.helpers.small_knowledge import KNOWLEDGE, on_table, only, titles, turn

CARD = on_table("listening", "manager", about="m-7", ranking=("planning",))


def test_praise_is_kept_for_the_card_on_the_table_and_the_answer_it_was():
    outcome = helpful(KNOWLEDGE, turn("feedback_positive", CARD))
    assert "Glad it helps" in only(outcome).text
    opinion = outcome.opinion
    assert (opinion.verdict, opinion.about, opinion.reason) == ("helpful", "m-7", None)
    assert opinion.card["card"] == "listening.manager"
    assert opinion.card["topic"] == "listening"
    assert opinion.card["card_version"]
    assert outcome.thread == CARD


def test_the_answer_that_is_judged_is_the_one_that_was_given():
    outcome = answer(KNOWLEDGE, turn("ask/listening", role="agent", message_id="m-3"))
    assert helpful(KNOWLEDGE, turn("feedback_positive", outcome.thread)).opinion.about == "m-3"


@pytest.mark.parametrize("judge", [helpful, not_helpful])
def test_a_button_of_an_earlier_card_judges_that_card(judge):
    pressed = turn("feedback", CARD, role="agent", entities={"topic": "handover"})
    opinion = judge(KNOWLEDGE, pressed).opinion
    assert opinion.card["card"] == "handover.agent"
    assert opinion.about is None


def press(outcome, title, thread, **more):
    """A press of the button with that title below the last reply that has it."""
    found = [b for reply in outcome.replies for b in reply.buttons if b.title == title]
    label, brace, entities = found[-1].payload.removeprefix("/").partition("{")
    said = json.loads(brace + entities)
    return turn(label, thread, text=found[-1].payload, entities=said, **more)


@pytest.fixture
def asked():
    """Two questions of a manager's, one after the other."""
    first = answer(KNOWLEDGE, turn("ask/listening", role="manager", message_id="m-1"))
    second = turn("ask/handover", first.thread, role="manager", message_id="m-2")
    return first, answer(KNOWLEDGE, second)


@pytest.mark.parametrize("role", ["manager", "agent"])
@pytest.mark.parametrize(("title", "judge"), [("Helpful", helpful), ("Not helpful", not_helpful)])
def test_a_button_judges_the_answer_that_it_is_below(asked, title, judge, role):
    first, second = asked
    for outcome, about, card in (
        (first, "m-1", "listening.manager"),
        (second, "m-2", "handover.manager"),
    ):
        pressed = press(outcome, title, second.thread, role=role)
        opinion = judge(KNOWLEDGE, pressed).opinion
        assert (opinion.about, opinion.card["card"]) == (about, card)


def test_a_reason_is_kept_for_the_answer_whose_button_was_pressed(asked):
    first, second = asked
    why = not_helpful(KNOWLEDGE, press(first, "Not helpful", second.thread, role="agent"))
    opinion = not_helpful(KNOWLEDGE, press(why, "Too general", second.thread)).opinion
    assert (opinion.about, opinion.card["card"]) == ("m-1", "listening.manager")
    assert opinion.reason == "too_general"


def test_a_card_that_is_put_back_on_the_table_is_still_that_answer(asked):
    first, second = asked
    back = follow_up(KNOWLEDGE, press(first, "More", second.thread, role="agent"))
    assert (back.thread.about, back.thread.audience) == ("m-1", "manager")
    opinion = helpful(KNOWLEDGE, press(back, "Helpful", second.thread)).opinion
    assert (opinion.about, opinion.card["card"]) == ("m-1", "listening.manager")
    assert helpful(KNOWLEDGE, turn("feedback_positive", back.thread)).opinion.about == "m-1"


@pytest.mark.parametrize("judge", [helpful, not_helpful])
@pytest.mark.parametrize("thread", [Thread(), on_table("gone", "agent")])
def test_without_a_card_there_is_nothing_to_judge(judge, thread):
    outcome = judge(KNOWLEDGE, turn("feedback", thread))
    assert outcome.opinion is None
    assert outcome.replies


def test_a_card_that_did_not_help_leads_to_the_next_best_and_to_one_question():
    outcome = not_helpful(KNOWLEDGE, turn("feedback_negative", CARD))
    next_best, why = outcome.replies
    assert next_best.custom["topics"] == ["planning"]
    assert "What was wrong with it?" in why.text
    assert titles(why) == ["Wrong topic", "Too general", "Knew it already"]
    assert (outcome.opinion.verdict, outcome.opinion.reason) == ("not_helpful", None)


def test_the_reason_is_one_tap_that_is_kept_for_the_same_card():
    asked = not_helpful(KNOWLEDGE, turn("feedback_negative", CARD))
    for button in asked.replies[1].buttons:
        pressed = json.loads(button.payload.removeprefix("/feedback_negative"))
        outcome = not_helpful(KNOWLEDGE, turn("feedback_negative", CARD, entities=pressed))
        assert "Noted, thank you" in only(outcome).text
        assert outcome.opinion.reason == pressed["value"]
        assert outcome.opinion.card["topic"] == "listening"
        assert outcome.opinion.about == "m-7"
        assert outcome.thread == CARD


def test_who_says_the_reason_at_once_is_not_asked_for_it():
    outcome = not_helpful(KNOWLEDGE, turn("feedback_negative/wrong_topic", CARD))
    assert only(outcome).custom["topics"] == ["planning"]
    assert outcome.opinion.reason == "wrong_topic"


def test_where_no_topic_is_left_other_words_are_asked_for():
    outcome = not_helpful(KNOWLEDGE, turn("feedback_negative", on_table("listening", "agent")))
    assert [reply.kind for reply in outcome.replies] == ["help", "smalltalk"]

"""Feedback: one verdict on each card of an answer, the last one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store import feedback
from tests.helpers.stores import NOW, REFUSED, contents, joined

LATER = NOW + timedelta(hours=1)
CARD = {"topic": "listening", "card": "listening.agent", "card_version": "v3", "confidence": 0.9}
OTHER = {**CARD, "card": "listening.agent.more"}


@pytest.fixture
def judge(commit, ana):
    def call(message, verdict, card=CARD, *, now=NOW, **options):
        commit(feedback.judge, ana.id, message, verdict, card, now, **options)

    return call


@pytest.fixture
def verdicts(commit, ana):
    def call():
        rows = commit(feedback.mine, ana.id)
        return [(row["answer_id"], row["card"], row["verdict"], row["reason"]) for row in rows]

    return call


def test_a_verdict_is_stored_with_its_card(commit, ana, judge):
    judge("m", "not_helpful", answer_id="a", reason="too long")
    [row] = commit(feedback.mine, ana.id)
    assert row.pop("id")
    assert row == {
        "user_id": ana.id,
        "message_id": "m",
        "answer_id": "a",
        "verdict": "not_helpful",
        "reason": "too long",
        "at": NOW,
        "topic": "listening",
        "card": "listening.agent",
        "card_version": "v3",
    }


def test_the_same_message_again_changes_nothing(sessions, judge):
    judge("m", "helpful", answer_id="a")
    before = contents(sessions)
    judge("m", "helpful", answer_id="a")
    assert contents(sessions) == before


def test_a_later_verdict_takes_the_place_of_an_earlier_one(commit, ana, judge, verdicts):
    judge("m1", "not_helpful", answer_id="a", reason="too long")
    judge("m2", "helpful", answer_id="a", now=LATER)
    assert verdicts() == [("a", "listening.agent", "helpful", None)]
    [row] = commit(feedback.mine, ana.id)
    assert (row["message_id"], row["at"]) == ("m2", LATER)


def test_answers_and_cards_are_judged_each_by_itself(judge, verdicts):
    judge("m1", "helpful", answer_id="a")
    judge("m2", "not_helpful", OTHER, answer_id="a")
    judge("m3", "chosen", answer_id="b")
    judge("m4", "helpful")
    judge("m5", "not_helpful")
    assert verdicts() == [
        ("a", "listening.agent", "helpful", None),
        ("a", "listening.agent.more", "not_helpful", None),
        ("b", "listening.agent", "chosen", None),
        ("", "listening.agent", "not_helpful", None),
    ]


def test_verdicts_are_a_person_s_own(sessions, commit, judge, verdicts):
    ben = joined(sessions, "ben")
    judge("m", "helpful", answer_id="a")
    commit(feedback.judge, ben.id, "m", "not_helpful", CARD, NOW, answer_id="a")
    assert verdicts() == [("a", "listening.agent", "helpful", None)]


@pytest.mark.parametrize(
    ("user_id", "verdict"), [(None, "great"), (None, ""), ("nobody", "helpful")], ids=str
)
def test_what_cannot_be_is_refused(sessions, commit, ana, user_id, verdict):
    before = contents(sessions)
    with pytest.raises(REFUSED):
        commit(feedback.judge, user_id or ana.id, "m", verdict, CARD, NOW)
    assert contents(sessions) == before

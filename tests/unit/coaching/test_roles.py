"""Asking for the role, taking it in, and looking from another chair."""

from __future__ import annotations

import json

import pytest

from bot.coaching.follow_ups import follow_up, set_role
from bot.coaching.roles import role_question, role_taken
from bot.coaching.turn import Thread
from bot.knowledge import AUDIENCES
from tests.helpers.small_knowledge import KNOWLEDGE, on_table, only, turn


@pytest.mark.parametrize("ambiguous", [True, False])
def test_the_question_has_a_button_for_every_role(ambiguous):
    question = role_question(ambiguous=ambiguous)
    assert "?" in question.text
    assert question.custom == {"kind": "role", "event": "asked"}
    pressed = [json.loads(b.payload.removeprefix("/set_role"))["role"] for b in question.buttons]
    assert tuple(pressed) == AUDIENCES
    assert len({button.title for button in question.buttons}) == len(AUDIENCES)


def test_a_bare_executive_is_told_why_that_is_not_enough():
    assert "“Executive”" in role_question(ambiguous=True).text
    assert "“Executive”" not in role_question().text


@pytest.mark.parametrize(
    ("role", "called"),
    [("agent", "an agent"), ("manager", "a team leader or manager"), ("executive", "an executive")],
)
def test_a_role_that_is_known_is_said_and_the_others_are_offered(role, called):
    reply = only(set_role(KNOWLEDGE, turn("set_role", role=role)))
    assert reply.custom == {"kind": "role", "event": "asked"}
    assert f"down as {called}." in reply.text
    pressed = [json.loads(b.payload.removeprefix("/set_role"))["role"] for b in reply.buttons]
    assert pressed == [other for other in AUDIENCES if other != role]


def test_a_bare_executive_is_asked_for_all_roles_even_if_one_is_known():
    assert len(role_question(ambiguous=True, known="agent").buttons) == len(AUDIENCES)


@pytest.mark.parametrize(
    ("role", "called"),
    [("agent", "an agent"), ("manager", "a team leader or manager"), ("executive", "an executive")],
)
def test_a_role_is_repeated_in_words_and_can_be_changed(role, called):
    reply = role_taken(role)
    assert f"you are {called}." in reply.text
    assert "changes" in reply.text
    assert reply.custom == {"kind": "role", "event": "set"}
    assert reply.buttons == ()


@pytest.mark.parametrize("said", [{"said_role": "manager"}, {"entities": {"role": "manager"}}])
def test_a_role_is_taken_in_and_the_card_shown_again_where_it_differs(said):
    asked = on_table("listening", "agent", waiting="role")
    outcome = set_role(KNOWLEDGE, turn("set_role", asked, **said))
    assert [r.kind for r in outcome.replies] == ["role", "guidance"]
    assert outcome.replies[1].custom["card"] == "listening.manager"
    assert outcome.role == "manager"
    assert (outcome.thread.waiting, outcome.thread.role_asked) == (None, True)


def test_three_lines_are_shown_again_as_three_lines():
    hurried = on_table("listening", "agent", "hurry")
    outcome = set_role(KNOWLEDGE, turn("set_role", hurried, said_role="manager"))
    assert "Managers listen line one." in outcome.replies[1].text


@pytest.mark.parametrize(
    "thread",
    [
        Thread(),
        on_table("listening", "manager"),
        on_table("praise", "manager"),
        on_table("gone", "agent"),
    ],
)
def test_where_the_card_stays_the_same_only_the_role_is_confirmed(thread):
    outcome = set_role(KNOWLEDGE, turn("set_role", thread, said_role="manager"))
    assert only(outcome).custom == {"kind": "role", "event": "set"}
    assert outcome.role == "manager"


@pytest.mark.parametrize("role", [None, "ambiguous", "self", "boss", ""])
def test_a_role_that_was_not_understood_is_asked_for(role):
    outcome = set_role(KNOWLEDGE, turn("set_role", said_role=role))
    assert only(outcome).custom == {"kind": "role", "event": "asked"}
    assert ("“Executive”" in only(outcome).text) == (role == "ambiguous")
    assert outcome.role is None
    assert (outcome.thread.waiting, outcome.thread.role_asked) == ("role", True)


def test_taking_a_role_in_keeps_the_other_worry_on_offer():
    thread = on_table("listening", "agent", second="handover", waiting="second")
    after = set_role(KNOWLEDGE, turn("set_role", thread, said_role="manager")).thread
    assert (after.second, after.waiting) == ("handover", "second")


def test_another_audience_s_card_does_not_change_the_asker():
    table = on_table("listening", "agent")
    asked = turn("more_detail/audience", table, role="agent", entities={"role": "manager"})
    outcome = follow_up(KNOWLEDGE, asked)
    assert only(outcome).custom["card"] == "listening.manager"
    assert outcome.role is None


def test_and_for_me_leads_back_to_the_asker_s_own_card():
    table = on_table("listening", "manager")
    asked = turn("more_detail/audience", table, role="agent", entities={"role": "self"})
    assert only(follow_up(KNOWLEDGE, asked)).custom["card"] == "listening.agent"


def test_an_audience_without_a_card_is_told_for_whom_there_are_some():
    asked = turn(
        "more_detail/audience", on_table("planning", "manager"), entities={"role": "agent"}
    )
    outcome = follow_up(KNOWLEDGE, asked)
    assert "team leaders and managers" in only(outcome).text
    assert "executives" in only(outcome).text
    assert outcome.thread == asked.thread


def test_another_audience_s_card_stays_on_the_table_until_the_asker_leaves_it():
    why = turn("more_detail/why", on_table("listening", "manager"), role="agent")
    assert "Managers listen matters" in only(follow_up(KNOWLEDGE, why)).text


def test_another_chair_that_is_not_named_is_one_that_has_a_card():
    asked = turn("more_detail/audience", on_table("listening", "agent"), role="agent")
    assert only(follow_up(KNOWLEDGE, asked)).custom["audience"] in ("manager", "executive")
    alone = turn("more_detail/audience", on_table("praise", "manager"))
    assert "only have what is written for team leaders" in only(follow_up(KNOWLEDGE, alone)).text

"""Follow-ups work in context, and a bare one never starts a topic."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.coaching.choices import choose
from bot.coaching.follow_ups import follow_up, still_about
from bot.coaching.guidance import answer
from bot.coaching.turn import Thread
from tests.helpers.small_knowledge import KNOWLEDGE, on_table, only, titles, turn

WISHES = ["why", "avoid", "sources", "point", "audience", "related", "hurry", "again", "goal", ""]


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("thread", [Thread(), Thread(topic="gone", audience="agent")])
def test_a_bare_follow_up_never_starts_a_topic(wish, thread):
    outcome = follow_up(KNOWLEDGE, turn(f"more_detail/{wish}", thread, ranking=("planning",)))
    assert only(outcome).custom == {"kind": "help"}
    assert outcome.thread == thread


@pytest.mark.parametrize(
    ("wish", "there"),
    [
        ("why", "Agents listen matters"),
        ("avoid", "Agents listen never this."),
        ("today", "Agents listen today"),
        ("goal", "Agents listen counted on Fridays"),
        ("hurry", "Agents listen line one."),
        ("sources", "• Calls"),
        ("again", "Agents listen step one."),
        ("", "Agents listen matters"),
        ("unheard_of", "Agents listen matters"),
    ],
)
def test_each_follow_up_shows_its_part_of_the_card_on_the_table(wish, there):
    reply = only(follow_up(KNOWLEDGE, turn(f"more_detail/{wish}", on_table("listening", "agent"))))
    assert there in reply.text
    assert reply.custom["card"] == "listening.agent"


def test_again_repeats_what_was_last_shown():
    thread = on_table("listening", "agent", "main", "why", "dos")
    assert "do this" in only(follow_up(KNOWLEDGE, turn("more_detail/again", thread))).text


def test_again_after_three_lines_shows_the_card_itself():
    thread = on_table("listening", "agent", "hurry")
    assert "step one" in only(follow_up(KNOWLEDGE, turn("more_detail/again", thread))).text


@pytest.mark.parametrize("wish", ["why", "avoid", "today", "goal"])
def test_a_fact_card_goes_on_where_it_has_no_such_part(wish):
    outcome = follow_up(KNOWLEDGE, turn(f"more_detail/{wish}", on_table("night_shift", "agent")))
    assert "So sleep is part of the job." in only(outcome).text


@pytest.mark.parametrize(
    ("wish", "there"), [("again", "Nights follow"), ("hurry", "Night line one.")]
)
def test_a_fact_card_has_what_every_card_has(wish, there):
    outcome = follow_up(KNOWLEDGE, turn(f"more_detail/{wish}", on_table("night_shift", "agent")))
    assert there in only(outcome).text


def test_sources_and_points_do_not_move_the_walk():
    thread = on_table("listening", "agent", "main", "why")
    for wish in ("sources", "point"):
        outcome = follow_up(KNOWLEDGE, turn(f"more_detail/{wish}", thread, entities={"point": "2"}))
        assert outcome.thread == thread
        assert "More" in titles(only(outcome))


@pytest.mark.parametrize(
    ("point", "there"), [("2", "step two."), ("-1", "step three."), ("٣", "step three.")]
)
def test_a_point_of_the_card_is_opened(point, there):
    asked = turn("more_detail/point", on_table("listening", "agent"), entities={"point": point})
    assert there in only(follow_up(KNOWLEDGE, asked)).text


def test_after_three_lines_a_point_is_one_of_them():
    asked = turn(
        "more_detail/point", on_table("listening", "agent", "hurry"), entities={"point": "2"}
    )
    assert KNOWLEDGE.topics["listening"].cards["agent"].hurry[1].text in (
        only(follow_up(KNOWLEDGE, asked)).text
    )


def test_a_point_without_a_number_is_asked_for():
    asked = turn("more_detail/point", on_table("listening", "agent"))
    assert "from 1 to 3" in only(follow_up(KNOWLEDGE, asked)).text


def test_more_on_an_earlier_hurried_card_shows_its_steps():
    hurried = answer(KNOWLEDGE, turn("ask/listening", role="agent", hurry=True))
    press = json.loads(only(hurried).buttons[0].payload.removeprefix("/more_detail"))
    later = turn("more_detail", on_table("planning", "manager"), role="agent", entities=press)
    outcome = follow_up(KNOWLEDGE, later)
    assert "Agents listen step one." in only(outcome).text
    assert titles(only(outcome))[0] == "More"


def test_for_me_starts_the_walk_through_one_s_own_card():
    other = on_table("listening", "manager", "main", "why", "dos")
    asked = turn("more_detail", other, role="agent", entities={"role": "self"})
    assert "Agents listen step one." in only(follow_up(KNOWLEDGE, asked)).text


@pytest.mark.parametrize("wish", ["again", "sources", "why"])
def test_a_card_on_the_table_closes_the_list_before_it(wish):
    listed = follow_up(KNOWLEDGE, turn("more_detail/related", on_table("listening", "agent")))
    back = follow_up(KNOWLEDGE, turn(f"more_detail/{wish}", listed.thread))
    assert (back.thread.options, back.thread.waiting) == ((), None)


@pytest.mark.parametrize("point", ["9", "0", "99999999999999999999"])
def test_a_point_that_is_not_there_is_said_so(point):
    asked = turn("more_detail/point", on_table("listening", "agent"), entities={"point": point})
    assert (
        "no point with that number; they go from 1 to 3" in only(follow_up(KNOWLEDGE, asked)).text
    )


def test_a_button_of_an_earlier_card_puts_that_card_back():
    pressed = turn(
        "more_detail",
        on_table("planning", "manager", "main", "why"),
        role="manager",
        entities={"topic": "listening", "part": "more"},
    )
    outcome = follow_up(KNOWLEDGE, pressed)
    assert only(outcome).custom["card"] == "listening.manager"
    assert outcome.thread.topic == "listening"
    unknown = replace(pressed, role=None, thread=on_table("planning", "executive"))
    assert only(follow_up(KNOWLEDGE, unknown)).custom["card"] == "listening.executive"


def test_related_topics_are_listed_and_can_be_chosen():
    outcome = follow_up(KNOWLEDGE, turn("more_detail/related", on_table("listening", "agent")))
    assert only(outcome).custom["topics"] == ["handover", "night_shift"]
    chosen = choose(KNOWLEDGE, turn("choose", outcome.thread, entities={"point": "2"}))
    assert chosen.thread.topic == "night_shift"


def test_what_leans_on_the_card_is_asked_back_with_its_kin():
    leaning = turn("out_of_scope", on_table("listening", "agent"), refers_back=True)
    outcome = still_about(KNOWLEDGE, leaning)
    assert only(outcome).custom["topics"] == ["listening", "handover", "night_shift"]


@pytest.mark.parametrize(
    ("thread", "leans"),
    [
        (Thread(), True),
        (on_table("gone", "agent"), True),
        (on_table("listening", "agent"), False),
    ],
)
def test_what_leans_on_nothing_is_left_alone(thread, leans):
    assert still_about(KNOWLEDGE, turn("out_of_scope", thread, refers_back=leans)) is None

"""Follow-ups work in context, and a bare one never starts a topic."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.coaching.follow_ups import choose, follow_up, no, offer_next, still_about, yes
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


@pytest.mark.parametrize("point", ["9", "0", "99999999999999999999"])
def test_a_point_that_is_not_there_is_said_so(point):
    asked = turn("more_detail/point", on_table("listening", "agent"), entities={"point": point})
    assert "no point with that number" in only(follow_up(KNOWLEDGE, asked)).text


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


OFFERED = Thread(options=("planning", "listening", "praise"), ranking=("handover",))


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
    assert outcome.thread.options == OFFERED.options


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

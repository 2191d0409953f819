"""The screens of a card: what is on each, and where it says it is from."""

from __future__ import annotations

import copy

import pytest

from bot.coaching.cards import choose_card
from bot.coaching.compose import parts_of, point_screen, screen, sources_screen
from tests.helpers.small_knowledge import DOCUMENTS, KNOWLEDGE, TOPICS, small_knowledge

LISTENING = choose_card(KNOWLEDGE, "listening", "agent")
NIGHTS = choose_card(KNOWLEDGE, "night_shift", "agent")
EVERY_CARD = [
    choose_card(KNOWLEDGE, topic.id, audience)
    for topic in KNOWLEDGE.topics.values()
    for audience in topic.audiences
]


def in_order(text, *fragments):
    """Whether the fragments stand in the text one after the other."""
    places = [text.find(fragment) for fragment in fragments]
    return -1 not in places and places == sorted(places)


def test_the_first_screen_has_everything_in_order():
    assert in_order(
        screen(KNOWLEDGE, LISTENING, "main"),
        "**Hearing people out**",
        "goes wrong like this.",
        "1. Agents listen step one.",
        "2. Agents listen step two.",
        "3. Agents listen step three.",
        "**Try today:** Agents listen today",
        "**Ask yourself:** Agents listen: how did it go?",
        "Source: The Book of Calls (Calls) · Letters to Leaders (Plans)",
    )


@pytest.mark.parametrize(
    ("part", "there"),
    [
        ("why", "Agents listen matters"),
        ("dos", "• Agents listen do this.\n• Agents listen do that."),
        ("donts", "• Agents listen never this.\n• Agents listen never that."),
        ("goal", "Agents listen every week\n**How you would measure it:** Agents listen counted"),
        ("today", "Agents listen today, once."),
        ("hurry", "1. Agents listen line one.\n2. Agents listen line two.\n3. Breathe."),
    ],
)
def test_each_further_screen_has_its_own_part_under_the_title(part, there):
    text = screen(KNOWLEDGE, LISTENING, part)
    assert there in text
    assert "Hearing people out" in text.splitlines()[0]
    others = {"matters", "do this", "never this", "every week", "step one", "line one"}
    assert sum(other in text for other in others) <= 1


def test_more_walks_through_every_part_of_a_card():
    assert parts_of(LISTENING) == ("main", "why", "dos", "donts", "goal")
    assert parts_of(NIGHTS) == ("main", "follows")


def test_a_fact_card_states_its_facts_then_what_follows():
    assert in_order(
        screen(KNOWLEDGE, NIGHTS, "main"),
        "**What a night shift is**",
        "• Nights follow the client's clock.",
        "• Night fact without a source.",
        "Source: The Book of Calls (Nights)",
    )
    follows = screen(KNOWLEDGE, NIGHTS, "follows")
    assert "• So sleep is part of the job." in follows
    assert "clock" not in follows


@pytest.mark.parametrize(
    ("topic", "role"),
    [("night_shift", "manager"), ("planning", "agent"), ("listening", "executive")],
)
def test_the_first_screen_says_first_where_the_card_was_meant_for_others(topic, role):
    choice = choose_card(KNOWLEDGE, topic, role)
    text = screen(KNOWLEDGE, choice, "main")
    assert choice.opening
    assert text.split("\n\n")[1] == choice.opening


@pytest.mark.parametrize("choice", EVERY_CARD, ids=lambda c: f"{c.topic.id}.{c.audience}")
def test_no_screen_has_holes_in_it(choice):
    for part in (*parts_of(choice), "hurry"):
        text = screen(KNOWLEDGE, choice, part)
        assert text == text.strip()
        assert "\n\n\n" not in text
        assert "None" not in text


def test_lines_without_a_source_claim_none():
    assert "Source" not in screen(KNOWLEDGE, LISTENING, "goal")
    assert "Source" not in screen(KNOWLEDGE, NIGHTS, "hurry")


def test_the_sections_are_left_out_where_they_would_not_fit_a_phone():
    documents = copy.deepcopy(DOCUMENTS)
    documents[0]["sections"][0]["title"] = "Calls and more calls " * 50
    long = small_knowledge(documents=documents)
    text = screen(long, choose_card(long, "listening", "agent"), "main")
    assert len(text) < 900
    assert text.endswith("Source: The Book of Calls · Letters to Leaders")


def test_all_sources_stand_below_their_documents_each_once():
    text = sources_screen(KNOWLEDGE, LISTENING)
    assert in_order(
        text, "The Book of Calls:\n• Calls", "Letters to Leaders:\n• Plans", "The words are mine"
    )
    assert text.count("• Calls") == 1


@pytest.mark.parametrize(("point", "line"), [(1, "one"), (2, "two"), (3, "three"), (-1, "three")])
def test_a_point_is_found_by_its_number(point, line):
    text = point_screen(KNOWLEDGE, LISTENING, point)
    assert f"Agents listen step {line}." in text


@pytest.mark.parametrize("point", [0, 4, 99, -2, 10**9])
def test_a_point_that_is_not_there_is_none(point):
    assert point_screen(KNOWLEDGE, LISTENING, point) is None


def test_a_point_brings_what_the_card_says_from_the_same_section():
    text = point_screen(KNOWLEDGE, LISTENING, 1)
    kin = [line for line in text.splitlines() if line.startswith("• ")]
    assert "• Agents listen goes wrong like this." in kin
    assert 1 <= len(kin) <= 3
    assert not any("step" in line for line in kin)
    assert text.endswith("Source: The Book of Calls (Calls)")


def test_a_point_says_where_there_is_no_more_to_it():
    text = point_screen(KNOWLEDGE, LISTENING, 3)
    assert "no more on this one" in text
    assert "Source" not in text


def test_a_fact_is_a_point_too():
    text = point_screen(KNOWLEDGE, NIGHTS, 1)
    assert in_order(text, "Nights follow", "• So sleep is part of the job.")


def test_texts_are_passed_on_as_they_are():
    topics = copy.deepcopy(TOPICS)
    strange = "Sagen Sie „ja“ 🙂 {x} %s <b>*hm*</b> \u202eabc"
    topics[0]["cards"]["agent"]["pitfall"] = strange
    odd = small_knowledge(topics)
    assert strange in screen(odd, choose_card(odd, "listening", "agent"), "main")

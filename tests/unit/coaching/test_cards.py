"""Which card answers whom, and what is said where it was not written for them."""

from __future__ import annotations

import copy
import json

import pytest

from bot.coaching.cards import choose_card
from tests.helpers.small_knowledge import KNOWLEDGE, TOPICS, small_knowledge


@pytest.mark.parametrize(
    ("topic", "role", "audience"),
    [
        ("listening", "agent", "agent"),
        ("listening", "manager", "manager"),
        ("listening", "executive", "executive"),
        ("planning", "agent", "manager"),
        ("handover", "executive", "manager"),
        ("night_shift", "manager", "agent"),
        ("night_shift", "executive", "agent"),
        ("praise", "agent", "manager"),
    ],
)
def test_everybody_gets_their_own_card_or_the_nearest(topic, role, audience):
    assert choose_card(KNOWLEDGE, topic, role).audience == audience


@pytest.mark.parametrize("role", [None, "", "ambiguous", "AGENT", "self", "🦄"])
@pytest.mark.parametrize(("topic", "audience"), [("listening", "agent"), ("planning", "manager")])
def test_without_a_known_role_the_first_audience_is_answered(topic, audience, role):
    assert choose_card(KNOWLEDGE, topic, role).audience == audience


def test_the_card_is_the_one_for_its_audience():
    card = choose_card(KNOWLEDGE, "listening", "manager").card
    assert card is KNOWLEDGE.topics["listening"].cards["manager"]


@pytest.mark.parametrize("role", ["agent", "manager", None])
def test_a_card_of_ones_own_needs_no_explanation(role):
    assert choose_card(KNOWLEDGE, "listening", role).opening == ""


@pytest.mark.parametrize(
    ("topic", "role", "named"),
    [
        ("planning", "agent", "team leaders and managers"),
        ("night_shift", "manager", "agents"),
        ("night_shift", "executive", "agents"),
    ],
)
def test_a_card_for_others_says_for_whom_it_was_written(topic, role, named):
    opening = choose_card(KNOWLEDGE, topic, role).opening
    assert f"written for {named};" in opening


def test_a_borrowed_card_says_that_no_source_speaks_to_its_audience():
    opening = choose_card(KNOWLEDGE, "listening", "executive").opening
    assert "No source of mine speaks to executives" in opening


def test_the_details_name_the_card_and_every_source_of_it():
    details = choose_card(KNOWLEDGE, "listening", "agent").details
    version = details.pop("card_version")
    assert details == {
        "topic": "listening",
        "audience": "agent",
        "card": "listening.agent",
        "sources": ["S1.calls", "S1.calls.1", "S2.plans.1"],
    }
    assert isinstance(version, str)
    assert len(version) == 8


def test_the_details_are_json():
    details = choose_card(KNOWLEDGE, "night_shift", None).details
    assert json.loads(json.dumps(details)) == details


def test_the_version_follows_the_card_s_words_and_nothing_else():
    topics = copy.deepcopy(TOPICS)
    topics[0]["cards"]["agent"]["reflect"] = "Something else?"
    changed = small_knowledge(topics)

    def version(knowledge, role):
        return choose_card(knowledge, "listening", role).details["card_version"]

    assert version(changed, "agent") != version(KNOWLEDGE, "agent")
    assert version(changed, "manager") == version(KNOWLEDGE, "manager")

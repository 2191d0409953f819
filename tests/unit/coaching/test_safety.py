"""Safety never coaches: a caring reply with the right people, or a clear no."""

from __future__ import annotations

import pytest

from bot.coaching.safety import category, respond
from bot.coaching.turn import Thread
from tests.helpers.small_knowledge import CONTACTS, KNOWLEDGE, on_table, only, small_knowledge, turn


@pytest.mark.parametrize(
    ("category", "names"),
    [
        ("self_harm", ["Helpline", "HR"]),
        ("harassment", ["HR"]),
        ("threat", []),
        ("fraud", []),
    ],
)
def test_each_category_names_the_people_for_it_and_no_others(category, names):
    reply = only(respond(KNOWLEDGE, turn(f"safety/{category}")))
    assert reply.custom == {"kind": "safety", "category": category}
    named = [line for line in reply.text.splitlines() if line.startswith("•")]
    assert [line.partition(":**")[0].removeprefix("• **") for line in named] == names
    assert bool(names) == ("Who can help" in reply.text)
    assert reply.text == reply.text.strip()


def test_fraud_is_a_clear_no():
    assert only(respond(KNOWLEDGE, turn("safety/fraud"))).text.startswith("No, ")


@pytest.mark.parametrize("category", ["self_harm", "threat"])
def test_who_may_be_in_danger_hears_of_the_emergency_number(category):
    assert "emergency number" in only(respond(KNOWLEDGE, turn(f"safety/{category}"))).text


@pytest.mark.parametrize("label", ["safety", "safety/", "safety/unheard_of", "safety/../x", ""])
def test_an_unknown_category_is_treated_as_the_gravest(label):
    reply = only(respond(KNOWLEDGE, turn(label)))
    assert reply.custom["category"] == category(turn(label)) == "self_harm"
    assert "Helpline" in reply.text


@pytest.mark.parametrize("category", ["self_harm", "harassment", "threat", "fraud"])
def test_no_coaching_and_no_buttons_however_much_was_on_the_table(category):
    thread = on_table("listening", "agent", second="planning", waiting="second", hurry=True)
    outcome = respond(KNOWLEDGE, turn(f"safety/{category}", thread, second="planning", hurry=True))
    reply = only(outcome)
    assert reply.buttons == ()
    assert "listen" not in reply.text.lower()
    assert outcome.thread == thread
    assert outcome.role is None


@pytest.mark.parametrize("category", ["self_harm", "harassment", "threat", "fraud"])
def test_a_company_that_names_nobody_still_gets_a_reply(category):
    nobody = small_knowledge(contacts=())
    text = only(respond(nobody, turn(f"safety/{category}"))).text
    assert text
    assert text == text.strip()
    assert "Who can help" not in text


def test_every_contact_says_how_to_reach_it():
    text = only(respond(KNOWLEDGE, turn("safety/self_harm"))).text
    reachable = [c for c in CONTACTS if "self_harm" in c["for"]]
    assert all(contact["how"] in text for contact in reachable)


def test_a_fresh_conversation_stays_fresh():
    assert respond(KNOWLEDGE, turn("safety/threat")).thread == Thread()

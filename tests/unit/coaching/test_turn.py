"""What a turn says, what a thread remembers, and what an outcome adds."""

from __future__ import annotations

import json

import pytest

from bot.coaching.turn import Button, Opinion, Outcome, Reply, Thread, Turn, payload


def test_a_payload_is_an_intent_and_its_entities():
    written = payload("ask", topic="listening")
    assert written.startswith("/ask{")
    assert json.loads(written.removeprefix("/ask")) == {"topic": "listening"}


def test_a_payload_without_entities_is_the_intent_alone():
    assert payload("affirm") == "/affirm"


@pytest.mark.parametrize("value", ['"}', "a\\b", "ñ🦄\u202e", ""])
def test_no_value_breaks_out_of_its_payload(value):
    assert json.loads(payload("ask", topic=value).removeprefix("/ask")) == {"topic": value}


def test_custom_holds_the_kind_beside_the_details():
    reply = Reply("safety", "text", details={"category": "fraud"})
    assert reply.custom == {"kind": "safety", "category": "fraud"}
    assert Reply("help", "text").custom == {"kind": "help"}


def test_a_picture_and_a_file_are_no_part_of_custom():
    reply = Reply("goal", "text", image={"lines": []}, document={"reference": "r"})
    assert reply.custom == {"kind": "goal"}


@pytest.mark.parametrize(
    ("label", "detail"),
    [("more_detail/why", "why"), ("more_detail", ""), ("ask/a/b", "a/b"), ("", "")],
)
def test_the_detail_is_what_follows_the_intent(label, detail):
    assert Turn(label).detail == detail


@pytest.mark.parametrize(
    ("text", "pressed"),
    [('/ask{"topic": "x"}', True), ("/", True), ("ask", False), ("", False), (" /ask", False)],
)
def test_only_what_begins_with_a_slash_was_pressed(text, pressed):
    assert Turn("ask", text).pressed is pressed


@pytest.mark.parametrize(
    ("said", "remembered", "implied", "earlier", "asker"),
    [
        ("agent", "manager", "executive", None, "agent"),
        (None, "manager", "executive", "agent", "manager"),
        (None, None, "executive", "agent", "executive"),
        (None, None, None, "agent", "agent"),
        ("ambiguous", "manager", None, None, "manager"),
        ("ambiguous", None, None, None, None),
        (None, None, None, None, None),
    ],
)
def test_the_asker_is_who_they_say_they_are_then_who_they_were(
    said, remembered, implied, earlier, asker
):
    turn = Turn(
        "ask",
        said_role=said,
        role=remembered,
        implied_role=implied,
        thread=Thread(implied_role=earlier),
    )
    assert turn.asker == asker


FULL = Thread(
    topic="listening",
    audience="agent",
    shown=("main", "why"),
    options=("planning",),
    ranking=("handover", "praise"),
    second="night_shift",
    waiting="second",
    about="m-3",
    goal="2",
    role_asked=True,
    implied_role="agent",
    hurry=True,
)


@pytest.mark.parametrize("thread", [Thread(), FULL])
def test_a_thread_survives_its_slot(thread):
    through_the_database = json.loads(json.dumps(thread.stored()))
    assert Thread.restored(through_the_database) == thread


def test_every_field_of_a_thread_is_tried():
    assert [name for name, value in vars(FULL).items() if value == getattr(Thread(), name)] == []


def test_a_thread_of_an_older_version_keeps_what_it_knew():
    assert Thread.restored({"topic": "listening"}) == Thread(topic="listening")


@pytest.mark.parametrize(
    "stored",
    [None, "", "listening", 0, [], [["topic", "listening"]], {"topic": "x", "mood": "sour"}]
    + [{"topic": ["x"]}, {"options": "x"}, {"ranking": [1]}, {"hurry": "yes"}, {"shown": None}]
    + [{"waiting": 1}, {"role_asked": None}, {"second": {}}, {"about": 7}, {"goal": 2}],
)
def test_what_is_no_thread_starts_afresh(stored):
    assert Thread.restored(stored) == Thread()


def test_further_replies_come_last_and_change_only_what_they_name():
    first, second = Reply("guidance", "first"), Reply("role", "second", (Button("A", "/a"),))
    opinion = Opinion("helpful", {"card": "listening.agent"})
    outcome = Outcome((first,), FULL, role="agent", opinion=opinion).then(second, second=None)
    assert outcome.replies == (first, second)
    assert (outcome.role, outcome.opinion) == ("agent", opinion)
    assert outcome.thread.second is None
    assert outcome.thread.topic == "listening"

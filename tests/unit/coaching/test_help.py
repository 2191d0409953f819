"""What the coach can do, what it knows about, and who else can help."""

from __future__ import annotations

import json

import pytest

from bot.coaching import help as coach_help
from tests.helpers.small_knowledge import (
    CONTACTS,
    KNOWLEDGE,
    on_table,
    only,
    small_knowledge,
    titles,
    turn,
)


def test_help_says_how_to_go_on_and_leads_to_topics_and_people():
    outcome = coach_help.overview(KNOWLEDGE, turn("help", on_table("listening", "agent")))
    reply = only(outcome)
    assert reply.custom == {"kind": "help"}
    for word in ("quick", "more", "why?", "avoid", "from", "That's not it", "new goal", "about me"):
        assert word in reply.text
    assert [b.payload for b in reply.buttons] == [
        '/help{"part": "topics"}',
        "/goal_list",
        "/ask_human",
    ]
    assert outcome.thread == on_table("listening", "agent")


def test_help_gives_an_example_from_the_asker_s_own_work():
    texts = {
        role: only(coach_help.overview(KNOWLEDGE, turn("help", role=role))).text
        for role in ("agent", "manager", "executive")
    }
    assert len(set(texts.values())) == 3
    assert "my agents" in texts["manager"]
    assert only(coach_help.overview(KNOWLEDGE, turn("help"))).text == texts["agent"]


def test_help_offers_nothing_that_does_not_exist_yet():
    text = only(coach_help.overview(KNOWLEDGE, turn("help"))).text.lower()
    assert "remind" not in text
    assert "delete" not in text


@pytest.mark.parametrize(
    ("role", "topics"),
    [
        ("agent", ["listening", "handover", "night_shift"]),
        ("manager", ["listening", "planning", "handover", "praise"]),
        ("executive", ["listening", "planning"]),
        (None, ["listening", "planning", "handover", "night_shift", "praise"]),
    ],
)
def test_the_list_has_the_topics_for_the_role_and_a_button_for_each(role, topics):
    outcome = coach_help.topic_list(KNOWLEDGE, turn("help/topics", role=role))
    reply = only(outcome)
    assert outcome.thread.options == tuple(topics)
    opened = [json.loads(b.payload.removeprefix("/ask"))["topic"] for b in reply.buttons]
    assert opened == topics
    for n, name in enumerate(topics, 1):
        topic = KNOWLEDGE.topics[name]
        assert f"{n}. **{topic.title}:** {topic.about}" in reply.text
    assert titles(reply) == [KNOWLEDGE.topics[name].title for name in topics]
    hidden = set(KNOWLEDGE.topics) - set(topics)
    assert not any(KNOWLEDGE.topics[name].title in reply.text for name in hidden)


def test_the_list_leaves_the_card_on_the_table():
    thread = on_table("listening", "agent", "main", "why")
    after = coach_help.topic_list(KNOWLEDGE, turn("help/topics", thread)).thread
    assert (after.topic, after.audience, after.shown) == ("listening", "agent", ("main", "why"))


def test_who_wants_a_person_gets_those_for_everything_else():
    thread = on_table("listening", "agent")
    outcome = coach_help.people(KNOWLEDGE, turn("ask_human", thread), trainers_told=True)
    reply = only(outcome)
    assert "• **HR:** Second floor." in reply.text
    assert "Helpline" not in reply.text
    assert outcome.thread == thread


@pytest.mark.parametrize("contacts", [(), CONTACTS[:1]])
def test_without_anybody_to_name_the_reply_is_still_whole(contacts):
    knowledge = small_knowledge(contacts=contacts)
    reply = only(coach_help.people(knowledge, turn("ask_human"), trainers_told=False))
    assert reply.text
    assert reply.text == reply.text.strip()
    assert "Who can help" not in reply.text


@pytest.mark.parametrize("told", [True, False])
def test_that_the_trainers_are_told_is_said_only_where_it_is_true(told):
    reply = only(coach_help.people(KNOWLEDGE, turn("ask_human"), trainers_told=told))
    assert ("trainers know" in reply.text) is told

"""A turn out of Rasa's tracker, an outcome back to it, and an action for each name."""

from __future__ import annotations

import json

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from ruamel.yaml import YAML

from actions.base import delivered, turn_of
from actions.guidance import ActionGuidance
from bot.coaching.turn import Button, Outcome, Reply, Thread
from bot.settings import ROOT
from tests.helpers.small_knowledge import KNOWLEDGE


def tracker(text="my words", *, slots=None, **message):
    """A tracker as Rasa's action endpoint sends it."""
    parsed = {
        "intent": {"name": "ask", "confidence": 0.8},
        "entities": [],
        "text": text,
        "message_id": "m-1",
        "metadata": {"masked": []},
        "text_tokens": [[0, 2], [3, 8]],
        "intent_ranking": [],
        **message,
    }
    return Tracker.from_dict(
        {
            "sender_id": "terminal-1",
            "slots": {"user_role": None, "thread": None, **(slots or {})},
            "latest_message": parsed,
            "latest_event_time": 1700000000.0,
            "followup_action": None,
            "paused": False,
            "events": [{"event": "action", "name": "action_listen", "timestamp": 1700000000.0}],
            "latest_input_channel": "coach",
            "active_loop": {},
            "latest_action_name": "action_listen",
        }
    )


def entity(name, value, **more):
    return {"start": 0, "end": 1, "entity": name, "value": value, "extractor": "X", **more}


DECIDED = {
    "decision": "answer",
    "label": "ask/listening",
    "topics": [{"id": "listening", "confidence": 0.8}, {"id": "planning", "confidence": 0.1}],
    "second": "planning",
    "correction": True,
    "hurry": True,
    "refers_back": True,
}


def test_what_was_decided_arrives_in_the_turn():
    turn = turn_of(tracker(coach=DECIDED))
    assert turn.label == "ask/listening"
    assert turn.ranking == ("listening", "planning")
    assert turn.second == "planning"
    assert (turn.correction, turn.hurry, turn.refers_back) == (True, True, True)


def test_a_button_has_said_its_intent_itself():
    pressed = tracker(
        '/ask{"topic": "listening"}', entities=[{"entity": "topic", "value": "listening"}]
    )
    turn = turn_of(pressed)
    assert turn.label == "ask"
    assert turn.entities == {"topic": "listening"}
    assert (turn.ranking, turn.second, turn.hurry) == ((), None, False)


def test_a_button_can_say_a_role():
    pressed = tracker(
        '/set_role{"role": "manager"}', entities=[{"entity": "role", "value": "manager"}]
    )
    assert turn_of(pressed).said_role == "manager"


def test_of_an_entity_that_is_there_twice_the_first_counts():
    turn = turn_of(tracker(entities=[entity("point", "2"), entity("point", 3)]))
    assert turn.entities == {"point": "2"}


@pytest.mark.parametrize(
    ("group", "said", "implied", "asked"),
    [
        ("said", "manager", None, None),
        ("implied", None, "manager", None),
        ("asked", None, None, "manager"),
    ],
)
def test_a_role_is_told_apart_by_how_it_is_known(group, said, implied, asked):
    turn = turn_of(tracker(entities=[entity("role", "manager", group=group)]))
    assert (turn.said_role, turn.implied_role) == (said, implied)
    assert turn.entities.get("role") == asked


def test_the_role_is_remembered_in_a_slot_and_at_first_said_by_the_face():
    assert turn_of(tracker(metadata={"role": "agent"})).role == "agent"
    both = tracker(slots={"user_role": "manager"}, metadata={"role": "agent"})
    assert turn_of(both).role == "manager"


@pytest.mark.parametrize("role", ["boss", "", "ambiguous", 7, None])
def test_a_role_that_there_is_not_is_none(role):
    assert turn_of(tracker(slots={"user_role": role})).role is None


def test_the_thread_comes_back_from_its_slot():
    thread = Thread(topic="listening", audience="agent", shown=("main",), waiting="role")
    through_the_database = json.loads(json.dumps(thread.stored()))
    assert turn_of(tracker(slots={"thread": through_the_database})).thread == thread


@pytest.mark.parametrize("slot", [None, {}, "listening", ["main"], {"mood": "sour"}])
def test_without_a_thread_there_is_a_fresh_one(slot):
    assert turn_of(tracker(slots={"thread": slot})).thread == Thread()


@pytest.mark.parametrize(
    "message",
    [
        {"intent": None, "entities": None, "metadata": None, "coach": None},
        {"intent": {"name": None, "confidence": 0.0}, "coach": {}},
    ],
)
def test_a_message_that_was_not_understood_is_a_turn_without_a_label(message):
    turn = turn_of(tracker(**message))
    assert (turn.label, turn.entities, turn.ranking) == ("", {}, ())


def test_a_conversation_without_a_message_is_a_turn_too():
    assert turn_of(Tracker("s", {}, None, [], False, None, {}, None)).label == ""


def test_an_outcome_is_delivered_reply_by_reply():
    dispatcher = CollectingDispatcher()
    thread = Thread(topic="listening", audience="agent", shown=("main",))
    replies = (
        Reply("guidance", "first", (Button("More", "/more"),), {"topic": "listening"}),
        Reply("role", "second\n\nstill second"),
    )
    events = delivered(Outcome(replies, thread, role="agent"), dispatcher)
    sent = [(m["text"], m["buttons"], m["custom"]) for m in dispatcher.messages]
    assert sent == [
        (
            "first",
            [{"title": "More", "payload": "/more"}],
            {"kind": "guidance", "topic": "listening"},
        ),
        ("second\n\nstill second", [], {"kind": "role"}),
    ]
    slots = {event["name"]: event["value"] for event in events}
    assert slots == {"thread": thread.stored(), "user_role": "agent"}
    assert json.loads(json.dumps([*dispatcher.messages, *events]))


def test_a_role_that_was_not_set_leaves_the_remembered_one():
    events = delivered(Outcome((), Thread()), CollectingDispatcher())
    assert [event["name"] for event in events] == ["thread"]


def test_an_action_answers_the_turn(monkeypatch):
    monkeypatch.setattr("actions.guidance.knowledge", lambda: KNOWLEDGE)
    dispatcher = CollectingDispatcher()
    events = ActionGuidance().run(dispatcher, tracker(coach=DECIDED), {})
    assert [m["custom"]["kind"] for m in dispatcher.messages] == ["guidance", "clarify", "role"]
    assert events[0]["value"]["topic"] == "listening"


def test_every_action_of_the_domain_has_a_class_and_back():
    domain = YAML(typ="safe").load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    named = [next(iter(a)) if isinstance(a, dict) else a for a in domain["actions"]]
    executor = ActionExecutor()
    executor.register_package("actions")
    assert sorted(named) == sorted(executor.actions)

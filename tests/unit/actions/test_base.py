"""A turn out of Rasa's tracker, an outcome back to it, and an action for each name."""

from __future__ import annotations

import asyncio
import json

import pytest
import sqlalchemy as sa
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from ruamel.yaml import YAML

from actions.base import delivered, turn_of
from actions.feedback import ActionHelpful, ActionNotHelpful
from actions.guidance import ActionGuidance, ActionSetRole
from bot.coaching.turn import Button, Outcome, Reply, Thread
from bot.settings import ROOT
from bot.store import feedback, users
from tests.helpers.small_knowledge import KNOWLEDGE, on_table
from tests.helpers.trackers import entity, pressed, run, slots_set, tracker

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
    assert turn.chances == (0.8, 0.1)
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


def test_a_picture_and_a_file_go_beside_what_custom_says():
    dispatcher = CollectingDispatcher()
    reply = Reply("goal", "text", image={"lines": []}, document={"reference": "r"})
    delivered(Outcome((reply,), Thread()), dispatcher)
    custom = dispatcher.messages[0]["custom"]
    assert custom == {"kind": "goal", "image": {"lines": []}, "document": {"reference": "r"}}


def test_the_escape_of_the_channel_is_taken_off():
    assert turn_of(tracker("\\/ask my TL")).text == "ask my TL"
    assert turn_of(tracker("\\o/")).text == "o/"


def test_a_slash_that_was_typed_is_no_button():
    assert turn_of(tracker("/ask")).pressed
    assert not turn_of(tracker("\\/ask")).pressed


def test_the_turn_knows_the_message_and_whose_it_is():
    turn = turn_of(tracker(sender="ana", message_id="m-7"))
    assert (turn.sender, turn.message_id) == ("ana", "m-7")


def person(sessions, sender):
    with sessions.begin() as session:
        return users.get(session, sender)


def judged(sessions, sender):
    with sessions.begin() as session:
        return feedback.mine(session, sender)


def test_an_action_answers_the_turn(sessions, ana):
    messages, events = run(ActionGuidance(), tracker(sender=ana, coach=DECIDED))
    assert [m["custom"]["kind"] for m in messages] == ["guidance", "clarify", "role"]
    thread = slots_set(events)["thread"]
    assert (thread["topic"], thread["about"]) == ("listening", "m-1")


def test_the_role_of_somebody_who_agreed_is_kept(sessions, ana):
    _, events = run(ActionSetRole(), pressed('/set_role{"role": "manager"}', sender=ana))
    assert slots_set(events)["user_role"] == "manager"
    assert person(sessions, ana).role == "manager"


def test_a_role_that_only_the_face_told_is_kept_too(sessions, ana):
    _, events = run(ActionHelpful(), tracker(sender=ana, metadata={"role": "agent"}))
    assert slots_set(events)["user_role"] == "agent"
    assert person(sessions, ana).role == "agent"


def test_the_role_of_a_guest_lasts_as_long_as_the_conversation(sessions, guest):
    _, events = run(ActionSetRole(), pressed('/set_role{"role": "manager"}', sender=guest))
    assert slots_set(events)["user_role"] == "manager"
    assert person(sessions, guest) is None


JUDGED = {"thread": on_table("listening", "agent", about="m-0").stored()}


def test_an_opinion_of_somebody_who_agreed_is_kept_once_and_the_last_one_counts(sessions, ana):
    liked = tracker(sender=ana, slots=JUDGED)
    for _ in range(2):
        run(ActionHelpful(), liked)
    (row,) = judged(sessions, ana)
    assert (row["verdict"], row["topic"], row["card"]) == (
        "helpful",
        "listening",
        "listening.agent",
    )
    assert (row["answer_id"], row["reason"]) == ("m-0", None)
    payload = '/feedback_negative{"topic": "listening", "value": "too_general"}'
    run(ActionNotHelpful(), pressed(payload, sender=ana, slots=JUDGED, message_id="m-2"))
    (row,) = judged(sessions, ana)
    assert (row["verdict"], row["reason"]) == ("not_helpful", "too_general")


def test_a_changed_mind_replaces_the_opinion_even_below_an_earlier_answer(sessions, ana):
    first, events = run(ActionGuidance(), tracker(sender=ana, coach=DECIDED, message_id="m-1"))
    payloads = {button["title"]: button["payload"] for button in first[0]["buttons"]}
    run(ActionHelpful(), pressed(payloads["Helpful"], sender=ana, slots=slots_set(events)))
    later = {"thread": on_table("handover", "agent", about="m-2").stored()}
    run(ActionNotHelpful(), pressed(payloads["Not helpful"], sender=ana, slots=later))
    (row,) = judged(sessions, ana)
    assert (row["verdict"], row["answer_id"]) == ("not_helpful", "m-1")


def test_an_opinion_of_a_guest_is_answered_and_not_kept(sessions, guest):
    messages, _ = run(ActionHelpful(), tracker(sender=guest, slots=JUDGED))
    assert "Glad it helps" in messages[0]["text"]
    with sessions.begin() as session:
        assert (
            session.execute(sa.select(sa.func.count()).select_from(feedback.feedback)).scalar() == 0
        )


def test_what_is_to_be_kept_and_cannot_be_is_not_told_as_done(sessions, ana, monkeypatch):
    def fails(*_, **__):
        raise sa.exc.OperationalError("UPDATE", {}, Exception("locked"))

    monkeypatch.setattr("bot.store.users.change", fails)
    dispatcher = CollectingDispatcher()
    told = pressed('/set_role{"role": "manager"}', sender=ana)
    with pytest.raises(sa.exc.OperationalError):
        asyncio.run(ActionSetRole().run(dispatcher, told, {}))
    assert dispatcher.messages == []


def test_who_keeps_nothing_needs_no_database(monkeypatch):
    monkeypatch.setattr("actions.guidance.knowledge", lambda: KNOWLEDGE)
    monkeypatch.setattr("actions.base.sessions", None)
    assert run(ActionGuidance(), tracker(coach=DECIDED))[0]


def test_a_role_told_before_the_consent_is_kept_after_it(sessions, ana):
    run(ActionGuidance(), tracker(sender=ana, slots={"user_role": "agent"}, coach=DECIDED))
    assert person(sessions, ana).role == "agent"


def test_every_action_of_the_domain_has_a_class_and_back():
    domain = YAML(typ="safe").load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    named = [next(iter(a)) if isinstance(a, dict) else a for a in domain["actions"]]
    executor = ActionExecutor()
    executor.register_package("actions")
    # Others are those of tests.
    ours = [n for n, a in executor.actions.items() if a.__self__.__module__.startswith("actions.")]
    assert sorted(named) == sorted(ours)

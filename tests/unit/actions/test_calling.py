"""Calls for a person: kept before the reply is told, and never at the reply's cost."""

from __future__ import annotations

import logging

import pytest
import sqlalchemy as sa

from actions.fallback import ActionAskHuman, ActionSafety
from bot.store import calls, deletions
from tests.helpers.goal_book import NOW
from tests.helpers.trackers import run, slots_set, tracker

CANARY = "canary-7431"
DANGER = {"coach": {"label": "safety/harassment", "decision": "safety"}}
WANTED = {"coach": {"label": "ask_human", "decision": "command"}}


@pytest.fixture(params=["ana", "guest"])
def sender(request):
    return request.getfixturevalue(request.param)


def reasons(sessions, sender):
    with sessions.begin() as session:
        return [call["reason"] for call in calls.mine(session, sender)]


@pytest.mark.parametrize(
    ("action", "message", "reason"),
    [(ActionAskHuman, WANTED, "human"), (ActionSafety, DANGER, "harassment")],
)
def test_a_call_is_kept_once_whoever_it_is(sessions, sender, action, message, reason):
    for _ in range(2):
        messages, _ = run(action(), tracker(sender=sender, **message))
        assert "HR" in messages[0]["text"]
    assert reasons(sessions, sender) == [reason]


@pytest.mark.parametrize("label", ["safety", "safety/unheard_of"])
def test_a_danger_without_a_name_is_kept_as_the_gravest(sessions, ana, label):
    run(ActionSafety(), tracker(sender=ana, coach={"label": label}))
    assert reasons(sessions, ana) == ["self_harm"]


def test_the_trainers_are_spoken_of_when_the_call_is_committed(sessions, ana):
    messages, _ = run(ActionAskHuman(), tracker(sender=ana, **WANTED))
    assert "letting the trainers know" in messages[0]["text"]


def broken(connection):
    raise sa.exc.OperationalError("COMMIT", {}, Exception(f"disk is full: {CANARY}"))


@pytest.fixture
def full_disk(sessions):
    sa.event.listen(sessions.kw["bind"], "commit", broken)
    yield
    sa.event.remove(sessions.kw["bind"], "commit", broken)


@pytest.fixture
def no_database(monkeypatch):
    def away():
        raise sa.exc.OperationalError("connect", {}, Exception(CANARY))

    monkeypatch.setattr("actions.calling.sessions", away)
    monkeypatch.setattr("actions.base.sessions", away)


@pytest.mark.parametrize("trouble", ["full_disk", "no_database"])
@pytest.mark.parametrize(("action", "message"), [(ActionAskHuman, WANTED), (ActionSafety, DANGER)])
def test_without_a_database_the_reply_is_told_and_no_promise(
    request, caplog, ana, trouble, action, message
):
    request.getfixturevalue(trouble)
    with caplog.at_level(logging.INFO):
        messages, events = run(
            action(), tracker(CANARY, sender=ana, metadata={"role": "agent"}, **message)
        )
    assert "HR" in messages[0]["text"]
    assert "trainers" not in messages[0]["text"]
    assert slots_set(events)["user_role"] == "agent"
    assert "OperationalError" in caplog.text
    assert CANARY not in caplog.text


def test_nothing_is_kept_of_who_is_about_to_be_deleted(sessions, ana):
    with sessions.begin() as session:
        deletions.request(session, ana, NOW)
    messages, _ = run(ActionSafety(), tracker(sender=ana, **DANGER))
    assert "HR" in messages[0]["text"]
    assert reasons(sessions, ana) == []

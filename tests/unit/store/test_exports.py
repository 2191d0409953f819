"""Exports: all of a person's data, by a reference that works once and not for long."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from bot.store import calls, deletions, exports, feedback, goals, retention, tables, users
from bot.store.goal_book import StoredGoalBook
from tests.helpers.rasa_events import make_table, talk
from tests.helpers.stores import FIELDS, NOW, at_once, contents, joined

SOON = NOW + timedelta(minutes=exports.MINUTES, seconds=-1)
TOO_LATE = NOW + timedelta(minutes=exports.MINUTES)


@pytest.fixture
def busy(commit, ana):
    """Ana with something in every table."""
    card = {"topic": "listening", "card": "listening.agent", "card_version": "v1"}
    second = {"channel": "other", "external_id": "4711", "user_id": ana.id}

    def fill(session):
        make_table(session)
        StoredGoalBook(session, ana, "m1", NOW).create(FIELDS, "listening")
        goals.report(session, ana.id, "m2", 1, NOW, progress=40, note="calmer 🦄")
        calls.record(session, ana.id, "m4", "human", NOW)
        feedback.judge(session, ana.id, "m3", "helpful", card, NOW, answer_id="a")
        session.execute(sa.insert(tables.identities), second)
        talk(session, ana.id, NOW, "hello", "ñ \u202e")
        users.change(session, ana.id, role="manager")

    commit(fill)
    return ana


# What is in it


def test_everything_is_in_it(commit, busy):
    moment = NOW.isoformat()
    person = {
        "id": busy.id,
        "role": "manager",
        "time_zone": "Asia/Manila",
        "check_in_days": 7,
        "check_in_weekday": 0,
        "check_in_hour": 9,
        "quiet_from": 21,
        "quiet_until": 8,
        "consent_version": 1,
        "consented_at": moment,
        "created_at": moment,
    }
    [goal] = commit(goals.mine, busy.id)
    everything = commit(exports.collect, busy.id, SOON)
    chats = everything.pop("chats")
    assert sorted(chats, key=str) == [
        {"channel": "other", "external_id": "4711"},
        {"channel": "test", "external_id": "ana"},
    ]
    spoken = everything.pop("conversation")
    assert [(line["from"], line["text"]) for line in spoken] == [
        ("you", "hello"),
        ("coach", "hello"),
        ("you", "ñ \u202e"),
        ("coach", "ñ \u202e"),
    ]
    assert everything == {
        "format": exports.FORMAT,
        "exported_at": SOON.isoformat(),
        "person": person,
        "goals": [
            {
                "id": goal.id,
                "number": 1,
                "title": "QA score to 90",
                "measure": "the monthly QA score",
                "target_date": "2026-12-01",
                "first_step": "hear two calls",
                "topic": "listening",
                "status": "open",
                "progress": 40,
                "created_at": moment,
                "updated_at": moment,
                "closed_at": None,
                "history": [
                    {"kind": "created", "progress": 0, "note": "", "at": moment},
                    {"kind": "progress", "progress": 40, "note": "calmer 🦄", "at": moment},
                ],
            }
        ],
        "feedback": [
            {
                "message_id": "m3",
                "answer_id": "a",
                "verdict": "helpful",
                "topic": "listening",
                "card": "listening.agent",
                "card_version": "v1",
                "reason": None,
                "at": moment,
            }
        ],
        "calls_for_a_person": [{"reason": "human", "at": NOW.isoformat()}],
        "check_in_due_at": "2026-09-07T01:00:00+00:00",
    }


def test_it_is_json_and_comes_back_the_same(commit, busy):
    everything = commit(exports.collect, busy.id, NOW)
    assert json.loads(json.dumps(everything, allow_nan=False)) == everything


def test_nothing_of_others_is_in_it(sessions, commit, busy):
    ben = joined(sessions, "ben")
    assert busy.id not in json.dumps(commit(exports.collect, ben.id, NOW))
    everything = commit(exports.collect, ben.id, NOW)
    assert (everything["goals"], everything["feedback"], everything["conversation"]) == ([], [], [])
    assert everything["check_in_due_at"] is None


def test_a_guest_has_a_conversation_at_most(commit):
    guest = commit(users.visitor, "test", "ben", NOW).sender
    everything = commit(exports.collect, guest, NOW)
    assert everything["person"] is None
    assert everything["chats"] == everything["goals"] == everything["conversation"] == []


# The reference


def test_a_reference_works_once(commit, busy):
    reference = commit(exports.ticket, busy.id, NOW)
    assert commit(exports.redeem, reference, SOON) == commit(exports.collect, busy.id, SOON)
    assert commit(exports.redeem, reference, SOON) is None


def test_fetched_twice_at_once_it_is_fetched_once(sessions, commit, busy):
    fetch = partial(exports.redeem, reference=commit(exports.ticket, busy.id, NOW), now=SOON)
    first, second = at_once(sessions, fetch, fetch)
    assert first is not None
    assert second is None


def test_a_reference_gets_too_old_and_is_gone_then(sessions, commit, busy):
    reference = commit(exports.ticket, busy.id, NOW)
    assert commit(exports.redeem, reference, TOO_LATE) is None
    assert contents(sessions)["exports"] == []
    assert commit(exports.redeem, reference, NOW) is None


@pytest.mark.parametrize("reference", ["", "x", "' OR 1=1 --", "ñ", "%"])
def test_a_reference_that_never_was_is_none(commit, busy, reference):
    commit(exports.ticket, busy.id, NOW)
    assert commit(exports.redeem, reference, NOW) is None


def test_who_reads_the_database_cannot_fetch(sessions, commit, busy):
    reference = commit(exports.ticket, busy.id, NOW)
    [row] = contents(sessions)["exports"]
    assert reference not in repr(row)
    assert commit(exports.redeem, row[0], NOW) is None


def test_each_reference_stands_for_itself(commit, busy):
    first, second = (commit(exports.ticket, busy.id, NOW) for _ in range(2))
    assert first != second
    assert commit(exports.redeem, second, NOW) is not None
    assert commit(exports.redeem, first, NOW) is not None


def test_references_that_nobody_used_are_swept(sessions, commit, busy):
    commit(exports.ticket, busy.id, NOW)
    retention.sweep(sessions, SOON, 0)
    assert len(contents(sessions)["exports"]) == 1
    retention.sweep(sessions, TOO_LATE, 0)
    assert contents(sessions)["exports"] == []


def test_after_the_deletion_there_is_nothing_to_fetch(sessions, commit, busy):
    reference = commit(exports.ticket, busy.id, NOW)
    commit(deletions.request, busy.id, NOW)
    retention.sweep(sessions, NOW, 0)
    assert commit(exports.redeem, reference, NOW) is None

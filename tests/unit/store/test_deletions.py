"""Deletions: nothing of a person is left in any table, and nothing comes back."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import (
    calls,
    deletions,
    exports,
    feedback,
    goals,
    inbox,
    outbox,
    retention,
    tables,
    users,
)
from bot.store.goal_book import StoredGoalBook
from tests.helpers.rasa_events import make_table, spoken, talk
from tests.helpers.stores import FIELDS, NOW, at_once, contents, joined

CANARY = "canary-7c1e"
"""In every text that a person can leave behind."""
LATER = NOW + timedelta(hours=1)
DAYS = 180


@pytest.fixture
def canary(sessions, commit):
    """Somebody of whom every table holds something."""
    person = joined(sessions, f"{CANARY}-chat")
    fields = replace(FIELDS, title=CANARY, measure=CANARY, first_step=CANARY)
    card = {"topic": "listening", "card": "listening.agent", "card_version": "v1"}

    def fill(session):
        make_table(session)
        book = StoredGoalBook(session, person, f"{CANARY}-1", NOW)
        made = book.create(fields, CANARY)
        second = {"channel": "other", "external_id": CANARY, "user_id": person.id}
        session.execute(sa.insert(tables.identities), second)
        goals.report(session, person.id, f"{CANARY}-2", made.number, NOW, note=CANARY)
        feedback.judge(session, person.id, f"{CANARY}-3", "helpful", card, NOW, answer_id=CANARY)
        exports.ticket(session, person.id, NOW)
        talk(session, person.id, NOW, f"I am {CANARY}", "no, \u00f1 me")
        users.change(session, person.id, role="agent")
        calls.record(session, person.id, f"{CANARY}-4", "human", NOW)
        arrival = inbox.Arrival(f"{CANARY}-5", f"{CANARY}-chat", "text", CANARY)
        inbox.put(session, arrival, NOW)
        [entry] = inbox.waiting(session, arrival.chat_id)
        inbox.done(session, [entry.id], NOW)
        outbox.put(session, arrival.chat_id, f"{CANARY}-5", [{"text": CANARY}], NOW)

    commit(fill)
    return person


def holding(sessions, *words):
    """The tables that hold one of the words anywhere."""
    found = contents(sessions)
    return {name for name, rows in found.items() if any(word in repr(rows) for word in words)}


EVERYWHERE = {
    "calls", "check_ins", "events", "exports", "feedback", "goal_updates", "goals", "identities",
    "inbox", "outbox", "users",
}  # fmt: skip


def test_nothing_of_the_person_is_left_but_a_receipt(sessions, canary):
    assert holding(sessions, CANARY, canary.id) == EVERYWHERE
    receipt = retention.erase(sessions, canary.id, LATER)
    assert holding(sessions, CANARY) == set()
    assert holding(sessions, canary.id) == {"deletions"}
    found = contents(sessions)
    assert {name for name in EVERYWHERE if found[name]} == set()
    [row] = found["deletions"]
    assert {str(value) for value in row[:2]} == {canary.id, receipt}
    assert row[2] is None


@pytest.mark.parametrize("backend", ["sqlite"])
def test_nothing_is_left_in_the_file_either(store_url, sessions, canary):
    file = Path(store_url.removeprefix("sqlite:///"))
    assert CANARY.encode() in _bytes(file)
    retention.erase(sessions, canary.id, LATER)
    assert CANARY.encode() not in _bytes(file)


def _bytes(file):
    return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))


def test_others_keep_everything(sessions, commit, canary):
    ben = joined(sessions, "ben")
    commit(goals.create, ben.id, "m", FIELDS, NOW)
    commit(talk, ben.id, NOW, "hello")
    commit(users.visitor, "test", "cyd", NOW)
    before = commit(exports.collect, ben.id, NOW)
    retention.erase(sessions, canary.id, LATER)
    assert commit(exports.collect, ben.id, NOW) == before
    assert len(contents(sessions)["guests"]) == 1


def test_a_receipt_can_be_read_out_and_tells_nothing(sessions, commit, canary):
    receipt = commit(deletions.request, canary.id, LATER, "asked")
    assert re.fullmatch(r"DEL-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", receipt)
    assert canary.id.upper() not in receipt
    assert commit(deletions.request, joined(sessions, "ben").id, LATER) != receipt
    assert commit(deletions.receipt_for, canary.id, "asked") == receipt
    assert commit(deletions.receipt_for, canary.id, "another") is None
    assert commit(deletions.receipt_for, "nobody", "asked") is None


def test_the_message_that_asked_tells_whose_deletion_it_was(commit, canary):
    commit(deletions.request, canary.id, NOW, "asked")
    commit(deletions.request, "somebody else", NOW)
    commit(deletions.finish, canary.id, LATER)
    assert commit(deletions.asked_by, "asked", NOW) == canary.id
    assert commit(deletions.asked_by, "another", NOW) is None
    assert commit(deletions.asked_by, "asked", LATER) is None, "that was another message"


def test_not_even_the_message_that_asked_is_kept(sessions, commit, canary):
    receipt = commit(deletions.request, canary.id, LATER, f"{CANARY}-yes")
    commit(deletions.finish, canary.id, LATER)
    assert holding(sessions, CANARY) == set()
    assert commit(deletions.receipt_for, canary.id, f"{CANARY}-yes") == receipt


def test_the_same_message_of_two_people_looks_different(sessions, commit, canary):
    ben = joined(sessions, "ben")
    for person in (canary, ben):
        commit(deletions.request, person.id, LATER, "m-1")
    kept = {
        row.message_id for row in commit(lambda s: list(s.execute(sa.select(tables.deletions))))
    }
    assert len(kept) == 2


def test_asked_for_twice_it_is_one_deletion_with_one_receipt(sessions, commit, canary):
    receipt = commit(deletions.request, canary.id, NOW, "asked")
    before = contents(sessions)
    assert commit(deletions.request, canary.id, LATER, "asked again") == receipt
    assert contents(sessions) == before
    assert retention.erase(sessions, canary.id, LATER) == receipt
    before = contents(sessions)
    assert retention.erase(sessions, canary.id, LATER + timedelta(1)) == receipt
    commit(deletions.finish, canary.id, LATER + timedelta(1))
    assert contents(sessions) == before


def test_the_sender_is_retired_from_the_moment_it_is_asked(sessions, commit, canary):
    assert not commit(users.is_retired, canary.id)
    commit(deletions.request, canary.id, NOW)
    assert commit(users.is_retired, canary.id)
    assert commit(deletions.pending) == [canary.id]
    commit(deletions.finish, canary.id, LATER)
    assert commit(users.is_retired, canary.id)
    assert commit(deletions.pending) == []


def test_who_comes_again_is_somebody_new(commit, sessions, canary):
    retention.erase(sessions, canary.id, LATER)
    again = commit(users.visitor, "test", f"{CANARY}-chat", LATER)
    assert (again.lasting, again.asked) == (False, False)
    assert again.sender != canary.id


def test_it_works_before_rasa_has_made_its_table(sessions, commit, ana):
    retention.erase(sessions, ana.id, LATER)
    assert commit(users.get, ana.id) is None


# Cut off, or too late


def test_what_was_asked_and_not_done_is_done_by_the_sweep(sessions, commit, canary):
    receipt = commit(deletions.request, canary.id, NOW, "asked")
    assert holding(sessions, CANARY, canary.id) == EVERYWHERE | {"deletions"}
    assert retention.sweep(sessions, LATER, DAYS).deletions == 1
    assert holding(sessions, CANARY) == set()
    assert commit(deletions.receipt_for, canary.id, "asked") == receipt
    assert retention.sweep(sessions, LATER, DAYS) == retention.Swept()


@pytest.mark.parametrize("asked", [False, True])
def test_before_the_deletion_is_done_a_turn_is_saved(sessions, commit, canary, asked):
    if asked:
        commit(deletions.request, canary.id, NOW)
    before = contents(sessions)
    assert not commit(deletions.forget_what_came_late, canary.id)
    assert contents(sessions) == before


def test_a_turn_that_is_saved_after_the_deletion_is_forgotten(sessions, commit, canary):
    retention.erase(sessions, canary.id, LATER)
    assert not commit(deletions.forget_what_came_late, canary.id)
    commit(talk, canary.id, LATER, CANARY)
    assert commit(deletions.forget_what_came_late, canary.id)
    assert holding(sessions, CANARY) == set()


def test_a_late_turn_whose_process_died_is_forgotten_by_the_sweep(sessions, commit, canary):
    retention.erase(sessions, canary.id, LATER)
    commit(talk, canary.id, LATER, CANARY)
    assert retention.sweep(sessions, LATER, 0).deletions == 1
    assert holding(sessions, CANARY) == set()
    assert retention.sweep(sessions, LATER, 0) == retention.Swept()


def test_a_turn_that_is_saved_while_the_deletion_runs_is_forgotten(sessions, commit, canary):
    commit(deletions.request, canary.id, NOW)

    def save(session):
        # Rasa saves in a transaction of its own; what it has saved is looked at in the next.
        commit(talk, canary.id, LATER, CANARY)
        return deletions.forget_what_came_late(session, canary.id)

    finish = partial(deletions.finish, sender=canary.id, now=LATER)
    assert at_once(sessions, finish, save)[1] is True
    assert commit(spoken, canary.id) == []


def test_nothing_can_be_kept_under_a_deleted_sender(sessions, commit, canary):
    retention.erase(sessions, canary.id, LATER)
    before = contents(sessions)
    with pytest.raises(sa.exc.IntegrityError):
        commit(goals.create, canary.id, "late", FIELDS, LATER)
    with pytest.raises(LookupError):
        commit(goals.report, canary.id, "late", 1, LATER, note="late")
    assert not commit(users.consent_given, canary.id, 1, LATER, time_zone="UTC")
    assert contents(sessions) == before


# Guests


def test_all_of_a_guest_is_purged(sessions, commit):
    guest = commit(users.visitor, "test", CANARY, NOW).sender
    commit(make_table)
    commit(talk, guest, NOW, CANARY)
    commit(deletions.purge_guest, guest, LATER)
    assert holding(sessions, CANARY) == set()
    assert holding(sessions, guest) == {"deletions"}
    assert json.dumps(commit(exports.collect, guest, LATER)["conversation"]) == "[]"


def test_the_purge_of_who_agreed_meanwhile_purges_nothing(sessions, commit, canary):
    before = contents(sessions)
    commit(deletions.purge_guest, canary.id, LATER)
    assert contents(sessions) == before

"""What the gateway does by itself: trainers who are called, check-ins that are due."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from bot import clock
from bot.client.waiting import WaitingClient
from bot.coaching import consent
from bot.reception import Reception
from bot.store import access, calls, chats, checkins, goals, inbox, outbox, users
from bot.store.awaited import Kept
from bot.store.session import Sessions
from bot.telegram import clockwork
from bot.telegram.clockwork import call_trainers, claim_check_ins
from bot.telegram.gate import CHANNEL
from tests.helpers.phone import Phone
from tests.helpers.played_rasa import PlayedRasa, said
from tests.helpers.stores import FIELDS, Commit, contents
from tests.unit.telegram.conftest import Gateway, eventually

MONDAY = datetime(2026, 9, 7, 1, tzinfo=timezone.utc)
"""Nine in the morning in Manila, when check-ins are due."""
REASONS = ["human", "self_harm", "harassment", "threat", "fraud"]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Let it be that moment."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(MONDAY - timedelta(days=3))
    return set_clock


@pytest.fixture
def has_goal(reception: Reception, commit: Commit, at: Any) -> Callable[[str], str]:
    """Somebody in that chat with an open goal and a check-in on MONDAY; their sender."""

    def with_goal(chat: str) -> str:
        guest = reception.visitor(chat)
        reception.answer(guest, message=None, payload=consent.YES, asked=False)
        commit(goals.create, guest.sender, "m1", FIELDS, clock.now())
        person = commit(users.get, guest.sender)
        assert commit(checkins.plan, person, clock.now()) == MONDAY
        return guest.sender

    return with_goal


def told(commit: Commit, chat: str) -> list[str]:
    """What waits to be sent to the chat."""
    found = []
    while parcel := commit(outbox.next_for, chat):
        found.append(parcel.body["html"])
        commit(outbox.sent, parcel)
    return found


# Trainers


@pytest.mark.parametrize("reason", REASONS)
def test_every_trainer_is_called_once_without_the_text(
    commit: Commit, sessions: Sessions, reason: str
) -> None:
    for trainer in ("7", "8"):
        commit(access.link_reviewer, trainer, clock.now())
    sender = "0123456789abcdef" * 2
    commit(calls.record, sender, "my secret id", reason, clock.now())
    assert sorted(commit(call_trainers)) == ["7", "8"]
    commit(call_trainers)

    for trainer in ("7", "8"):
        [text] = told(commit, trainer)
        assert "<b>" in text
        assert sender[:8] in text
        assert sender not in text
        assert "secret" not in text
    assert not commit(calls.any_untold)


def test_each_call_is_told_in_its_order_and_for_its_own_reason(commit: Commit) -> None:
    commit(access.link_reviewer, "7", clock.now())
    for number, reason in enumerate(REASONS):
        commit(calls.record, f"sender{number}", "m1", reason, clock.now())
    commit(call_trainers)

    texts = told(commit, "7")
    assert len(set(texts)) == len(REASONS)
    assert [f"sender{number}" in text for number, text in enumerate(texts)] == [True] * 5


def test_without_a_trainer_nobody_is_told_later_of_what_is_long_over(commit: Commit) -> None:
    commit(calls.record, "sender", "m1", "human", clock.now())
    assert commit(call_trainers) == []
    commit(access.link_reviewer, "7", clock.now())

    assert not commit(calls.any_untold)
    commit(call_trainers)
    assert told(commit, "7") == []


# Check-ins


def test_a_check_in_that_is_due_is_a_turn_of_its_chat_once(
    commit: Commit, sessions: Sessions, has_goal: Any, at: Any
) -> None:
    sender = has_goal("5")
    assert commit(claim_check_ins) == []
    at(MONDAY)
    assert commit(claim_check_ins) == ["5"]
    assert commit(claim_check_ins) == []

    [entry] = commit(inbox.waiting, "5")
    assert (entry.kind, entry.body) == ("check_in", "")
    assert sender not in entry.key
    assert not commit(checkins.any_due, clock.now())
    assert commit(checkins.due_at, sender) == MONDAY + timedelta(weeks=1)


def test_next_week_s_is_another_one(commit: Commit, has_goal: Any, at: Any) -> None:
    has_goal("5")
    for week in range(2):
        at(MONDAY + timedelta(weeks=week))
        assert commit(claim_check_ins) == ["5"]

    assert len({entry.key for entry in commit(inbox.waiting, "5")}) == 2


def test_who_blocked_the_bot_or_talks_elsewhere_is_left_alone(
    commit: Commit, has_goal: Any, at: Any, sessions: Sessions
) -> None:
    has_goal("5")
    has_goal("6")
    commit(chats.blocked, CHANNEL, "5", clock.now())
    with sessions.begin() as session:
        session.execute(sa.text("UPDATE identities SET channel='terminal' WHERE external_id='6'"))
    at(MONDAY)

    assert commit(claim_check_ins) == []
    assert contents(sessions)["inbox"] == []


def test_a_claim_and_its_turn_are_stored_together_or_not_at_all(
    commit: Commit, has_goal: Any, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_goal("5")
    at(MONDAY)
    put = inbox.put
    monkeypatch.setattr(inbox, "put", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        commit(claim_check_ins)
    monkeypatch.setattr(inbox, "put", put)

    assert commit(claim_check_ins) == ["5"]


# The clock


@pytest.fixture
async def running(
    kept: Kept, client: WaitingClient, at: Any, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """The clockwork, running fast; the chats that it woke."""
    monkeypatch.setattr(clockwork, "EVERY_SECONDS", 0.02)
    woken: list[str] = []
    task = asyncio.create_task(clockwork.run(kept, client, woken.append))
    yield woken
    assert not task.done(), "it goes on"
    task.cancel()


async def test_who_is_due_is_woken_once(running: list[str], has_goal: Any, at: Any) -> None:
    has_goal("5")
    await asyncio.sleep(0.1)
    assert running == []
    at(MONDAY)
    await eventually(lambda: running, "the chat is woken")
    await asyncio.sleep(0.1)

    assert running == ["5"]


async def test_a_check_in_waits_until_the_coach_is_there_for_it(
    running: list[str], has_goal: Any, at: Any, rasa: PlayedRasa, commit: Commit
) -> None:
    rasa.well = False
    has_goal("5")
    at(MONDAY)
    await asyncio.sleep(0.15)
    assert (running, commit(inbox.waiting, "5")) == ([], [])
    rasa.well = True

    await eventually(lambda: running == ["5"], "the chat is woken")


async def test_trainers_are_called_also_while_the_coach_is_away(
    running: list[str], rasa: PlayedRasa, commit: Commit
) -> None:
    rasa.well = False
    commit(access.link_reviewer, "7", clock.now())
    commit(calls.record, "sender", "m1", "self_harm", clock.now())

    await eventually(lambda: running == ["7"], "the trainer is called")


async def test_a_database_that_is_away_is_looked_at_again(
    running: list[str], sessions: Sessions, commit: Commit
) -> None:
    def rename(before: str, after: str) -> None:
        with sessions.begin() as session:
            session.execute(sa.text(f"ALTER TABLE {before} RENAME TO {after}"))

    await asyncio.to_thread(rename, "calls", "away")
    await asyncio.sleep(0.1)
    await asyncio.to_thread(rename, "away", "calls")
    commit(access.link_reviewer, "7", clock.now())
    commit(calls.record, "sender", "m1", "human", clock.now())

    await eventually(lambda: running == ["7"], "the trainer is called")


async def test_from_the_call_to_the_trainer_s_phone(
    gateway: Gateway, phone: Phone, commit: Commit
) -> None:
    code = commit(access.invite, clock.now(), clock.now() + timedelta(days=1), kind="reviewer")
    phone.say(f"/start {code}")
    await gateway.serves()
    commit(calls.record, "0123456789abcdef", "m1", "human", clock.now())
    for chat in commit(call_trainers):
        gateway.workers.wake(chat)
    await gateway.settled()

    linked, call = phone.messages()
    assert "linked" in linked["text"]
    assert "01234567." in call["text"]


async def test_from_the_clock_to_the_person_s_phone(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa, commit: Commit, has_goal: Any, at: Any
) -> None:
    rasa.answer = lambda _: [said("How is it going?", "Done", kind="goal", event="check_in")]
    has_goal(str(phone.chat_id))
    at(MONDAY)
    for chat in commit(claim_check_ins):
        gateway.workers.wake(chat)
    await gateway.settled()

    assert rasa.heard == ["check_in"]
    assert [message["text"] for message in phone.messages()] == ["How is it going?"]

"""Inbox, outbox, leases and payloads: nothing twice, nothing lost, in order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store import chats, inbox, leases, outbox, payloads
from bot.store.inbox import Arrival
from tests.helpers.stores import NOW, at_once, contents

LATER = NOW + timedelta(hours=25)


def text(number: int, chat: str = "1") -> Arrival:
    return Arrival(f"u{number}", chat, "text", f"text {number}")


def test_an_update_that_comes_twice_is_there_once(sessions, commit):
    assert commit(inbox.put, text(1), NOW)
    assert not commit(inbox.put, text(1), NOW)
    assert [entry.body for entry in commit(inbox.waiting, "1")] == ["text 1"]


def test_an_update_that_comes_twice_at_once_is_there_once(sessions, commit):
    put = lambda session: inbox.put(session, text(1), NOW)  # noqa: E731
    assert sorted(at_once(sessions, put, put)) == [False, True]
    assert len(commit(inbox.waiting, "1")) == 1


def test_a_button_pressed_twice_is_there_once_also_after_it_was_done(commit):
    press = Arrival("u1", "1", "button", "/more", press="1:5:abc")
    assert commit(inbox.put, press, NOW)
    commit(inbox.done, [entry.id for entry in commit(inbox.waiting, "1")], NOW)
    assert not commit(inbox.put, Arrival("u2", "1", "button", "/more", press="1:5:abc"), NOW)
    assert commit(inbox.waiting, "1") == []


def test_the_oldest_comes_first_each_chat_by_itself(commit):
    for number, chat in enumerate("1212", start=1):
        commit(inbox.put, text(number, chat), NOW)
    assert [entry.key for entry in commit(inbox.waiting, "1")] == ["u1", "u3"]
    assert sorted(commit(inbox.chats_waiting)) == ["1", "2"]


def test_what_is_answered_is_emptied_at_once_and_forgotten_a_day_later(sessions, commit):
    commit(inbox.put, text(1), NOW)
    [entry] = commit(inbox.waiting, "1")
    commit(inbox.bind, [entry], "u1")
    commit(inbox.told, "u1", NOW)
    [bound] = commit(inbox.waiting, "1")
    assert (bound.turn, bound.told_at) == ("u1", NOW)
    commit(inbox.done, [entry.id], NOW)
    assert "text 1" not in repr(contents(sessions))
    assert not commit(inbox.put, text(1), NOW), "delivered again"
    commit(inbox.expire, LATER)
    assert contents(sessions)["inbox"] == []


def test_what_waits_is_never_forgotten(commit):
    commit(inbox.put, text(1), NOW)
    commit(inbox.expire, LATER)
    commit(inbox.forget_chat, "1")
    assert len(commit(inbox.waiting, "1")) == 1


def test_what_asked_for_a_deletion_is_done_without_its_chat(sessions, commit):
    for kind, number in (("text", 1), ("button", 2)):
        commit(inbox.put, Arrival(f"u{number}", "4711", kind, "yes", press=f"4711:{number}"), NOW)
    ids = [entry.id for entry in commit(inbox.waiting, "4711")]
    commit(inbox.done, ids, NOW, nameless=True)
    assert "4711" not in repr(contents(sessions))
    assert not commit(inbox.put, text(1, "4711"), NOW), "delivered again"


def test_messages_of_the_last_minute_are_counted_without_the_coachs_own(commit):
    commit(inbox.put, text(1), NOW - timedelta(seconds=61))
    commit(inbox.put, text(2), NOW)
    commit(inbox.put, text(3, "2"), NOW)
    commit(inbox.put, Arrival("c1", "1", "check_in"), NOW)
    assert commit(inbox.recent, "1", NOW - timedelta(seconds=60)) == 1


def test_replies_wait_in_order_and_are_gone_when_they_are_sent(sessions, commit):
    bodies = [{"text": "one"}, {"text": "two \u00f1"}]
    commit(outbox.put, "1", "u1", bodies, NOW)
    commit(outbox.put, "1", "u1", [{"text": "again"}, {"text": "again"}], NOW)
    commit(outbox.put, "1", "u2", [{"text": "three"}], NOW, once=True)
    seen = []
    while parcel := commit(outbox.next_for, "1"):
        seen.append((parcel.body["text"], parcel.once))
        commit(outbox.sent, parcel)
    assert seen == [("one", False), ("two \u00f1", False), ("three", True)]
    assert contents(sessions)["outbox"] == []


def test_what_cannot_be_sent_for_a_day_is_given_up(commit):
    commit(outbox.put, "1", "u1", [{"text": "one"}], NOW)
    assert commit(outbox.chats_waiting) == ["1"]
    assert commit(outbox.depth) == 1
    commit(outbox.expire, LATER)
    assert commit(outbox.next_for, "1") is None


def test_one_holds_the_lease_until_it_is_over(commit):
    assert commit(leases.take, "polling", "a", NOW, seconds=30)
    assert not commit(leases.take, "polling", "b", NOW + timedelta(seconds=29), seconds=30)
    assert commit(leases.take, "polling", "a", NOW + timedelta(seconds=29), seconds=30)
    assert not commit(leases.take, "polling", "b", NOW + timedelta(seconds=58), seconds=30)
    assert commit(leases.take, "polling", "b", NOW + timedelta(seconds=59), seconds=30)
    assert not commit(leases.take, "polling", "a", NOW + timedelta(seconds=60), seconds=30)


def test_a_lease_that_is_given_up_is_free_at_once(commit):
    commit(leases.take, "polling", "a", NOW, seconds=30)
    commit(leases.release, "polling", "b")
    assert not commit(leases.take, "polling", "b", NOW, seconds=30)
    commit(leases.release, "polling", "a")
    assert commit(leases.take, "polling", "b", NOW, seconds=30)


def test_of_two_that_reach_for_a_lease_at_once_one_gets_it(sessions):
    answers = at_once(
        sessions,
        lambda session: leases.take(session, "polling", "a", NOW, seconds=30),
        lambda session: leases.take(session, "polling", "b", NOW, seconds=30),
    )
    assert sorted(answers) == [False, True]


def test_a_payload_comes_back_from_its_digest(commit):
    long = '/more_detail{"topic": "client_communication", "part": "' + "x" * 200 + '"}'
    digest = commit(payloads.digest_of, long)
    assert digest == commit(payloads.digest_of, long)
    assert len(digest.encode()) <= 60
    assert commit(payloads.payload_of, digest) == long
    assert commit(payloads.payload_of, "never") is None


@pytest.mark.parametrize("chat", ["1", "-100200300"])
def test_a_chat_is_blocked_until_it_is_not(sessions, commit, chat):
    assert not commit(chats.is_blocked, "telegram", chat)
    commit(chats.blocked, "telegram", chat, NOW)
    assert commit(chats.is_blocked, "telegram", chat)
    commit(chats.blocked, "telegram", chat, None)
    assert not commit(chats.is_blocked, "telegram", chat)
    assert chat not in [row[0] for row in contents(sessions)["chats"]]


def test_a_chat_is_sent_away_once(commit):
    assert commit(chats.send_away, "telegram", "-5", NOW)
    assert not commit(chats.send_away, "telegram", "-5", LATER)

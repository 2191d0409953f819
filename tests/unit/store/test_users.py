"""People: guests, consent, whose chat it is, and whatever happens at the same time."""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from bot.store import deletions, tables, users
from tests.helpers.stores import NOW, at_once, contents, joined

LATER = NOW + timedelta(hours=1)


def agree(session, sender, *, version=1):
    return users.consent_given(session, sender, version, LATER, time_zone="Asia/Manila")


def visit(session, chat="ben", channel="test"):
    return users.visitor(session, channel, chat, NOW)


# Guests


def test_a_new_chat_is_a_guest_who_was_not_asked(commit):
    guest = commit(visit)
    assert (guest.lasting, guest.asked, guest.role) == (False, False, None)
    assert len(guest.sender) == 32


def test_who_comes_again_is_the_same_guest(sessions, commit):
    first = commit(visit)
    before = contents(sessions)
    assert commit(users.visitor, "test", "ben", LATER) == first
    assert contents(sessions) == before


@pytest.mark.parametrize(("channel", "chat"), [("test", "Ben"), ("other", "ben"), ("test", "")])
def test_another_chat_is_another_guest(commit, channel, chat):
    assert commit(visit).sender != commit(visit, chat, channel).sender


def test_who_was_asked_for_consent_is_not_asked_again(sessions, commit):
    sender = commit(visit).sender
    commit(users.consent_asked, sender, NOW)
    assert commit(visit).asked
    before = contents(sessions)
    commit(users.consent_asked, sender, LATER)
    assert contents(sessions) == before


def test_a_guest_is_stale_after_a_day(commit):
    sender = commit(visit).sender
    day = timedelta(hours=users.GUEST_HOURS)
    assert commit(users.stale_guests, NOW + day - timedelta(seconds=1)) == []
    assert commit(users.stale_guests, NOW + day) == [sender]


def test_all_of_a_guest_is_gone_within_a_day_though_the_sweep_comes_only_now_and_then():
    longest_sweep = timedelta(hours=1)
    assert timedelta(hours=users.GUEST_HOURS) + longest_sweep <= timedelta(days=1)


# Consent


def test_consent_keeps_the_sender_and_ends_the_guest(commit):
    guest = commit(visit)
    assert commit(agree, guest.sender, version=3)
    known = commit(visit)
    assert (known.sender, known.lasting, known.asked) == (guest.sender, True, True)
    person = commit(users.get, guest.sender)
    assert (person.consent_version, person.consented_at) == (3, LATER)
    assert (person.time_zone, person.role) == ("Asia/Manila", None)
    assert commit(users.stale_guests, NOW + timedelta(days=99)) == []
    assert commit(users.chats, guest.sender) == [("test", "ben")]


def test_consent_given_twice_is_given_once(sessions, commit):
    sender = commit(visit).sender
    assert commit(agree, sender)
    before = contents(sessions)
    assert commit(agree, sender, version=2)
    assert contents(sessions) == before


def test_consent_after_the_purge_is_refused_and_keeps_nothing(sessions, commit):
    sender = commit(visit).sender
    commit(deletions.purge_guest, sender, LATER)
    before = contents(sessions)
    assert not commit(agree, sender)
    assert contents(sessions) == before
    assert commit(visit).sender != sender


def test_consent_of_somebody_unknown_is_refused(sessions, commit):
    before = contents(sessions)
    assert not commit(agree, "nobody")
    assert contents(sessions) == before


def test_both_chats_of_a_person_lead_to_them(commit, ana):
    second = {"channel": "other", "external_id": "4711", "user_id": ana.id}
    commit(lambda session: session.execute(sa.insert(tables.identities).values(second)))
    commit(users.change, ana.id, role="manager")
    for channel, chat in (("test", "ana"), ("other", "4711")):
        known = commit(visit, chat, channel)
        assert (known.sender, known.lasting, known.role) == (ana.id, True, "manager")
    assert sorted(commit(users.chats, ana.id)) == [("other", "4711"), ("test", "ana")]


def test_everybody_is_listed_from_the_oldest(sessions, commit):
    people = {joined(sessions, chat) for chat in ("ana", "ben", "cyd")}
    assert set(commit(users.everybody)) == people
    late = commit(visit, "dan").sender
    commit(agree, late)
    assert commit(users.everybody)[-1].id == late
    assert commit(users.get, "nobody") is None


# At the same time


def test_two_messages_at_once_are_one_guest(sessions):
    first, second = at_once(sessions, visit, visit)
    assert first == second


def test_consent_given_twice_at_once_is_one_person(sessions, commit):
    sender = commit(visit).sender
    assert at_once(sessions, partial(agree, sender=sender), partial(agree, sender=sender)) == (
        True,
        True,
    )
    assert [person.id for person in commit(users.everybody)] == [sender]


def test_a_message_while_consent_is_given_comes_from_the_person(sessions, commit):
    sender = commit(visit).sender
    agreed, meanwhile = at_once(sessions, partial(agree, sender=sender), visit)
    assert agreed
    assert (meanwhile.sender, meanwhile.lasting) == (sender, True)
    assert contents(sessions)["guests"] == []


def test_a_message_during_the_purge_comes_from_a_new_guest(sessions, commit):
    sender = commit(visit).sender
    _, meanwhile = at_once(sessions, partial(deletions.purge_guest, sender=sender, now=NOW), visit)
    assert meanwhile.sender != sender
    assert commit(visit) == meanwhile


def test_a_purge_waits_for_the_message_that_it_meets(sessions, commit):
    sender = commit(visit).sender
    purges = []

    def purge_now(connection, cursor, statement, *_):
        if statement.startswith("INSERT INTO guests") and not purges:
            job = partial(commit, deletions.purge_guest, sender, NOW)
            purges.append(threading.Thread(target=job))
            purges[0].start()
            purges[0].join(0.3)

    sa.event.listen(sessions.kw["bind"], "after_cursor_execute", purge_now)
    assert commit(visit).sender == sender
    purges[0].join()
    assert commit(users.is_retired, sender)


def test_consent_during_the_purge_comes_too_late(sessions, commit):
    sender = commit(visit).sender
    purge = partial(deletions.purge_guest, sender=sender, now=NOW)
    assert at_once(sessions, purge, partial(agree, sender=sender))[1] is False
    assert commit(users.everybody) == []
    assert commit(users.is_retired, sender)


def test_a_purge_during_the_consent_leaves_the_person(sessions, commit):
    sender = commit(visit).sender
    purge = partial(deletions.purge_guest, sender=sender, now=NOW)
    assert at_once(sessions, partial(agree, sender=sender), purge)[0] is True
    assert commit(visit).sender == sender
    assert not commit(users.is_retired, sender)

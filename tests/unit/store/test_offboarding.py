"""Somebody leaves: barred, and nothing of them is kept."""

from __future__ import annotations

import pytest

from bot.store import access, users
from bot.store.offboarding import chat_of, offboard
from bot.store.records import StoreError
from tests.helpers.stores import NOW, contents, joined


def test_who_is_remembered_goes_by_their_id(sessions, commit):
    ben = joined(sessions, "ben")
    ana = joined(sessions, "ana")
    receipt = offboard(sessions, ana.id, NOW)
    assert receipt.startswith("DEL-")
    assert commit(users.get, ana.id) is None
    assert commit(users.get, ben.id) == ben
    assert commit(access.member, "test", "ana").barred
    assert commit(access.member, "test", "ben") is None


def test_a_chat_names_the_person_too(sessions, commit):
    ana = joined(sessions, "ana")
    assert offboard(sessions, "test:ana", NOW)
    assert commit(users.get, ana.id) is None
    assert commit(access.member, "test", "ana").barred


def test_a_guest_goes_by_chat_or_sender(sessions, commit):
    first = commit(users.visitor, "telegram", "5", NOW)
    assert offboard(sessions, "telegram:5", NOW)
    second = commit(users.visitor, "telegram", "6", NOW)
    assert offboard(sessions, second.sender, NOW)
    assert contents(sessions)["guests"] == []
    assert first.sender != second.sender
    assert commit(access.member, "telegram", "6").barred


def test_who_was_only_let_in_leaves_nothing_but_the_bar(sessions, commit):
    commit(access.allow, "telegram", "5", NOW, role="agent")
    assert offboard(sessions, "telegram:5", NOW) is None
    assert commit(access.member, "telegram", "5").barred


def test_twice_is_the_same_as_once(sessions):
    ana = joined(sessions, "ana")
    offboard(sessions, "test:ana", NOW)
    assert offboard(sessions, "test:ana", NOW) is None
    with pytest.raises(StoreError, match="nobody with the id"):
        offboard(sessions, ana.id, NOW)


@pytest.mark.parametrize("who", ["nobody", "", ":", "telegram:", ":5", "'; DROP TABLE users; --"])
def test_nobody_is_named(sessions, who):
    assert chat_of(who) is None
    with pytest.raises(StoreError, match="nobody with the id"):
        offboard(sessions, who, NOW)

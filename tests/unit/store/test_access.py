"""Who is let in, by which code, how often, until when; and calls for a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store import access, calls
from bot.store.access import Member
from tests.helpers.stores import NOW, at_once, contents

TOMORROW = NOW + timedelta(days=1)
CHAT = ("telegram", "12345")


def test_a_code_lets_one_person_in_with_its_role(sessions, commit):
    code = commit(access.invite, NOW, TOMORROW, role="manager")
    assert code not in repr(contents(sessions))
    assert commit(access.member, *CHAT) is None
    assert commit(access.admit, code, *CHAT, NOW) == "member"
    assert commit(access.member, *CHAT) == Member("manager", barred=False)
    assert commit(access.admit, code, "telegram", "2", NOW) is None, "used"
    assert CHAT[1] not in repr(contents(sessions)["members"])


def test_the_same_person_does_not_use_a_code_up(commit):
    code = commit(access.invite, NOW, TOMORROW, uses=2)
    for chat in ("1", "1", "2", "1"):
        assert commit(access.admit, code, "telegram", chat, NOW) == "member"
    assert commit(access.admit, code, "telegram", "3", NOW) is None


@pytest.mark.parametrize("code", ["", "wrong", "x" * 5000, "'; DROP TABLE invites; --"])
def test_a_wrong_code_lets_nobody_in(commit, code):
    commit(access.invite, NOW, TOMORROW)
    assert commit(access.admit, code, *CHAT, NOW) is None


def test_an_old_code_lets_nobody_in_and_is_forgotten(sessions, commit):
    code = commit(access.invite, NOW, TOMORROW, uses=5)
    assert commit(access.admit, code, *CHAT, TOMORROW) is None
    commit(access.expire, TOMORROW)
    assert contents(sessions)["invites"] == []


def test_the_last_use_of_a_code_is_for_one_of_two(sessions, commit):
    code = commit(access.invite, NOW, TOMORROW)
    answers = at_once(
        sessions,
        lambda session: access.admit(session, code, "telegram", "1", NOW),
        lambda session: access.admit(session, code, "telegram", "2", NOW),
    )
    assert sorted(answers, key=str) == [None, "member"]


def test_who_left_is_not_let_in_by_an_old_code_of_theirs_nor_stays_a_reviewer(commit):
    code = commit(access.invite, NOW, TOMORROW, uses=2)
    commit(access.admit, code, *CHAT, NOW)
    commit(access.link_reviewer, CHAT[1], NOW)
    commit(access.bar, *CHAT, NOW)
    assert commit(access.member, *CHAT) == Member(None, barred=True)
    assert commit(access.reviewer_chats) == []
    assert commit(access.admit, code, *CHAT, NOW) is None
    commit(access.allow, *CHAT, NOW, role="agent")
    assert commit(access.member, *CHAT) == Member("agent", barred=False)


def test_a_trainers_code_links_a_chat_and_lets_nobody_in(commit):
    code = commit(access.invite, NOW, TOMORROW, kind="reviewer")
    assert commit(access.admit, code, *CHAT, NOW) == "reviewer"
    assert commit(access.reviewer_chats) == [CHAT[1]]
    assert commit(access.member, *CHAT) is None


def test_a_call_is_kept_once_and_told_once(commit):
    commit(calls.record, "ana", "m1", "human", NOW)
    commit(calls.record, "ana", "m1", "human", NOW)
    commit(calls.record, "ben", "m1", "threat", NOW)
    first, second = commit(calls.untold)
    assert (first.sender, first.reason, second.reason) == ("ana", "human", "threat")
    commit(calls.told, first, NOW)
    assert [call.sender for call in commit(calls.untold)] == ["ben"]
    assert commit(calls.mine, "ana") == [{"reason": "human", "at": NOW}]


def test_old_calls_are_forgotten(commit):
    commit(calls.record, "ana", "m1", "human", NOW)
    commit(calls.forget_before, NOW)
    assert len(commit(calls.mine, "ana")) == 1
    commit(calls.forget_before, TOMORROW)
    assert commit(calls.mine, "ana") == []

"""Who may use the coach: open or closed, codes, and who may not any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.store import access
from bot.store.inbox import Entry
from bot.telegram import gate, words
from bot.telegram.bursts import Turn
from bot.telegram.gate import CHANNEL, Passed
from tests.helpers.stores import NOW, Commit

LATER = NOW + timedelta(days=30)
CHAT = "4711"


@pytest.fixture
def passed(commit: Commit) -> Any:
    """Let a chat pass that wrote this; closed unless told otherwise."""

    def pass_by(text: str, *, kind: str = "", chat: str = CHAT, closed: bool = True) -> Passed:
        kind = kind or ("command" if text.startswith("/") else "text")
        entry = Entry(1, "u1", chat, kind, text, None, NOW, None)
        turn = Turn("u1", (entry,))
        found: Passed = commit(gate.passed, turn, NOW, closed=closed, company="Acme")
        return found

    return pass_by


def code(commit: Commit, **options: Any) -> str:
    made: str = commit(access.invite, NOW, LATER, **options)
    return made


@pytest.mark.parametrize("text", ["hello", "/start", "/help", "a-word-of-some-length"])
def test_open_lets_everybody_pass(passed: Any, text: str) -> None:
    assert passed(text, closed=False) == Passed()


@pytest.mark.parametrize("text", ["hello", "/start", "/help", "two words", "hi\nthere"])
def test_closed_asks_for_a_code(passed: Any, text: str) -> None:
    assert passed(text) == Passed(words.invited_only("Acme"))


@pytest.mark.parametrize("kind", ["button", "check_in"])
def test_neither_button_nor_check_in_passes_for_a_code(passed: Any, kind: str) -> None:
    assert passed("0123456789abcdef" * 2, kind=kind).told == words.invited_only("Acme")


@pytest.mark.parametrize("written", ["{}", " {}\n", "/start {}", "/start@coach_bot {}"])
@pytest.mark.parametrize("role", [None, "manager"])
def test_a_code_lets_in_by_command_or_alone(
    passed: Any, commit: Commit, written: str, role: str | None
) -> None:
    written = written.format(code(commit, role=role))

    assert passed(written) == Passed(role=role, is_code=True)
    assert passed("hello") == Passed(role=role)


def test_the_turn_that_let_somebody_in_may_be_run_again(passed: Any, commit: Commit) -> None:
    once = code(commit)

    assert passed(once) == passed(once) == passed(f"/start {once}") == Passed(is_code=True)
    assert passed(once, chat="8") == Passed(words.CODE_WRONG), "it was for one"


def test_a_code_for_many_counts_people_not_messages(passed: Any, commit: Commit) -> None:
    two = code(commit, uses=2)

    for chat in ("1", "1", "2", "2"):
        assert passed(two, chat=chat).told is None
    assert passed(two, chat="3").told == words.CODE_WRONG


@pytest.mark.parametrize("text", ["abcdefghijkl", "/start abcdefghijkl", "/start my code please"])
def test_a_wrong_code_is_said_so(passed: Any, text: str) -> None:
    assert passed(text).told == words.CODE_WRONG


def test_a_code_too_old_is_wrong(passed: Any, commit: Commit) -> None:
    old = commit(access.invite, NOW - timedelta(days=2), NOW)

    assert passed(old).told == words.CODE_WRONG


def test_who_is_in_writes_what_they_like(passed: Any, commit: Commit) -> None:
    commit(access.allow, CHANNEL, CHAT, NOW, role="agent")

    for text in ("abcdefghijkl", "/start abcdefghijkl", "hello"):
        assert passed(text) == Passed(role="agent")


def test_in_the_open_a_code_brings_its_role(passed: Any, commit: Commit) -> None:
    preset = code(commit, role="executive")

    assert passed(f"/start {preset}", closed=False) == Passed(role="executive", is_code=True)
    assert passed("hello", closed=False) == Passed(role="executive")
    assert passed("/start abcdefghijkl", closed=False, chat="8").told == words.CODE_WRONG


@pytest.mark.parametrize("closed", [True, False])
def test_who_is_barred_passes_by_no_means(passed: Any, commit: Commit, closed: bool) -> None:
    fresh = code(commit)
    commit(access.bar, CHANNEL, CHAT, NOW)

    for text in ("hello", f"/start {fresh}", fresh):
        assert passed(text, closed=closed) == Passed(words.BARRED)
    assert passed(fresh, chat="8") == Passed(is_code=True), "it is not used up"
    commit(access.allow, CHANNEL, CHAT, NOW)
    assert passed("hello", closed=closed) == Passed()


@pytest.mark.parametrize("closed", [True, False])
def test_a_trainer_s_code_links_the_chat_and_lets_nobody_in(
    passed: Any, commit: Commit, closed: bool
) -> None:
    link = code(commit, kind="reviewer")

    for _ in range(2):
        assert passed(f"/start {link}", closed=closed) == Passed(words.LINKED)
    assert commit(access.reviewer_chats) == [CHAT]
    assert passed("hello", closed=closed).told == (words.invited_only("Acme") if closed else None)

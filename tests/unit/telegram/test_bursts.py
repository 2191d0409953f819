"""Which entries are answered together, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store.inbox import Entry
from bot.telegram.bursts import LONGEST, Turn, next_turn
from tests.helpers.stores import NOW

PAUSE = 2.0


def entry(
    number: int, body: str = "", *, at: float = 0, kind: str = "text", turn: str | None = None
) -> Entry:
    moment = NOW + timedelta(seconds=at)
    return Entry(number, f"u{number}", "1", kind, body or f"text {number}", turn, moment, None)


def due(*waiting: Entry, at: float) -> Turn | float:
    return next_turn(waiting, NOW + timedelta(seconds=at), PAUSE)


def turn(*waiting: Entry, at: float = 1000) -> tuple[str, list[int]]:
    found = due(*waiting, at=at)
    assert isinstance(found, Turn)
    return found.id, [each.id for each in found.entries]


def test_one_message_waits_for_another_and_then_is_a_turn() -> None:
    assert due(entry(1), at=0.5) == pytest.approx(1.5)
    assert turn(entry(1), at=2) == ("u1", [1])


def test_messages_that_follow_each_other_closely_are_one_turn_by_the_last_one_s_id() -> None:
    typed = [entry(1), entry(2, at=1.5), entry(3, at=3)]

    assert due(*typed, at=3.1) == pytest.approx(1.9)
    assert turn(*typed, at=5) == ("u3", [1, 2, 3])
    found = due(*typed, at=5)
    assert isinstance(found, Turn)
    assert (found.body, found.received_at) == ("text 1\ntext 2\ntext 3", NOW)


def test_who_types_on_and_on_is_answered_all_the_same() -> None:
    typed = [entry(number, at=number - 1) for number in range(1, 10)]

    assert due(*typed[:8], at=7.5) == pytest.approx(0.5)
    assert turn(*typed, at=8) == ("u9", list(range(1, 10)))


def test_a_pause_ends_a_burst_and_the_next_one_is_not_waited_for() -> None:
    assert turn(entry(1), entry(2, at=2.5), at=2.6) == ("u1", [1])


@pytest.mark.parametrize("kind", ["button", "command", "other", "check_in"])
def test_whatever_is_no_text_ends_a_burst(kind: str) -> None:
    waiting = [entry(1), entry(2, at=1), entry(3, at=1.5, kind=kind), entry(4, at=1.6)]

    assert turn(*waiting, at=1.7) == ("u2", [1, 2])
    assert turn(*waiting[2:], at=1.7) == ("u3", [3])


@pytest.mark.parametrize("kind", ["button", "command", "check_in"])
def test_two_presses_or_commands_are_two_turns(kind: str) -> None:
    assert turn(entry(1, kind=kind), entry(2, kind=kind), at=0) == ("u1", [1])


def test_an_album_is_answered_once() -> None:
    album = [entry(number, "not text", kind="other") for number in (1, 2, 3)]

    assert turn(*album, entry(4, "too many", kind="other"), at=0) == ("u1", [1, 2, 3])


def test_a_burst_fits_into_one_message_of_the_channel() -> None:
    half = "x" * (LONGEST // 2)

    assert turn(entry(1, half), entry(2, half[1:], at=1)) == ("u2", [1, 2])
    assert turn(entry(1, half), entry(2, half, at=1)) == ("u1", [1]), "a line break is between"
    assert turn(entry(1, "x" * 4096), entry(2, at=1)) == ("u1", [1]), "alone, to be told so"


def test_a_bound_turn_is_taken_as_it_was_whatever_came_later() -> None:
    bound = [entry(1, turn="u2"), entry(2, at=1, turn="u2")]

    assert turn(*bound, entry(3, at=1.1), at=1.2) == ("u2", [1, 2])
    assert turn(entry(3, at=1.1), entry(4, at=1.2), at=9) == ("u4", [3, 4])


def test_words_stay_out_of_sight() -> None:
    assert "secret" not in repr(due(entry(1, "secret"), at=9))


def test_without_a_pause_nothing_is_waited_for() -> None:
    assert isinstance(next_turn([entry(1)], NOW, 0), Turn)

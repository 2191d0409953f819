"""The desk of a face with buttons: role and time zone, right after the consent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import clock
from bot.coaching import consent
from bot.coaching.onboarding import ROLE, ZONE
from bot.reception import Reception, desk
from bot.settings import Settings
from bot.store import checkins, users
from bot.store.records import Person
from bot.store.session import Sessions
from bot.store.users import Visitor
from tests.helpers.stores import committing, fresh_database, sessions_of

CHAT = "4711"


@pytest.fixture
def sessions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sessions]:
    with fresh_database("sqlite", tmp_path) as url, sessions_of(url) as made:
        monkeypatch.setattr(desk, "sessions_for", lambda _: made)
        yield made


@pytest.fixture
def reception(sessions: Sessions, tmp_path: Path) -> Reception:
    env = {"COACH_DATA_DIR": str(tmp_path), "COACH_TIME_ZONE": "America/Bogota"}
    return Reception(Settings.from_env(env), "telegram", onboards=True)


@pytest.fixture
def person(sessions: Sessions, reception: Reception) -> Any:
    """The person of the chat as stored."""

    def stored() -> Person:
        found = committing(sessions)(users.get, reception.visitor(CHAT).sender)
        assert isinstance(found, Person)
        return found

    return stored


def press(reception: Reception, payload: str, visitor: Visitor | None = None) -> list[str]:
    """The events of what the desk answers."""
    visitor = visitor or reception.visitor(CHAT)
    replies = reception.answer(visitor, message=None, payload=payload, asked=True)
    assert replies is not None
    assert all(reply["custom"]["model"] is None and reply["text"] for reply in replies)
    return [reply["custom"]["event"] for reply in replies]


def test_from_a_yes_to_the_last_question(reception: Reception, person: Any) -> None:
    assert press(reception, consent.YES) == ["consented", "role_asked"]
    assert press(reception, f"{ROLE}manager") == ["zone_asked"]
    assert press(reception, f"{ZONE}Asia/Kolkata") == ["onboarded"]
    assert (person().role, person().time_zone) == ("manager", "Asia/Kolkata")


def test_a_yes_in_words_begins_it_too(reception: Reception) -> None:
    replies = reception.answer(
        reception.visitor(CHAT), message="yes please", payload=None, asked=True
    )

    assert [reply["custom"]["event"] for reply in replies or ()] == ["consented", "role_asked"]


def test_who_came_with_a_role_keeps_it_and_is_asked_for_the_zone_alone(
    reception: Reception, person: Any
) -> None:
    guest = reception.visitor(CHAT)
    known = Visitor(guest.sender, lasting=False, role="agent")

    assert press(reception, consent.YES, known) == ["consented", "zone_asked"]
    assert person().role == "agent"


def test_both_can_be_left_out(reception: Reception, person: Any) -> None:
    press(reception, consent.YES)

    assert press(reception, ROLE) == ["zone_asked"]
    assert press(reception, ZONE) == ["onboarded"]
    assert (person().role, person().time_zone) == (None, "America/Bogota")


def test_a_button_pressed_again_or_later_still_counts(reception: Reception, person: Any) -> None:
    press(reception, consent.YES)
    for payload in (f"{ROLE}agent", f"{ROLE}agent", f"{ROLE}executive"):
        assert press(reception, payload) == ["zone_asked"]
    for payload in (f"{ZONE}Europe/London", f"{ZONE}Europe/London", f"{ZONE}Asia/Manila"):
        assert press(reception, payload) == ["onboarded"]

    assert (person().role, person().time_zone) == ("executive", "Asia/Manila")


@pytest.mark.parametrize("payload", [f"{ROLE}boss", f"{ZONE}Mars/Olympus", f"{ZONE}../etc"])
def test_what_was_never_offered_changes_nothing(
    reception: Reception, person: Any, payload: str
) -> None:
    press(reception, consent.YES)
    before = person()

    press(reception, payload)

    assert person() == before


@pytest.mark.parametrize("payload", [f"{ROLE}agent", f"{ZONE}Asia/Manila"])
def test_a_button_of_somebody_forgotten_keeps_nothing(
    reception: Reception, sessions: Sessions, payload: str
) -> None:
    assert press(reception, payload) == ["onboarded"]
    assert committing(sessions)(users.everybody) == []


def test_another_zone_moves_the_check_in_to_the_same_hour_there(
    reception: Reception, sessions: Sessions, person: Any
) -> None:
    commit = committing(sessions)
    press(reception, consent.YES)
    press(reception, f"{ZONE}Asia/Manila")
    assert commit(checkins.due_at, person().id) is None, "none is planned by that"
    commit(checkins.plan, person(), clock.now())

    press(reception, f"{ZONE}America/New_York")

    due = commit(checkins.due_at, person().id)
    assert due.astimezone(clock.zone("America/New_York")).hour == person().check_in_hour


def test_the_terminal_asks_neither(sessions: Sessions, tmp_path: Path) -> None:
    plain = Reception(Settings.from_env({"COACH_DATA_DIR": str(tmp_path)}), "terminal")

    assert press(plain, consent.YES) == ["consented"]

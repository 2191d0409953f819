"""The two questions after the consent, by buttons."""

from __future__ import annotations

import pytest

from bot import clock
from bot.coaching import onboarding
from bot.coaching.onboarding import ROLE, ZONE
from bot.settings import ROLES
from tests.helpers.small_knowledge import titles

QUESTIONS = [onboarding.ask_role(), onboarding.ask_zone("Asia/Manila")]


def test_each_role_has_a_button_and_can_be_left_out():
    reply = onboarding.ask_role()
    assert reply.custom == {"kind": "data", "event": "role_asked"}
    assert [onboarding.role_of(button.payload) for button in reply.buttons] == [*ROLES, None]
    assert titles(reply)[-1] == "Skip"


@pytest.mark.parametrize("usual", ["Asia/Manila", "Asia/Dubai", "America/Argentina/Salta", "UTC"])
def test_the_usual_zone_comes_first_and_once(usual):
    reply = onboarding.ask_zone(usual)
    assert reply.custom == {"kind": "data", "event": "zone_asked"}
    zones = [button.payload.removeprefix(ZONE) for button in reply.buttons]
    assert zones[0] == usual
    assert zones[-1] == ""
    assert len(set(zones)) == len(zones)
    assert all(clock.zone(zone) for zone in zones[:-1])
    assert titles(reply)[0] == {"Asia/Dubai": "Dubai", "America/Argentina/Salta": "Salta"}.get(
        usual, "Manila" if usual == "Asia/Manila" else "UTC"
    )


@pytest.mark.parametrize("reply", QUESTIONS)
def test_every_answer_is_known_again(reply):
    assert all(onboarding.is_answer(button.payload) for button in reply.buttons)


@pytest.mark.parametrize("payload", [None, "", "/ask", "consent:yes", "onboarding", "onboarding:x"])
def test_other_payloads_are_none(payload):
    assert not onboarding.is_answer(payload)


@pytest.mark.parametrize("value", ["", "boss", "Agent", "agent "])
def test_what_is_no_role_is_none(value):
    assert onboarding.role_of(ROLE + value) is None


def test_at_the_end_the_city_is_said_and_nothing_is_asked_by_button():
    reply = onboarding.done("America/New_York")
    assert "New York" in reply.text
    assert reply.buttons == ()
    assert reply.custom == {"kind": "data", "event": "onboarded"}
    assert onboarding.unknown().custom["event"] == "onboarded"

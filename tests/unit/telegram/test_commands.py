"""The menu, and what people write in its place."""

from __future__ import annotations

import re

import pytest

from bot.rasa.commands import PAYLOADS
from bot.telegram.commands import MENU, as_said, parsed


def test_the_menu_is_the_channel_s() -> None:
    assert list(MENU) == [name for name in PAYLOADS if name != "check_in"]


def test_telegram_takes_the_menu() -> None:
    for name, told in MENU.items():
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
        assert 1 <= len(told) <= 256


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("/help", "help", ""),
        ("/HELP", "help", ""),
        ("/help@coach_bot", "help", ""),
        ("/newgoal@coach_bot  Speak up\nmore ", "newgoal", "Speak up\nmore"),
        ("/start\nABC", "start", "ABC"),
        ("/", "", ""),
        ("//help", "/help", ""),
    ],
)
def test_a_command_and_what_stands_behind_it(text: str, name: str, rest: str) -> None:
    assert parsed(text) == (name, rest)


@pytest.mark.parametrize("name", MENU)
def test_each_command_goes_to_the_channel(name: str) -> None:
    assert as_said(name, "") == {"command": name}


def test_a_goal_can_stand_behind_its_command() -> None:
    assert as_said("newgoal", "Speak up") == {"message": "new goal: Speak up"}
    assert as_said("start", "CODE") == {"command": "start"}


@pytest.mark.parametrize("name", ["", "check_in", "restart", "Help", "/help"])
def test_other_commands_are_none(name: str) -> None:
    assert as_said(name, "") is None

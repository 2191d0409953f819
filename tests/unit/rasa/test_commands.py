"""Commands: each is something that the domain knows, and what a face may rely on is there."""

from __future__ import annotations

import json

import pytest
from ruamel.yaml import YAML

from bot.coaching.goals.asking import ASK
from bot.rasa.commands import PAYLOADS
from bot.settings import ROOT

DOMAIN = YAML(typ="safe").load((ROOT / "domain.yml").read_text(encoding="utf-8"))
MENU = (
    "start", "help", "topics", "goals", "newgoal", "progress", "role", "checkins", "privacy",
    "export", "delete", "human", "cancel",
)  # fmt: skip


def test_the_menu_and_the_coach_s_own_check_in_are_there():
    assert set(PAYLOADS) == {*MENU, "check_in"}
    assert PAYLOADS["check_in"] == ASK


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_command_is_an_intent_with_entities_of_the_domain(name):
    intent, brace, entities = PAYLOADS[name].removeprefix("/").partition("{")
    assert intent in DOMAIN["intents"]
    assert set(json.loads(brace + entities or "{}")) <= set(DOMAIN["entities"])


def test_no_two_commands_are_the_same():
    assert len(set(PAYLOADS.values())) == len(PAYLOADS)


@pytest.mark.parametrize("name", PAYLOADS)
def test_the_document_names_it(name):
    assert f"`{name}`" in (ROOT / "docs" / "channel.md").read_text(encoding="utf-8")

"""Rasa's own test of the rules: what it predicts for each story is what the story says."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.rasa.lean import import_lean
from bot.rasa.training import current_model
from bot.settings import ROOT, Settings

STORIES = Path(__file__).with_name("rules_stories.yml")


def load(path: Path, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))[key]
    return found


def rules() -> list[dict[str, Any]]:
    folder = ROOT / "data" / "stories"
    return [rule for path in sorted(folder.glob("*.yml")) for rule in load(path, "rules")]


def pairs(steps: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each intent with the action that follows it."""
    for step, following in zip(steps, steps[1:], strict=False):
        if "intent" in step:
            yield step["intent"], following["action"]


@pytest.fixture(scope="module")
def results(trained: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Rasa's test finds; its reports go to a temporary folder."""
    import_lean(ROOT / "config.yml")
    from rasa.core.agent import Agent
    from rasa.core.test import test

    agent = Agent.load(str(current_model(trained)))
    folder = tmp_path_factory.mktemp("results")
    run = test(str(STORIES), agent, out_directory=str(folder), disable_plotting=True)
    found = asyncio.run(run)
    failed = folder / "failed_test_stories.yml"
    return {**found, "failed": failed.read_text(encoding="utf-8")}


def test_every_action_is_predicted(results: dict[str, Any]) -> None:
    assert results["report"]["conversation_accuracy"]["correct"] > 0
    assert results["report"]["conversation_accuracy"]["accuracy"] == 1.0, results["failed"]
    assert results["accuracy"] == 1.0


def test_every_story_is_run(results: dict[str, Any]) -> None:
    assert results["report"]["conversation_accuracy"]["total"] == len(load(STORIES, "stories"))


def test_every_rule_has_a_story() -> None:
    told = {pair for story in load(STORIES, "stories") for pair in pairs(story["steps"])}
    missing = [rule["rule"] for rule in rules() if not set(pairs(rule["steps"])) <= told]
    assert not missing


def test_every_intent_of_the_domain_has_a_rule() -> None:
    domain = YAML(typ="safe").load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    ruled = {intent for rule in rules() for intent, _ in pairs(rule["steps"])}
    assert set(domain["intents"]) == ruled


def test_stories_name_only_rules_that_exist() -> None:
    ruled = {pair for rule in rules() for pair in pairs(rule["steps"])}
    told = {pair for story in load(STORIES, "stories") for pair in pairs(story["steps"])}
    assert told <= ruled

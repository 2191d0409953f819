"""A project with today's knowledge and little training data."""

from __future__ import annotations

import dataclasses
import shutil

import pytest

from bot.knowledge import load_knowledge
from bot.settings import Settings
from tests.helpers.house import add, block, twenty


@pytest.fixture
def settings(tmp_path):
    """Settings of a project with today's knowledge, to be broken, and little training data."""
    real = Settings.from_env({})
    shutil.copytree(real.knowledge_dir, tmp_path / "knowledge")
    (tmp_path / "docs").mkdir()
    shutil.copy(real.root / "docs/knowledge.md", tmp_path / "docs")
    (tmp_path / "tests/nlu").mkdir(parents=True)
    (tmp_path / "data/nlu/topics").mkdir(parents=True)
    settings = dataclasses.replace(real, root=tmp_path)
    intents = (
        "intents:\n  - ask:\n      use_entities: []\n  - greet\n  - thanks\n  - nlu_fallback\n"
    )
    add(settings, f"{intents}entities: [role, metric]\n", "domain.yml")
    knowledge = load_knowledge(settings.knowledge_dir)
    for topic in knowledge.topics:
        add(settings, block(f"ask/{topic}", *twenty(topic)), f"data/nlu/topics/{topic}.yml")
    for label in (*(f"ask/{bridge}" for bridge in knowledge.bridges), "greet", "thanks"):
        name = label.rpartition("/")[2]
        add(settings, block(label, *twenty(name)), f"data/nlu/{name}.yml")
    return settings

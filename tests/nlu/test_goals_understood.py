"""Sentences about goals are understood as well as was promised, by the model as it is trained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.evaluation import evaluated
from bot.settings import Settings
from tests.helpers.processes import run_coach

LINES = Path(__file__).with_name("test_goals.jsonl")
pytestmark = pytest.mark.slow


def test_goals_are_understood(coach_settings: Settings) -> None:
    texts = [json.loads(line)["text"] for line in LINES.read_text(encoding="utf-8").splitlines()]
    asked = "\n".join(json.dumps({"text": text}) for text in texts)
    done = run_coach("parse", data_dir=coach_settings.data_dir, stdin=asked, timeout=240)
    assert done.returncode == 0, done.stderr
    parsed = {answer["text"]: answer for answer in map(json.loads, done.stdout.splitlines())}

    report = evaluated([LINES], parsed.__getitem__)

    assert len(report.lines) >= 150
    assert report.rates["intent"].share >= 0.95, report.text()
    assert report.rates["entities"].share >= 0.85, report.text()

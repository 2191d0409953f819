"""Forty people who write at the same time; benchmarks/gateway.py has two hundred, and the times."""

from __future__ import annotations

import pytest

from tests.helpers.crowd import QUESTIONS, a_crowd, let_them_ask
from tests.helpers.gateway import OnTelegram

pytestmark = pytest.mark.slow

PEOPLE = 40


def test_all_are_answered_once_and_each_in_order(telegram: OnTelegram) -> None:
    crowd = a_crowd(telegram, PEOPLE)
    let_them_ask(crowd, apart=3, seconds=180)
    for each in crowd:
        assert each.in_order
        texts = [message["text"] for message in each.phone.messages()]
        answers = [text for text in texts if "catch my breath" not in text]
        assert len(answers) == len(QUESTIONS)

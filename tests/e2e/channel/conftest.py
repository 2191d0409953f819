"""A person of their own for each test."""

from __future__ import annotations

import pytest

from bot.rasa.processes import Running
from tests.helpers.talk import Person


@pytest.fixture
def person(coach: Running) -> Person:
    return Person(coach, role="agent")

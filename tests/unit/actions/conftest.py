"""A database of its own for each test, which the actions take for theirs."""

from __future__ import annotations

import shutil

import pytest

from bot.store import users
from bot.store.session import Sessions, engine_for
from bot.store.upgrade import upgrade
from tests.helpers.goal_book import NOW
from tests.helpers.small_knowledge import KNOWLEDGE


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """An empty database as the migrations make it, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "coach.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def sessions(migrated, tmp_path, monkeypatch):
    """The sessions of the actions; their clock stands still, and what they know is little."""
    file = shutil.copy(migrated, tmp_path / "coach.db")
    engine = engine_for(f"sqlite:///{file}", lock_seconds=1)
    made = Sessions(engine, future=True)
    for module in ("base", "calling", "keeping"):
        monkeypatch.setattr(f"actions.{module}.sessions", lambda: made)
    for module in ("fallback", "feedback", "goals", "guidance"):
        monkeypatch.setattr(f"actions.{module}.knowledge", lambda: KNOWLEDGE)
    monkeypatch.setattr("bot.clock.now", lambda: NOW)
    yield made
    engine.dispose()


@pytest.fixture
def guest(sessions):
    """The sender of somebody who has not agreed to be remembered."""
    with sessions.begin() as session:
        return users.visitor(session, "test", "guest", NOW).sender


@pytest.fixture
def ana(sessions):
    """The sender of somebody in Manila who agreed to be remembered."""
    with sessions.begin() as session:
        sender = users.visitor(session, "test", "ana", NOW).sender
        assert users.consent_given(session, sender, 1, NOW, time_zone="Asia/Manila")
        return sender

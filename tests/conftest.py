"""Guards for every test, and the coach itself, started once for those that talk to it."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from bot.rasa.processes import Running, running_coach
from bot.rasa.training import ensure_model
from bot.settings import Settings

for name in [name for name in os.environ if name.startswith(("COACH_", "TELEGRAM_"))]:
    del os.environ[name]
# Nor anybody's real .env, also in the processes that tests start.
os.environ["COACH_ENV_FILE"] = os.devnull
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
# How fast a busy machine is says nothing about the code.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


@pytest.fixture(scope="session")
def trained() -> Settings:
    """Settings with a trained model; the repository's own, trained here where it is stale."""
    settings = Settings.from_env()
    ensure_model(settings, print)
    return settings


@pytest.fixture(scope="session")
def coach_settings(trained: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the coach that the tests talk to: a database and logs of their own."""
    folder = tmp_path_factory.mktemp("coach")
    (folder / "cache").symlink_to(trained.cache_dir)
    return dataclasses.replace(
        trained, data_dir=folder, database_url=f"sqlite:///{folder / 'conversations.db'}"
    )


@pytest.fixture(scope="session")
def coach(coach_settings: Settings) -> Iterator[Running]:
    """The coach, running for real: action server and Rasa on free loopback ports."""
    with running_coach(coach_settings) as running:
        yield running


@pytest.fixture(scope="session")
def database(coach_settings: Settings) -> Path:
    """The file in which that coach keeps its conversations."""
    return coach_settings.data_dir / "conversations.db"

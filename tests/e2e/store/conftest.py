"""A fresh, migrated database for each test, once SQLite and once PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.session import Sessions
from tests.helpers.stores import BACKENDS, fresh_database, sessions_of


@pytest.fixture(params=BACKENDS)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of the database."""
    with fresh_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def sessions(store_url: str) -> Iterator[Sessions]:
    """Sessions of the test's own process."""
    with sessions_of(store_url) as made:
        yield made

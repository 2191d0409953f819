"""A fresh, migrated database for each test, once SQLite and once PostgreSQL."""

from __future__ import annotations

import pytest

from tests.helpers.stores import BACKENDS, committing, fresh_database, joined, sessions_of


@pytest.fixture(params=BACKENDS)
def backend(request):
    return request.param


@pytest.fixture
def store_url(backend, tmp_path):
    with fresh_database(backend, tmp_path) as url:
        yield url


@pytest.fixture
def sessions(store_url):
    with sessions_of(store_url) as made:
        yield made


@pytest.fixture
def commit(sessions):
    """Calls a function of the store in a transaction of its own."""
    return committing(sessions)


@pytest.fixture
def ana(sessions):
    """Somebody who agreed to be remembered."""
    return joined(sessions)

"""Engines and sessions, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm import sessionmaker as Sessions

from bot.store.records import StoreError

LOCK_SECONDS = 5
"""How long a statement waits for another writer before it fails."""

__all__ = ["LOCK_SECONDS", "Session", "Sessions", "engine_for", "reading", "sessions_for"]


@lru_cache(maxsize=4)
def sessions_for(url: str) -> Sessions:
    """What makes sessions, one engine for each address and process.

    `with sessions.begin() as session:` commits at its end, or not at all.
    """
    return Sessions(engine_for(url), future=True)


@contextmanager
def reading(sessions: Sessions) -> Iterator[Session]:
    """A session that only reads: on SQLite it does not wait for who writes, nor holds them up."""
    with sessions.begin() as session:
        session.connection(execution_options={"sqlite_begin": "DEFERRED"})
        yield session


def engine_for(url: str, *, lock_seconds: int = LOCK_SECONDS) -> sa.engine.Engine:
    """An engine for the address; StoreError for what is none, or a database we don't know."""
    try:
        address = sa.engine.make_url(url)
    except sa.exc.ArgumentError as error:
        raise StoreError(
            "COACH_DATABASE_URL is not the address of a database, such as sqlite:////data/coach.db."
        ) from error
    backend = address.get_backend_name()
    if backend == "sqlite":
        return _sqlite(address, lock_seconds)
    if backend == "postgresql":
        waiting = {"connect_timeout": LOCK_SECONDS, "options": f"-c lock_timeout={lock_seconds}s"}
        return sa.create_engine(address, future=True, pool_pre_ping=True, connect_args=waiting)
    raise StoreError(f"The coach keeps its data in SQLite or PostgreSQL, not in {backend}.")


def _sqlite(address: sa.engine.URL, lock_seconds: int) -> sa.engine.Engine:
    # Without isolation_level=None the driver would begin and commit as it likes, also around DDL.
    options = {"timeout": lock_seconds, "isolation_level": None}
    engine = sa.create_engine(address, future=True, connect_args=options)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: Any) -> None:
    """Keys are checked, what is deleted is overwritten, readers and a writer don't wait."""
    for pragma in ("foreign_keys = ON", "secure_delete = ON", "journal_mode = WAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    """Begin as a writer: a transaction that reads first could not become one halfway."""
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")

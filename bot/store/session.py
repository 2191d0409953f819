"""Engines and sessions, on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
import time
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
_POLL_SECONDS = 0.02

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
    except (sa.exc.ArgumentError, ValueError) as error:
        raise StoreError(
            "COACH_DATABASE_URL is not the address of a database, such as sqlite:////data/coach.db."
        ) from error
    if address.drivername in ("sqlite", "sqlite+pysqlite"):
        return _sqlite(address, lock_seconds)
    if address.drivername in ("postgresql", "postgresql+psycopg2"):
        waiting = {"connect_timeout": LOCK_SECONDS, "options": f"-c lock_timeout={lock_seconds}s"}
        return sa.create_engine(address, future=True, pool_pre_ping=True, connect_args=waiting)
    raise StoreError(
        "The coach keeps its data in SQLite (sqlite://) or PostgreSQL (postgresql://),"
        f" not in {address.drivername}://; set COACH_DATABASE_URL to one of these."
    )


def _sqlite(address: sa.engine.URL, lock_seconds: int) -> sa.engine.Engine:
    # Without isolation_level=None the driver would begin and commit as it likes, also around DDL.
    options = {"timeout": lock_seconds, "isolation_level": None}
    engine = sa.create_engine(address, future=True, connect_args=options)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: Any) -> None:
    """Keys are checked, what is deleted is overwritten, readers and a writer don't wait."""
    for pragma in ("foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    patience = connection.execute("PRAGMA busy_timeout").fetchone()[0] / 1000
    deadline = time.monotonic() + patience
    while not _writes_ahead(connection):
        if time.monotonic() > deadline:
            raise sqlite3.OperationalError("database is locked")
        time.sleep(_POLL_SECONDS)


def _writes_ahead(connection: Any) -> bool:
    """Switch to WAL mode, which lasts; False where somebody writes, whom SQLite won't wait for."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    return True


def _begin(connection: Any) -> None:
    """Begin as a writer: a transaction that reads first could not become one halfway."""
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")

"""Databases of the store, fresh for each test, and what a test looks for in them."""

from __future__ import annotations

import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timezone
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from bot.store import users
from bot.store.records import GoalFields, Person
from bot.store.session import Session, Sessions, engine_for
from bot.store.upgrade import config, upgrade
from tests.helpers.postgres import cluster

NOW = datetime(2026, 9, 1, 4, 30, tzinfo=timezone.utc)
"""A Tuesday, half past noon in Manila."""
FIELDS = GoalFields("QA score to 90", "the monthly QA score", date(2026, 12, 1), "hear two calls")
REFUSED = (sa.exc.IntegrityError, sa.exc.DataError)
"""What a constraint raises: PostgreSQL counts a text that is too long as bad data."""
HEAD = ScriptDirectory.from_config(config()).get_current_head()
"""The latest revision of the schema."""
BACKENDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))

Result = TypeVar("Result")
Commit = Callable[..., Any]
"""Calls a function of the store in a transaction of its own: commit(goals.mine, "ana")."""


@contextmanager
def fresh_database(backend: str, folder: Path, *, migrated: bool = True) -> Iterator[str]:
    """The address of a database that nobody else uses, with our tables or with none."""
    name = f"test_{uuid.uuid4().hex}"
    if backend == "sqlite":
        file = folder / f"{name}.db"
        if migrated:
            file.write_bytes(_sqlite_template())
        yield f"sqlite:///{file}"
        return
    template = _postgres_template() if migrated else "template0"
    cluster().execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield cluster().url(name)
    finally:
        cluster().execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def sessions_of(url: str) -> Iterator[Sessions]:
    """Sessions by an engine of their own, closed at the end; power cuts are not what is tested."""
    engine = engine_for(url)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
    try:
        yield Sessions(engine, future=True)
    finally:
        engine.dispose()


def committing(sessions: Sessions) -> Commit:
    """See Commit."""
    return partial(_committed, sessions)


def _committed(
    sessions: Sessions, function: Callable[..., Result], *arguments: Any, **options: Any
) -> Result:
    with sessions.begin() as session:
        return function(session, *arguments, **options)


def joined(sessions: Sessions, chat: str = "ana", *, time_zone: str = "Asia/Manila") -> Person:
    """Somebody who came by that chat and agreed to be remembered."""
    with sessions.begin() as session:
        guest = users.visitor(session, "test", chat, NOW)
        assert users.consent_given(session, guest.sender, 1, NOW, time_zone=time_zone)
        person = users.get(session, guest.sender)
    assert person is not None
    return person


def at_once(
    sessions: Sessions,
    first: Callable[[Session], Any],
    second: Callable[[Session], Any],
) -> tuple[Any, Any]:
    """What two transactions return, of which the second begins before the first has ended."""
    answers: list[Any] = []

    def meanwhile() -> None:
        with sessions.begin() as session:
            answers.append(second(session))

    other = threading.Thread(target=meanwhile)
    with sessions.begin() as session:
        answer = first(session)
        other.start()
        # Long enough to meet the first one's locks; if not, the two come one after the other.
        other.join(0.3)
    other.join()
    assert answers, "the second transaction failed"
    return answer, answers[0]


def contents(sessions: Sessions) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the database, Rasa's and Alembic's too."""
    with sessions.begin() as session:
        names = sa.inspect(session.connection()).get_table_names()
        # Names of tables cannot be parameters.
        rows = {name: session.execute(sa.text(f"SELECT * FROM {name}")) for name in names}  # noqa: S608
        return {name: sorted(map(tuple, found), key=repr) for name, found in rows.items()}


@lru_cache(maxsize=1)
def _sqlite_template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.db"
        upgrade(f"sqlite:///{file}")
        return file.read_bytes()


@lru_cache(maxsize=1)
def _postgres_template() -> str:
    name = "migrated"
    cluster().execute(f"CREATE DATABASE {name}")
    upgrade(cluster().url(name))
    return name

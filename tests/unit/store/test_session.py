"""Engines: which addresses there are, what is switched on, and errors in the time of a lock."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import goals, tables, users
from bot.store.records import StoreError
from bot.store.session import Sessions, engine_for, reading, sessions_for
from bot.store.upgrade import upgrade
from tests.helpers.postgres import cluster
from tests.helpers.stores import FIELDS, NOW, committing, contents

A_MOMENT = 1
"""Seconds: the shortest that both databases can wait for a lock."""


@pytest.fixture
def hasty(store_url):
    """Calls a function of the store that gives up on a lock soon."""
    engine = engine_for(store_url, lock_seconds=A_MOMENT)
    yield committing(Sessions(engine, future=True))
    engine.dispose()


@pytest.fixture
def read_only(backend, store_url, ana):
    """The address of the same database for somebody who may not write."""
    if backend == "sqlite":
        return store_url.replace("sqlite:///", "sqlite:///file:") + "?mode=ro&uri=true"
    name = sa.engine.make_url(store_url).database
    cluster().execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    return store_url


def create(session, person):
    return goals.create(session, person.id, "m", FIELDS, NOW)


# Addresses


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("mysql://localhost/coach", "mysql"),
        ("oracle://localhost/coach", "oracle"),
        ("mssql+pyodbc://localhost/coach", "mssql"),
        ("postgres://localhost/coach", "postgresql://"),
        ("postgresql+asyncpg://localhost/coach", "postgresql+asyncpg"),
        ("sqlite+nothing:///coach.db", "sqlite+nothing"),
        ("coach.db", "COACH_DATABASE_URL"),
        ("", "COACH_DATABASE_URL"),
        ("sqlite", "COACH_DATABASE_URL"),
        ("postgresql://host:port/coach", "COACH_DATABASE_URL"),
    ],
)
@pytest.mark.parametrize("use", [engine_for, sessions_for, upgrade])
def test_an_address_that_is_none_is_refused_in_one_line(url, named, use):
    with pytest.raises(StoreError) as raised:
        use(url)
    assert named in str(raised.value)
    assert "\n" not in str(raised.value)
    assert str(raised.value).endswith(".")


@pytest.mark.parametrize(
    "driver", ["postgresql", "postgresql+psycopg2", "sqlite", "sqlite+pysqlite"]
)
def test_both_databases_may_name_their_driver(driver):
    assert engine_for(f"{driver}:///coach").dialect.name in {"postgresql", "sqlite"}


def test_an_address_has_one_engine_in_a_process(store_url):
    assert sessions_for(store_url) is sessions_for(store_url)
    assert sessions_for(store_url).kw["bind"].url == sa.engine.make_url(store_url)


def test_a_server_that_is_not_there_is_named_and_its_password_is_not():
    with pytest.raises(StoreError) as raised:
        upgrade("postgresql://coach:hunter2@127.0.0.1:1/coach")
    assert "127.0.0.1/coach" in str(raised.value)
    assert "hunter2" not in str(raised.value)
    assert "\n" not in str(raised.value)


# Sessions


def test_a_transaction_is_kept_whole_or_not_at_all(sessions, commit, ana):
    def create_and_fail(session):
        create(session, ana)
        users.change(session, ana.id, check_in_hour=99)

    before = contents(sessions)
    with pytest.raises(sa.exc.IntegrityError):
        commit(create_and_fail)
    assert contents(sessions) == before


def test_what_hangs_on_a_person_cannot_do_without(commit, ana):
    commit(create, ana)
    commit(lambda session: session.execute(sa.delete(tables.users)))
    assert commit(goals.mine, ana.id) == []
    with pytest.raises(sa.exc.IntegrityError):
        commit(create, ana)


def test_who_writes_is_not_seen_by_who_reads_before_it_is_kept(sessions, commit, ana):
    with sessions.begin() as writer:
        create(writer, ana)
        with reading(sessions) as reader:
            assert goals.mine(reader, ana.id) == []
    with reading(sessions) as reader:
        assert len(goals.mine(reader, ana.id)) == 1


def test_what_sqlite_leaves_off_is_on(tmp_path):
    with engine_for(f"sqlite:///{tmp_path / 'coach.db'}").begin() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "secure_delete", "journal_mode", "busy_timeout")
        }
    assert said == {
        "foreign_keys": 1,
        "secure_delete": 1,
        "journal_mode": "wal",
        "busy_timeout": 5_000,
    }


# Locked, read only, broken


def test_who_waits_too_long_for_a_lock_is_told_so(sessions, commit, ana, hasty):
    with sessions.begin() as session:
        users.get(session, ana.id, lock=True)
        with pytest.raises(sa.exc.OperationalError, match="lock"):
            hasty(create, ana)
    assert hasty(create, ana).number == 1


def test_a_read_only_database_is_an_error_and_stays_as_it_is(sessions, ana, read_only):
    before = contents(sessions)
    engine = engine_for(read_only, lock_seconds=A_MOMENT)
    commit = committing(Sessions(engine, future=True))
    with pytest.raises(sa.exc.DBAPIError, match=r"read-?only"):
        commit(create, ana)
    engine.dispose()
    assert contents(sessions) == before


def test_a_new_file_that_somebody_writes_is_waited_for(tmp_path):
    file = tmp_path / "coach.db"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("CREATE TABLE theirs (id)")
    other.execute("BEGIN IMMEDIATE")
    said = []
    upgrading = threading.Thread(target=lambda: said.append(upgrade(f"sqlite:///{file}")))
    upgrading.start()
    upgrading.join(0.3)
    other.execute("COMMIT")
    upgrading.join()
    other.close()
    assert said


def test_a_new_file_that_somebody_writes_for_too_long_is_an_error(tmp_path):
    file = tmp_path / "coach.db"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("CREATE TABLE theirs (id)")
    other.execute("BEGIN IMMEDIATE")
    engine = engine_for(f"sqlite:///{file}", lock_seconds=A_MOMENT)
    with pytest.raises(sa.exc.OperationalError, match="locked"), engine.begin():
        pass
    other.close()


@pytest.mark.parametrize("content", [b"not a database, but long enough to be one" * 99])
def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path, content):
    file = Path(tmp_path) / "coach.db"
    file.write_bytes(content)
    with pytest.raises(StoreError, match="cannot be used") as raised:
        upgrade(f"sqlite:///{file}")
    assert str(file) in str(raised.value)
    assert file.read_bytes() == content

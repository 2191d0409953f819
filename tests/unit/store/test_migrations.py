"""Migrations: up and down, by whomever and however often, and killed in the middle."""

from __future__ import annotations

import signal

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.store import goals, tables
from bot.store.records import StoreError
from bot.store.upgrade import config, current, downgrade, upgrade
from tests.helpers.rasa_events import make_table, talk
from tests.helpers.store_processes import END_SECONDS, run_at_once, start
from tests.helpers.stores import (
    FIELDS,
    NOW,
    committing,
    contents,
    fresh_database,
    joined,
    sessions_of,
)

SCRIPTS = ScriptDirectory.from_config(config())
HEAD = SCRIPTS.get_current_head()

UPGRADE_AT_ONCE = """
import sys
from bot.store.upgrade import upgrade
print("ready")
sys.stdin.readline()
print(upgrade(sys.argv[1]))
"""
KILLED_UPGRADE = """
import os, signal, sys
import sqlalchemy as sa
from bot.store.upgrade import upgrade

left = int(sys.argv[2])

def count(connection, cursor, statement, *rest):
    global left
    left -= statement.lstrip().startswith(("CREATE", "INSERT", "UPDATE"))
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

sa.event.listen(sa.engine.Engine, "after_cursor_execute", count)
upgrade(sys.argv[1])
"""


@pytest.fixture
def empty_url(backend, tmp_path):
    """A database with no table at all."""
    with fresh_database(backend, tmp_path, migrated=False) as url:
        yield url


def names(url):
    with sessions_of(url) as sessions:
        return set(contents(sessions))


def schema(connection):
    """All that the database knows of our tables: columns, keys, indexes, constraints."""
    inspector = sa.inspect(connection)
    return {
        name: {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"])
                for column in inspector.get_columns(name)
            ],
            "primary key": inspector.get_pk_constraint(name),
            "foreign keys": sorted(inspector.get_foreign_keys(name), key=str),
            "unique": sorted(inspector.get_unique_constraints(name), key=str),
            "checks": sorted(inspector.get_check_constraints(name), key=str),
            "indexes": sorted(inspector.get_indexes(name), key=str),
        }
        for name in tables.metadata.tables
    }


# The migrations and the tables of the code


def test_there_is_one_head_and_every_migration_can_be_undone():
    assert SCRIPTS.get_heads() == [HEAD]
    for script in SCRIPTS.walk_revisions():
        assert callable(script.module.upgrade)
        assert callable(script.module.downgrade)


def test_alembic_finds_nothing_to_migrate(sessions):
    ours = {"compare_type": True, "include_name": lambda name, *_: name != "events"}
    with sessions.begin() as session:
        make_table(session)
        assert current(session.connection()) == HEAD
        context = MigrationContext.configure(session.connection(), opts=ours)
        assert compare_metadata(context, tables.metadata) == []


def test_the_migrations_build_what_the_code_says(backend, tmp_path, sessions):
    with (
        fresh_database(backend, tmp_path, migrated=False) as url,
        sessions_of(url) as others,
        others.begin() as session,
    ):
        tables.metadata.create_all(session.connection())
        wanted = schema(session.connection())
    with sessions.begin() as session:
        assert schema(session.connection()) == wanted


# Up and down


def test_an_empty_database_is_brought_up_to_date(empty_url):
    assert upgrade(empty_url) == HEAD
    assert names(empty_url) == {*tables.metadata.tables, "alembic_version"}


def test_what_is_up_to_date_is_left_alone(store_url, sessions):
    joined(sessions)
    before = contents(sessions)
    assert upgrade(store_url) == HEAD
    assert contents(sessions) == before


def test_down_and_up_again_gives_the_same_schema(store_url, sessions, commit):
    commit(make_table)
    commit(talk, "ana", NOW, "hello")
    with sessions.begin() as session:
        before = schema(session.connection())
    joined(sessions)
    said = contents(sessions)["events"]
    downgrade(store_url, "base")
    assert names(store_url) == {"alembic_version", "events"}
    upgrade(store_url)
    with sessions.begin() as session:
        assert schema(session.connection()) == before
    found = contents(sessions)
    assert found.pop("events") == said
    assert found.pop("alembic_version") == [(HEAD,)]
    assert not any(found.values())


def test_a_folder_is_made_for_a_file(tmp_path):
    file = tmp_path / "a" / "b" / "coach.db"
    assert upgrade(f"sqlite:///{file}") == HEAD
    assert file.is_file()


# Several at once, killed, too old, impossible


def test_several_may_upgrade_at_once(empty_url):
    said = run_at_once(UPGRADE_AT_ONCE, *[(empty_url,)] * 3)
    assert [answer.split() for answer in said] == [[HEAD]] * 3
    with sessions_of(empty_url) as sessions:
        assert contents(sessions)["alembic_version"] == [(HEAD,)]


@pytest.mark.parametrize("statement", [1, 4, 9])
def test_killed_in_the_middle_it_leaves_the_old_schema(empty_url, statement):
    killed = start(KILLED_UPGRADE, empty_url, str(statement))
    errors = killed.communicate(timeout=END_SECONDS)[1]
    assert killed.returncode == -signal.SIGKILL, errors
    assert names(empty_url) == set()
    assert upgrade(empty_url) == HEAD
    with sessions_of(empty_url) as sessions:
        ana = joined(sessions)
        assert committing(sessions)(goals.create, ana.id, "m", FIELDS, NOW).number == 1


def test_a_database_of_a_newer_version_is_refused_and_left_alone(store_url, sessions, commit):
    commit(lambda session: session.execute(sa.text("UPDATE alembic_version SET version_num='9'")))
    before = contents(sessions)
    with pytest.raises(StoreError, match="newer version of the coach"):
        upgrade(store_url)
    assert contents(sessions) == before


def test_a_folder_in_place_of_the_file_is_named_in_one_line(tmp_path):
    with pytest.raises(StoreError) as raised:
        upgrade(f"sqlite:///{tmp_path}")
    assert str(tmp_path) in str(raised.value)
    assert "COACH_DATABASE_URL" in str(raised.value)
    assert "\n" not in str(raised.value)

"""Backups: all of it comes back, on either kind of database, but for deleted people."""

from __future__ import annotations

import gzip
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from bot.store import backup, backup_file, backup_rows, deletions, goals, retention, upgrade, users
from bot.store.records import StoreError
from tests.helpers.backups import AWKWARD, everything, lived_in, refused
from tests.helpers.rasa_events import make_table, spoken, talk
from tests.helpers.stores import (
    BACKENDS,
    FIELDS,
    HEAD,
    NOW,
    committing,
    fresh_database,
    sessions_of,
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "coach-backup.gz"


@pytest.fixture
def target(tmp_path):
    """The address of an empty SQLite database."""
    with fresh_database("sqlite", tmp_path) as url:
        yield url


@pytest.fixture
def ben(sessions, ana):
    """Somebody else, in a database in which both have all that there can be."""
    return lived_in(sessions, ana)


@pytest.fixture
def whole(store_url, ben, file):
    backup.backup(store_url, file, NOW)
    return file.read_bytes()


# There and back


@pytest.mark.parametrize("other", BACKENDS)
def test_everything_comes_back(store_url, sessions, ana, ben, other, tmp_path, file):
    before = everything(store_url)
    counts = backup.backup(store_url, file, NOW)
    with fresh_database(other, tmp_path) as url:
        restored = backup.restore(url, file)
        assert everything(url) == before
        assert (restored.rows, restored.left_out) == (counts, 0)
        assert counts["users"] == 2
        assert counts["goals"] == 10
        assert counts["events"] == len(before["events"])
        _go_on(url, ana)
        again = tmp_path / "again.gz"
        backup.backup(url, again, NOW)
        moved = everything(url)
        with fresh_database("sqlite", tmp_path) as home:
            backup.restore(home, again)
            assert everything(home) == moved


def _go_on(url, person):
    """New rows take numbers that no restored one has."""
    with sessions_of(url) as sessions:
        commit = committing(sessions)
        made = commit(goals.create, person.id, "later", FIELDS, NOW)
        assert made.number == len(AWKWARD) + 1
        commit(talk, person.id, NOW + timedelta(days=1), "I am back")
        assert commit(spoken, person.id)[-1] == "I am back"


def test_a_database_that_was_never_used_comes_back(store_url, target, file):
    assert backup.backup(store_url, file, NOW).total() == 0
    backup.restore(target, file)
    backup.restore(target, file)
    assert everything(target)["events"] == []


@pytest.mark.parametrize("other", BACKENDS)
def test_a_database_without_tables_gets_them(store_url, ben, file, other, tmp_path):
    backup.backup(store_url, file, NOW)
    with fresh_database(other, tmp_path, migrated=False) as url:
        backup.restore(url, file)
        assert everything(url) == everything(store_url)


@pytest.mark.parametrize("other", BACKENDS)
def test_the_table_of_conversations_is_as_rasa_makes_it(other, tmp_path):
    from rasa.core.tracker_store import SQLTrackerStore

    made = []
    for table in (backup_rows.events, SQLTrackerStore.SQLEvent.__table__):
        with fresh_database(other, tmp_path) as url, sessions_of(url) as sessions:
            with sessions.begin() as session:
                table.create(session.connection())
            inspector = sa.inspect(sessions.kw["bind"])
            columns = [
                {**column, "type": str(column["type"])}
                for column in inspector.get_columns("events")
            ]
            made.append((columns, inspector.get_indexes("events")))
    assert made[0] == made[1]


# Older and newer schemas


@pytest.fixture
def next_version(monkeypatch, tmp_path):
    """A function after which the coach is a version ahead: people have a nickname."""
    folder = tmp_path / "migrations"

    def update():
        shutil.copytree(Path(upgrade.__file__).with_name("migrations"), folder)
        today = ScriptDirectory.from_config(upgrade.config()).get_current_head()
        (folder / "versions" / "nickname.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f'revision, down_revision = "next", "{today}"\n'
            'column = sa.Column("nickname", sa.String(20), nullable=False, server_default="you")\n'
            'def upgrade(): op.add_column("users", column)\n'
            'def downgrade(): op.drop_column("users", "nickname")\n'
        )
        present = upgrade.config

        def config(connection=None):
            made = present(connection)
            made.set_main_option("script_location", str(folder))
            return made

        monkeypatch.setattr(upgrade, "config", config)

    return update


@pytest.mark.parametrize("other", BACKENDS)
def test_an_earlier_versions_backup_is_brought_up(
    store_url, ben, file, next_version, other, tmp_path
):
    backup.backup(store_url, file, NOW)
    before = everything(store_url)
    next_version()
    with fresh_database(other, tmp_path) as url:
        backup.restore(url, file)
        after = everything(url)
    assert after.pop("alembic_version") == [("next",)]
    assert after.pop("users") == [(*row, "you") for row in before.pop("users")]
    del before["alembic_version"]
    assert after == before


def test_a_backup_changes_no_schema(store_url, ben, file, next_version):
    before = everything(store_url)
    next_version()
    backup.backup(store_url, file, NOW)
    assert everything(store_url) == before
    assert backup_file.revision(file) == HEAD


def test_a_later_versions_database_and_backup_are_refused(
    tmp_path, target, file, monkeypatch, next_version
):
    present = upgrade.config
    next_version()
    with fresh_database("sqlite", tmp_path) as url:
        upgrade.upgrade(url)
        backup.backup(url, file, NOW)
        monkeypatch.setattr(upgrade, "config", present)
        with pytest.raises(StoreError, match="newer version"):
            backup.backup(url, tmp_path / "other.gz", NOW)
    refused(target, file, "newer version")


# One moment


def test_it_is_one_moment_while_somebody_writes(
    store_url, sessions, commit, ana, ben, file, target, monkeypatch
):
    before = everything(store_url)
    read = backup_rows.read

    def reads_while_ana_writes(connection):
        rows = read(connection)
        yield next(rows)
        commit(goals.report, ana.id, "meanwhile", 1, NOW, progress=50)
        commit(talk, ana.id, NOW, "meanwhile")
        retention.erase(sessions, ben.id, NOW)
        yield from rows

    monkeypatch.setattr(backup_rows, "read", reads_while_ana_writes)
    backup.backup(store_url, file, NOW)
    assert everything(store_url) != before
    backup.restore(target, file)
    assert everything(target) == before


# Into which database


def test_a_database_in_which_somebody_lives_is_refused(whole, store_url, target, file):
    refused(store_url, file, "already")
    backup.restore(target, file)
    refused(target, file, "already")


def test_a_guests_conversation_is_not_overwritten(whole, target, file):
    with sessions_of(target) as sessions:
        committing(sessions)(make_table)
        committing(sessions)(talk, "guest", NOW, "hello")
    refused(target, file, "already")


def test_a_guest_who_only_looked_in_is_in_nobodys_way(whole, store_url, target, file):
    with sessions_of(target) as sessions:
        committing(sessions)(users.visitor, "test", "a guest", NOW)
    backup.restore(target, file)
    assert everything(target) == everything(store_url)


def test_what_is_no_database_of_the_coach_is_not_backed_up(tmp_path, file):
    with pytest.raises(StoreError, match="nothing of the coach"):
        backup.backup(f"sqlite:///{tmp_path / 'new.db'}", file, NOW)
    assert not file.exists()


# Deleted people


@pytest.mark.parametrize("done", [True, False], ids=["done", "asked for"])
def test_whoever_is_deleted_in_the_target_is_not_brought_back(
    whole, store_url, ana, ben, target, file, done
):
    with sessions_of(target) as sessions:
        receipt = committing(sessions)(deletions.request, ana.id, NOW)
        if done:
            committing(sessions)(deletions.finish, ana.id, NOW)
    restored = backup.restore(target, file)
    found = everything(target)
    assert _places(found, ana.id) == {"deletions"}
    assert [row for row in found["deletions"] if ana.id in row][0][1] == receipt
    assert _places(found, ben.id) == _places(everything(store_url), ben.id)
    assert restored.left_out == sum(
        ana.id in row for rows in everything(store_url).values() for row in rows
    )


def test_no_trace_of_the_deleted_is_written(whole, ana, tmp_path, file):
    with fresh_database("sqlite", tmp_path) as url:
        with sessions_of(url) as sessions:
            committing(sessions)(deletions.request, ana.id, NOW)
        backup.restore(url, file)
        database = Path(url.removeprefix("sqlite:///"))
        traces = [path.read_bytes() for path in tmp_path.glob(f"{database.name}*")]
    assert traces
    assert not any(f"I am {ana.id}".encode() in trace for trace in traces)


def test_whoever_is_deleted_in_the_backup_is_not_brought_back(
    store_url, sessions, commit, ana, ben, target, file
):
    receipt = commit(deletions.request, ana.id, NOW)
    backup.backup(store_url, file, NOW)
    backup.restore(target, file)
    assert _places(everything(target), ana.id) == {"deletions"}
    with sessions_of(target) as restored:
        assert committing(restored)(deletions.pending) == [ana.id]
        assert retention.erase(restored, ana.id, NOW) == receipt


def test_after_a_deletion_the_file_knows_nothing_of_the_person(store_url, sessions, ana, ben, file):
    retention.erase(sessions, ana.id, NOW)
    backup.backup(store_url, file, NOW)
    lines = gzip.decompress(file.read_bytes()).decode().splitlines()
    about = [line for line in lines if ana.id in line]
    assert [json.loads(line)[0] for line in about] == ["deletions"]


def _places(found, person):
    return {table for table, rows in found.items() for row in rows if person in row}

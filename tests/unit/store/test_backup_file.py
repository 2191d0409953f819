"""The file of a backup: its owner's alone, never over another; whatever is not whole is refused."""

from __future__ import annotations

import gzip
import os
import sqlite3
import stat
from contextlib import closing

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import backup, backup_file, backup_rows
from bot.store.records import StoreError
from tests.helpers.backups import everything, lived_in, refused
from tests.helpers.rasa_events import make_table
from tests.helpers.stores import BACKENDS, HEAD, NOW, committing, fresh_database, sessions_of


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


def written(file, *rows, revision=HEAD):
    """A whole backup file with these rows."""
    with file.open("wb") as out:
        backup_file.write(out, revision, NOW.isoformat(), rows)
    return file


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.text(max_size=8),
            st.dictionaries(
                st.text(max_size=8),
                st.none() | st.integers() | st.floats(allow_nan=False) | st.text(),
            ),
        ),
        max_size=8,
    )
)
def test_the_file_keeps_whatever_is_written(file, rows):
    assert list(backup_file.rows(written(file, *rows))) == rows
    assert backup_file.revision(file) == HEAD


# What is refused


def test_a_file_that_was_cut_off_is_refused(whole, target, tmp_path):
    cut = tmp_path / "cut.gz"
    lengths = [*range(0, len(whole), 10), *range(len(whole) - 12, len(whole))]
    for length in lengths:
        cut.write_bytes(whole[:length])
        with pytest.raises(StoreError, match="cut.gz (is damaged or was cut off|is not a backup)"):
            backup.restore(target, cut)
    assert everything(target)["users"] == []


def test_a_file_that_ends_early_but_well_is_refused(whole, target, tmp_path):
    lines = gzip.decompress(whole).splitlines(keepends=True)
    short = tmp_path / "short.gz"
    for left_out in (
        lines[:-1],
        lines[:5],
        [*lines[:5], lines[-1]],
        [*lines, lines[-1]],
        lines[:1],
    ):
        short.write_bytes(gzip.compress(b"".join(left_out)))
        refused(target, short, "damaged or was cut off")


def test_a_changed_byte_is_noticed(whole, tmp_path):
    changed = tmp_path / "changed.gz"
    changed.write_bytes(whole)
    rows = list(backup_file.rows(changed))
    for place in range(0, len(whole), 7):
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 0x11]) + whole[place + 1 :])
        try:
            backup_file.revision(changed)
            # The file's time in gzip's own header may be any.
            assert list(backup_file.rows(changed)) == rows
        except StoreError:
            continue


def test_a_changed_row_is_noticed(whole, target, file):
    text = gzip.decompress(whole).replace(b"Asia/Manila", b"Asia/Tokyo!")
    file.write_bytes(gzip.compress(text))
    refused(target, file, "damaged")


def _database(folder):
    with closing(sqlite3.connect(folder / "some.db")) as db:
        db.execute("CREATE TABLE t (x)")
        db.commit()
    return (folder / "some.db").read_bytes()


FOREIGN = {
    "empty": lambda _: b"",
    "text": lambda _: b"dear diary\n" * 50,
    "packed text": lambda _: gzip.compress(b"dear diary\n" * 50),
    "packed nothing": lambda _: gzip.compress(b""),
    "other json": lambda _: gzip.compress(b'{"format": "other"}\n'),
    "a list": lambda _: gzip.compress(b'["coach-backup"]\n'),
    "a deep list": lambda _: gzip.compress(b"[" * 4_000),
    "one endless line": lambda _: gzip.compress(b"\0" * 50_000_000, 1),
    "bad letters": lambda _: gzip.compress(b'{"format": "\xff"}\n'),
    "a database": _database,
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_file_is_refused(content, target, tmp_path):
    foreign = tmp_path / "foreign"
    foreign.write_bytes(content(tmp_path))
    refused(target, foreign, "foreign is not a backup of the coach")


def test_another_format_is_refused(target, file, monkeypatch):
    monkeypatch.setattr(backup_file, "VERSION", 2)
    written(file)
    monkeypatch.undo()
    refused(target, file, "format that this coach does not know")


@pytest.mark.parametrize("other", BACKENDS)
@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("recipes", {"id": 1}),
        ("users", {"id": "x"}),
        ("deletions", {"sender": "x", "receipt": "y", "requested_at": "yesterday"}),
        ("deletions", {"sender": "x", "receipt": "y", "requested_at": 5}),
        ("deletions", {"sender": "x", "receipt": "y", "requested_at": "2026-01-01T00:00:00"}),
        ("events", {"sender_id": "x", "type_name": "user", "id": 10**30}),
        ("events", {"sender_id": ["x"], "type_name": "user"}),
        ("events", {"sender_id": "x", "type_name": "user", "colour": "red"}),
        ("events", {"sender_id": "\ud800", "type_name": "user"}),
        ("goal_updates", {"user_id": "x", "goal_id": 1}),
    ],
)
def test_rows_that_do_not_fit_are_refused(file, tmp_path, other, table, row):
    first = ("deletions", {"sender": "gone", "receipt": "z", "requested_at": NOW.isoformat()})
    written(file, first, (table, row))
    with fresh_database(other, tmp_path) as url, sessions_of(url) as sessions:
        committing(sessions)(make_table)
        refused(url, file, "nothing was restored|does not know")


# The file


@pytest.fixture
def open_umask():
    before = os.umask(0)
    yield
    os.umask(before)


def test_only_its_owner_may_read_it(store_url, tmp_path, open_umask):
    folder = tmp_path / "backups"
    folder.mkdir()
    file = folder / "b.gz"
    backup.backup(store_url, file, NOW)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    backup.backup(store_url, file, NOW, force=True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(folder.iterdir()) == [file]


def test_a_file_of_that_name_stays_unless_it_is_forced(store_url, ana, file):
    file.write_text("mine")
    with pytest.raises(FileExistsError):
        backup.backup(store_url, file, NOW)
    assert file.read_text() == "mine"
    backup.backup(store_url, file, NOW, force=True)
    assert backup_file.revision(file) == HEAD


def test_a_name_that_points_nowhere_is_taken_too(store_url, tmp_path, file):
    file.symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        backup.backup(store_url, file, NOW)
    assert not (tmp_path / "nowhere").exists()


def test_a_backup_that_fails_halfway_leaves_what_was_there(store_url, tmp_path, monkeypatch):
    folder = tmp_path / "backups"
    folder.mkdir()
    file = folder / "b.gz"
    file.write_text("the last one")

    def fails(_):
        yield "deletions", {"sender": "x"}
        raise sa.exc.OperationalError("SELECT", {}, Exception("the server went away"))

    monkeypatch.setattr(backup_rows, "read", fails)
    with pytest.raises(StoreError, match="went away"):
        backup.backup(store_url, file, NOW, force=True)
    assert file.read_text() == "the last one"
    assert list(folder.iterdir()) == [file]

"""Backups: all of it comes back, on either kind of database; whatever is not whole is refused."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import (
    backup,
    backup_file,
    backup_rows,
    checkins,
    deletions,
    exports,
    feedback,
    goals,
    retention,
    upgrade,
    users,
)
from bot.store.records import GoalFields, StoreError
from tests.helpers.rasa_events import make_table, spoken, talk
from tests.helpers.stores import (
    BACKENDS,
    FIELDS,
    NOW,
    committing,
    fresh_database,
    joined,
    sessions_of,
)

AWKWARD = (
    'it\'s "quoted"; DROP TABLE users; --',
    "line\nbreak,\ttab, \\n and \u2028 separator",
    "किसी की 🙏🏽 e\u0301 كيف حالك",
    "🙂" * 200,
    '["users", {"id": "x"}]',
)
CARD = {"topic": "listening", "card": "listening.agent", "card_version": "21433e1c"}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "coach-backup.gz"


@pytest.fixture
def target(tmp_path):
    """The address of an empty database; the other kind's, where a test asks for it."""
    with fresh_database("sqlite", tmp_path) as url:
        yield url


@pytest.fixture
def ben(sessions, ana):
    """Somebody else; both have goals, opinions and conversations, with awkward texts in them."""
    other = joined(sessions, "ben", time_zone="Asia/Kolkata")
    with sessions.begin() as session:
        make_table(session)
        for person in (ana, other):
            _live(session, person)
        users.visitor(session, "test", "a guest", NOW)
        deletions.request(session, "somebody-gone", NOW, "m-9")
        deletions.finish(session, "somebody-gone", NOW + timedelta(microseconds=1))
    return other


def _live(session, person):
    talk(session, person.id, NOW, *AWKWARD, f"I am {person.id}")
    for number, text in enumerate(AWKWARD, start=1):
        fields = GoalFields(text, text, date(2026, 12, number), text)
        goals.create(session, person.id, f"g{number}", fields, NOW)
    goals.report(session, person.id, "p", 1, NOW, progress=40, note=AWKWARD[1])
    goals.complete(session, person.id, "c", 2, NOW)
    goals.drop(session, person.id, "d", 3, NOW, reason=AWKWARD[0])
    checkins.plan_first(session, person, NOW)
    feedback.judge(session, person.id, "f", "not_helpful", CARD, NOW, reason="known")
    exports.ticket(session, person.id, NOW)


def everything(url):
    """Every row of every table, with dates and moments alike whatever kind of database it is."""
    with sessions_of(url) as sessions, sessions.begin() as session:
        found = sa.MetaData()
        found.reflect(session.connection())
        rows = {table.name: session.execute(sa.select(table)) for table in found.sorted_tables}
        return {
            name: sorted((tuple(map(_in_utc, row)) for row in rows[name]), key=repr)
            for name in rows
        }


def _in_utc(value):
    if not isinstance(value, datetime):
        return value
    zone = value.tzinfo or timezone.utc
    return value.replace(tzinfo=zone).astimezone(timezone.utc)


def written(file, *rows, revision="0001"):
    """A whole backup file with these rows."""
    with file.open("wb") as out:
        backup_file.write(out, revision, NOW.isoformat(), rows)
    return file


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
    assert backup_file.revision(file) == "0001"


# Older and newer schemas


@pytest.fixture
def next_version(monkeypatch, tmp_path):
    """A function after which the coach is a version ahead: people have a nickname."""
    folder = tmp_path / "migrations"

    def update():
        shutil.copytree(Path(upgrade.__file__).with_name("migrations"), folder)
        (folder / "versions" / "0002_nickname.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            'revision, down_revision = "0002", "0001"\n'
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
    assert after.pop("alembic_version") == [("0002",)]
    assert after.pop("users") == [(*row, "you") for row in before.pop("users")]
    del before["alembic_version"]
    assert after == before


def test_a_backup_changes_no_schema(store_url, ben, file, next_version):
    before = everything(store_url)
    next_version()
    backup.backup(store_url, file, NOW)
    assert everything(store_url) == before
    assert backup_file.revision(file) == "0001"


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


# What is refused


@pytest.fixture
def whole(store_url, ben, file):
    backup.backup(store_url, file, NOW)
    return file.read_bytes()


def refused(url, file, words):
    """Restoring says so in one line and leaves the database alone."""
    before = everything(url)
    with pytest.raises(StoreError, match=words) as caught:
        backup.restore(url, file)
    assert "\n" not in str(caught.value)
    assert everything(url) == before


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
    assert backup_file.revision(file) == "0001"


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

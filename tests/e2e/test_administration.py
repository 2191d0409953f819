"""`coach db`, `coach users`, `coach retention`: real processes beside a database of their own."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bot import clock
from bot.store import deletions, goals, users
from bot.store.records import Person
from bot.store.session import Sessions
from bot.store.upgrade import upgrade
from tests.helpers.processes import run_coach
from tests.helpers.rasa_events import make_table, spoken, talk
from tests.helpers.stores import FIELDS, HEAD, committing, joined, sessions_of

RECEIPT = re.compile(r"DEL-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}\n")
WORDS = "my team leader shouts 🙏 “every day”"


def address(folder: Path) -> str:
    """Where `coach …` keeps its data in that folder."""
    return f"sqlite:///{folder / 'conversations.db'}"


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[Sessions]:
    upgrade(address(tmp_path))
    with sessions_of(address(tmp_path)) as made:
        committing(made)(make_table)
        yield made


@pytest.fixture
def ana(sessions: Sessions) -> Person:
    """Somebody with a goal, a role and a conversation."""
    commit, now = committing(sessions), clock.now()
    person = joined(sessions, "ana")
    commit(users.change, person.id, role="agent")
    commit(goals.create, person.id, "m", FIELDS, now - timedelta(days=9))
    commit(talk, person.id, now - timedelta(days=1), WORDS)
    return person


def refused(done: CompletedProcess[str], *words: str) -> None:
    """One clear line, and nothing else."""
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("coach: ")
    assert len(done.stderr.splitlines()) == 1, done.stderr
    for word in words:
        assert word in done.stderr


def fine(done: CompletedProcess[str]) -> str:
    """What it printed; nothing was said beside it."""
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


# Where there is nothing yet


def test_an_empty_folder_is_a_database_without_people(tmp_path: Path) -> None:
    fresh = tmp_path / "not made yet"
    refused(run_coach("db", "backup", str(tmp_path / "b.gz"), data_dir=fresh), str(fresh))
    assert not (tmp_path / "b.gz").exists()
    [head] = fine(run_coach("users", "list", data_dir=fresh)).splitlines()
    assert head.split()[:2] == ["id", "role"]
    swept = fine(run_coach("retention", "run", data_dir=fresh))
    assert swept == "Deleted: 0 who had asked for it, 0 guests, 0 old events of 0 conversations.\n"
    assert HEAD in fine(run_coach("db", "upgrade", data_dir=fresh))


# People


def test_the_list_says_who_there_is_and_nothing_they_wrote(
    tmp_path: Path, sessions: Sessions, ana: Person
) -> None:
    ben = joined(sessions, "ben", time_zone="Asia/Kolkata")
    listed = fine(run_coach("users", "list", data_dir=tmp_path))
    assert len(listed.splitlines()) == 3
    [hers] = [line.split("  ") for line in listed.splitlines() if ana.id in line]
    yesterday = f"{clock.now() - timedelta(days=1):%Y-%m-%d}"
    assert hers[:2] == [ana.id, "agent"]
    assert {"Asia/Manila", "2026-09-01", "1"} <= {cell.strip() for cell in hers}
    assert hers[-1].startswith(yesterday)
    [his] = [line.split() for line in listed.splitlines() if ben.id in line]
    assert his == [ben.id, "-", "Asia/Kolkata", "2026-09-01", "0", "-"]
    assert "shouts" not in listed
    assert FIELDS.title not in listed


def test_an_export_goes_to_standard_output_or_into_a_file_for_its_owner(
    tmp_path: Path, ana: Person
) -> None:
    printed = json.loads(fine(run_coach("users", "export", ana.id, data_dir=tmp_path)))
    assert printed["person"]["id"] == ana.id
    assert printed["conversation"][0]["text"] == WORDS
    assert printed["goals"][0]["title"] == FIELDS.title
    file = tmp_path / "ana.json"
    assert fine(run_coach("users", "export", ana.id, str(file), data_dir=tmp_path)) == ""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    written = file.read_bytes()
    assert {**json.loads(written), "exported_at": ""} == {**printed, "exported_at": ""}
    refused(run_coach("users", "export", ana.id, str(file), data_dir=tmp_path), "ana.json")
    assert file.read_bytes() == written


def test_a_deletion_is_asked_about_and_leaves_a_receipt(
    tmp_path: Path, sessions: Sessions, ana: Person
) -> None:
    commit = committing(sessions)
    for answer in (b"n\n", b"\xff\n", b""):
        done = run_coach("users", "delete", ana.id, data_dir=tmp_path, stdin=answer)
        assert (done.returncode, done.stdout) == (1, "")
        assert ana.id in done.stderr
        assert commit(users.get, ana.id) == _with_role(ana)
    done = run_coach("users", "delete", ana.id, data_dir=tmp_path, stdin="y\n")
    assert done.returncode == 0
    assert RECEIPT.fullmatch(done.stdout)
    assert commit(users.get, ana.id) is None
    assert commit(spoken, ana.id) == []
    assert commit(users.is_retired, ana.id)
    for command in ("export", "delete"):
        refused(run_coach("users", command, ana.id, data_dir=tmp_path), ana.id)


def _with_role(person: Person) -> Person:
    return Person(**{**vars(person), "role": "agent"})


def test_a_guest_is_exported_and_deleted_too(tmp_path: Path, sessions: Sessions) -> None:
    commit = committing(sessions)
    guest = commit(users.visitor, "test", "a guest", clock.now()).sender
    commit(talk, guest, clock.now(), WORDS)
    exported = json.loads(fine(run_coach("users", "export", guest, data_dir=tmp_path)))
    assert exported["person"] is None
    assert exported["conversation"][0]["text"] == WORDS
    assert RECEIPT.fullmatch(fine(run_coach("users", "delete", guest, "--yes", data_dir=tmp_path)))
    assert commit(spoken, guest) == []


@pytest.mark.parametrize(
    ("command", "sender"),
    [
        pytest.param("delete", "nobody", id="unknown"),
        pytest.param("export", "../../etc/passwd", id="path"),
        pytest.param("delete", "' OR '1'='1", id="sql"),
        pytest.param("export", "\x1b[31mred\nline", id="escape"),
        pytest.param("delete", "\udcff", id="no utf-8"),
        pytest.param("delete", "%", id="wildcard", marks=pytest.mark.slow),
        pytest.param("export", "x" * 5000, id="long", marks=pytest.mark.slow),
        pytest.param("export", "", id="empty", marks=pytest.mark.slow),
    ],
)
def test_an_id_of_nobody_is_one_line(
    tmp_path: Path, sessions: Sessions, ana: Person, command: str, sender: str
) -> None:
    done = run_coach("users", command, sender, data_dir=tmp_path, stdin="y\n")
    refused(done, "nobody with the id")
    assert "\x1b" not in done.stderr
    assert len(done.stderr) < 200
    assert committing(sessions)(users.get, ana.id) is not None
    assert committing(sessions)(deletions.pending) == []


# Backups


def test_a_backup_is_restored_into_an_empty_database(
    tmp_path: Path, sessions: Sessions, ana: Person
) -> None:
    file = tmp_path / "b.gz"
    said = fine(run_coach("db", "backup", str(file), data_dir=tmp_path))
    assert "1 users" in said
    assert "4 events" in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    refused(run_coach("db", "backup", str(file), data_dir=tmp_path), "b.gz")
    refused(run_coach("db", "restore", str(file), data_dir=tmp_path), "already")
    fine(run_coach("db", "backup", str(file), "--force", data_dir=tmp_path))
    other = tmp_path / "other"
    assert "1 users" in fine(run_coach("db", "restore", str(file), data_dir=other))
    with sessions_of(address(other)) as restored:
        assert committing(restored)(users.get, ana.id) == _with_role(ana)
        assert committing(restored)(spoken, ana.id) == [WORDS]
    refused(run_coach("db", "restore", str(file), data_dir=other), "already")


def test_a_deletion_outlasts_an_older_backup(
    tmp_path: Path, sessions: Sessions, ana: Person
) -> None:
    file = tmp_path / "b.gz"
    fine(run_coach("db", "backup", str(file), data_dir=tmp_path))
    fine(run_coach("users", "delete", ana.id, "--yes", data_dir=tmp_path))
    said = fine(run_coach("db", "restore", str(file), data_dir=tmp_path))
    assert "left out" in said
    assert committing(sessions)(users.get, ana.id) is None
    assert committing(sessions)(spoken, ana.id) == []


@pytest.mark.parametrize("content", [None, b"dear diary", b""], ids=["missing", "text", "empty"])
def test_what_is_no_backup_is_one_line(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "b.gz"
    if content is not None:
        file.write_bytes(content)
    refused(run_coach("db", "restore", str(file), data_dir=tmp_path / "data"), "b.gz")
    assert not (tmp_path / "data").exists()


# Retention


def test_a_dry_run_says_what_a_run_deletes(tmp_path: Path, sessions: Sessions, ana: Person) -> None:
    commit, now = committing(sessions), clock.now()
    commit(talk, "old", now - timedelta(days=40), "long ago")
    guest = commit(users.visitor, "test", "a guest", now - timedelta(days=2)).sender
    commit(deletions.request, joined(sessions, "gone").id, now)
    numbers = ": 1 who had asked for it, 1 guests, 4 old events of 1 conversations.\n"
    month = {"COACH_RETENTION_DAYS": "30"}

    def run(*options: str) -> str:
        return fine(run_coach("retention", "run", *options, data_dir=tmp_path, env=month))

    assert run("--dry-run") == f"Would delete{numbers}"
    assert commit(spoken, "old") == ["long ago"]
    assert guest in commit(users.stale_guests, now)
    assert run() == f"Deleted{numbers}"
    assert commit(spoken, "old") == []
    assert commit(users.stale_guests, now) == []
    assert commit(deletions.pending) == []
    assert commit(spoken, ana.id) == [WORDS]


# A database that is away


@pytest.mark.parametrize(
    "arguments",
    [
        ("db", "upgrade"),
        ("db", "backup", "{folder}/b.gz"),
        ("users", "list"),
        pytest.param(("users", "delete", "nobody"), marks=pytest.mark.slow),
        pytest.param(("retention", "run"), marks=pytest.mark.slow),
    ],
    ids=" ".join,
)
def test_a_database_that_is_away_is_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    away = {"COACH_DATABASE_URL": "postgresql://coach:hidden@127.0.0.1:1/coach"}
    words = [argument.format(folder=tmp_path) for argument in arguments]
    done = run_coach(*words, data_dir=tmp_path, env=away)
    refused(done, "127.0.0.1/coach")
    assert "hidden" not in done.stderr
    assert not (tmp_path / "b.gz").exists()


@pytest.mark.parametrize("arguments", [("db", "backup"), ("users", "dance")], ids=" ".join)
def test_what_is_missing_is_said(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run_coach(*arguments, data_dir=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage" in done.stderr

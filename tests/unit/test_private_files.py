"""What people told the coach is for the owner of its files alone."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from bot.nlu.built_file import ensure_built
from bot.private_files import private_file, private_folder
from bot.rasa.processes import StartError, running_coach
from bot.settings import Settings
from bot.store.upgrade import upgrade


@pytest.fixture(autouse=True)
def usual_umask():
    """That of most machines: others may read what is made without a thought."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path):
    return oct(path.stat().st_mode & 0o777)


def test_a_folder_and_those_above_it_are_made_for_the_owner(tmp_path):
    folder = private_folder(tmp_path / "a" / "b" / "c")
    assert [mode(each) for each in (folder, *folder.parents[:2])] == ["0o700"] * 3
    assert private_folder(folder) == folder


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o755)
    private_file(folder / "file")
    assert mode(folder) == "0o755"


@pytest.mark.parametrize("before", [None, 0o644, 0o600])
def test_a_file_is_for_the_owner_and_keeps_what_it_holds(tmp_path, before):
    file = tmp_path / "new" / "file"
    if before is not None:
        file.parent.mkdir()
        file.write_text("kept")
        file.chmod(before)
    assert private_file(file) == file
    assert mode(file) == "0o600"
    assert file.read_text() == ("" if before is None else "kept")


def test_what_cannot_be_made_is_left_to_whoever_opens_it(tmp_path):
    assert private_file(tmp_path) == tmp_path
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        private_file(tmp_path / "file" / "below")


@pytest.mark.parametrize("name", ["data", "how? so"])
def test_the_database_and_what_lies_beside_it_are_for_the_owner(tmp_path, name):
    folder = tmp_path / name
    url = Settings.from_env({"COACH_DATA_DIR": str(folder)}).database_url
    upgrade(url)
    assert mode(folder) == "0o700"
    file = folder / "conversations.db"
    with closing(sqlite3.connect(file)) as db:
        db.execute("UPDATE alembic_version SET version_num = version_num")
        db.commit()
        beside = {path.name: mode(path) for path in folder.iterdir()}
    assert beside == dict.fromkeys(beside, "0o600")
    assert len(beside) == 3, "the log and its index are there while somebody writes"


def test_a_database_of_an_earlier_version_is_taken_back_from_others(tmp_path):
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    with closing(sqlite3.connect(tmp_path / "coach.db")) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE mine (a)")
        files = list(tmp_path.iterdir())
        assert {mode(file) for file in files} == {"0o644"}
        upgrade(url)
        assert {mode(file) for file in files} == {"0o600"}
        assert len(files) == 3


def test_the_logs_of_the_servers_are_for_the_owner(tmp_path):
    server = tmp_path / "root" / "actions" / "server.py"
    server.parent.mkdir(parents=True)
    (server.parent / "__init__.py").touch()
    server.write_text("raise SystemExit(1)")
    settings = Settings.from_env({"COACH_DATA_DIR": str(tmp_path / "data")})
    with pytest.raises(StartError), running_coach(replace(settings, root=tmp_path / "root")):
        pass
    logs = tmp_path / "data" / "logs"
    modes = {mode(log) for log in logs.iterdir()}
    assert (mode(logs.parent), mode(logs), modes) == ("0o700", "0o700", {"0o600"})


def test_the_cache_makes_a_data_folder_for_the_owner(tmp_path):
    ensure_built(tmp_path / "data" / "cache" / "file", lambda: b"built")
    assert mode(tmp_path / "data") == "0o700"

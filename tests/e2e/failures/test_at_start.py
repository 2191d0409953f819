"""What is said when the coach cannot start."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.rasa.processes import running_coach
from bot.rasa.starting import StartError
from bot.settings import Settings
from tests.helpers.channel import RUDE
from tests.helpers.failing import assert_answered, assert_one_line, folder_in
from tests.helpers.own_coach import apart, free_port, listener
from tests.helpers.processes import copy_house, run_coach

pytestmark = pytest.mark.slow


# The model


def test_a_corrupt_model_is_said_in_one_line(trained: Settings, tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    [model] = (house / "models").glob("*.tar.gz")
    model.write_bytes(model.read_bytes()[:-1000])
    settings = replace(apart(trained, folder_in(tmp_path, "data")), root=house)
    with pytest.raises(StartError) as error, running_coach(settings):
        pass
    assert_one_line(str(error.value), model.name, "train")


def test_a_missing_model_is_said_in_one_line(trained: Settings, tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    shutil.rmtree(house / "models")
    settings = replace(apart(trained, folder_in(tmp_path, "data")), root=house)
    with pytest.raises(StartError) as error, running_coach(settings):
        pass
    assert_one_line(str(error.value), "train")


@pytest.mark.timeout(900)
def test_train_mends_a_corrupt_model(trained: Settings, tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    [model] = (house / "models").glob("*.tar.gz")
    model.write_bytes(b"\x00" * 1000)
    data = apart(trained, folder_in(tmp_path, "data")).data_dir
    mended = run_coach("train", data_dir=data, root=house, timeout=800)
    assert mended.returncode == 0, mended.stderr
    assert "damaged" in mended.stderr
    assert "Traceback" not in mended.stderr
    said_again = run_coach("train", data_dir=data, root=house)
    assert "Training" not in said_again.stderr
    chatted = run_coach("chat", "--json", data_dir=data, root=house, stdin=f"{RUDE}\n")
    assert chatted.returncode == 0, chatted.stderr
    assert_answered(json.loads(chatted.stdout)["replies"])


# Knowledge


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("knowledge/topics/communication.yml", None),
        ("knowledge/sources.yml", None),
        ("knowledge/contacts.yml", None),
        ("knowledge/bridges.yml", None),
        ("knowledge/topics/communication.yml", "id: [communication"),
        ("knowledge/topics/communication.yml", "\x00\x01"),
        ("knowledge/topics/communication.yml", ""),
    ],
    ids=lambda value: ascii(value).rpartition("/")[2][:20],
)
def test_a_knowledge_file_that_cannot_be_used_is_named(
    trained: Settings, tmp_path: Path, file: str, content: str | None
) -> None:
    house = copy_house(tmp_path / "house")
    if content is None:
        (house / file).unlink()
    else:
        (house / file).write_text(content)
    settings = replace(apart(trained, folder_in(tmp_path, "data")), root=house)
    with pytest.raises(StartError) as error, running_coach(settings):
        pass
    assert_one_line(str(error.value), Path(file).stem)


# Places that are taken


@pytest.mark.parametrize("variable", ["COACH_RASA_PORT", "COACH_ACTIONS_PORT"])
def test_a_port_that_is_taken(trained: Settings, tmp_path: Path, variable: str) -> None:
    data = apart(trained, tmp_path).data_dir
    port = free_port()
    with listener(port, None):
        done = run_coach("chat", data_dir=data, stdin="hello\n", env={variable: str(port)})
    assert done.returncode == 1
    assert done.stdout == ""
    assert_one_line(done.stderr, str(port), variable)


def _database_folder(data: Path) -> None:
    (data / "conversations.db").mkdir()


def _damaged_database(data: Path) -> None:
    (data / "conversations.db").write_bytes(b"no database at all " * 500)


@pytest.mark.parametrize("spoil", [_database_folder, _damaged_database])
def test_a_database_that_cannot_be_used_at_start(
    trained: Settings, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    data = apart(trained, tmp_path).data_dir
    spoil(data)
    done = run_coach("chat", data_dir=data, stdin="hello\n")
    assert done.returncode == 1
    assert done.stdout == ""
    assert_one_line(done.stderr, "conversations.db", "COACH_DATABASE_URL")


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "nosuchdatabase://somewhere/x",
        "postgresql://ana:s3cr3t@127.0.0.1:1/coach",
        # Not even root can make a folder there.
        "sqlite:////dev/null/nowhere.db",
    ],
)
def test_a_database_address_that_cannot_be_used(
    trained: Settings, tmp_path: Path, url: str
) -> None:
    data = apart(trained, tmp_path).data_dir
    env = {"COACH_DATABASE_URL": url}
    done = run_coach("chat", data_dir=data, stdin="hello\n", env=env)
    assert done.returncode == 1
    assert done.stdout == ""
    assert_one_line(done.stderr, "COACH_DATABASE_URL")
    assert "s3cr3t" not in done.stderr


def test_a_data_folder_with_an_odd_name(trained: Settings, tmp_path: Path) -> None:
    data = apart(trained, folder_in(tmp_path, "Ana's Büro 100% #1?")).data_dir
    done = run_coach("chat", data_dir=data, stdin=f"{RUDE}\n")
    assert done.returncode == 0, done.stderr
    assert "1. " in done.stdout
    assert (data / "conversations.db").exists()


def test_a_data_folder_that_is_a_file(trained: Settings, tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.write_text("no folder")
    done = run_coach("chat", data_dir=file, stdin="hello\n")
    assert done.returncode == 1
    assert done.stdout == ""
    assert_one_line(done.stderr, str(file))


@pytest.mark.parametrize(
    ("variable", "value"),
    [("COACH_RASA_PORT", "high"), ("COACH_RASA_PORT", "70000"), ("COACH_TURN_SECONDS", "0")],
)
def test_a_setting_that_cannot_be_used(tmp_path: Path, variable: str, value: str) -> None:
    done = run_coach("chat", data_dir=tmp_path, stdin="hello\n", env={variable: value})
    assert done.returncode == 1
    assert_one_line(done.stderr, variable, value)

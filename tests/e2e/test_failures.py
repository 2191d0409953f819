"""What a person is told when a part of the coach fails, and that it works again afterwards."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.chat import Address
from bot.chat import run as chat
from bot.rasa.processes import StartError, running_coach
from bot.settings import Settings
from tests.helpers.conversations import turns
from tests.helpers.own_coach import OwnCoach, apart, free_port, listener, own_coach
from tests.helpers.processes import (
    alive,
    children,
    copy_house,
    run_coach,
    said,
    spawn_coach,
    wait_until,
)
from tests.helpers.talk import Person, Reply

RUDE = "i keep getting told my tone is rude on calls"
TURN_SECONDS = 2
PATIENCE = 9
"""Seconds in which a failed turn has to end: SQLite itself waits five for a lock."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for the database; a small disk of its own where we may mount one."""
    folder = tmp_path_factory.mktemp("disk")
    mounted = False
    if os.geteuid() == 0 and shutil.which("mount"):
        mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield folder
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=False)


@pytest.fixture(scope="module")
def own(
    trained: Settings, disk: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OwnCoach]:
    """A coach of this module's own, which gives up on a turn after two seconds."""
    settings = apart(trained, tmp_path_factory.mktemp("own"))
    settings = replace(settings, database_url=f"sqlite:///{disk / 'conversations.db'}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_TURN_SECONDS", str(TURN_SECONDS))
        with own_coach(settings) as running:
            yield running


@pytest.fixture(autouse=True)
def _show_logs(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the coach's processes said, in the report of a test that failed."""
    yield
    if "own" in request.fixturenames:
        print(said(request.getfixturevalue("own").settings.data_dir))  # noqa: T201


def message(person: Person, text: str = RUDE) -> dict[str, Any]:
    return {"sender": person.sender, "message_id": uuid.uuid4().hex, "message": text}


def post(person: Person, body: dict[str, Any]) -> list[Reply]:
    """The replies, which have to come in time."""
    started = time.monotonic()
    response = person.post(body)
    assert response.status_code == 200, response.text
    assert time.monotonic() - started < PATIENCE
    replies: list[Reply] = response.json()["replies"]
    return replies


def assert_honest(replies: list[Reply]) -> None:
    """One reply that says that it failed and what to do, in words for a person."""
    [reply] = replies
    assert reply["custom"]["kind"] == "error"
    assert "sorry" in reply["text"].lower()
    assert "again" in reply["text"]
    assert "Traceback" not in reply["text"]
    assert "Error" not in reply["text"]
    assert reply["buttons"] == []


def assert_answered(replies: list[Reply]) -> None:
    assert replies[0]["custom"]["kind"] == "guidance", replies
    assert replies[0]["custom"]["topic"] == "communication"


def assert_one_line(text: str, *parts: str) -> None:
    """One line for a person, that names these parts."""
    assert text.strip()
    assert "\n" not in text.strip(), text
    assert "Traceback" not in text
    for part in parts:
        assert part in text, text


# The action server


def test_an_action_server_that_is_down(own: OwnCoach) -> None:
    person = own.person()
    body = message(person)
    with own.without_actions():
        for _ in range(2):
            assert_honest(post(person, body))
    answered = post(person, body)
    assert_answered(answered)
    assert post(person, body) == answered
    assert person.say("more")[0]["custom"]["topic"] == "communication"


def test_a_failed_question_is_not_taken_for_answered(own: OwnCoach) -> None:
    person = own.person()
    with own.without_actions():
        assert_honest(post(person, message(person)))
        assert_honest(post(person, message(person, "thanks")))
    assert person.say("more")[0]["custom"]["kind"] == "help", "nothing was on the table"


def test_a_failed_turn_leaves_what_was_on_the_table(own: OwnCoach) -> None:
    person = own.person()
    assert_answered(person.say(RUDE))
    with own.without_actions():
        assert_honest(post(person, message(person, "i get defensive when i get feedback")))
        pressed = {**message(person), "payload": person.offered[-1][0]["payload"]}
        del pressed["message"]
        assert_honest(post(person, pressed))
    again = post(person, pressed)
    assert again[0]["custom"]["topic"] == "communication"
    assert post(person, pressed) == again


def test_an_action_server_that_never_answers(own: OwnCoach) -> None:
    person, other = own.person(), own.person()
    body = message(person)
    with own.without_actions() as port, listener(port, None) as calls:
        started = time.monotonic()
        assert_honest(post(person, body))
        assert time.monotonic() - started < TURN_SECONDS + 3
        assert_honest(post(other, message(other)))
        assert calls() == 2
        assert httpx.get(own.running.url.removesuffix("webhook")).json() == {"status": "ok"}
    assert_answered(post(person, body))
    assert_answered(other.say(RUDE))


def test_messages_that_wait_behind_one_that_hangs(own: OwnCoach) -> None:
    person = own.person()
    bodies = [message(person) for _ in range(4)]
    with own.without_actions() as port, listener(port, None), ThreadPoolExecutor() as pool:
        for replies in pool.map(lambda body: post(person, body), bodies):
            assert_honest(replies)
    started = time.monotonic()
    assert_answered(post(person, bodies[0]))
    assert time.monotonic() - started < TURN_SECONDS, "no lock is left behind"


NOTHING = b'{"events": [], "responses": []}'


OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
NONSENSE = {
    "500": b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
    "nothing": OK + b"31\r\n\r\n" + NOTHING,
    "closed": b"",
    "noise": b"no HTTP at all\r\n\r\n",
    "404": b"HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\n{}",
    "half": OK + b"1\r\n\r\n{",
    "html": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<hi>",
    "list": OK + b"2\r\n\r\n[]",
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE)
def test_an_action_server_that_answers_nonsense(own: OwnCoach, answer: bytes) -> None:
    person = own.person()
    body = message(person)
    with own.without_actions() as port, listener(port, answer):
        assert_honest(post(person, body))
    assert_answered(post(person, body))


# The database


@contextmanager
def locked(own: OwnCoach) -> Iterator[None]:
    with closing(sqlite3.connect(own.database, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        yield
        db.execute("ROLLBACK")


def files_of(own: OwnCoach) -> list[Path]:
    return list(own.database.parent.glob(f"{own.database.name}*"))


@contextmanager
def missing(own: OwnCoach) -> Iterator[None]:
    """The database's files are somewhere else for a while."""
    away = own.settings.data_dir / "away"
    away.mkdir()
    for path in files_of(own):
        shutil.move(path, away)
    yield
    for path in files_of(own):
        path.unlink()
    for path in away.iterdir():
        shutil.move(path, own.database.parent)
    away.rmdir()


@contextmanager
def a_folder(own: OwnCoach) -> Iterator[None]:
    """Something else stands where the database was."""
    with missing(own):
        own.database.mkdir()
        yield
        own.database.rmdir()


@contextmanager
def damaged(own: OwnCoach) -> Iterator[None]:
    with missing(own):
        own.database.write_bytes(b"no database at all " * 500)
        yield


@contextmanager
def full(own: OwnCoach) -> Iterator[None]:
    """No room on the disk of the database."""
    disk = own.database.parent
    if not disk.is_mount():
        pytest.skip("a small disk to be filled can only be mounted by root")
    filling = disk / "filling"
    # Byte by byte at the end, or the last page stays free.
    with filling.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            with suppress(OSError):
                while file.write(b"x" * size):
                    pass
    yield
    filling.unlink()


@contextmanager
def read_only(own: OwnCoach) -> Iterator[None]:
    """Neither the database nor its folder can be written."""
    disk = own.database.parent
    if disk.is_mount():
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        yield
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        return
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere, and no disk can be mounted")
    paths = [*files_of(own), disk]
    modes = [path.stat().st_mode for path in paths]
    for path in paths:
        path.chmod(0o500)
    yield
    for path, mode in zip(paths, modes, strict=True):
        path.chmod(mode)


@pytest.mark.parametrize("trouble", [locked, missing, a_folder, damaged, full, read_only])
def test_a_database_that_cannot_be_used(own: OwnCoach, trouble: Callable[[OwnCoach], Any]) -> None:
    known, fresh = own.person(), own.person()
    assert_answered(known.say(RUDE))
    before = turns(own.database, known.sender)
    bodies = [message(known, "more"), message(fresh)]
    with trouble(own):
        failed = [post(known, bodies[0]), post(fresh, bodies[1])]
    for replies in failed:
        assert_honest(replies)
        assert "store" in replies[0]["text"], "says what is wrong"
    assert turns(own.database, known.sender) == before
    assert post(known, bodies[0])[0]["custom"]["topic"] == "communication"
    assert_answered(post(fresh, bodies[1]))
    assert len(turns(own.database, known.sender)) == 2


def test_a_lock_that_is_soon_released_costs_nobody_an_answer(own: OwnCoach) -> None:
    person = own.person()
    with ThreadPoolExecutor() as pool:
        with locked(own):
            answer = pool.submit(post, person, message(person))
            with suppress(TimeoutError):
                answer.result(timeout=0.5)
            assert not answer.done()
        assert_answered(answer.result())


# The model


def test_a_corrupt_model_is_said_in_one_line(trained: Settings, tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    [model] = (house / "models").glob("*.tar.gz")
    model.write_bytes(model.read_bytes()[:-1000])
    settings = replace(apart(trained, _folder(tmp_path, "data")), root=house)
    with pytest.raises(StartError) as error, running_coach(settings):
        pass
    assert_one_line(str(error.value), model.name, "train")


def test_a_missing_model_is_said_in_one_line(trained: Settings, tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    shutil.rmtree(house / "models")
    settings = replace(apart(trained, _folder(tmp_path, "data")), root=house)
    with pytest.raises(StartError) as error, running_coach(settings):
        pass
    assert_one_line(str(error.value), "train")


def test_train_mends_a_corrupt_model(trained: Settings, tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    [model] = (house / "models").glob("*.tar.gz")
    model.write_bytes(b"\x00" * 1000)
    data = apart(trained, _folder(tmp_path, "data")).data_dir
    mended = run_coach("train", data_dir=data, root=house, timeout=280)
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
    settings = replace(apart(trained, _folder(tmp_path, "data")), root=house)
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
        "sqlite:////nowhere/at/all.db",
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
    data = apart(trained, _folder(tmp_path, "Ana's Büro 100% #1?")).data_dir
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


# Processes that die


def test_the_chat_says_that_rasa_is_gone(trained: Settings, tmp_path: Path) -> None:
    with running_coach(apart(trained, tmp_path)) as running:
        running.rasa.kill()
        running.rasa.wait()
        out, err = io.StringIO(), io.StringIO()
        status = chat(
            Address(running.url, running.token),
            user="ana",
            role=None,
            as_json=False,
            stdin=io.StringIO(f"{RUDE}\n"),
            stdout=out,
            stderr=err,
        )
    assert status == 1
    assert_one_line(out.getvalue(), "cannot be reached", "again")
    assert err.getvalue() == ""


def started_chat(trained: Settings, folder: Path) -> subprocess.Popen[str]:
    """`coach chat` that has answered once, with its two children."""
    data = apart(trained, folder).data_dir
    process = spawn_coach("chat", "--json", data_dir=data)
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{RUDE}\n")
    process.stdin.flush()
    line = process.stdout.readline()
    assert line, said(data)
    assert_answered(json.loads(line)["replies"])
    assert len(children(process.pid)) == 2
    return process


def assert_all_end(process: subprocess.Popen[str], folder: Path) -> None:
    """The chat ends, and with it every server that it ever had."""
    servers: set[int] = set()

    def ended() -> bool:
        servers.update(children(process.pid))
        return process.poll() is not None

    try:
        wait_until(ended, 20, "the chat ends", folder)
        wait_until(lambda: not any(map(alive, servers)), 20, "its servers end", folder)
    finally:
        process.kill()
        process.communicate()
    assert "Traceback" not in (folder / "stderr.txt").read_text()


ENDINGS = [
    signal.SIGKILL,
    *(s for s in (signal.SIGTERM, signal.SIGINT)),
    signal.SIGHUP,
]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_servers_end_with_the_chat(
    trained: Settings, tmp_path: Path, ending: signal.Signals
) -> None:
    process = started_chat(trained, tmp_path)
    process.send_signal(ending)
    assert_all_end(process, tmp_path)


def test_the_servers_end_with_the_input(trained: Settings, tmp_path: Path) -> None:
    process = started_chat(trained, tmp_path)
    assert process.stdin
    process.stdin.close()
    process.stdin = None
    assert_all_end(process, tmp_path)
    assert process.returncode == 0


@pytest.mark.parametrize("servers", [1, 2])
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_chat_that_is_ended_while_it_wakes_leaves_nothing_behind(
    trained: Settings, tmp_path: Path, ending: signal.Signals, servers: int
) -> None:
    data = apart(trained, tmp_path).data_dir
    process = spawn_coach("chat", data_dir=data)
    wait_until(lambda: len(children(process.pid)) >= servers, 60, "servers are started", data)
    process.send_signal(ending)
    assert_all_end(process, tmp_path)


def _folder(tmp_path: Path, name: str) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    return folder

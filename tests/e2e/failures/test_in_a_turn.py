"""What a person is told when a part fails in a turn, and that it works again afterwards."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.helpers.channel import RUDE
from tests.helpers.conversations import turns
from tests.helpers.failing import TURN_SECONDS, assert_answered, assert_honest, message, post
from tests.helpers.own_coach import OwnCoach, listener

pytestmark = pytest.mark.slow


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

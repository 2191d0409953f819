"""A PostgreSQL of the tests' own: a cluster on loopback, started once, gone when they end."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.helpers.own_coach import free_port

START_SECONDS = 60
_ADMIN = "coach"
_SYSTEM_USER = "postgres"
"""Who runs the server where the tests run as root, whom PostgreSQL refuses."""
_MISSING = (
    "This test needs PostgreSQL's own programs (initdb, postgres): install the package"
    " `postgresql`, or run `make test`, which leaves this test out."
)


@dataclass(frozen=True)
class Cluster:
    """A server that lets everybody on this machine in."""

    port: int

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://{_ADMIN}@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str) -> None:
        """Run a statement outside of any transaction, such as CREATE DATABASE."""
        with closing(psycopg2.connect(self.url("postgres"), connect_timeout=5)) as connection:
            connection.autocommit = True
            connection.cursor().execute(statement)


@lru_cache(maxsize=1)
def cluster() -> Cluster:
    """The one cluster of this test run, started by whoever needs it first."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="coach-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if os.geteuid() == 0:
        shutil.chown(folder, _SYSTEM_USER, _SYSTEM_USER)
    _make(programs / "initdb", folder)
    started = Cluster(free_port())
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [programs / "postgres", *_options(started.port, folder)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            **_as_somebody(folder),
        )
    atexit.register(_stop, server)
    _wait_for(started, server, log)
    return started


def _programs() -> Path:
    """The folder with initdb and postgres; fails the test where there is none."""
    for folder in _folders():
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    pytest.fail(_MISSING, pytrace=False)


def _folders() -> Iterator[Path]:
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent
    if asked := shutil.which("pg_config"):
        said = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=True)
        yield Path(said.stdout.strip())
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _make(initdb: Path, folder: Path) -> None:
    """Make the cluster; fails the test with what initdb said."""
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    done = subprocess.run(
        [initdb, "-D", folder / "data", "-U", _ADMIN, *options],
        capture_output=True,
        text=True,
        check=False,
        **_as_somebody(folder),
    )
    if done.returncode:
        pytest.fail(f"initdb failed: {done.stdout}{done.stderr}", pytrace=False)


def _options(port: int, folder: Path) -> list[str]:
    """Safety on power cuts is given up for speed."""
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": folder,
        "fsync": "off",
        "shared_buffers": "32MB",
    }
    pairs = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return ["-D", str(folder / "data"), *pairs]


def _as_somebody(folder: Path) -> dict[str, Any]:
    """How to start a program as a user whom PostgreSQL accepts, in a folder of theirs."""
    other = {"user": _SYSTEM_USER, "group": _SYSTEM_USER, "extra_groups": ()}
    return {"cwd": folder, **(other if os.geteuid() == 0 else {})}


def _wait_for(started: Cluster, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers; fails the test with what it said."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(psycopg2.OperationalError):
            started.execute("SELECT 1")
            return
        time.sleep(0.05)
    pytest.fail(f"PostgreSQL does not start: {log.read_text()}", pytrace=False)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the server at once, whoever is still connected."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(START_SECONDS)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()

"""No process outlives the coach, whatever ends it."""

from __future__ import annotations

import io
import json
import signal
import subprocess
from pathlib import Path

import pytest

from bot.chat import Address
from bot.chat import run as chat
from bot.rasa.processes import running_coach
from bot.settings import Settings
from tests.helpers.channel import RUDE
from tests.helpers.desk import PlainDesk
from tests.helpers.failing import assert_answered, assert_one_line
from tests.helpers.own_coach import apart
from tests.helpers.processes import alive, children, said, spawn_coach, wait_until

pytestmark = pytest.mark.slow


# Processes that die


def test_the_chat_says_that_rasa_is_gone(trained: Settings, tmp_path: Path) -> None:
    with running_coach(apart(trained, tmp_path)) as running:
        running.rasa.kill()
        running.rasa.wait()
        out, err = io.StringIO(), io.StringIO()
        status = chat(
            Address(running.url, running.token),
            PlainDesk(),
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

"""Programs are started, restarted and stopped together, and whatever cannot go on is one line."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys

import httpx
import pytest

from bot.supervision.programs import Program
from tests.helpers.own_coach import free_port
from tests.helpers.processes import ROOT, wait_until
from tests.helpers.supervised import supervised, wait_until_gone

SERVES = """
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from bot.lifeline import exit_with_parent

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.startswith("/end/"):
            print("coach: The token was revoked.", file=sys.stderr, flush=True)
            os._exit(int(self.path[5:]))
        said = os.environ["COACH_CHANNEL_TOKEN"].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

exit_with_parent()
HTTPServer(("127.0.0.1", int(os.environ[f"{__spec__.name.upper()}_PORT"])), Handler).serve_forever()
"""
NEEDS_LONG_TO_STOP = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + SERVES


def refuses(*lines: str, status: int = 1) -> str:
    """A program that says these lines and ends."""
    said = "".join(f"print({line!r}, file=sys.stderr)\n" for line in lines)
    return f"import sys\n{said}sys.exit({status})\n"


@pytest.fixture
def data(tmp_path):
    """A data folder with everything in its name that means something to somebody."""
    return tmp_path / "Ana's Büro 100% #1 ;%(here)s"


@pytest.fixture
def start(tmp_path, data):
    """Supervises programs with this source, by name."""

    def started(**sources):
        programs = []
        for name, source in sources.items():
            (tmp_path / f"{name}.py").write_text(source)
            programs.append(Program(name, name, f"{name.upper()}_PORT", free_port(), "/"))
        return supervised(programs, data, tmp_path)

    return started


def reason(run):
    """The one line with which it has ended; nothing is left of its programs."""
    assert run.process.wait(timeout=30) == 1
    last = run.output.splitlines()[-1]
    assert last.startswith("coach: ")
    assert "Traceback" not in run.output
    return last.removeprefix("coach: ")


def test_what_dies_comes_back_and_all_end_together(start, data):
    with start(first=SERVES, second=SERVES) as run:
        run.wait_until_up()
        for program in run.programs:
            assert program.url in run.output
        run.kill_and_wait_for_another("first")
        assert "first ended (killed by SIGKILL) and is started again." in run.output
        token = httpx.get(run.programs[0].url, trust_env=False).text
        assert token == httpx.get(run.programs[1].url, trust_env=False).text, "the same for all"
        assert token not in (data / "run" / "supervisord.conf").read_text()
        modes = {stat.S_IMODE(file.stat().st_mode) for file in data.glob("[lr]*/*")}
        assert modes == {0o600}
        family = run.family()
        assert len(family) == 3
        assert run.end() == 0
        wait_until_gone(family, 0.1, data)
        assert run.output.splitlines()[-1] == "Stopping the coach."


@pytest.mark.slow
def test_a_program_that_ends_well_is_started_again_too(start):
    with start(one=SERVES) as run:
        run.wait_until_up()
        before = run.pids()["one"]
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"{run.programs[0].url}/end/0", trust_env=False)
        run.wait_until_said("one ended (exit status 0) and is started again.")
        wait_until(lambda: run.pids()["one"] != before, 10, "back", run.data_dir)
        assert run.end(signal.SIGTERM) == 0


def test_nothing_outlives_it_when_it_is_killed(start, data):
    with start(first=SERVES, second=SERVES) as run:
        run.wait_until_up()
        family = run.family()
        run.end(signal.SIGKILL)
        wait_until_gone(family, 5, data)


@pytest.mark.slow
def test_nothing_outlives_supervisord_when_that_is_killed(start, data):
    with start(first=SERVES, second=SERVES) as run:
        run.wait_until_up()
        family = run.family()
        os.kill(run.supervisord(), signal.SIGKILL)
        assert reason(run) == f"The process manager ended; see {data / 'logs' / 'supervisord.log'}."
        wait_until_gone(family, 5, data)


@pytest.mark.slow
def test_a_second_signal_does_not_wait_for_who_does_not_stop(start, data):
    with start(one=NEEDS_LONG_TO_STOP) as run:
        run.wait_until_up()
        family = run.family()
        run.process.send_signal(signal.SIGINT)
        run.wait_until_said("Stopping")
        assert run.end(seconds=5) == 0
        wait_until_gone(family, 5, data)


def test_a_configuration_that_no_longer_works_ends_all_with_its_reason(start, data):
    with start(first=SERVES, second=SERVES) as run:
        run.wait_until_up()
        family = run.family()
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"{run.programs[1].url}/end/78", trust_env=False)
        assert reason(run) == "The token was revoked."
        assert "again" not in run.output
        wait_until_gone(family, 0.1, data)


@pytest.mark.parametrize(
    "status", [1, *(pytest.param(status, marks=pytest.mark.slow) for status in (0, 78))]
)
def test_a_program_that_ends_at_start_gives_the_reason(start, data, status):
    log = data / "logs" / "second.log"
    log.parent.mkdir(parents=True)
    log.write_text("coach: Of an earlier run.\n")
    lines = ("noise", "coach: First.", "coach: Second.", "more noise")
    with start(first=SERVES, second=refuses(*lines, status=status)) as run:
        assert reason(run) == "Second."
        assert "again" not in run.output


def test_a_program_that_gives_no_reason_is_named_with_its_log(start, data):
    log = data / "logs" / "one.log"
    log.parent.mkdir(parents=True)
    log.write_text("coach: Of an earlier run.\n")
    with start(one="raise ValueError") as run:
        assert reason(run) == f"one ended; see {log}."
    assert "ValueError" in log.read_text()


@pytest.mark.slow
def test_two_with_the_same_data_would_be_in_each_other_s_way(start):
    with start(one=SERVES) as run:
        run.wait_until_up()
        with start(two=SERVES) as second:
            # Both write to the same file; the second truncates it.
            assert "already up" in reason(second)
        assert run.process.poll() is None


def test_a_data_folder_that_cannot_be_written_is_named(start, data):
    data.mkdir()
    (data / "logs").write_text("a file where the folder should be")
    with start(one=SERVES) as run:
        assert run.process.wait(timeout=30) == 1
        assert str(data / "logs") in run.output


GIVES_UP = """
[supervisord]
nodaemon = true
silent = true
pidfile = %(here)s/pid
logfile = %(here)s/log

[program:one]
command = {python} -c "raise SystemExit(3)"
startsecs = 60
startretries = 1
"""


def test_who_dies_too_often_is_told_as_lost(tmp_path):
    file = tmp_path / "supervisord.conf"
    file.write_text(GIVES_UP.format(python=sys.executable))
    with subprocess.Popen(
        [sys.executable, "-m", "bot.supervision.daemon", str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as daemon:
        told = [daemon.stdout.readline().strip() for _ in range(3)]
        assert told == [b"ended one 3", b"ended one 3", b"lost one"]
        daemon.stdin.close()
        assert daemon.wait(timeout=10) == 0

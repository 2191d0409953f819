"""The two servers start on loopback, say why when they cannot, and end with their parent."""

from __future__ import annotations

import dataclasses
import json
import os
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest

from bot.rasa import processes
from bot.rasa.processes import running_coach
from bot.rasa.starting import StartError
from bot.settings import ROOT, Settings

SERVES = """
import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        said = json.dumps({k: v for k, v in os.environ.items() if k.startswith("COACH_")}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *args):
        pass

part = "ACTIONS" if sys.argv[0].endswith("actions/server.py") else "RASA"
HTTPServer(("127.0.0.1", int(os.environ[f"COACH_{part}_PORT"])), Handler).serve_forever()
"""
NEVER_ANSWERS = "import threading; threading.Event().wait()"


def dies(*lines):
    """A program that says these lines and ends."""
    said = "".join(f"print({line!r}, file=sys.stderr)\n" for line in lines)
    return f"import sys\n{said}sys.exit(1)\n"


@pytest.fixture
def coach(tmp_path):
    """Settings of a repository whose two servers are these programs."""

    def made(actions=SERVES, rasa=SERVES, **changes):
        for path, program in (("actions/server.py", actions), ("bot/rasa/server.py", rasa)):
            file = tmp_path / "root" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            for package in (file.parent, *file.parent.parents):
                if package == tmp_path / "root":
                    break
                # Without it these would be namespace packages, and the installed ones win.
                (package / "__init__.py").touch()
            file.write_text(program)
        settings = Settings.from_env({"COACH_DATA_DIR": str(tmp_path / "data")})
        return dataclasses.replace(settings, root=tmp_path / "root", **changes)

    return made


def start_error(settings):
    """The reason that was given; one line."""
    with pytest.raises(StartError) as failed, running_coach(settings):
        pass
    assert len(str(failed.value).splitlines()) == 1
    return str(failed.value)


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_both_servers_run_while_they_are_used_and_no_longer(coach):
    with running_coach(coach()) as running:
        pids = [running.rasa.pid, running.actions.pid]
        assert running.rasa.poll() is None
        assert running.actions.poll() is None
        with urlopen(running.url) as answer:  # noqa: S310
            told = json.load(answer)
    assert running.url.endswith(f":{told['COACH_RASA_PORT']}/webhooks/coach/webhook")
    assert running.url.startswith("http://127.0.0.1:")
    assert told["COACH_CHANNEL_TOKEN"] == running.token
    actions = told["COACH_ACTIONS_PORT"]
    assert told["COACH_ACTIONS_URL"] == f"http://127.0.0.1:{actions}/webhook"
    assert len(set(pids)) == 2
    assert running.rasa.poll() is not None
    assert running.actions.poll() is not None
    assert not answers(int(actions))


def test_each_start_has_a_token_of_its_own_that_does_not_show(coach):
    with running_coach(coach()) as first:
        pass
    with running_coach(coach()) as second:
        pass
    assert first.token != second.token
    assert len(first.token) >= 20
    assert first.token not in repr(first)


def test_a_token_of_the_settings_is_used(coach):
    with running_coach(coach(channel_token="chosen")) as running:
        assert running.token == "chosen"


@pytest.mark.parametrize(
    ("field", "variable"),
    [("rasa_port", "COACH_RASA_PORT"), ("actions_port", "COACH_ACTIONS_PORT")],
)
def test_a_taken_port_is_one_clear_line_and_nothing_is_started(coach, field, variable):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = coach(**{field: port})
        reason = start_error(settings)
    assert f"Port {port} cannot be used" in reason
    assert variable in reason
    assert not settings.data_dir.exists()


@pytest.mark.parametrize("which", ["actions", "rasa"])
def test_the_reason_of_a_child_that_dies_at_start_is_passed_on(coach, which):
    settings = coach(**{which: dies("noise", "coach: The model is damaged.", "more noise")})
    assert start_error(settings) == "The model is damaged."


def test_of_several_reasons_the_last_counts(coach):
    assert start_error(coach(rasa=dies("coach: First.", "coach: Second."))) == "Second."


@pytest.mark.parametrize(
    "program",
    ["raise ValueError('x')", "import os; os.write(2, b'\\xff\\x00'); os._exit(3)", "syntax("],
)
def test_a_child_that_gives_no_reason_is_named_with_its_log(coach, program):
    settings = coach(rasa=program)
    reason = start_error(settings)
    log = settings.data_dir / "logs" / "bot.rasa.server.log"
    assert reason == f"bot.rasa.server ended at start; see {log}."
    assert log.stat().st_size > 0


def test_when_one_server_dies_the_other_is_stopped(coach, tmp_path):
    note = tmp_path / "pid"
    actions = f"import os, pathlib; pathlib.Path({str(note)!r}).write_text(str(os.getpid()))\n"
    start_error(coach(actions=actions + SERVES, rasa=dies("coach: No.")))
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


def test_a_child_that_never_answers_is_given_up(coach, monkeypatch):
    monkeypatch.setattr(processes, "START_SECONDS", 0.5)
    reason = start_error(coach(actions=NEVER_ANSWERS))
    assert "actions.server did not answer" in reason
    assert "actions.server.log" in reason


def test_a_data_folder_that_cannot_be_written_is_named(coach, tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")
    assert f"{tmp_path / 'data' / 'logs'} cannot be written" in start_error(coach())


LIFELINE = """
import threading
from bot.lifeline import exit_with_parent

exit_with_parent()
print("up", flush=True)
threading.Event().wait()
"""


@pytest.mark.parametrize("sent", [b"", b"what nobody should send"])
def test_a_child_ends_when_its_parent_s_end_of_the_pipe_closes(sent):
    with subprocess.Popen(
        [sys.executable, "-c", LIFELINE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as child:
        assert child.stdout.readline() == b"up\n"
        child.stdin.write(sent)
        child.stdin.flush()
        assert child.poll() is None
        child.stdin.close()
        assert child.wait(timeout=10) == 0

"""Processes of their own that use the store: small programs, begun afresh, never forked."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.helpers.processes import ROOT

END_SECONDS = 120


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    """Run a program's text with these arguments; it is spoken with over pipes."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def wait_ready(process: subprocess.Popen[str]) -> None:
    """Wait until the program has said "ready"; fails with what else it said."""
    assert process.stdout
    said = process.stdout.readline()
    assert said == "ready\n", said + process.communicate(timeout=END_SECONDS)[1]


def let_go(process: subprocess.Popen[str]) -> None:
    """Let a program that is ready begin."""
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


def ended(process: subprocess.Popen[str]) -> str:
    """What the program wrote up to its good end."""
    out, errors = process.communicate(timeout=END_SECONDS)
    assert process.returncode == 0, errors
    return out


def run_at_once(program: str, *arguments: tuple[str, ...]) -> list[str]:
    """Run the program once for each of the arguments, all from the same moment."""
    processes = [start(program, *each) for each in arguments]
    try:
        for process in processes:
            wait_ready(process)
        for process in processes:
            let_go(process)
        return [ended(process) for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()

"""The server as a process of its own, for as long as a `with` lasts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.helpers.bot_api.client import BotApi

_ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def running_bot_api(port: int = 0) -> Iterator[BotApi]:
    """Start the server on a free port, or that one; it ends with the `with`, or with us."""
    command = [sys.executable, "-m", "tests.helpers.bot_api", "--port", str(port), "--while-stdin"]
    with subprocess.Popen(
        command,
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        # Ctrl-C is for the tests; the server ends with its input.
        start_new_session=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        line = process.stdout.readline()
        assert line, f"the Bot API server ended with {process.wait()} before it said its port"
        told = json.loads(line)
        api = BotApi(f"http://127.0.0.1:{told['port']}", told["token"])
        try:
            yield api
        finally:
            api.close()
            process.stdin.close()
            process.wait(timeout=10)

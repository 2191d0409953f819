"""The package, installed once outside git, and its server for as long as a `with` lasts."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.helpers.telegram_test_api.client import TelegramTestApi

_HERE = Path(__file__).resolve().parent
_INSTALLED = _HERE.parents[2] / ".tools" / "telegram-test-api"
_WANTED = ("package.json", "package-lock.json")
_INSTALL = ("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")


@contextmanager
def running_telegram_test_api(*, files: bool = True) -> Iterator[TelegramTestApi]:
    """Start the server on a free port; `files`: with sendPhoto and sendDocument, which it lacks."""
    command = ["node", str(_HERE / "server.js"), *(["--files"] if files else [])]
    with subprocess.Popen(
        command,
        env={**os.environ, "NODE_PATH": str(_installed() / "node_modules")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        # Ctrl-C is for the tests; the server ends with its input.
        start_new_session=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        line = process.stdout.readline()
        assert line, f"telegram-test-api ended with {process.wait()} before it said its port"
        api = TelegramTestApi(f"http://127.0.0.1:{json.loads(line)['port']}")
        try:
            yield api
        finally:
            api.close()
            process.stdin.close()
            process.wait(timeout=10)


def _installed() -> Path:
    """The folder with the package in it, as the lock file has it."""
    assert shutil.which("npm"), "telegram-test-api needs npm: apt-get install nodejs npm"
    _INSTALLED.mkdir(parents=True, exist_ok=True)
    with (_INSTALLED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # The copies are made last: they say that the installation came to its end.
        copies = [(_HERE / name, _INSTALLED / f"installed-{name}") for name in _WANTED]
        if not all(c.exists() and c.read_bytes() == w.read_bytes() for w, c in copies):
            for wanted, _ in copies:
                shutil.copy(wanted, _INSTALLED)
            done = subprocess.run(_INSTALL, cwd=_INSTALLED, capture_output=True, check=False)
            assert done.returncode == 0, f"npm ci failed:\n{done.stderr.decode()}"
            for wanted, copy in copies:
                shutil.copy(wanted, copy)
    return _INSTALLED

"""Start the action server and Rasa on loopback, wait until both answer, and stop them again."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import httpx

from bot.private_files import private_file
from bot.settings import Settings

START_SECONDS = 120
"""How long the servers may take to answer for the first time."""


class StartError(RuntimeError):
    """A server could not be started; the message is one line that says what to do."""


@dataclass(frozen=True)
class Running:
    """Where the channel listens, and the token that it asks for."""

    url: str
    token: str = field(repr=False)
    rasa: subprocess.Popen[bytes] = field(repr=False)
    actions: subprocess.Popen[bytes] = field(repr=False)


@contextmanager
def running_coach(settings: Settings) -> Iterator[Running]:
    """The two servers, ready to answer; StartError where one does not come up."""
    token = settings.channel_token or secrets.token_urlsafe(24)
    actions_port = _port(settings.actions_port, "COACH_ACTIONS_PORT")
    rasa_port = _port(settings.rasa_port, "COACH_RASA_PORT")
    environment = {
        **os.environ,
        "COACH_DATA_DIR": str(settings.data_dir),
        "COACH_DATABASE_URL": settings.database_url,
        "COACH_CHANNEL_TOKEN": token,
        "COACH_ACTIONS_PORT": str(actions_port),
        "COACH_RASA_PORT": str(rasa_port),
        "COACH_ACTIONS_URL": f"http://127.0.0.1:{actions_port}/webhook",
        "MPLCONFIGDIR": str(settings.cache_dir / "matplotlib"),
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONWARNINGS": "ignore",
    }
    base = f"http://127.0.0.1:{rasa_port}/webhooks/coach"
    with ExitStack() as stack:
        started = [
            stack.enter_context(_Server(module, settings, environment))
            for module in ("actions.server", "bot.rasa.server")
        ]
        started[0].wait_until(f"http://127.0.0.1:{actions_port}/health")
        started[1].wait_until(f"{base}/")
        yield Running(f"{base}/webhook", token, started[1].process, started[0].process)


class _Server:
    """One child process; its output goes to a log in the data folder, which holds no texts."""

    def __init__(self, module: str, settings: Settings, environment: dict[str, str]) -> None:
        self._module = module
        self._log = settings.data_dir / "logs" / f"{module}.log"
        self._root = settings.root
        self._environment = environment
        self.process: subprocess.Popen[bytes]

    def __enter__(self) -> _Server:
        try:
            with private_file(self._log).open("wb") as log:
                # Standard input is a pipe that nobody writes to: the child ends when it closes.
                self.process = subprocess.Popen(  # noqa: S603
                    [sys.executable, "-m", self._module],
                    cwd=self._root,
                    env=self._environment,
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        except OSError as error:
            raise StartError(f"{self._log.parent} cannot be written: {error.strerror}.") from error
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()

    def wait_until(self, url: str) -> None:
        """Return when the server answers; StartError when it ends first or takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise StartError(self._last_words())
            try:
                # The environment's proxy is for the world outside, not for this machine.
                if httpx.get(url, timeout=2, trust_env=False).is_success:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        raise StartError(f"{self._module} did not answer in {START_SECONDS} s; see {self._log}.")

    def _last_words(self) -> str:
        """The reason that the child gave, or where to look for one."""
        try:
            lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            lines = []
        said = [line.removeprefix("coach: ") for line in lines if line.startswith("coach: ")]
        return said[-1] if said else f"{self._module} ended at start; see {self._log}."


def _port(wanted: int, variable: str) -> int:
    """The wanted port if it is free, or any free one for 0."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError as error:
            raise StartError(
                f"Port {wanted} cannot be used ({error.strerror}); stop what uses it,"
                f" or set {variable} to another."
            ) from error
        port: int = probe.getsockname()[1]
        return port

"""Start the action server and Rasa on loopback, wait until both answer, and stop them again."""

from __future__ import annotations

import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from bot.private_files import private_file
from bot.rasa.starting import (
    START_SECONDS,
    StartError,
    answers,
    environment,
    free_port,
    last_words,
)
from bot.settings import Settings


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
    actions_port = free_port(settings.actions_port, "COACH_ACTIONS_PORT")
    rasa_port = free_port(settings.rasa_port, "COACH_RASA_PORT")
    environ = environment(settings, token=token, actions_port=actions_port, rasa_port=rasa_port)
    base = f"http://127.0.0.1:{rasa_port}/webhooks/coach"
    with ExitStack() as stack:
        started = [
            stack.enter_context(_Server(module, settings, environ))
            for module in ("actions.server", "bot.rasa.server")
        ]
        started[0].wait_until(f"http://127.0.0.1:{actions_port}/health")
        started[1].wait_until(f"{base}/")
        yield Running(f"{base}/webhook", token, started[1].process, started[0].process)


class _Server:
    """One child process; its output goes to a log in the data folder, which holds no texts."""

    def __init__(self, module: str, settings: Settings, environ: dict[str, str]) -> None:
        self._module = module
        self._log = settings.data_dir / "logs" / f"{module}.log"
        self._root = settings.root
        self._environ = environ
        self.process: subprocess.Popen[bytes]

    def __enter__(self) -> _Server:
        try:
            with private_file(self._log).open("wb") as log:
                # Standard input is a pipe that nobody writes to: the child ends when it closes.
                self.process = subprocess.Popen(  # noqa: S603
                    [sys.executable, "-m", self._module],
                    cwd=self._root,
                    env=self._environ,
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
                raise StartError(
                    last_words(self._log) or f"{self._module} ended at start; see {self._log}."
                )
            if answers(url):
                return
            time.sleep(0.1)
        raise StartError(f"{self._module} did not answer in {START_SECONDS} s; see {self._log}.")

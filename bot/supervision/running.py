"""Start the programs under supervisord, wait until they answer, watch them, and stop them all."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, cast

from filelock import FileLock, Timeout

from bot.private_files import private_file
from bot.rasa.starting import START_SECONDS, StartError, answers, last_words
from bot.settings import Settings
from bot.supervision import config
from bot.supervision.news import News, Reader
from bot.supervision.programs import Program, environment_of


def serve(settings: Settings, programs: Sequence[Program], say: Callable[[str], None]) -> None:
    """Keep the programs running until SIGINT, SIGTERM or SIGHUP; StartError where that fails."""
    with _interruptible(), _only_one(settings), _supervised(settings, programs) as running:
        say("Starting the coach.")
        try:
            running.wait_until_healthy()
            for program in programs:
                say(f"  {program.name:<9}{program.url}")
            say(f"The coach is up; Ctrl-C stops it. Logs are in {settings.data_dir / 'logs'}.")
            running.watch(say)
        except KeyboardInterrupt:
            say("Stopping the coach.")


class _Running:
    """supervisord as a child, and what it tells of the programs."""

    def __init__(
        self,
        settings: Settings,
        programs: Sequence[Program],
        process: subprocess.Popen[bytes],
        offsets: dict[str, int],
    ) -> None:
        self._settings = settings
        self._programs = programs
        # What is in the logs already was said in an earlier run.
        self._offsets = offsets
        self._reader = Reader(cast("IO[bytes]", process.stdout))

    def wait_until_healthy(self) -> None:
        """Return when all answer; StartError when one ends first or takes too long."""
        deadline = time.monotonic() + START_SECONDS
        waiting = list(self._programs)
        while waiting:
            for news in self._news(0.1):
                raise StartError(self._reason(news.program))
            waiting = [each for each in waiting if not answers(f"{each.url}{each.health}")]
            if waiting and time.monotonic() > deadline:
                name = waiting[0].name
                log = config.log_of(self._settings, name)
                raise StartError(f"{name} did not answer in {START_SECONDS} s; see {log}.")

    def watch(self, say: Callable[[str], None]) -> None:
        """Say what is started again; StartError when a program has ended for good."""
        while True:
            for news in self._news(None):
                if news.final:
                    raise StartError(self._reason(news.program))
                say(f"{news.program} ended ({news.how}) and is started again.")

    def _news(self, seconds: float | None) -> list[News]:
        try:
            return self._reader.read(seconds)
        except EOFError as error:
            log = config.log_of(self._settings, "supervisord")
            reason = f"The process manager ended; see {log}."
            raise StartError(str(error) or reason) from error

    def _reason(self, program: str) -> str:
        log = config.log_of(self._settings, program)
        said = last_words(log, self._offsets[program])
        return said or f"{program} ended; see {log}."


@contextmanager
def _supervised(settings: Settings, programs: Sequence[Program]) -> Iterator[_Running]:
    """supervisord with these programs, from their start to their end."""
    file = config.write(settings, programs)
    offsets = {each.name: _size_of_log(settings, each) for each in programs}
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "bot.supervision.daemon", str(file)],
        cwd=settings.root,
        env={**environment_of(settings, programs), **config.environment(settings)},
        # A pipe that nobody writes to: it ends when this process does, however that was.
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        # Of its own, so that Ctrl-C reaches this process alone, which stops the others in order.
        start_new_session=True,
    ) as process:
        try:
            yield _Running(settings, programs, process, offsets)
        finally:
            _stop(process, len(programs))


def _stop(process: subprocess.Popen[bytes], programs: int) -> None:
    """Let all end what they are doing; a second Ctrl-C ends them at once."""
    process.terminate()
    try:
        process.wait(timeout=programs * config.STOP_SECONDS + 5)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()


def _size_of_log(settings: Settings, program: Program) -> int:
    with config.log_of(settings, program.name).open("ab") as log:
        return log.tell()


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Two would write into each other's logs; StartError for the second."""
    lock = FileLock(private_file(config.run_folder(settings) / "up.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise StartError(
            f"The coach is already up with the data in {settings.data_dir}; stop it, or set"
            " COACH_DATA_DIR to another folder."
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Whatever ends a program politely is the same as Ctrl-C."""
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP)}
    for each, handler in before.items():
        # nohup has its reasons.
        if handler is not signal.SIG_IGN:
            signal.signal(each, signal.default_int_handler)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)

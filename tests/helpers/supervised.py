"""`coach up` with programs that a test chooses, in a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

from bot.rasa.starting import answers
from bot.supervision.programs import Program
from tests.helpers.processes import ROOT, alive, children, wait_until

_SERVE = """
import dataclasses, json, pathlib, sys
from bot.rasa.starting import StartError
from bot.settings import Settings
from bot.supervision.programs import Program
from bot.supervision.running import serve

root, programs = pathlib.Path(sys.argv[1]), [Program(*each) for each in json.loads(sys.argv[2])]
try:
    serve(
        dataclasses.replace(Settings.from_env(), root=root),
        programs,
        lambda line: print(line, file=sys.stderr, flush=True),
    )
except StartError as error:
    sys.exit(f"coach: {error}")
"""


@dataclass
class Supervised:
    """The process that supervises, the programs, and where its output goes."""

    process: subprocess.Popen[bytes]
    programs: Sequence[Program]
    data_dir: Path

    @property
    def output(self) -> str:
        """What it has said until now."""
        return (self.data_dir / "stderr.txt").read_text(encoding="utf-8", errors="replace")

    def wait_until_up(self, seconds: float = 120) -> None:
        """Return when it says that all answer; fails with its output if it ends before."""

        def up() -> bool:
            assert self.process.poll() is None, self.output
            return "is up" in self.output

        wait_until(up, seconds, "all programs answer", self.data_dir)

    def wait_until_said(self, words: str, seconds: float = 30) -> None:
        """Return when it has said that."""
        wait_until(lambda: words in self.output, seconds, f"it says {words!r}", self.data_dir)

    def supervisord(self) -> int:
        """The process that holds the programs."""
        [pid] = children(self.process.pid)
        return pid

    def pids(self) -> dict[str, int]:
        """The process of each program that was started last."""
        log = (self.data_dir / "logs" / "supervisord.log").read_text(encoding="utf-8")
        return {name: int(pid) for name, pid in re.findall(r"spawned: '(\w+)' with pid (\d+)", log)}

    def family(self) -> list[int]:
        """Everything that must not outlive it."""
        return [self.supervisord(), *children(self.supervisord())]

    def kill_and_wait_for_another(self, name: str, seconds: float = 60) -> None:
        """SIGKILL a program; return when another process answers at its port."""
        before = self.pids()[name]
        [program] = [program for program in self.programs if program.name == name]
        os.kill(before, signal.SIGKILL)

        def back() -> bool:
            return self.pids()[name] != before and answers(f"{program.url}{program.health}")

        wait_until(back, seconds, f"{name} is back", self.data_dir)

    def end(self, sent: signal.Signals = signal.SIGINT, seconds: float = 60) -> int:
        """Send it this signal and return its exit status."""
        self.process.send_signal(sent)
        return self.process.wait(timeout=seconds)


def wait_until_gone(pids: Sequence[int], seconds: float, data_dir: Path) -> None:
    """Return when none of the processes lives."""
    wait_until(lambda: not any(map(alive, pids)), seconds, "all are gone", data_dir)


@contextmanager
def supervised(
    programs: Sequence[Program], data_dir: Path, root: Path = ROOT, **environ: str
) -> Iterator[Supervised]:
    """`coach up` with these programs instead of the coach's own."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "stderr.txt").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, str(root), json.dumps([*map(astuple, programs)])],
            env={**os.environ, "COACH_DATA_DIR": str(data_dir), **environ},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
        )
    try:
        yield Supervised(process, programs, data_dir)
    finally:
        # The lifelines end whatever is below it.
        process.kill()
        process.wait()

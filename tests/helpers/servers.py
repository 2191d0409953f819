"""One of the coach's processes, that a test starts, kills and starts again at its port."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.helpers.processes import ROOT, wait_until


@dataclass
class Server:
    """`python -m <module>`: its environment, where it says that it is well, its log."""

    module: str
    health: str
    environ: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self, *, wait: bool = True, seconds: float = 120) -> None:
        """Start it, and return when it answers unless nobody waits."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module],
                cwd=ROOT,
                env={**os.environ, **self.environ},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if wait:
            self.wait_until_well(seconds)

    def wait_until_well(
        self, seconds: float = 120, well: Callable[[dict[str, Any]], bool] = bool
    ) -> None:
        """Return when what it says of its health is what is wanted; fails when it ends first."""

        def answers() -> bool:
            assert self.process
            assert self.process.poll() is None, f"{self.module} ended:\n{self.said()[-3000:]}"
            with suppress(httpx.HTTPError, ValueError):
                told = httpx.get(self.health, timeout=2)
                return told.is_success and well(told.json())
            return False

        wait_until(answers, seconds, f"{self.module} is well", self.log.parent.parent)

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone; one that is gone already stays so."""
        self.end(signal.SIGKILL)

    def end(self, sent: signal.Signals = signal.SIGTERM, seconds: float = 20) -> int:
        """Send it this signal; its exit status."""
        process = self.process
        assert process
        if process.poll() is None:
            process.send_signal(sent)
        status = process.wait(seconds)
        if process.stdin:
            process.stdin.close()
        return status

    def restart(self, *, wait: bool = True) -> None:
        """SIGKILL, and start it again."""
        self.kill()
        self.start(wait=wait)

    def said(self) -> str:
        """All that it has logged."""
        return self.log.read_text(encoding="utf-8", errors="replace")

"""Runs tools with their output kept back, and shows how far they are."""

from __future__ import annotations

import os
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Callable

from .failures import ToolError

# Settings of a person's shell that would send the tools elsewhere or colour what is read here.
HIDDEN = ("VIRTUAL_ENV", "UV_SYSTEM_PYTHON", "FORCE_COLOR", "CLICOLOR_FORCE")


class Progress:
    """A line with the seconds so far; rewritten on a terminal, elsewhere repeated now and then."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.live = sys.stderr.isatty()
        self.stage, self.shown = "", 0.0

    def show(self, text: str) -> None:
        now = time.monotonic()
        line = f"{now - self.started:4.0f} s  {text}"
        stage = text.split(":")[0]
        if self.live:
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write("\r\033[K" + line[:width])
        elif stage != self.stage or now - self.shown >= 10:
            sys.stderr.write(line + "\n")
            self.shown = now
        self.stage = stage
        sys.stderr.flush()

    def end(self, text: str = "") -> None:
        sys.stderr.write(("\r\033[K" if self.live else "") + (text + "\n" if text else ""))
        sys.stderr.flush()


class Downloads:
    """What uv's lines tell about packages on their way."""

    def __init__(self) -> None:
        self.waiting: dict[str, str] = {}
        self.arrived = 0
        self.stage = "Resolving packages"

    def read(self, line: str) -> str:
        """Takes in a line; what to show now."""
        begun = re.match(r"Downloading (\S+) \((.+)\)", line)
        ended = re.match(r" Download(?:ed|ing) (\S+)", line)  # older uv repeats "ing"
        if begun:
            self.waiting[begun.group(1)] = begun.group(2)
        elif ended and self.waiting.pop(ended.group(1), None):
            self.arrived += 1
        elif line.startswith("Resolved"):
            self.stage = "Fetching packages"
        elif line.startswith("Prepared"):
            self.stage = "Installing packages"
            self.waiting.clear()
        if not self.waiting:
            return self.stage
        name, size = next(iter(self.waiting.items()))
        total = self.arrived + len(self.waiting)
        return f"{self.stage}: {self.arrived} of {total} large ones, next {name} ({size})"


class Runner:
    """Runs tools in the project's folder, one after the other, into one log."""

    def __init__(self, root: Path, log: Path, lock: int, progress: Progress) -> None:
        self.root, self.log, self.lock, self.progress = root, log, lock, progress

    def run(self, command: list[str], doing: str, read: Callable[[str], str] | None = None) -> None:
        """Runs a command to its end; ToolError if it fails."""
        environment = {key: value for key, value in os.environ.items() if key not in HIDDEN}
        child = subprocess.Popen(
            command,
            cwd=str(self.root),
            env=dict(environment, NO_COLOR="1"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            # The child holds the lock as well: a next run waits for one that outlives this program.
            pass_fds=(self.lock,),
        )
        output = "".join(self._watch(child, doing, read))
        status = child.wait()
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(command)}\n{output}exit status {status}\n\n")
        if status:
            raise ToolError(doing, output)

    def _watch(
        self,
        child: subprocess.Popen[str],
        doing: str,
        read: Callable[[str], str] | None,
    ) -> list[str]:
        """The child's lines; meanwhile the seconds go on even where it says nothing."""
        coming: queue.Queue[str | None] = queue.Queue()

        def pump() -> None:
            for line in child.stdout or ():
                coming.put(line)
            coming.put(None)

        threading.Thread(target=pump, daemon=True).start()
        lines: list[str] = []
        text = doing
        while True:
            self.progress.show(text)
            try:
                line = coming.get(timeout=1)
            except queue.Empty:
                continue
            if line is None:
                return lines
            lines.append(line)
            text = read(line) if read else doing


def ask(command: list[str], root: Path) -> str | None:
    """What a short command prints, or None where it cannot run or fails."""
    try:
        done = subprocess.run(
            command,
            cwd=str(root),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=60,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()

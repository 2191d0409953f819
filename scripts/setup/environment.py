"""The environment in .venv and the stamp that says what is in it."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Iterator

from .failures import (
    DISK_FULL,
    NEEDED_GB,
    NO_NETWORK,
    NO_PYTHON,
    NOT_WRITABLE,
    SetupError,
    ToolError,
)
from .process import Downloads, Progress, Runner
from .tools import find_python, find_uv, own_uv

LOCKS = {"base": ["base.lock"], "dev": ["base.lock", "dev.lock"]}


class Environment:
    """A virtual environment at a level: `base` for the chat, `dev` for the tests as well."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.tools = root / ".tools"
        self.folder = root / ".venv"
        self.stamp = self.folder / "setup.json"

    def locks(self, level: str) -> list[str]:
        return [str(self.root / "requirements" / name) for name in LOCKS[level]]

    def fingerprint(self, level: str) -> str:
        """Of everything that decides what is installed."""
        files = [*self.locks(level), str(self.root / "pyproject.toml")]
        text = b"\0".join(Path(name).read_bytes() for name in files)
        return hashlib.sha256(text).hexdigest()

    def finished(self) -> dict[str, str]:
        """The stamp of a set-up that ended well and still holds here, or nothing."""
        try:
            stamp: dict[str, str] = json.loads(self.stamp.read_text())
        except (OSError, ValueError):
            return {}
        # Scripts in it name its folder, so that a moved one has to be made again.
        moved = stamp.get("root") != str(self.root)
        return {} if moved or not (self.folder / "bin" / "python").exists() else stamp

    def target(self, level: str) -> str:
        """The level to bring it to: what tests need stays once it is there."""
        return "dev" if "dev" in (level, self.finished().get("level")) else "base"

    def is_current(self, level: str) -> bool:
        target = self.target(level)
        stamp = self.finished()
        return (stamp.get("level"), stamp.get("fingerprint")) == (target, self.fingerprint(target))

    def make(self, level: str, runner: Runner) -> None:
        """Brings it to a level; from the ground up where the last set-up did not end well."""
        level = self.target(level)
        stamp = {"root": str(self.root), "level": level, "fingerprint": self.fingerprint(level)}
        if self.finished():
            self.stamp.unlink()
        else:
            self._make_empty(runner)
        self._install(level, runner)
        unfinished = self.stamp.with_suffix(".part")
        unfinished.write_text(json.dumps(stamp))
        unfinished.replace(self.stamp)

    def uv(self, runner: Runner) -> str:
        return find_uv(self.root) or own_uv(self.root, self.tools, runner)

    def _make_empty(self, runner: Runner) -> None:
        if self.folder.exists():
            shutil.rmtree(str(self.folder))
        if shutil.disk_usage(str(self.root)).free < NEEDED_GB * 10**9:
            raise SetupError(DISK_FULL)
        uv = self.uv(runner)
        python = find_python(self.root)
        # uv itself would take any 3.10 that it finds, also one that is not complete.
        how = ["--python", python] if python else ["--managed-python", "--python", "3.10"]
        try:
            runner.run([uv, "venv", *how, str(self.folder)], "Making .venv with Python 3.10")
        except ToolError as error:
            if python or str(error) == DISK_FULL:
                raise
            reason = ": no connection" if str(error) == NO_NETWORK else ""
            raise SetupError(NO_PYTHON.format(reason=reason)) from error

    def _install(self, level: str, runner: Runner) -> None:
        uv = self.uv(runner)
        python = ["--python", str(self.folder / "bin" / "python")]
        built = ["--build-constraints", str(self.root / "requirements" / "build.lock")]
        runner.run(
            [uv, "pip", "sync", *python, "--require-hashes", *built, *self.locks(level)],
            "Resolving packages",
            Downloads().read,
        )
        itself = ["--no-deps", "--no-build-isolation", "--offline", "--editable", str(self.root)]
        runner.run([uv, "pip", "install", *python, *itself], "Installing the coach itself")

    @contextlib.contextmanager
    def only_one(self, progress: Progress) -> Iterator[Runner]:
        """A runner, once no other set-up is at work here."""
        if not os.access(str(self.root), os.W_OK):
            raise SetupError(NOT_WRITABLE.format(place=self.root))
        self.tools.mkdir(exist_ok=True)
        log = self.tools / "setup.log"
        with (self.tools / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                progress.show("Waiting for another set-up to end")
                fcntl.flock(lock, fcntl.LOCK_EX)
            log.write_text("")
            yield Runner(self.root, log, lock.fileno(), progress)

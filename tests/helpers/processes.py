"""Real processes: run `coach …` as a person would, wait with a deadline, show what a child said."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_INSTALLED = Path(sys.executable).with_name("coach")
_HOUSE = ("bot", "actions", "data", "knowledge", "requirements", "models")
_FILES = ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml")


def coach_command(*arguments: str, root: Path = ROOT) -> list[str]:
    """The command line of `coach …`: the installed script, or the same without an installation."""
    if root == ROOT and _INSTALLED.exists():
        return [str(_INSTALLED), *arguments]
    return [sys.executable, "-c", "from bot.cli import main; main()", *arguments]


def coach_environment(data_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a `coach …` that keeps its data apart."""
    return {**os.environ, "COACH_DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1", **more}


def run_coach(
    *arguments: str,
    data_dir: Path,
    stdin: str | bytes = "",
    root: Path = ROOT,
    cwd: Path | None = None,
    timeout: float = 120,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run `coach …` to its end, in the house or in another folder; output is read as UTF-8."""
    done = subprocess.run(
        coach_command(*arguments, root=root),
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        cwd=cwd or root,
        env=coach_environment(data_dir, **_findable(root, cwd), **(env or {})),
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    out, err = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def spawn_coach(
    *arguments: str, data_dir: Path, root: Path = ROOT, cwd: Path | None = None
) -> subprocess.Popen[str]:
    """Start `coach …` with pipes, there or in another folder; errors go to data_dir/stderr.txt."""
    with (data_dir / "stderr.txt").open("wb") as errors:
        return subprocess.Popen(
            coach_command(*arguments, root=root),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=cwd or root,
            env=coach_environment(data_dir, **_findable(root, cwd)),
            encoding="utf-8",
        )


def wait_until(condition: Callable[[], Any], seconds: float, what: str, logs: Path) -> Any:
    """Poll until the condition holds and return it; fails with what the children said."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := condition():
            return result
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {seconds} s\n{said(logs)}")


def said(data_dir: Path) -> str:
    """The last lines of every log below a data folder, for the message of a failed test."""
    parts = []
    for log in [*sorted(data_dir.glob("logs/*")), *data_dir.glob("stderr.txt")]:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-30:]
        parts.append("\n".join([f"--- {log.name}", *tail]))
    return "\n".join(parts)


def children(pid: int) -> list[int]:
    """The living children of a process."""
    return [
        child for child, (parent, state) in _processes().items() if parent == pid and state != "Z"
    ]


def alive(pid: int) -> bool:
    """Whether a process still runs; one that only waits to be buried does not."""
    return _processes().get(pid, (0, "Z"))[1] != "Z"


def copy_house(target: Path) -> Path:
    """A copy of what the coach is made of, its trained model included, to be spoiled by a test."""
    for name in _HOUSE:
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _FILES:
        shutil.copy(ROOT / name, target / name)
    return target


def _findable(root: Path, cwd: Path | None) -> dict[str, str]:
    """What a process in another folder needs to find the house's modules."""
    return {"PYTHONPATH": str(root)} if cwd else {}


def _processes() -> dict[int, tuple[int, str]]:
    """Parent and state of every process."""
    return _from_proc() if Path("/proc/self/stat").exists() else _from_ps()


def _from_ps() -> dict[int, tuple[int, str]]:
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True
    ).stdout
    rows = (line.split() for line in listed.splitlines())
    return {int(pid): (int(parent), state[0]) for pid, parent, state, *_ in rows}


def _from_proc() -> dict[int, tuple[int, str]]:
    # Containers often have no `ps`.
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # "pid (name) state parent …", and a name may hold blanks and brackets.
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            found[int(stat.parent.name)] = (int(parent), state)
    return found

"""Finds Python 3.10 and uv, and brings a uv of its own where there is none."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Iterator

from .failures import NO_INSTALLER, SetupError
from .process import Runner, ask

OLDEST_UV = (0, 8)
# A Python that was built without these modules starts, and fails later.
USABLE = (
    "import ctypes, sqlite3, ssl, sys, zlib;"
    " assert sys.version_info[:2] == (3, 10); print(sys.executable)"
)


def find_python(root: Path) -> str | None:
    """A complete Python 3.10 on this machine."""
    for candidate in python_candidates():
        found = ask([candidate, "-c", USABLE], root)
        if found:
            return found
    return None


def python_candidates() -> Iterator[str]:
    """Where a Python 3.10 may be, nearest first."""
    on_path = shutil.which("python3.10")
    if on_path:
        yield on_path
    if sys.version_info[:2] == (3, 10):
        yield sys.executable
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for version in sorted(pyenv.glob("versions/3.10*"), reverse=True):
        yield str(version / "bin" / "python3.10")


def find_uv(root: Path) -> str | None:
    """A uv on the path that is not too old."""
    command = shutil.which("uv")
    version = re.match(r"uv (\d+)\.(\d+)", (command and ask([command, "--version"], root)) or "")
    if version and (int(version.group(1)), int(version.group(2))) >= OLDEST_UV:
        return command
    return None


def own_uv(root: Path, tools: Path, runner: Runner) -> str:
    """The uv that requirements/uv.lock names, installed with pip into the project on first use."""
    lock = root / "requirements" / "uv.lock"
    version = re.findall(r"^uv==(\S+)", lock.read_text(), re.MULTILINE)[0]
    folder = tools / f"uv-{version}"
    command = folder / "bin" / "uv"
    if (ask([str(command), "--version"], root) or "").startswith(f"uv {version}"):
        return str(command)
    shutil.rmtree(str(folder), ignore_errors=True)
    install = ["install", "--quiet", "--no-input", "--no-deps", "--disable-pip-version-check"]
    install += ["--require-hashes", "--only-binary", ":all:", "--ignore-requires-python"]
    install += ["--retries", "2", "--target", str(folder), "--requirement", str(lock)]
    pip = [python_with_pip(root, tools), "-m", "pip"]
    runner.run(pip + install, "Fetching uv, the package installer")
    return str(command)


def python_with_pip(root: Path, tools: Path) -> str:
    """This Python if it has pip, or one in a virtual environment that it makes."""
    if ask([sys.executable, "-m", "pip", "--version"], root):
        return sys.executable
    folder = tools / "pip"
    python = str(folder / "bin" / "python")
    shutil.rmtree(str(folder), ignore_errors=True)
    ask([sys.executable, "-m", "venv", str(folder)], root)
    if not ask([python, "-m", "pip", "--version"], root):
        raise SetupError(NO_INSTALLER.format(python=sys.executable))
    return python

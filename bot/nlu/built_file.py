"""A large file that is derived once and kept: locked while it is built, verified when used."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout

from bot.private_files import private_folder

_LOCK_SECONDS = 600


class BuiltFileError(Exception):
    """The file cannot be written or read; the message says what to do."""


def ensure_built(path: Path, build: Callable[[], bytes]) -> Path:
    """The path, after `build` wrote it unless it is there and whole; BuiltFileError."""
    try:
        private_folder(path.parent)
        if not _is_whole(path):
            with FileLock(f"{path}.lock", timeout=_LOCK_SECONDS):
                if not _is_whole(path):  # another process may have built it meanwhile
                    _write(path, build())
    except Timeout as error:
        raise BuiltFileError(
            f"Another process has been building {path.name} for {_LOCK_SECONDS // 60} minutes: "
            f"stop it, or delete {path}.lock."
        ) from error
    except OSError as error:
        raise BuiltFileError(_explain(path, error)) from error
    return path


def _write(path: Path, data: bytes) -> None:
    """Write the file and its sum beside it, each under a temporary name first; needs the lock."""
    files = {path: data, _sum_path(path): hashlib.sha256(data).hexdigest().encode()}
    temporary = {target: target.with_name(f"{target.name}.part") for target in files}
    try:
        for target, content in files.items():
            with temporary[target].open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for target, part in temporary.items():
            part.replace(target)
    finally:
        for part in temporary.values():
            part.unlink(missing_ok=True)


def _is_whole(path: Path) -> bool:
    """Whether the file is there with the sum noted when it was built."""
    try:
        noted = _sum_path(path).read_bytes()
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except FileNotFoundError:
        return False
    return digest.hexdigest().encode() == noted


def _sum_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _explain(path: Path, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"The disk is full: free some space for {path}, or choose another COACH_DATA_DIR."
    return f"{path} cannot be written or read ({error.strerror or error})."

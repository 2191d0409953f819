"""Files that the coach hands over, saved where the person is."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path


def saved(name: str, content: bytes, folder: Path | None = None) -> Path:
    """Write the file for its owner alone, beside earlier ones of the name; OSError if it fails."""
    wanted = (folder or Path.cwd()) / Path(name).name
    for number in count(1):
        path = wanted if number == 1 else wanted.with_stem(f"{wanted.stem}-{number}")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
        except OSError:
            # Half of somebody's data is of no use to them, and would lie around.
            path.unlink()
            raise
        return path
    raise AssertionError("count() does not end")

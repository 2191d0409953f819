"""Folders and files of what people told the coach: for their owner alone."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def private_folder(folder: Path) -> Path:
    """Make the folder and those above it, 0700; one that is there already stays as it is."""
    missing = [each for each in folder.parents if not each.exists()]
    for each in (*reversed(missing), folder):
        each.mkdir(mode=0o700, exist_ok=True)
    return folder


def private_file(file: Path) -> Path:
    """Make the file, or take a file that is there, and set its mode to 0600; makes its folder.

    OSError where there is no such folder to be had. A file that cannot be made, or is another's,
    is left to whoever opens it, who has words for that.
    """
    private_folder(file.parent)
    with suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        file.chmod(0o600)
    return file

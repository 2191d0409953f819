"""A file with what people told the coach: for its owner alone, whole or not there at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def new_file(path: Path, *, force: bool = False) -> Iterator[IO[bytes]]:
    """Write a file, mode 0600, that takes its name when the block has ended well.

    FileExistsError where the name is taken, unless `force` lets the new file replace the old one.
    """
    _require_free(path, force)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".coach-", delete=False) as part:
        try:
            yield part
            part.flush()
            os.fsync(part.fileno())
            _require_free(path, force)
            Path(part.name).replace(path)
        finally:
            Path(part.name).unlink(missing_ok=True)


def _require_free(path: Path, force: bool) -> None:
    if not force and (path.exists() or path.is_symlink()):
        raise FileExistsError(errno.EEXIST, "There is a file of that name already", str(path))

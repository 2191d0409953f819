"""Where an encoder's files may come from: a folder, a model hub, or installed packages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import IO

_BUFFER = 1 << 20


class SourceError(Exception):
    """A source that is not there; the message says what to do."""


@dataclass(frozen=True)
class Source:
    """Opens an encoder's files by name; `place` and `remedy` are for error messages."""

    open: Callable[[str], AbstractContextManager[IO[bytes]]]
    place: str
    remedy: str


def folder_source(folder: Path) -> Source:
    """The files as they are in a folder."""

    def open_file(name: str) -> IO[bytes]:
        path = folder / name
        if not path.is_file():
            raise SourceError(f"{path} is missing: put the file there or unset COACH_WEIGHTS_DIR.")
        return path.open("rb")

    return Source(open_file, str(folder), "copy the original file there again")


def hub_source(endpoint: str, repository: str, revision: str) -> Source:
    """The files of one pinned revision on a model hub, downloaded once into the hub's own cache."""

    def open_file(name: str) -> IO[bytes]:
        # Imported here: most installations never use the hub, and the import is slow.
        from huggingface_hub import hf_hub_download

        try:
            path = hf_hub_download(repository, name, revision=revision, endpoint=endpoint)
        except Exception as error:  # the client raises its own, its HTTP library's and OSError
            raise SourceError(
                f"{name} of {repository} cannot be fetched from {endpoint} "
                f"({type(error).__name__}): check the address in COACH_MODEL_HUB and the network, "
                "or unset it to use the installed packages."
            ) from error
        return Path(str(path)).open("rb")

    return Source(open_file, f"the model hub {endpoint}", "clear the hub's cache and try again")


def package_source(name: str, packages: Sequence[str]) -> Source:
    """The files inside installed packages: as they are in one, or as a zip in pieces over many."""
    remedy = f"reinstall {packages[0]}" + (f" … {packages[-1]}" if len(packages) > 1 else "")

    def open_file(file_name: str) -> IO[bytes]:
        return _find(packages[0], f"/model/{file_name}").open("rb")

    @contextmanager
    def open_member(file_name: str) -> Iterator[IO[bytes]]:
        pieces = [_find(p, f"/{name}.zip.{n:03}") for n, p in enumerate(packages, start=1)]
        with ExitStack() as stack:
            joined = JoinedFiles([stack.enter_context(piece.open("rb")) for piece in pieces])
            archive = stack.enter_context(zipfile.ZipFile(io.BufferedReader(joined, _BUFFER)))
            yield stack.enter_context(archive.open(f"{name}/{file_name}"))

    opener = open_file if len(packages) == 1 else open_member
    return Source(opener, "the installed packages", remedy)


def _find(package: str, ending: str) -> Path:
    """The path of the installed package's file with that ending."""
    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError:
        raise SourceError(
            f"The package {package}, which holds the encoder's weights, is not installed: "
            "install the requirements, or set COACH_WEIGHTS_DIR to a folder with the weights."
        ) from None
    for file in files:
        if str(file).endswith(ending):
            return Path(str(file.locate()))
    raise SourceError(f"The package {package} has no file {ending}: reinstall it.")


class JoinedFiles(io.RawIOBase):
    """Several open files read as one, without copying them together."""

    def __init__(self, files: Sequence[IO[bytes]]) -> None:
        self._files = files
        self._sizes = [file.seek(0, io.SEEK_END) for file in files]
        self._position = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always; a zip's directory is at its end."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move within the joined files."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: sum(self._sizes)}
        self._position = max(0, base[whence] + offset)
        return self._position

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill the buffer from the file at the position, up to that file's end."""
        start = 0
        for file, size in zip(self._files, self._sizes, strict=True):
            if self._position < start + size:
                file.seek(self._position - start)
                chunk = file.read(min(len(buffer), start + size - self._position))
                buffer[: len(chunk)] = chunk
                self._position += len(chunk)
                return len(chunk)
            start += size
        return 0

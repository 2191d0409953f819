"""The file of a backup: gzip-compressed JSON lines, taken only when it is whole.

A header, `[table, row]` for each row, and a last line with the number of rows of each table and the
SHA-256 of all lines before it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from bot.store.records import StoreError

FORMAT = "coach-backup"
VERSION = 1
_LONGEST_HEADER = 4_096
"""Bytes; a foreign file may be one endless line."""
_LEVEL = 6
"""Of gzip's nine; more takes several times as long and hardly saves anything."""
_UNPACKABLE = (gzip.BadGzipFile, EOFError, zlib.error)

Row = dict[str, Any]
Rows = Iterator[tuple[str, Row]]


class _Damaged(Exception):
    pass


def write(
    file: IO[bytes], revision: str, made_at: str, rows: Iterable[tuple[str, Row]]
) -> Counter[str]:
    """Write them all, JSON types only; the number of rows of each table."""
    digest = hashlib.sha256()
    counts: Counter[str] = Counter()
    with gzip.GzipFile("", "wb", _LEVEL, file) as packed:

        def put(value: object) -> None:
            line = json.dumps(value).encode() + b"\n"
            digest.update(line)
            packed.write(line)

        put({"format": FORMAT, "version": VERSION, "revision": revision, "made_at": made_at})
        for table, row in rows:
            put([table, row])
            counts[table] += 1
        put({"rows": counts, "sha256": digest.hexdigest()})
    return counts


def revision(path: Path) -> str:
    """The schema that the rows are of; StoreError for a file that this coach cannot read."""
    try:
        header = json.loads(next(_lines(path)))
    except (ValueError, RecursionError, *_UNPACKABLE):
        header = None
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise StoreError(f"{path} is not a backup of the coach.")
    if header.get("version") != VERSION:
        raise StoreError(f"{path} has a format that this coach does not know; update the coach.")
    return str(header.get("revision"))


def rows(path: Path) -> Rows:
    """Table and row of each line; StoreError, at the end at the latest, if it is not whole."""
    try:
        yield from _checked(_lines(path))
    except (_Damaged, *_UNPACKABLE) as error:
        raise StoreError(f"{path} is damaged or was cut off; nothing was restored.") from error


def _lines(path: Path) -> Iterator[bytes]:
    with gzip.open(path) as file:
        yield file.readline(_LONGEST_HEADER)
        yield from file


def _checked(lines: Iterator[bytes]) -> Rows:
    digest = hashlib.sha256(next(lines))
    counts: Counter[str] = Counter()
    for line in lines:
        match _parsed(line):
            case [str(table), dict(row)]:
                digest.update(line)
                counts[table] += 1
                yield table, row
            case last:
                whole = last == {"rows": dict(counts), "sha256": digest.hexdigest()}
                if whole and next(lines, None) is None:
                    return
                break
    raise _Damaged


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _Damaged from error

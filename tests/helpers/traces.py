"""Where a text is in a database: in its columns, and in the bytes on the disk."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.helpers.conversations import bytes_of


def columns_with(database: Path, text: str) -> set[str]:
    """`table.column` of every column, in any table at all, in which some row holds the text."""
    with closing(sqlite3.connect(database, timeout=30)) as db:
        tables = [
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        columns = [
            (table, column[1])
            for table in tables
            for column in db.execute("SELECT * FROM pragma_table_info(?)", (table,))
        ]
        # Names of tables and columns cannot be parameters; these are the database's own.
        search = 'SELECT count(*) FROM "{0}" WHERE instr(CAST("{1}" AS TEXT), ?)'
        return {
            f"{table}.{column}"
            for table, column in columns
            if db.execute(search.format(table, column), (text,)).fetchone()[0]
        }


def bytes_on_disk(database: Path) -> bytes:
    """The database's files after a checkpoint, which brings the write-ahead log home."""
    with closing(sqlite3.connect(database, timeout=30)) as db:
        busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        assert not busy, "somebody reads an older state"
    return bytes_of(database)

"""What is stored of a conversation, read straight from the database."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

Event = dict[str, Any]


def stored(database: Path, sender: str) -> list[Event]:
    """Every event of a sender, in the order in which it was stored."""
    with closing(sqlite3.connect(database, timeout=30)) as db:
        rows = db.execute("SELECT data FROM events WHERE sender_id = ? ORDER BY id", (sender,))
        return [json.loads(data) for (data,) in rows]


def turns(database: Path, sender: str) -> list[tuple[str, list[str]]]:
    """Each stored message with the texts that answered it."""
    found: list[tuple[str, list[str]]] = []
    for event in stored(database, sender):
        if event["event"] == "user":
            found.append((event["text"], []))
        elif event["event"] == "bot":
            found[-1][1].append(event["text"])
    return found


def bytes_of(database: Path) -> bytes:
    """The database's files as they are on the disk, the write-ahead log included."""
    return b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))

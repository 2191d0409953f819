"""Everything that lasts, in one file that SQLite and PostgreSQL both take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from bot.store import backup_file, backup_rows, upgrade
from bot.store.backup_rows import Restored
from bot.store.new_file import new_file
from bot.store.records import StoreError
from bot.store.session import engine_for


def backup(url: str, file: Path, now: datetime, *, force: bool = False) -> Counter[str]:
    """Write one moment's state of the database, and return the number of rows of each table.

    The coach may go on meanwhile. FileExistsError where there is such a file, unless `force`.
    """
    with _engine(url) as engine, new_file(file, force=force) as out, _snapshot(engine) as reader:
        revision = upgrade.current(reader)
        if revision is None:
            raise StoreError(
                "There is nothing of the coach in the database, so nothing to back up."
            )
        _require_known(revision, "The database")
        return backup_file.write(out, revision, now.isoformat(), backup_rows.read(reader))


def restore(url: str, file: Path) -> Restored:
    """Take a backup in, all of it or nothing, and bring it to the schema of this version.

    StoreError for a file that is not whole, and for a database in which somebody lives already.
    """
    revision = backup_file.revision(file)
    _require_known(revision, str(file))
    for _ in backup_file.rows(file):
        pass  # to its end: a damaged file is refused before anything is touched
    head = upgrade.upgrade(url)
    with _engine(url) as engine, engine.begin() as writer:
        backup_rows.claim(writer)
        if revision != head:
            command.downgrade(upgrade.config(writer), revision)
        restored = backup_rows.load(writer, backup_file.rows(file))
        if revision != head:
            command.upgrade(upgrade.config(writer), head)
        backup_rows.set_sequences(writer)
    return restored


@contextmanager
def _engine(url: str) -> Iterator[sa.engine.Engine]:
    engine = engine_for(url)
    try:
        yield engine
    except sa.exc.SQLAlchemyError as error:
        raise StoreError(upgrade.unusable(engine.url, error)) from error
    finally:
        engine.dispose()


def _snapshot(engine: sa.engine.Engine) -> AbstractContextManager[sa.engine.Connection]:
    """A transaction that sees one moment and holds up nobody."""
    options: dict[str, Any] = {"sqlite_begin": "DEFERRED"}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    reading: AbstractContextManager[sa.engine.Connection]
    reading = engine.execution_options(**options).begin()
    return reading


def _require_known(revision: str, what: str) -> None:
    scripts = ScriptDirectory.from_config(upgrade.config())
    if revision not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(f"{what} was written by a newer version of the coach; update the coach.")

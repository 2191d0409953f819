"""Bring the database to the schema of this version; one process at a time does it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.private_files import private_file
from bot.store.records import StoreError
from bot.store.session import engine_for

_PATIENCE_SECONDS = 60
_LOCK = 0x636F616368
"""Of PostgreSQL's advisory locks the one that we take while migrating: "coach"."""


def upgrade(url: str, revision: str = "head") -> str:
    """Migrate up to the revision and return it; StoreError in one line where that cannot be done.

    It is one transaction: a process that is killed in the middle leaves the schema as it was.
    """
    engine = engine_for(url, lock_seconds=_PATIENCE_SECONDS)
    scripts = ScriptDirectory.from_config(config())
    wanted = scripts.get_current_head() if revision == "head" else revision
    try:
        _make_private(engine.url)
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            _require_known(current(connection), scripts)
            if current(connection) != wanted:
                command.upgrade(config(connection), revision)
    except (sa.exc.SQLAlchemyError, OSError) as error:
        raise StoreError(unusable(engine.url, error)) from error
    finally:
        engine.dispose()
    return str(wanted)


def downgrade(url: str, revision: str) -> None:
    """Go back to an earlier revision ("base": before the first); what it did not have is lost."""
    engine = engine_for(url, lock_seconds=_PATIENCE_SECONDS)
    with engine.begin() as connection:
        command.downgrade(config(connection), revision)
    engine.dispose()


def current(connection: sa.engine.Connection) -> str | None:
    """The revision that the database is at; None before the first."""
    revision: str | None = MigrationContext.configure(connection).get_current_revision()
    return revision


def config(connection: sa.engine.Connection | None = None) -> Config:
    """Alembic's configuration; there is no file of it, the folder is all that it holds."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    made.attributes["connection"] = connection
    return made


def unusable(url: sa.engine.URL, error: Exception) -> str:
    """One line that says which database cannot be used, why, and what to do."""
    place = url.database if url.get_backend_name() == "sqlite" else f"{url.host}/{url.database}"
    cause = " ".join(str(getattr(error, "orig", None) or error).split())
    return (
        f"The database {place} cannot be used ({cause}); free it, make room,"
        " or set COACH_DATABASE_URL to another."
    )


def _require_known(revision: str | None, scripts: ScriptDirectory) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    if revision is not None and revision not in known:
        raise StoreError(
            "The database was written by a newer version of the coach; update the coach, or set"
            " COACH_DATABASE_URL to another database."
        )


def _make_private(url: sa.engine.URL) -> None:
    """SQLite makes the file, readable for others, but not the folder that it lies in.

    What it makes beside the file later (-wal, -shm) takes the file's mode.
    """
    file = _file_of(url)
    if file is None:
        return
    private_file(file)
    for beside in (file.with_name(f"{file.name}{ending}") for ending in ("-wal", "-shm")):
        if beside.exists():
            private_file(beside)


def _file_of(url: sa.engine.URL) -> Path | None:
    """The file of an SQLite database that may be made; None for any other database."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    if not url.query:
        return Path(url.database)
    written_as_uri = dict(url.query) == {"uri": "true"} and url.database.startswith("file:")
    return Path(unquote(urlsplit(url.database).path)) if written_as_uri else None

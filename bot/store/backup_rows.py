"""Rows out of any of our databases and into another: JSON types in between."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from bot.store.backup_file import Row, Rows
from bot.store.records import StoreError
from bot.store.tables import Utc, deletions, guests, metadata

_BATCH = 500
_OWNERS = ("user_id", "sender_id", "sender", "id")
"""Columns that say whose a row is: the first of these that a table has."""
_PASSING = {"inbox", "outbox", "leases"}
"""What is on its way: brought back days later, it would be answered or sent once more."""

events = sa.Table(
    "events",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("type_name", sa.String(255), nullable=False),
    sa.Column("timestamp", sa.Float),
    sa.Column("intent_name", sa.String(255)),
    sa.Column("action_name", sa.String(255)),
    sa.Column("data", sa.Text),
)
"""The conversations, as Rasa's SQLTrackerStore makes their table; a test compares the two."""


@dataclass(frozen=True)
class Restored:
    """Rows of each table that are back, and how many were left out: their people are deleted."""

    rows: Counter[str]
    left_out: int


def read(connection: sa.engine.Connection) -> Rows:
    """Every row of ours and of Rasa's conversations, as it is in the database."""
    for table in _tables(connection):
        query = sa.select(table).order_by(*table.primary_key)
        for row in connection.execute(query.execution_options(stream_results=True)):
            yield table.name, {name: _plain(value) for name, value in row._mapping.items()}


def claim(connection: sa.engine.Connection) -> None:
    """Keep other writers out until the end of the transaction; StoreError if somebody was in."""
    events.create(connection, checkfirst=True)
    tables = _tables(connection)
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in tables)
        connection.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
    for table in tables:
        taken = table.name in ("users", "goals", "events")
        if taken and connection.execute(sa.select(table.c.id).limit(1)).first():
            raise StoreError(
                "The database holds people or conversations already; restore into an empty one."
            )


def load(connection: sa.engine.Connection, rows: Rows) -> Restored:
    """Insert the rows, without those of people whose deletion either side knows of."""
    # Nobody has said anything in these, or there would be events; a chat has one guest at a time.
    connection.execute(sa.delete(guests))
    tables = {table.name: table for table in _tables(connection)}
    restored: Counter[str] = Counter()
    left_out = 0
    for name, group in groupby(rows, key=itemgetter(0)):
        if name not in tables:
            raise StoreError(f"The backup has a table {name!r}, which the coach does not know.")
        while batch := [row for _, row in islice(group, _BATCH)]:
            kept = _insert(connection, tables[name], batch)
            restored[name] += kept
            left_out += len(batch) - kept
    return Restored(restored, left_out)


def set_sequences(connection: sa.engine.Connection) -> None:
    """Let PostgreSQL count on behind the rows that brought their numbers; SQLite does by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in _tables(connection):
        if "id" in table.c and isinstance(table.c.id.type, sa.Integer):
            counter = sa.func.pg_get_serial_sequence(table.name, "id")
            following = sa.func.coalesce(sa.func.max(table.c.id), 0) + 1
            connection.execute(sa.select(sa.func.setval(counter, following, False)))


def _tables(connection: sa.engine.Connection) -> list[sa.Table]:
    """Ours and Rasa's as the database has them, each after those that it refers to.

    Deletions come first: who is named there is left out of the others.
    """
    found = sa.MetaData()

    def aware(inspector: Any, table: sa.Table, column: dict[str, Any]) -> None:
        if isinstance(column["type"], sa.DateTime):
            column["type"] = Utc()

    sa.event.listen(found, "column_reflect", aware)
    ours = {*metadata.tables, events.name} - _PASSING
    found.reflect(connection, only=lambda name, _: name in ours)
    return sorted(found.sorted_tables, key=lambda table: bool(table.name != deletions.name))


def _insert(connection: sa.engine.Connection, table: sa.Table, batch: list[Row]) -> int:
    """Insert what is not of deleted people; how many rows that is."""
    try:
        kept = _without_deleted(connection, batch)
        values = [{name: _stored(table.c[name].type, row[name]) for name in row} for row in kept]
        if values:
            connection.execute(sa.insert(table), values)
    except sa.exc.OperationalError:
        raise
    except (sa.exc.SQLAlchemyError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise StoreError(
            f"The database does not take what the backup has in {table.name}; nothing was restored."
        ) from error
    return len(kept)


def _without_deleted(connection: sa.engine.Connection, batch: list[Row]) -> list[Row]:
    owners = [next((row[name] for name in _OWNERS if name in row), None) for row in batch]
    # A number is no person's id, and PostgreSQL does not compare it with one.
    people = [owner for owner in owners if not isinstance(owner, int)]
    named = sa.select(deletions.c.sender).where(deletions.c.sender.in_(people))
    deleted = set(connection.execute(named).scalars())
    return [row for row, owner in zip(batch, owners, strict=True) if owner not in deleted]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _stored(kind: sa.types.TypeEngine, value: Any) -> Any:
    if value is not None and isinstance(kind, Utc):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if value is not None and isinstance(kind, sa.Date) else value

"""The tables, as the migrations build them; a test compares the two."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa

from bot.store.records import LONGEST_NOTE, LONGEST_TITLE

_IDENTIFIER = 64
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Utc(sa.types.TypeDecorator):  # type: ignore[misc]
    """An aware moment, in UTC in the database and outside of it."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuse a naive time: whose clock was it?"""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored.")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """SQLite forgets the zone."""
        if value is None or value.tzinfo is not None:
            return value and value.astimezone(timezone.utc)
        return value.replace(tzinfo=timezone.utc)


metadata = sa.MetaData(naming_convention=_NAMES)


def _user(**options: Any) -> sa.Column[Any]:
    key = sa.ForeignKey("users.id", ondelete="CASCADE")
    return sa.Column("user_id", sa.String(_IDENTIFIER), key, nullable=False, **options)


def _one_of(column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


users = sa.Table(
    "users",
    metadata,
    sa.Column("id", sa.String(_IDENTIFIER), primary_key=True),
    sa.Column("role", sa.String(16)),
    sa.Column("time_zone", sa.String(64), nullable=False),
    sa.Column("check_in_days", sa.Integer, nullable=False),
    sa.Column("check_in_weekday", sa.Integer, nullable=False),
    sa.Column("check_in_hour", sa.Integer, nullable=False),
    sa.Column("quiet_from", sa.Integer, nullable=False),
    sa.Column("quiet_until", sa.Integer, nullable=False),
    sa.Column("consent_version", sa.Integer, nullable=False),
    sa.Column("consented_at", Utc, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
    _one_of("role", "agent", "manager", "executive"),
    sa.CheckConstraint("check_in_days BETWEEN 0 AND 31", name="check_in_days"),
    sa.CheckConstraint("check_in_weekday BETWEEN 0 AND 6", name="check_in_weekday"),
    sa.CheckConstraint("check_in_hour BETWEEN 0 AND 23", name="check_in_hour"),
    sa.CheckConstraint("quiet_from BETWEEN 0 AND 23", name="quiet_from"),
    sa.CheckConstraint("quiet_until BETWEEN 0 AND 23", name="quiet_until"),
)

identities = sa.Table(
    "identities",
    metadata,
    sa.Column("channel", sa.String(16), primary_key=True),
    sa.Column("external_id", sa.String(128), primary_key=True),
    _user(index=True),
)

guests = sa.Table(
    "guests",
    metadata,
    sa.Column("sender", sa.String(_IDENTIFIER), primary_key=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("external_id", sa.String(128), nullable=False),
    sa.Column("asked_at", Utc),
    sa.Column("created_at", Utc, nullable=False, index=True),
    sa.UniqueConstraint("channel", "external_id"),
)

goals = sa.Table(
    "goals",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _user(),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("title", sa.String(LONGEST_TITLE), nullable=False),
    sa.Column("measure", sa.String(LONGEST_TITLE), nullable=False),
    sa.Column("target_date", sa.Date, nullable=False),
    sa.Column("first_step", sa.String(LONGEST_TITLE), nullable=False),
    sa.Column("topic", sa.String(_IDENTIFIER)),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("progress", sa.Integer, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
    sa.Column("updated_at", Utc, nullable=False),
    sa.Column("closed_at", Utc),
    sa.UniqueConstraint("user_id", "number"),
    _one_of("status", "open", "completed", "dropped"),
    sa.CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
    sa.CheckConstraint("length(title) BETWEEN 1 AND 200", name="title"),
    sa.CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed_at"),
)

goal_updates = sa.Table(
    "goal_updates",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _user(),
    sa.Column(
        "goal_id",
        sa.Integer,
        sa.ForeignKey("goals.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("message_id", sa.String(_IDENTIFIER), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("progress", sa.Integer, nullable=False),
    sa.Column("note", sa.String(LONGEST_NOTE), nullable=False),
    sa.Column("at", Utc, nullable=False),
    sa.UniqueConstraint("user_id", "message_id"),
    _one_of("kind", "created", "progress", "note", "completed", "dropped", "reopened", "edited"),
    sa.CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
)

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _user(),
    sa.Column("message_id", sa.String(_IDENTIFIER), nullable=False),
    sa.Column("answer_id", sa.String(_IDENTIFIER), nullable=False),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("topic", sa.String(_IDENTIFIER), nullable=False),
    sa.Column("card", sa.String(_IDENTIFIER), nullable=False),
    sa.Column("card_version", sa.String(16), nullable=False),
    sa.Column("reason", sa.String(32)),
    sa.Column("at", Utc, nullable=False),
    sa.UniqueConstraint("user_id", "answer_id", "card"),
    _one_of("verdict", "helpful", "not_helpful", "chosen"),
)

check_ins = sa.Table(
    "check_ins",
    metadata,
    sa.Column(
        "user_id",
        sa.String(_IDENTIFIER),
        sa.ForeignKey("users.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("due_at", Utc, nullable=False, index=True),
    sa.Column("claimed_at", Utc),
    sa.Column("message_id", sa.String(_IDENTIFIER)),
)

deletions = sa.Table(
    "deletions",
    metadata,
    sa.Column("sender", sa.String(_IDENTIFIER), primary_key=True),
    sa.Column("receipt", sa.String(32), unique=True, nullable=False),
    sa.Column("message_id", sa.String(_IDENTIFIER)),
    sa.Column("requested_at", Utc, nullable=False),
    sa.Column("done_at", Utc),
)

exports = sa.Table(
    "exports",
    metadata,
    sa.Column("reference", sa.String(64), primary_key=True),
    sa.Column("sender", sa.String(_IDENTIFIER), nullable=False),
    sa.Column("expires_at", Utc, nullable=False),
)

"""People, their chats, guests until they answer, and what is left of those who went."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.tables.columns import IDENTIFIER, Utc, metadata, one_of, user_id

users = sa.Table(
    "users",
    metadata,
    sa.Column("id", sa.String(IDENTIFIER), primary_key=True),
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
    one_of("role", "agent", "manager", "executive"),
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
    user_id(index=True),
)

guests = sa.Table(
    "guests",
    metadata,
    sa.Column("sender", sa.String(IDENTIFIER), primary_key=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("external_id", sa.String(128), nullable=False),
    sa.Column("asked_at", Utc),
    sa.Column("created_at", Utc, nullable=False, index=True),
    sa.UniqueConstraint("channel", "external_id"),
)

deletions = sa.Table(
    "deletions",
    metadata,
    sa.Column("sender", sa.String(IDENTIFIER), primary_key=True),
    sa.Column("receipt", sa.String(32), unique=True, nullable=False),
    sa.Column("message_id", sa.String(IDENTIFIER)),
    sa.Column("requested_at", Utc, nullable=False),
    sa.Column("done_at", Utc),
)

exports = sa.Table(
    "exports",
    metadata,
    sa.Column("reference", sa.String(64), primary_key=True),
    sa.Column("sender", sa.String(IDENTIFIER), nullable=False),
    sa.Column("expires_at", Utc, nullable=False),
)

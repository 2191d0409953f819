"""Who may use the coach, and who is called when a person is wanted."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.tables.columns import IDENTIFIER, Utc, metadata, one_of

invites = sa.Table(
    "invites",
    metadata,
    sa.Column("digest", sa.String(IDENTIFIER), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("role", sa.String(16)),
    sa.Column("uses_left", sa.Integer, nullable=False),
    sa.Column("expires_at", Utc, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
    one_of("kind", "member", "reviewer"),
    one_of("role", "agent", "manager", "executive"),
    sa.CheckConstraint("uses_left >= 0", name="uses_left"),
)
"""Codes that let people in; only their digests are kept."""

members = sa.Table(
    "members",
    metadata,
    sa.Column("chat", sa.String(IDENTIFIER), primary_key=True),
    sa.Column("role", sa.String(16)),
    sa.Column("since", Utc, nullable=False),
    sa.Column("barred_at", Utc),
    one_of("role", "agent", "manager", "executive"),
)
"""By the digest of a chat: who was let in, and who is not any more."""

reviewers = sa.Table(
    "reviewers",
    metadata,
    sa.Column("chat_id", sa.String(32), primary_key=True),
    sa.Column("linked_at", Utc, nullable=False),
)
"""Chats of trainers, who are told when a person is wanted."""

calls = sa.Table(
    "calls",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender", sa.String(IDENTIFIER), nullable=False),
    sa.Column("message_id", sa.String(IDENTIFIER), nullable=False),
    sa.Column("reason", sa.String(16), nullable=False),
    sa.Column("at", Utc, nullable=False),
    sa.Column("told_at", Utc),
    sa.UniqueConstraint("sender", "message_id"),
    one_of("reason", "human", "self_harm", "harassment", "threat", "fraud"),
)
"""Moments in which a conversation called for a person, without what was written."""

"""What comes in from a messenger and goes out to it, until it is done."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.tables.columns import IDENTIFIER, Utc, metadata, one_of

_CHAT = 32

inbox = sa.Table(
    "inbox",
    metadata,
    # Whole numbers of 64 bits in PostgreSQL; SQLite numbers rows by itself only as INTEGER.
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("key", sa.String(IDENTIFIER), nullable=False, unique=True),
    sa.Column("chat_id", sa.String(_CHAT), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("press", sa.String(IDENTIFIER), unique=True),
    sa.Column("turn", sa.String(IDENTIFIER)),
    sa.Column("received_at", Utc, nullable=False),
    sa.Column("told_at", Utc),
    sa.Column("done_at", Utc, index=True),
    sa.Index("ix_inbox_chat_id_done_at", "chat_id", "done_at"),
    one_of("kind", "text", "button", "command", "other", "check_in"),
)
"""`key` names the update, `press` a button of one message; `body` is emptied when it is done."""

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("chat_id", sa.String(_CHAT), nullable=False, index=True),
    sa.Column("turn", sa.String(IDENTIFIER), nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("once", sa.Boolean, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
    sa.UniqueConstraint("turn", "place"),
)
"""Deleted when it is sent; what may be sent `once` at most, just before."""

chats = sa.Table(
    "chats",
    metadata,
    sa.Column("chat", sa.String(IDENTIFIER), primary_key=True),
    sa.Column("blocked_at", Utc),
    sa.Column("sent_away_at", Utc),
    sa.Column("asked_at", Utc),
)
"""By the digest of a chat: it wants nothing from us, was told that we stay away, or was asked for
consent by the last thing that it was shown."""

payloads = sa.Table(
    "payloads",
    metadata,
    sa.Column("digest", sa.String(IDENTIFIER), primary_key=True),
    sa.Column("payload", sa.Text, nullable=False),
)
"""What a button of a messenger stands for, where the payload itself is too long for it."""

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", sa.String(IDENTIFIER), primary_key=True),
    sa.Column("holder", sa.String(IDENTIFIER), nullable=False),
    sa.Column("until", Utc, nullable=False),
)

"""Goals and their history, opinions on answers, check-ins."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.records import LONGEST_NOTE, LONGEST_TITLE
from bot.store.tables.columns import IDENTIFIER, Utc, metadata, one_of, user_id

goals = sa.Table(
    "goals",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    user_id(),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("title", sa.String(LONGEST_TITLE), nullable=False),
    sa.Column("measure", sa.String(LONGEST_TITLE), nullable=False),
    sa.Column("target_date", sa.Date, nullable=False),
    sa.Column("first_step", sa.String(LONGEST_TITLE), nullable=False),
    sa.Column("topic", sa.String(IDENTIFIER)),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("progress", sa.Integer, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
    sa.Column("updated_at", Utc, nullable=False),
    sa.Column("closed_at", Utc),
    sa.UniqueConstraint("user_id", "number"),
    one_of("status", "open", "completed", "dropped"),
    sa.CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
    sa.CheckConstraint("length(title) BETWEEN 1 AND 200", name="title"),
    sa.CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed_at"),
)

goal_updates = sa.Table(
    "goal_updates",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    user_id(),
    sa.Column(
        "goal_id",
        sa.Integer,
        sa.ForeignKey("goals.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("message_id", sa.String(IDENTIFIER), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("progress", sa.Integer, nullable=False),
    sa.Column("note", sa.String(LONGEST_NOTE), nullable=False),
    sa.Column("at", Utc, nullable=False),
    sa.UniqueConstraint("user_id", "message_id"),
    one_of("kind", "created", "progress", "note", "completed", "dropped", "reopened", "edited"),
    sa.CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
)

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    user_id(),
    sa.Column("message_id", sa.String(IDENTIFIER), nullable=False),
    sa.Column("answer_id", sa.String(IDENTIFIER), nullable=False),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("topic", sa.String(IDENTIFIER), nullable=False),
    sa.Column("card", sa.String(IDENTIFIER), nullable=False),
    sa.Column("card_version", sa.String(16), nullable=False),
    sa.Column("reason", sa.String(32)),
    sa.Column("at", Utc, nullable=False),
    sa.UniqueConstraint("user_id", "answer_id", "card"),
    one_of("verdict", "helpful", "not_helpful", "chosen"),
)

check_ins = sa.Table(
    "check_ins",
    metadata,
    sa.Column(
        "user_id",
        sa.String(IDENTIFIER),
        sa.ForeignKey("users.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("due_at", Utc, nullable=False, index=True),
    sa.Column("claimed_at", Utc),
    sa.Column("message_id", sa.String(IDENTIFIER)),
)

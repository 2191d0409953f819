"""Messages on their way in and out, who may come in, who calls for a person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

UTC = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.Column("told_at", UTC, nullable=True),
        sa.CheckConstraint(
            "reason IN ('human', 'self_harm', 'harassment', 'threat', 'fraud')",
            name=op.f("ck_calls_reason"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("sender", "message_id", name=op.f("uq_calls_sender_message_id")),
    )
    op.create_table(
        "chats",
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("blocked_at", UTC, nullable=True),
        sa.Column("sent_away_at", UTC, nullable=True),
        sa.Column("asked_at", UTC, nullable=True),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_chats")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("chat_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("press", sa.String(length=64), nullable=True),
        sa.Column("turn", sa.String(length=64), nullable=True),
        sa.Column("received_at", UTC, nullable=False),
        sa.Column("told_at", UTC, nullable=True),
        sa.Column("done_at", UTC, nullable=True),
        sa.CheckConstraint(
            "kind IN ('text', 'button', 'command', 'other', 'check_in')", name=op.f("ck_inbox_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("key", name=op.f("uq_inbox_key")),
        sa.UniqueConstraint("press", name=op.f("uq_inbox_press")),
    )
    op.create_index("ix_inbox_chat_id_done_at", "inbox", ["chat_id", "done_at"], unique=False)
    op.create_index(op.f("ix_inbox_done_at"), "inbox", ["done_at"], unique=False)
    op.create_table(
        "invites",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=True),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("expires_at", UTC, nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.CheckConstraint("kind IN ('member', 'reviewer')", name=op.f("ck_invites_kind")),
        sa.CheckConstraint(
            "role IN ('agent', 'manager', 'executive')", name=op.f("ck_invites_role")
        ),
        sa.CheckConstraint("uses_left >= 0", name=op.f("ck_invites_uses_left")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_invites")),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("until", UTC, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "members",
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=True),
        sa.Column("since", UTC, nullable=False),
        sa.Column("barred_at", UTC, nullable=True),
        sa.CheckConstraint(
            "role IN ('agent', 'manager', 'executive')", name=op.f("ck_members_role")
        ),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_members")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("chat_id", sa.String(length=32), nullable=False),
        sa.Column("turn", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("once", sa.Boolean(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("turn", "place", name=op.f("uq_outbox_turn_place")),
    )
    op.create_index(op.f("ix_outbox_chat_id"), "outbox", ["chat_id"], unique=False)
    op.create_table(
        "payloads",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_payloads")),
    )
    op.create_table(
        "reviewers",
        sa.Column("chat_id", sa.String(length=32), nullable=False),
        sa.Column("linked_at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_reviewers")),
    )


def downgrade() -> None:
    """Drop them; what they held is lost."""
    op.drop_table("reviewers")
    op.drop_table("payloads")
    op.drop_index(op.f("ix_outbox_chat_id"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("members")
    op.drop_table("leases")
    op.drop_table("invites")
    op.drop_index(op.f("ix_inbox_done_at"), table_name="inbox")
    op.drop_index("ix_inbox_chat_id_done_at", table_name="inbox")
    op.drop_table("inbox")
    op.drop_table("chats")
    op.drop_table("calls")

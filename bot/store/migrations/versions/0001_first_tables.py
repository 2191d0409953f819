"""The first tables: people and how to reach them, goals, feedback, check-ins, deletions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# What bot.store.tables.Utc is in the database; a migration must not change when the code does.
UTC = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "deletions",
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("receipt", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=True),
        sa.Column("requested_at", UTC, nullable=False),
        sa.Column("done_at", UTC, nullable=True),
        sa.PrimaryKeyConstraint("sender", name=op.f("pk_deletions")),
        sa.UniqueConstraint("receipt", name=op.f("uq_deletions_receipt")),
    )
    op.create_table(
        "exports",
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_exports")),
    )
    op.create_table(
        "guests",
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("asked_at", UTC, nullable=True),
        sa.Column("created_at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("sender", name=op.f("pk_guests")),
        sa.UniqueConstraint("channel", "external_id", name=op.f("uq_guests_channel_external_id")),
    )
    op.create_index(op.f("ix_guests_created_at"), "guests", ["created_at"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=True),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("check_in_days", sa.Integer(), nullable=False),
        sa.Column("check_in_weekday", sa.Integer(), nullable=False),
        sa.Column("check_in_hour", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("consent_version", sa.Integer(), nullable=False),
        sa.Column("consented_at", UTC, nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.CheckConstraint("role IN ('agent', 'manager', 'executive')", name=op.f("ck_users_role")),
        sa.CheckConstraint("check_in_days BETWEEN 0 AND 31", name=op.f("ck_users_check_in_days")),
        sa.CheckConstraint("check_in_hour BETWEEN 0 AND 23", name=op.f("ck_users_check_in_hour")),
        sa.CheckConstraint(
            "check_in_weekday BETWEEN 0 AND 6", name=op.f("ck_users_check_in_weekday")
        ),
        sa.CheckConstraint("quiet_from BETWEEN 0 AND 23", name=op.f("ck_users_quiet_from")),
        sa.CheckConstraint("quiet_until BETWEEN 0 AND 23", name=op.f("ck_users_quiet_until")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
    )
    op.create_table(
        "check_ins",
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("due_at", UTC, nullable=False),
        sa.Column("claimed_at", UTC, nullable=True),
        sa.Column("message_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_check_ins_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_check_ins")),
    )
    op.create_index(op.f("ix_check_ins_due_at"), "check_ins", ["due_at"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("answer_id", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("card", sa.String(length=64), nullable=False),
        sa.Column("card_version", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("at", UTC, nullable=False),
        sa.CheckConstraint(
            "verdict IN ('helpful', 'not_helpful', 'chosen')", name=op.f("ck_feedback_verdict")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_feedback_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint(
            "user_id", "answer_id", "card", name=op.f("uq_feedback_user_id_answer_id_card")
        ),
    )
    op.create_table(
        "goals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("measure", sa.String(length=200), nullable=False),
        sa.Column("target_date", sa.Date(), nullable=False),
        sa.Column("first_step", sa.String(length=200), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("updated_at", UTC, nullable=False),
        sa.Column("closed_at", UTC, nullable=True),
        sa.CheckConstraint(
            "(status = 'open') = (closed_at IS NULL)", name=op.f("ck_goals_closed_at")
        ),
        sa.CheckConstraint(
            "status IN ('open', 'completed', 'dropped')", name=op.f("ck_goals_status")
        ),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 200", name=op.f("ck_goals_title")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_goals_progress")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_goals_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
        sa.UniqueConstraint("user_id", "number", name=op.f("uq_goals_user_id_number")),
    )
    op.create_table(
        "identities",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_identities_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("channel", "external_id", name=op.f("pk_identities")),
    )
    op.create_index(op.f("ix_identities_user_id"), "identities", ["user_id"], unique=False)
    op.create_table(
        "goal_updates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.CheckConstraint(
            "kind IN ('created', 'progress', 'note', 'completed', 'dropped', 'reopened', 'edited')",
            name=op.f("ck_goal_updates_kind"),
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_goal_updates_progress")),
        sa.ForeignKeyConstraint(
            ["goal_id"], ["goals.id"], name=op.f("fk_goal_updates_goal_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_goal_updates_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_updates")),
        sa.UniqueConstraint(
            "user_id", "message_id", name=op.f("uq_goal_updates_user_id_message_id")
        ),
    )
    op.create_index(op.f("ix_goal_updates_goal_id"), "goal_updates", ["goal_id"], unique=False)


def downgrade() -> None:
    """Take them away, with all that is in them."""
    op.drop_index(op.f("ix_goal_updates_goal_id"), table_name="goal_updates")
    op.drop_table("goal_updates")
    op.drop_index(op.f("ix_identities_user_id"), table_name="identities")
    op.drop_table("identities")
    op.drop_table("goals")
    op.drop_table("feedback")
    op.drop_index(op.f("ix_check_ins_due_at"), table_name="check_ins")
    op.drop_table("check_ins")
    op.drop_table("users")
    op.drop_index(op.f("ix_guests_created_at"), table_name="guests")
    op.drop_table("guests")
    op.drop_table("exports")
    op.drop_table("deletions")

"""The tables, as the migrations build them; a test compares the two."""

from bot.store.tables.access import calls, invites, members, reviewers
from bot.store.tables.columns import Utc, metadata
from bot.store.tables.gateway import chats, inbox, leases, outbox, payloads
from bot.store.tables.goals import check_ins, feedback, goal_updates, goals
from bot.store.tables.people import deletions, exports, guests, identities, users

__all__ = [
    "Utc",
    "calls",
    "chats",
    "check_ins",
    "deletions",
    "exports",
    "feedback",
    "goal_updates",
    "goals",
    "guests",
    "identities",
    "inbox",
    "invites",
    "leases",
    "members",
    "metadata",
    "outbox",
    "payloads",
    "reviewers",
    "users",
]

"""The tables, as the migrations build them; a test compares the two."""

from bot.store.tables.columns import Utc, metadata
from bot.store.tables.goals import check_ins, feedback, goal_updates, goals
from bot.store.tables.people import deletions, exports, guests, identities, users

__all__ = [
    "Utc",
    "check_ins",
    "deletions",
    "exports",
    "feedback",
    "goal_updates",
    "goals",
    "guests",
    "identities",
    "metadata",
    "users",
]

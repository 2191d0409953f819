"""What people thought of answers, and which topic they said they had meant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store import users
from bot.store.session import Session
from bot.store.tables import feedback


def judge(
    session: Session,
    user_id: str,
    message_id: str,
    verdict: str,
    card: Mapping[str, Any],
    now: datetime,
    *,
    answer_id: str = "",
    reason: str | None = None,
) -> None:
    """Keep a verdict (helpful, not_helpful, chosen) on a card; a later one takes its place.

    `card` has topic, card and card_version; `answer_id` is the message that the card answered,
    "" where that is not known any more.
    """
    values = {
        "user_id": user_id,
        "message_id": message_id,
        "answer_id": answer_id,
        "verdict": verdict,
        "reason": reason,
        "at": now,
        **{name: card[name] for name in ("topic", "card", "card_version")},
    }
    key = ("user_id", "answer_id", "card")
    kept = users.insert(session, feedback).values(values)
    changed = {name: value for name, value in values.items() if name not in key}
    session.execute(kept.on_conflict_do_update(index_elements=key, set_=changed))


def mine(session: Session, user_id: str) -> list[dict[str, object]]:
    """The person's verdicts, the oldest first."""
    query = sa.select(feedback).where(feedback.c.user_id == user_id).order_by(feedback.c.id)
    return [dict(row._mapping) for row in session.execute(query)]

"""What is kept no longer than it is needed: guests, old conversations, unfinished deletions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store import access, calls, conversations, deletions, exports, inbox, outbox, users
from bot.store.session import Sessions


@dataclass(frozen=True)
class Swept:
    """What was deleted, or would be."""

    deletions: int = 0
    guests: int = 0
    conversations: int = 0
    events: int = 0


def sweep(sessions: Sessions, now: datetime, days: int, *, dry_run: bool = False) -> Swept:
    """Finish deletions, purge guests, forget conversations of more than so many days (0: none).

    Safe to run twice, and while the coach runs: each step is a transaction of its own.
    """
    with sessions.begin() as session:
        asked, stale = deletions.pending(session), users.stale_guests(session, now)
    if not dry_run:
        for sender in asked:
            erase(sessions, sender, now)
        for sender in stale:
            with sessions.begin() as session:
                deletions.purge_guest(session, sender, now)
        with sessions.begin() as session:
            for kept_a_while in (exports, inbox, outbox, access):
                kept_a_while.expire(session, now)
    cutoff = now - timedelta(days=days)
    with sessions.begin() as session:
        people, rows = (
            conversations.forget_before(session, cutoff, dry_run=dry_run) if days else (0, 0)
        )
        if days and not dry_run:
            calls.forget_before(session, cutoff)
    return Swept(len(asked), len(stale), people, rows)


def erase(sessions: Sessions, sender: str, now: datetime) -> str:
    """Delete all of a person or a guest, and return the receipt id."""
    with sessions.begin() as session:
        receipt = deletions.request(session, sender, now)
        deletions.finish(session, sender, now)
    return receipt

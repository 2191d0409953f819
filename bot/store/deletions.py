"""Deleting all of a person's data, or of a guest's: asked for in a turn, done after it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

import sqlalchemy as sa

from bot.store import calls, conversations, inbox, outbox, users
from bot.store.session import Session
from bot.store.tables import deletions, exports, guests
from bot.store.tables import users as people


def request(session: Session, sender: str, now: datetime, message_id: str | None = None) -> str:
    """Ask for the deletion, and return its receipt id; the sender is retired from now on.

    `message_id` is the message that asked, if one did; only its digest is stored.
    """
    asked = None if message_id is None else _digest(sender, message_id)
    fresh = {"sender": sender, "receipt": _receipt(), "requested_at": now, "message_id": asked}
    session.execute(users.insert(session, deletions).values(fresh).on_conflict_do_nothing())
    found = sa.select(deletions.c.receipt).where(deletions.c.sender == sender)
    receipt: str = session.execute(found).scalar_one()
    return receipt


def receipt_for(session: Session, sender: str, message_id: str) -> str | None:
    """The receipt, if this very message asked for the deletion: its answer may have got lost."""
    asked = (deletions.c.sender == sender, deletions.c.message_id == _digest(sender, message_id))
    receipt: str | None = session.execute(sa.select(deletions.c.receipt).where(*asked)).scalar()
    return receipt


def asked_by(session: Session, message_id: str, since: datetime) -> str | None:
    """The sender whose deletion this very message has asked for since then."""
    asked = (deletions.c.requested_at >= since, deletions.c.message_id.is_not(None))
    rows = session.execute(sa.select(deletions.c.sender, deletions.c.message_id).where(*asked))
    found = (row.sender for row in rows if row.message_id == _digest(row.sender, message_id))
    return next(found, None)


def pending(session: Session) -> list[str]:
    """Senders whose deletion was asked for and is not done, or was undone by a late turn."""
    left = deletions.c.done_at.is_(None)
    if conversations.there_are_any(session):
        events = conversations.events
        left = sa.or_(left, sa.exists().where(events.c.sender_id == deletions.c.sender))
    return list(session.execute(sa.select(deletions.c.sender).where(left)).scalars())


def finish(session: Session, sender: str, now: datetime) -> None:
    """Delete everything in this one transaction; what is left is the receipt.

    What hangs on the person (chats, goals, their history, feedback, check-ins) goes with them.
    """
    # First of all, so that forget_what_came_late waits for the rest.
    done = sa.update(deletions).where(deletions.c.sender == sender, deletions.c.done_at.is_(None))
    session.execute(done.values(done_at=now))
    conversations.forget(session, sender)
    calls.forget(session, sender)
    for _, chat_id in users.chats(session, sender):
        inbox.forget_chat(session, chat_id)
        outbox.forget_chat(session, chat_id)
    session.execute(sa.delete(exports).where(exports.c.sender == sender))
    session.execute(sa.delete(guests).where(guests.c.sender == sender))
    session.execute(sa.delete(people).where(people.c.id == sender))


def purge_guest(session: Session, sender: str, now: datetime) -> None:
    """Delete all of a guest, unless the guest has agreed to be remembered meanwhile."""
    if session.execute(sa.delete(guests).where(guests.c.sender == sender)).rowcount:
        request(session, sender, now)
        finish(session, sender, now)


def forget_what_came_late(session: Session, sender: str) -> bool:
    """Delete what a turn that ended after the deletion has put back; whether there was one."""
    done = sa.select(deletions.c.done_at).where(deletions.c.sender == sender).with_for_update()
    return session.execute(done).scalar() is not None and conversations.forget(session, sender) > 0


def _digest(sender: str, message_id: str) -> str:
    """Enough to know the message again; a face's own ids may tell whose chat it was."""
    return hashlib.sha256(f"{sender} {message_id}".encode()).hexdigest()


def _receipt() -> str:
    """Short enough to be read out, with nothing of the person in it."""
    digits = secrets.token_hex(6).upper()
    return f"DEL-{digits[:4]}-{digits[4:8]}-{digits[8:]}"

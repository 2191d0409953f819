"""People: who agreed to be remembered, which chat is whose, and guests until they answer."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.records import Person
from bot.store.session import Session
from bot.store.tables import deletions, guests, identities, users

GUEST_HOURS = 23
"""After so many hours all of a guest, the conversation too, is purged by the next sweep.

Not a whole day: a day at most is what guests are promised."""

_DEFAULTS = {
    "check_in_days": 7,
    "check_in_weekday": 0,
    "check_in_hour": 9,
    "quiet_from": 21,
    "quiet_until": 8,
}


@dataclass(frozen=True)
class Visitor:
    """Who writes in a chat: the sender of the conversation, whether it may last, and since when."""

    sender: str
    lasting: bool
    role: str | None = None
    asked: bool = False
    agreed_at: datetime | None = field(default=None, compare=False)


def visitor(session: Session, channel: str, external_id: str, now: datetime) -> Visitor:
    """The person of a chat, or its guest; a chat that was never seen gets a throw-away sender."""
    if known := _known(session, channel, external_id):
        return known
    fresh = secrets.token_hex(16)
    chat = {"channel": channel, "external_id": external_id}
    row = insert(session, guests).values({**chat, "sender": fresh, "created_at": now})
    # Two messages at once are both the first; whoever purges the guest has to wait for this one.
    session.execute(row.on_conflict_do_update(index_elements=list(chat), set_=chat))
    if known := _known(session, channel, external_id):
        # The guest agreed in the meantime.
        session.execute(sa.delete(guests).where(guests.c.sender == fresh))
        return known
    mine = (guests.c.channel == channel, guests.c.external_id == external_id)
    guest = session.execute(sa.select(guests).where(*mine)).one()
    return Visitor(guest.sender, lasting=False, asked=guest.asked_at is not None)


def consent_asked(session: Session, sender: str, now: datetime) -> None:
    """The guest was asked for consent."""
    asked = sa.update(guests).where(guests.c.sender == sender, guests.c.asked_at.is_(None))
    session.execute(asked.values(asked_at=now))


def consent_given(
    session: Session, sender: str, version: int, now: datetime, *, time_zone: str
) -> bool:
    """The guest agreed: the throw-away sender becomes a lasting one. False if it was too late."""
    guest = session.execute(
        sa.select(guests).where(guests.c.sender == sender).with_for_update()
    ).first()
    if guest is None:
        return get(session, sender) is not None
    person = {**_DEFAULTS, "id": sender, "time_zone": time_zone, "consent_version": version}
    session.execute(sa.insert(users).values(person | {"consented_at": now, "created_at": now}))
    link = {"channel": guest.channel, "external_id": guest.external_id, "user_id": sender}
    session.execute(sa.insert(identities).values(link))
    session.execute(sa.delete(guests).where(guests.c.sender == sender))
    return True


def get(session: Session, user_id: str, *, lock: bool = False) -> Person | None:
    """The person, or None where there is no such; `lock` lets one writer at a time go on."""
    query = sa.select(users).where(users.c.id == user_id)
    row = session.execute(query.with_for_update() if lock else query).first()
    return Person(**row._mapping) if row else None


def everybody(session: Session) -> list[Person]:
    """All who agreed, the oldest first."""
    rows = session.execute(sa.select(users).order_by(users.c.created_at, users.c.id))
    return [Person(**row._mapping) for row in rows]


def change(session: Session, user_id: str, **values: Any) -> None:
    """Set columns of the person; twice is the same as once."""
    session.execute(sa.update(users).where(users.c.id == user_id).values(values))


def chats(session: Session, user_id: str) -> list[tuple[str, str]]:
    """Channel and external id of each chat of the person."""
    rows = session.execute(sa.select(identities).where(identities.c.user_id == user_id))
    return [(row.channel, row.external_id) for row in rows]


def stale_guests(session: Session, now: datetime) -> list[str]:
    """Senders of the guests whose time is over."""
    over = guests.c.created_at <= now - timedelta(hours=GUEST_HOURS)
    return list(session.execute(sa.select(guests.c.sender).where(over)).scalars())


def is_retired(session: Session, sender: str) -> bool:
    """Whether the sender's data is deleted, or about to be: nothing may be kept under it again."""
    found = sa.select(deletions.c.sender).where(deletions.c.sender == sender)
    return session.execute(found).first() is not None


def insert(session: Session, table: sa.Table) -> Any:
    """An INSERT that knows ON CONFLICT, in the database's own dialect."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    return dialect.insert(table)


def _known(session: Session, channel: str, external_id: str) -> Visitor | None:
    """The person whose chat it is, if one has agreed to be remembered."""
    joined = identities.join(users, users.c.id == identities.c.user_id)
    theirs = (identities.c.channel == channel, identities.c.external_id == external_id)
    known = (users.c.id, users.c.role, users.c.consented_at)
    row = session.execute(sa.select(*known).select_from(joined).where(*theirs)).first()
    if row is None:
        return None
    return Visitor(row.id, lasting=True, role=row.role, asked=True, agreed_at=row.consented_at)

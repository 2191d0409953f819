"""What those who run the coach see of the people in it: who there is, and nothing they wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone

import sqlalchemy as sa

from bot.store import users
from bot.store.conversations import events, there_are_any
from bot.store.records import StoreError
from bot.store.session import Session, Sessions, sessions_for
from bot.store.tables import goal_updates, goals, guests
from bot.store.tables import users as people
from bot.store.upgrade import unusable, upgrade

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Listed:
    """A line about a person; `last_active` is when they last wrote or changed a goal."""

    id: str
    role: str | None
    time_zone: str
    since: datetime
    goals: int
    last_active: datetime | None


@contextmanager
def opened(url: str) -> Iterator[Sessions]:
    """The database in the schema of this version; StoreError where it is, or goes, away."""
    upgrade(url)
    try:
        yield sessions_for(url)
    except sa.exc.OperationalError as error:
        raise StoreError(unusable(sa.engine.make_url(url), error)) from error


def listed(session: Session) -> list[Listed]:
    """All who agreed to be remembered, the oldest first."""
    counted = sa.select(goals.c.user_id, sa.func.count()).group_by(goals.c.user_id)
    goals_of = dict(session.execute(counted).all())
    active = _last_active(session)
    return [
        Listed(
            id=person.id,
            role=person.role,
            time_zone=person.time_zone,
            since=person.consented_at,
            goals=goals_of.get(person.id, 0),
            last_active=active.get(person.id),
        )
        for person in users.everybody(session)
    ]


def require_known(session: Session, sender: str) -> None:
    """StoreError where nothing is stored under that id, be it a person's or a guest's."""
    if not (_ID.fullmatch(sender) and _is_known(session, sender)):
        raise StoreError(f"There is nobody with the id {sender[:64]!r}.")


def _is_known(session: Session, sender: str) -> bool:
    places = [people.c.id, guests.c.sender]
    if there_are_any(session):
        places.append(events.c.sender_id)
    found = (session.execute(sa.select(p).where(p == sender).limit(1)).first() for p in places)
    return any(row is not None for row in found)


def _last_active(session: Session) -> dict[str, datetime]:
    changed = sa.select(goal_updates.c.user_id, sa.func.max(goal_updates.c.at))
    by_goals = session.execute(changed.group_by(goal_updates.c.user_id))
    active: dict[str, datetime] = dict(by_goals.all())
    if not there_are_any(session):
        return active
    wrote = sa.select(events.c.sender_id, sa.func.max(events.c.timestamp))
    theirs = wrote.where(events.c.type_name == "user").group_by(events.c.sender_id)
    for sender, moment in session.execute(theirs):
        at = datetime.fromtimestamp(moment, timezone.utc)
        active[sender] = max(at, active.get(sender, at))
    return active

"""Check-ins that are due: stored here, claimed before they are sent, so at most once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.store import goals, users
from bot.store.records import CheckIn, Person
from bot.store.schedule import after_quiet, local_now, next_due, on_day, replanned
from bot.store.session import Session
from bot.store.tables import check_ins


def due_at(session: Session, user_id: str) -> datetime | None:
    """When the next one is due; None where none is planned."""
    query = sa.select(check_ins.c.due_at).where(check_ins.c.user_id == user_id)
    due: datetime | None = session.execute(query).scalar()
    return due


def plan(session: Session, person: Person, now: datetime) -> datetime | None:
    """Plan the next one by the person's wishes, in place of what was planned."""
    return _put(session, person.id, next_due(person, now))


def plan_again(
    session: Session, before: Person, wishes: Collection[str], now: datetime
) -> datetime | None:
    """Plan the next one after wishes of these names were taken in; see schedule.replanned."""
    after = users.get(session, before.id)
    if after is None:
        return None
    due = replanned(before, after, wishes, due_at(session, before.id), now)
    return _put(session, before.id, due)


def plan_first(session: Session, person: Person, now: datetime) -> datetime | None:
    """Plan one if none is planned: somebody has a first goal."""
    return due_at(session, person.id) or plan(session, person, now)


def snooze(
    session: Session, person: Person, message_id: str, days: int, now: datetime
) -> datetime | None:
    """Ask so many days later, at the person's hour; the message again changes nothing."""
    day = local_now(person, now).date() + timedelta(days=days)
    return _move(session, person, message_id, on_day(person, day))


def skip(session: Session, person: Person, message_id: str, now: datetime) -> datetime | None:
    """Leave the next one out; the message again changes nothing."""
    planned = due_at(session, person.id) or now
    return _move(session, person, message_id, next_due(person, max(planned, now)))


def stop(session: Session, user_id: str) -> None:
    """No check-ins any more, until the person wants them again."""
    users.change(session, user_id, check_in_days=0)
    session.execute(sa.delete(check_ins).where(check_ins.c.user_id == user_id))


def any_due(session: Session, now: datetime) -> bool:
    """Whether one is due."""
    found = sa.select(check_ins.c.user_id).where(check_ins.c.due_at <= now).limit(1)
    return session.execute(found).first() is not None


def claim_due(session: Session, now: datetime, *, most: int = 50) -> list[CheckIn]:
    """Take what is due and plan each one's next; who has no open goal is not asked.

    To be committed before anything is sent: whoever dies in between has sent nothing twice.
    """
    query = sa.select(check_ins).where(check_ins.c.due_at <= now).order_by(check_ins.c.due_at)
    rows = session.execute(query.limit(most).with_for_update(skip_locked=True)).all()
    claimed = []
    for row in rows:
        person = users.get(session, row.user_id)
        if person is None:
            continue
        if later := after_quiet(person, now):
            _put(session, person.id, later)
            continue
        _put(session, person.id, next_due(person, now), claimed_at=now)
        if mine := goals.mine(session, person.id, status="open"):
            claimed.append(CheckIn(person.id, row.due_at, tuple(mine)))
    return claimed


def _move(
    session: Session, person: Person, message_id: str, due: datetime | None
) -> datetime | None:
    users.get(session, person.id, lock=True)
    row = session.execute(sa.select(check_ins).where(check_ins.c.user_id == person.id)).first()
    if row is not None and row.message_id == message_id:
        moved: datetime = row.due_at
        return moved
    return _put(session, person.id, due, message_id=message_id)


def _put(session: Session, user_id: str, due: datetime | None, **values: Any) -> datetime | None:
    if due is None:
        session.execute(sa.delete(check_ins).where(check_ins.c.user_id == user_id))
        return None
    row = {"user_id": user_id, "due_at": due, **values}
    planned = users.insert(session, check_ins).values(row)
    session.execute(
        planned.on_conflict_do_update(index_elements=["user_id"], set_={"due_at": due, **values})
    )
    return due

"""Goals and their history. Each change is one row of the history, unique by its message."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.store import users
from bot.store.records import MOST_OPEN_GOALS, Goal, GoalFields, GoalUpdate, TooManyGoals
from bot.store.session import Session
from bot.store.tables import goal_updates, goals

EDITABLE = ("title", "measure", "target_date", "first_step")


def create(
    session: Session,
    user_id: str,
    message_id: str,
    fields: GoalFields,
    now: datetime,
    *,
    topic: str | None = None,
) -> Goal:
    """A new goal; the one that this message made, where it did before. Raises TooManyGoals."""
    users.get(session, user_id, lock=True)
    if made := changed_by(session, user_id, message_id):
        return made
    mine = goals.c.user_id == user_id
    still_open = sa.select(sa.func.count()).where(mine, goals.c.status == "open")
    if session.execute(still_open).scalar_one() >= MOST_OPEN_GOALS:
        raise TooManyGoals
    last = session.execute(sa.select(sa.func.max(goals.c.number)).where(mine)).scalar()
    values = {
        **{name: getattr(fields, name) for name in EDITABLE},
        **{"user_id": user_id, "number": (last or 0) + 1, "topic": topic, "status": "open"},
        **{"progress": 0, "created_at": now, "updated_at": now},
    }
    goal_id = session.execute(sa.insert(goals).values(values)).inserted_primary_key[0]
    _note(session, user_id, message_id, goal_id, "created", 0, "", now)
    return _goal(session, goals.c.id == goal_id)


def mine(session: Session, user_id: str, *, status: str | None = None) -> list[Goal]:
    """The person's goals by number; only those of a status where one is given."""
    query = sa.select(goals).where(goals.c.user_id == user_id).order_by(goals.c.number)
    rows = session.execute(query.where(goals.c.status == status) if status else query)
    return [_as_goal(row) for row in rows]


def report(
    session: Session,
    user_id: str,
    message_id: str,
    number: int,
    now: datetime,
    *,
    progress: int | None = None,
    note: str = "",
) -> Goal:
    """Progress in percent, a note, or both; LookupError where there is no such open goal."""
    kind = "note" if progress is None else "progress"
    changes = {} if progress is None else {"progress": progress}
    return _change(session, user_id, message_id, number, kind, changes, note, now, "open")


def complete(session: Session, user_id: str, message_id: str, number: int, now: datetime) -> Goal:
    """Reached: its progress is 100 % and it is closed."""
    changes = {"status": "completed", "progress": 100, "closed_at": now}
    return _change(session, user_id, message_id, number, "completed", changes, "", now, "open")


def drop(
    session: Session, user_id: str, message_id: str, number: int, now: datetime, *, reason: str
) -> Goal:
    """Given up; the reason ("" for none) is a note of its history."""
    changes = {"status": "dropped", "closed_at": now}
    return _change(session, user_id, message_id, number, "dropped", changes, reason, now, "open")


def reopen(session: Session, user_id: str, message_id: str, number: int, now: datetime) -> Goal:
    """Open again, with the progress that it had before it was completed. Raises TooManyGoals."""
    users.get(session, user_id, lock=True)
    if done := changed_by(session, user_id, message_id):
        return done
    if len(mine(session, user_id, status="open")) >= MOST_OPEN_GOALS:
        raise TooManyGoals
    goal = _goal(session, goals.c.user_id == user_id, goals.c.number == number)
    before = (u.progress for u in reversed(history(session, goal)) if u.kind != "completed")
    changes = {"status": "open", "closed_at": None, "progress": next(before, 0)}
    return _change(
        session, user_id, message_id, number, "reopened", changes, "", now, "completed", "dropped"
    )


def edit(
    session: Session,
    user_id: str,
    message_id: str,
    number: int,
    field: str,
    value: str | date,
    now: datetime,
) -> Goal:
    """Change one of EDITABLE; the history says which."""
    if field not in EDITABLE:
        raise ValueError(f"A goal has no {field!r} to edit.")
    return _change(
        session, user_id, message_id, number, "edited", {field: value}, field, now, "open"
    )


def history(session: Session, goal: Goal) -> list[GoalUpdate]:
    """What happened to the goal, the oldest first."""
    columns = (goal_updates.c[name] for name in ("kind", "progress", "note", "at"))
    query = sa.select(*columns).where(goal_updates.c.goal_id == goal.id)
    rows = session.execute(query.order_by(goal_updates.c.id))
    return [GoalUpdate(**row._mapping) for row in rows]


def _change(
    session: Session,
    user_id: str,
    message_id: str,
    number: int,
    kind: str,
    changes: dict[str, Any],
    note: str,
    now: datetime,
    *statuses: str,
) -> Goal:
    """One change under the person's lock, unless this message has made it before."""
    users.get(session, user_id, lock=True)
    if done := changed_by(session, user_id, message_id):
        return done
    chosen = (goals.c.user_id == user_id, goals.c.number == number, goals.c.status.in_(statuses))
    goal = _goal(session, *chosen)
    session.execute(
        sa.update(goals).where(goals.c.id == goal.id).values({**changes, "updated_at": now})
    )
    progress = changes.get("progress", goal.progress)
    _note(session, user_id, message_id, goal.id, kind, progress, note, now)
    return _goal(session, goals.c.id == goal.id)


def changed_by(session: Session, user_id: str, message_id: str) -> Goal | None:
    """The goal that this message changed already: a turn that is run again changes nothing."""
    joined = goals.join(goal_updates, goal_updates.c.goal_id == goals.c.id)
    by = (goal_updates.c.user_id == user_id, goal_updates.c.message_id == message_id)
    row = session.execute(sa.select(goals).select_from(joined).where(*by)).first()
    return _as_goal(row) if row else None


def _note(
    session: Session,
    user_id: str,
    message_id: str,
    goal_id: int,
    kind: str,
    progress: int,
    note: str,
    now: datetime,
) -> None:
    values = {"user_id": user_id, "message_id": message_id, "goal_id": goal_id, "kind": kind}
    session.execute(
        sa.insert(goal_updates).values({**values, "progress": progress, "note": note, "at": now})
    )


def _goal(session: Session, *where: Any) -> Goal:
    row = session.execute(sa.select(goals).where(*where)).first()
    if row is None:
        raise LookupError("There is no such goal.")
    return _as_goal(row)


def _as_goal(row: Any) -> Goal:
    return Goal(**{name: row._mapping[name] for name in Goal.__dataclass_fields__})

"""Who may use the coach: codes that let people in, who was let in, and who is not any more."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.store.session import Session
from bot.store.tables import invites, members, reviewers
from bot.store.users import insert


@dataclass(frozen=True)
class Member:
    """Somebody who was let in, with the role that the code had; or who is not any more."""

    role: str | None
    barred: bool


def chat_key(channel: str, external_id: str) -> str:
    """A chat's key in lists that outlast what is stored of the person."""
    return hashlib.sha256(f"{channel}:{external_id}".encode()).hexdigest()


def invite(
    session: Session,
    now: datetime,
    expires_at: datetime,
    *,
    uses: int = 1,
    role: str | None = None,
    kind: str = "member",
) -> str:
    """A code that lets so many people in; it is told once and not stored."""
    code = secrets.token_urlsafe(9)
    row = {"digest": _digest(code), "kind": kind, "role": role, "uses_left": uses}
    session.execute(sa.insert(invites).values({**row, "expires_at": expires_at, "created_at": now}))
    return code


def admit(session: Session, code: str, channel: str, external_id: str, now: datetime) -> str | None:
    """Use the code: its kind ("member" or "reviewer"), or None where it is wrong, used or old.

    Who is in already does not use it up; who was barred is not let in by any.
    """
    row = session.execute(
        sa.select(invites).where(invites.c.digest == _digest(code)).with_for_update()
    ).first()
    if row is None or row.expires_at <= now:
        return None
    known = member(session, channel, external_id)
    if known and known.barred:
        return None
    inside = external_id in reviewer_chats(session) if row.kind == "reviewer" else bool(known)
    if inside:
        return str(row.kind)
    spent = sa.update(invites).where(invites.c.digest == row.digest, invites.c.uses_left > 0)
    if not session.execute(spent.values(uses_left=invites.c.uses_left - 1)).rowcount:
        return None
    if row.kind == "reviewer":
        link_reviewer(session, external_id, now)
    else:
        allow(session, channel, external_id, now, role=row.role)
    return str(row.kind)


def allow(
    session: Session, channel: str, external_id: str, now: datetime, *, role: str | None = None
) -> None:
    """Let the chat in, also one that was barred."""
    values = {"role": role, "since": now, "barred_at": None}
    row = insert(session, members).values(chat=chat_key(channel, external_id), **values)
    session.execute(row.on_conflict_do_update(index_elements=["chat"], set_=values))


def bar(session: Session, channel: str, external_id: str, now: datetime) -> None:
    """Let the chat in no more, whatever code it shows later; `allow` takes that back."""
    row = insert(session, members).values(
        chat=chat_key(channel, external_id), role=None, since=now, barred_at=now
    )
    session.execute(row.on_conflict_do_update(index_elements=["chat"], set_={"barred_at": now}))
    session.execute(sa.delete(reviewers).where(reviewers.c.chat_id == external_id))


def member(session: Session, channel: str, external_id: str) -> Member | None:
    """What is known of the chat; None for one that nobody let in or barred."""
    mine = sa.select(members).where(members.c.chat == chat_key(channel, external_id))
    row = session.execute(mine).first()
    return Member(row.role, row.barred_at is not None) if row else None


def link_reviewer(session: Session, chat_id: str, now: datetime) -> None:
    """A trainer's chat, told from now on when somebody calls for a person."""
    row = insert(session, reviewers).values(chat_id=chat_id, linked_at=now)
    session.execute(row.on_conflict_do_nothing())


def reviewer_chats(session: Session) -> list[str]:
    """The chats of all trainers that are linked."""
    return list(session.execute(sa.select(reviewers.c.chat_id)).scalars())


def expire(session: Session, now: datetime) -> None:
    """Forget codes that let nobody in any more."""
    over = sa.or_(invites.c.expires_at <= now, invites.c.uses_left == 0)
    session.execute(sa.delete(invites).where(over))


def _digest(code: str) -> str:
    return hashlib.sha256(code.strip().encode()).hexdigest()

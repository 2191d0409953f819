"""One holder at a time, across processes and machines: which of two gateways polls."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.store.session import Session
from bot.store.tables import leases
from bot.store.users import insert


def take(session: Session, name: str, holder: str, now: datetime, *, seconds: float) -> bool:
    """Take the lease, or hold it longer; False while somebody else has it."""
    until = now + timedelta(seconds=seconds)
    row = insert(session, leases).values(name=name, holder=holder, until=until)
    mine_or_over = sa.or_(leases.c.holder == holder, leases.c.until <= now)
    taken = row.on_conflict_do_update(
        index_elements=["name"], set_={"holder": holder, "until": until}, where=mine_or_over
    )
    return bool(session.execute(taken).rowcount)


def release(session: Session, name: str, holder: str) -> None:
    """Give it up at once, so that nobody has to wait until it is over."""
    mine = (leases.c.name == name, leases.c.holder == holder)
    session.execute(sa.delete(leases).where(*mine))

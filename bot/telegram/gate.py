"""Who may use the coach in Telegram: everybody, or those who were let in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.store import access
from bot.store.session import Session
from bot.telegram import words
from bot.telegram.bursts import Turn
from bot.telegram.commands import parsed

CHANNEL = "telegram"
_CODE = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True)
class Passed:
    """The person may go on, or not and is told why.

    `role` is what the invite code said; `is_code`: the turn is that code, and nothing to answer.
    """

    told: str | None = None
    role: str | None = None
    is_code: bool = False


def passed(session: Session, turn: Turn, now: datetime, *, closed: bool, company: str) -> Passed:
    """Whether the turn's chat may go on; a code in it is used."""
    known = access.member(session, CHANNEL, turn.chat_id)
    if known and known.barred:
        return Passed(words.BARRED)
    code, asked_for = _code_in(turn, closed=closed)
    kind = None
    if code:
        kind = access.admit(session, code, CHANNEL, turn.chat_id, now)
        if kind == "reviewer":
            return Passed(words.LINKED)
        known = access.member(session, CHANNEL, turn.chat_id)
        if kind is None and known is None and (closed or asked_for):
            return Passed(words.CODE_WRONG)
    if closed and known is None:
        return Passed(words.invited_only(company))
    return Passed(role=known.role if known else None, is_code=kind is not None)


def _code_in(turn: Turn, *, closed: bool) -> tuple[str, bool]:
    """The code behind /start, or what stands alone and may be one where people need one.

    Who is in may show it, too: after a crash the turn that let them in is run again.
    """
    if turn.kind == "command":
        name, rest = parsed(turn.body)
        return (rest, True) if name == "start" else ("", False)
    alone = turn.body.strip()
    may_be = closed and turn.kind == "text" and _CODE.fullmatch(alone)
    return (alone, False) if may_be else ("", False)

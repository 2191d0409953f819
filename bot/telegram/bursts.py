"""Which waiting entries make the next turn: people type one thought in several messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise, takewhile

from bot.store.inbox import Entry

LONGEST = 4_000
"""Characters that the channel takes; a burst that is longer becomes several turns."""
_PATIENCE = 4
"""A burst may last so many times the pause between two of its messages."""


@dataclass(frozen=True)
class Turn:
    """Entries that are answered together; `id` is the message's id for the channel."""

    id: str
    entries: tuple[Entry, ...] = field(repr=False)

    @property
    def kind(self) -> str:
        """text, button, command, other or check_in."""
        return self.entries[0].kind

    @property
    def chat_id(self) -> str:
        """The chat that waits for it."""
        return self.entries[0].chat_id

    @property
    def body(self) -> str:
        """What was written, one message a line."""
        return "\n".join(entry.body for entry in self.entries)

    @property
    def received_at(self) -> datetime:
        """When the first of it came in."""
        return self.entries[0].received_at

    @property
    def told(self) -> bool:
        """Whether the person was told that the answer takes longer."""
        return any(entry.told_at for entry in self.entries)


def next_turn(waiting: Sequence[Entry], now: datetime, pause: float) -> Turn | float:
    """The turn that is due, or the seconds until one may be; `waiting` has the oldest first."""
    first = waiting[0]
    if first.turn is not None:
        return Turn(first.turn, tuple(entry for entry in waiting if entry.turn == first.turn))
    if first.kind == "other":
        # An album of pictures is many updates, and deserves one answer.
        alike = takewhile(lambda e: (e.kind, e.body) == (first.kind, first.body), waiting)
        return Turn(first.key, tuple(alike))
    if first.kind != "text":
        return Turn(first.key, (first,))
    burst = _burst(waiting, pause)
    if len(burst) == len(waiting):
        due = burst[-1].received_at + timedelta(seconds=pause)
        latest = first.received_at + timedelta(seconds=pause * _PATIENCE)
        left = (min(due, latest) - now).total_seconds()
        if left > 0:
            return left
    return Turn(burst[-1].key, tuple(burst))


def _burst(waiting: Sequence[Entry], pause: float) -> list[Entry]:
    """The leading texts that follow each other closely and fit into one message."""
    texts = list(takewhile(lambda entry: entry.kind == "text" and not entry.turn, waiting))
    burst, length = texts[:1], len(texts[0].body)
    for before, entry in pairwise(texts):
        length += 1 + len(entry.body)
        apart = (entry.received_at - before.received_at).total_seconds()
        if apart > pause or length > LONGEST:
            break
        burst.append(entry)
    return burst

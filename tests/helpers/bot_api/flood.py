"""Telegram's flood control: about 1 message a second to a chat, 20 a minute to a group, 30 a
second in all. Who was refused stays refused until the time that it was told."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

from tests.helpers.bot_api.errors import too_many_requests


@dataclass
class Bucket:
    """So many at once, and so many a second after that."""

    capacity: float
    rate: float
    filled: float
    level: float = field(init=False)

    def __post_init__(self) -> None:
        self.level = self.capacity

    def wait(self, now: float) -> float:
        """Seconds until there is room for one more."""
        self.level = min(self.capacity, self.level + (now - self.filled) * self.rate)
        self.filled = now
        return max(0.0, (1 - self.level) / self.rate)

    def take(self) -> None:
        """Take the room for one."""
        self.level -= 1


@dataclass
class Flood:
    """The limits; a change of any starts the counting anew."""

    enabled: bool = True
    chat_rate: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20
    overall_rate: float = 30.0
    _buckets: dict[int | None, Bucket] = field(default_factory=dict)
    _closed_until: dict[int | None, float] = field(default_factory=dict)

    def admit(self, chat_id: int) -> None:
        """Count a message to a chat, or 429 with the seconds to wait."""
        self._admit([None, chat_id])

    def admit_edit(self) -> None:
        """Count an edit, which only the overall limit knows."""
        self._admit([None])

    def _admit(self, keys: list[int | None]) -> None:
        if not self.enabled:
            return
        now = time.monotonic()
        for key in keys:
            wait = max(self._closed_until.get(key, 0) - now, self._bucket(key, now).wait(now))
            if wait > 0:
                seconds = max(1, math.ceil(wait))
                self._closed_until.setdefault(key, now + seconds)
                raise too_many_requests(seconds)
            self._closed_until.pop(key, None)
        for key in keys:
            self._bucket(key, now).take()

    def _bucket(self, key: int | None, now: float) -> Bucket:
        if key not in self._buckets:
            capacity, rate = self._limit(key)
            self._buckets[key] = Bucket(capacity, rate, now)
        return self._buckets[key]

    def _limit(self, key: int | None) -> tuple[float, float]:
        """How many at once and how many a second: in all, to a group, to a person."""
        if key is None:
            return max(1, self.overall_rate), self.overall_rate
        if key < 0:
            return self.group_per_minute, self.group_per_minute / 60
        return self.chat_burst, self.chat_rate

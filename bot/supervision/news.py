"""What supervisord tells of its programs, read from its standard output."""

from __future__ import annotations

import os
import select
import signal
from dataclasses import dataclass
from typing import IO

REFUSED = 78
"""Exit status (EX_CONFIG) of a program whose configuration cannot work: no restart mends it."""


@dataclass(frozen=True)
class News:
    """A program has ended; without a status: for good, because it did so too often."""

    program: str
    status: int | None

    @property
    def final(self) -> bool:
        """Whether it is not started again."""
        return self.status in (None, REFUSED)

    @property
    def how(self) -> str:
        """The status in words."""
        if self.status is not None and self.status < 0:
            return f"killed by {signal.Signals(-self.status).name}"
        return f"exit status {self.status}"


class Reader:
    """Lines of bot.supervision.daemon, as they come."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._descriptor = stream.fileno()
        self._rest = b""
        self._noise = ""

    def read(self, seconds: float | None) -> list[News]:
        """What has come after at most so many seconds, or at last where None is given.

        EOFError when supervisord has ended, with the reason that it gave, or none.
        """
        if not select.select([self._descriptor], [], [], seconds)[0]:
            return []
        data = os.read(self._descriptor, 65536)
        if not data:
            raise EOFError(self._noise)
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [news for line in lines if (news := self._parsed(line.decode("utf-8", "replace")))]

    def _parsed(self, line: str) -> News | None:
        match line.split():
            case ["ended", program, status]:
                return News(program, int(status))
            case ["lost", program]:
                return News(program, None)
        if not self._noise.startswith("Error:"):
            self._noise = line.strip() or self._noise
        return None

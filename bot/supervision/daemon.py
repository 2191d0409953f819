"""supervisord as our child: `python -m bot.supervision.daemon CONFIGURATION`.

It ends when standard input closes, and its programs with it. On standard output it writes a line
for each program that ended, `ended NAME STATUS`, and `lost NAME` when one did so too often. After
a status of REFUSED, which no restart mends, it stops all.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import Any

from supervisor import events
from supervisor.medusa.asyncore_25 import ExitNow
from supervisor.options import ServerOptions
from supervisor.poller import Poller
from supervisor.states import SupervisorStates
from supervisor.supervisord import Supervisor

from bot.lifeline import exit_with_parent
from bot.supervision.news import REFUSED


class _Options(ServerOptions):
    """supervisord's doors to the system, with an eye on how programs begin and end."""

    def waitpid(self) -> tuple[int | None, int | None]:
        """Tells how a program ended; the events do not say the status of one that ended early."""
        pid, status = super().waitpid()
        program = self.pidhistory.get(pid)
        if program is not None and not program.killing:
            code = os.waitstatus_to_exitcode(status)
            # Its last words are in its log before anybody looks for them.
            program.drain()
            _tell(f"ended {program.config.name} {code}")
            if code == REFUSED:
                self.mood = SupervisorStates.SHUTDOWN
        return pid, status

    def fork(self) -> int:
        """A child that SIGTERM ends from its first moment on, when it still has our handlers."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        try:
            pid = os.fork()
            if pid == 0:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        return pid


class _Poller(Poller):
    """Looks around five times a second instead of once: each start and stop is a second quicker."""

    def poll(self, timeout: float) -> Any:
        return super().poll(min(timeout, 0.2))


class _Supervisor(Supervisor):
    """Tells which programs it has given up."""

    def runforever(self) -> None:
        # Not earlier: run() forgets all subscriptions.
        events.subscribe(
            events.ProcessStateFatalEvent, lambda event: _tell(f"lost {event.process.config.name}")
        )
        super().runforever()


def main() -> None:
    """Supervise until told to end."""
    exit_with_parent()
    # The logs, and whatever else is written, are for the owner alone.
    os.umask(0o077)
    options = _Options()
    options.realize(["--configuration", sys.argv[1]])
    options.first, options.test = True, False
    options.poller = _Poller(options)
    with suppress(ExitNow):
        _Supervisor(options).main()


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()

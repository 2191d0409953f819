"""A child process that ends when its parent does, however the parent ended."""

from __future__ import annotations

import os
import threading


def exit_with_parent() -> None:
    """End this process when standard input, a pipe that the parent holds, is closed."""
    threading.Thread(target=_watch, daemon=True, name="lifeline").start()


def _watch() -> None:
    # The descriptor and not sys.stdin, whose lock would be held while the interpreter shuts down.
    while os.read(0, 1):
        pass
    os._exit(0)

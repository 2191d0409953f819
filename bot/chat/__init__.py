"""The terminal face of the coach: a chat for a person, and its lines for programs."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from contextlib import closing, suppress
from typing import TextIO

from bot.chat.conversation import Conversation, Desk, resolve
from bot.chat.pipes import json_lines, text_lines
from bot.chat.session import TerminalSession
from bot.client.blocking import TURN_SECONDS
from bot.client.messages import Address, StartError

__all__ = ["Address", "StartError", "run"]

_INTERRUPTED = 130


def run(
    address: Address | Callable[[], Address],
    desk: Desk,
    *,
    user: str,
    role: str | None,
    as_json: bool,
    stdin: TextIO,
    stdout: TextIO,
    stderr: TextIO,
    turn_seconds: float = TURN_SECONDS,
) -> int:
    """Chat until the input ends or the person leaves, and return the exit status.

    A callable address is called at once in another thread, so that a person sees the prompt while
    the coach wakes up; the StartError that it may raise becomes one line on stderr and status 1.
    """
    _tolerate(stdin, stdout, as_json=as_json)
    conversation = Conversation(
        resolve(address), desk, user=user, role=role, turn_seconds=turn_seconds
    )
    with closing(conversation):
        try:
            if as_json:
                return json_lines(conversation, stdin, stdout)
            if not (stdin.isatty() and stdout.isatty()):
                return text_lines(conversation, stdin, stdout)
            TerminalSession(conversation, stdin, stdout).run()
            return 0
        except StartError as error:
            stderr.write(f"{error}\n")
            return 1
        except BrokenPipeError:
            _discard(stdout)
            return 0
        except KeyboardInterrupt:
            return _INTERRUPTED


def _tolerate(stdin: TextIO, stdout: TextIO, *, as_json: bool) -> None:
    """Read bytes that are no text, and write text that the terminal cannot show, as a question."""
    if isinstance(stdin, io.TextIOWrapper):
        stdin.reconfigure(encoding="utf-8" if as_json else None, errors="replace")
    if isinstance(stdout, io.TextIOWrapper):
        stdout.reconfigure(errors="replace")


def _discard(stdout: TextIO) -> None:
    """Point a pipe that nobody reads at nothing, or Python complains when it flushes at exit."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stdout.fileno())

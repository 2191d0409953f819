"""The chat for programs: a message a line in, a block of text or a line of JSON a turn out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from bot.chat.conversation import Conversation
from bot.chat.render import plain
from bot.client.messages import ChannelError, Reply

LONGEST = 100_000
"""Characters of a line beyond which it is refused here instead of being held in memory."""
_TOO_LONG = f"That line is longer than {LONGEST:,} characters, so it was not sent."
_NO_JSON = (
    "That line starts like a JSON object but is none that can be used, so it was not sent. "
    'Write {"payload": "…"} to press a button or {"message": "…"} to say something.'
)


class _Unusable(Exception):
    """A line that cannot be sent; the text is a sentence that says why."""


def text_lines(conversation: Conversation, stdin: TextIO, stdout: TextIO) -> int:
    """A message a line; for each one block of text, ended by a blank line. Returns exit status.

    Blank lines are skipped, so that a text file can be piped in as it is.
    """
    status = 0
    conversation.wake()
    for line in _lines(stdin):
        if line is None:
            block = _TOO_LONG
        elif not line.strip():
            continue
        else:
            try:
                block = plain(conversation.enter(line))
            except ChannelError as error:
                block, status = str(error), 1
        stdout.write(f"{block}\n\n")
        stdout.flush()
    return status


def json_lines(conversation: Conversation, stdin: TextIO, stdout: TextIO) -> int:
    """A message or a JSON object a line; for each line, a blank one too, one. Returns exit status.

    What the coach makes of a blank message is up to the coach. A line that could not be sent, or
    that was not answered, gets a reply of kind error.
    """
    status = 0
    conversation.wake()
    for line in _lines(stdin):
        try:
            replies = _json_turn(conversation, line)
        except _Unusable as error:
            replies = [_error(error)]
        except ChannelError as error:
            replies, status = [_error(error)], 1
        # ASCII only: whatever splits lines or shows them finds nothing to trip over.
        stdout.write(json.dumps({"replies": [reply.as_json() for reply in replies]}) + "\n")
        stdout.flush()
    return status


def _json_turn(conversation: Conversation, line: str | None) -> list[Reply]:
    """The replies to a line; raises _Unusable or ChannelError."""
    if line is None:
        raise _Unusable(_TOO_LONG)
    if not line.lstrip().startswith("{"):
        return conversation.say(line)
    match _decoded(line):
        case {"payload": str(payload), **rest} if payload.strip() and not rest:
            return conversation.press(payload)
        case {"message": str(message), **rest} if not rest:
            return conversation.say(message)
    raise _Unusable(_NO_JSON)


def _decoded(line: str) -> Any:
    """The JSON in a line, or None where it is none."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _error(error: Exception) -> Reply:
    return Reply(str(error), custom={"kind": "error", "model": None})


def _lines(stdin: TextIO) -> Iterator[str | None]:
    """The lines without their ends; None for one that is too long, whose rest is passed over."""
    first = True
    while line := stdin.readline(LONGEST + 1):
        if first:
            line, first = line.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"), False
        if len(line) <= LONGEST or line.endswith("\n"):
            yield line.rstrip("\r\n")
            continue
        while line and not line.endswith("\n"):
            line = stdin.readline(LONGEST)
        yield None

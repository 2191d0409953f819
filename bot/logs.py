"""Logs carry ids, counts and times, never what a person wrote.

Third parties' messages may quote a conversation, so of those only place and kind are kept.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

OURS = ("bot", "actions")
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def configure(level: int = logging.INFO) -> None:
    """Log to standard error, redacted, from now on in this process; call it once at start."""
    logging.basicConfig(stream=sys.stderr, level=level, format=_FORMAT, force=True)
    for name in ("rasa", "rasa_sdk", "sanic", "sanic.access", "alembic", "apscheduler", "httpx"):
        logging.getLogger(name).setLevel(logging.WARNING)
    redact()


def redact() -> None:
    """Strip every record of a third party's logger, whatever handler it reaches."""
    logging.captureWarnings(True)
    # Rasa logs through structlog, which would print each message with all that it knows of it.
    structlog.configure(
        processors=[_event_only],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    if not isinstance(logging.getLogRecordFactory(), _Redactor):
        logging.setLogRecordFactory(_Redactor(logging.getLogRecordFactory()))


def _event_only(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    """The last of structlog's processors: the event's name, without what belongs to it."""
    return str(event.get("event", ""))


class _Redactor:
    """A record factory; ours pass without tracebacks, of the others only place and kind stay."""

    def __init__(self, make: Any) -> None:
        self._make = make

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record: logging.LogRecord = self._make(*args, **kwargs)
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        record.exc_info = record.exc_text = record.stack_info = None
        # logging.makeLogRecord() asks for a record without a name.
        if (record.name or "").partition(".")[0] not in OURS:
            record.msg, record.args = f"{record.funcName}:{record.lineno}", ()
        if error:
            record.msg, record.args = f"{record.getMessage()} ({error})", ()
        return record

"""Nothing that a person wrote reaches a log, whoever logs it."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
import warnings

import pytest
import structlog

from bot import logs
from bot.settings import ROOT

CANARY = "canary-7431"


@pytest.fixture
def out(monkeypatch):
    """What is logged from here on, redacted; afterwards logging is as it was."""
    factory, root = logging.getLogRecordFactory(), logging.getLogger()
    showwarning, structured = warnings.showwarning, structlog.get_config()
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    logs.redact()
    yield written
    logging.captureWarnings(False)
    warnings.showwarning = showwarning
    structlog.configure(**structured)
    root.removeHandler(handler)
    logging.setLogRecordFactory(factory)


def fail(text):
    raise ValueError(text)


@pytest.mark.parametrize("name", ["rasa.core.processor", "sanic.error", "botany", "root", "py"])
def test_of_others_only_place_and_kind_are_kept(out, name):
    logging.getLogger(name).error("message %s failed", CANARY)
    assert CANARY not in out.getvalue()
    assert "failed" not in out.getvalue()
    assert "ERROR" in out.getvalue()
    assert "test_of_others_only_place_and_kind_are_kept:" in out.getvalue()


def test_others_tracebacks_are_left_out_but_the_kind_of_error_is_told(out):
    try:
        fail(CANARY)
    except ValueError:
        logging.getLogger("rasa").exception("while handling %s", CANARY)
    assert CANARY not in out.getvalue()
    assert "Traceback" not in out.getvalue()
    assert "(ValueError)" in out.getvalue()


@pytest.mark.parametrize("name", ["bot", "bot.rasa.channel", "actions.base"])
def test_our_own_messages_are_kept(out, name):
    logging.getLogger(name).error("turn %s took %d ms", "m-1", 40)
    assert f"ERROR {name}: turn m-1 took 40 ms" in out.getvalue()


def test_our_own_errors_are_told_without_what_they_quote(out):
    try:
        fail(CANARY)
    except ValueError:
        logging.getLogger("bot.x").exception("turn %s failed", "m-1")
    assert "turn m-1 failed (ValueError)" in out.getvalue()
    assert CANARY not in out.getvalue()
    assert "Traceback" not in out.getvalue()


def test_a_stack_is_left_out(out):
    logging.getLogger("bot.x").error("here", stack_info=True)
    assert "Stack" not in out.getvalue()


def test_a_percent_sign_in_an_error_message_is_no_place_holder(out):
    try:
        fail("x")
    except ValueError:
        logging.getLogger("bot.x").exception("at %s", "50%s")
    assert "at 50%s (ValueError)" in out.getvalue()


def test_a_warning_that_quotes_a_message_is_redacted(out):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"could not read {CANARY}", stacklevel=1)
    assert CANARY not in out.getvalue()
    assert "py.warnings" in out.getvalue()


@pytest.mark.parametrize("level", ["warning", "error", "exception"])
def test_what_rasa_logs_with_all_that_it_knows_is_redacted(out, level):
    log = structlog.get_logger("rasa.core.processor")
    getattr(log, level)(f"processor.failed {CANARY}", text=CANARY, entities=[CANARY])
    assert CANARY not in out.getvalue()
    assert out.getvalue().count("\n") == 1


def test_what_rasa_only_mentions_is_not_logged(out):
    structlog.get_logger("rasa").info("processor.message", text=CANARY)
    assert out.getvalue() == ""


@pytest.mark.parametrize("known", [{}, {"name": "bot.x", "msg": "turn 1"}])
def test_a_record_can_be_made_from_what_is_known_of_it(out, known):
    record = logging.makeLogRecord(known)
    assert {key: vars(record)[key] for key in known} == known


def test_redacting_twice_is_redacting_once(out):
    logs.redact()
    logging.getLogger("bot.x").error("once")
    assert out.getvalue().count("once") == 1


PROGRAM = f"""
import logging
from bot import logs

logging.getLogger("early").addHandler(logging.StreamHandler())
logs.configure()
logging.getLogger("bot.x").info("turn 1")
logging.getLogger("bot.x").debug("detail")
logging.getLogger("rasa.core").info("{CANARY}")
logging.getLogger("early").error("{CANARY}")
print("{CANARY}")
"""


def test_a_configured_process_logs_to_standard_error_from_info_on():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=ROOT,
    )
    assert CANARY not in done.stderr
    assert done.stdout == f"{CANARY}\n"
    assert "INFO bot.x: turn 1" in done.stderr
    assert "detail" not in done.stderr
    assert "rasa.core" not in done.stderr

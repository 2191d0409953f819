"""What supervisord tells, read as it comes."""

from __future__ import annotations

import os

import pytest

from bot.supervision.news import News, Reader


@pytest.fixture
def told():
    """A reader, and what writes to it; closing is to be done by the test or here."""
    end, other = os.pipe()
    with os.fdopen(end, "rb", buffering=0) as stream, os.fdopen(other, "wb", buffering=0) as out:
        yield Reader(stream), out


def test_lines_may_come_in_pieces_and_several_at_once(told):
    reader, out = told
    assert reader.read(0) == []
    out.write(b"ended rasa -9\nended act")
    assert reader.read(0) == [News("rasa", -9)]
    out.write(b"ions 1\nlost actions\n")
    assert reader.read(None) == [News("actions", 1), News("actions", None)]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (b"", ""),
        (b"Traceback\n  File x\nValueError: y\n\n", "ValueError: y"),
        (b"Error: no such file\nFor help, use -h\n", "Error: no such file"),
    ],
)
def test_the_end_comes_with_the_reason_that_was_given(told, written, reason):
    reader, out = told
    out.write(written)
    out.close()
    if written:
        assert reader.read(None) == []
    with pytest.raises(EOFError) as ended:
        reader.read(None)
    assert str(ended.value) == reason


@pytest.mark.parametrize(
    ("status", "how"),
    [(0, "exit status 0"), (-9, "killed by SIGKILL"), (-15, "killed by SIGTERM")],
)
def test_how_it_ended_is_said_in_words(status, how):
    assert News("rasa", status).how == how


@pytest.mark.parametrize(
    ("status", "final"), [(0, False), (1, False), (-9, False), (78, True), (None, True)]
)
def test_a_bad_configuration_and_too_many_attempts_are_final(status, final):
    assert News("rasa", status).final is final

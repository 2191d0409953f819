"""`coach users invite | allow | offboard`, `coach review link`, as they are typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from typer.testing import CliRunner

from bot import clock
from bot.cli import app
from bot.store import access
from bot.store.access import Member
from bot.store.session import sessions_for

CHAT = ("telegram", "12345")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Types a command; the result."""
    monkeypatch.setenv("COACH_DATABASE_URL", f"sqlite:///{tmp_path / 'coach.db'}")
    runner = CliRunner()
    yield lambda line, answer="": runner.invoke(app, line.split(), input=answer)
    sessions_for(f"sqlite:///{tmp_path / 'coach.db'}").kw["bind"].dispose()


@pytest.fixture
def sessions(tmp_path):
    return sessions_for(f"sqlite:///{tmp_path / 'coach.db'}")


def admitted(sessions, code):
    with sessions.begin() as session:
        return access.admit(session, code, *CHAT, clock.now())


def member(sessions):
    with sessions.begin() as session:
        return access.member(session, *CHAT)


def test_an_invite_lets_its_people_in(run, sessions):
    made = run("users invite --role manager")
    assert made.exit_code == 0
    assert "one person in for 14 days" in made.stderr
    assert admitted(sessions, made.stdout.strip()) == "member"
    assert member(sessions) == Member("manager", barred=False)


def test_an_invite_ends_after_its_days(run, sessions):
    code = run("users invite --uses 50 --days 3").stdout.strip()
    with sessions.begin() as session:
        late = clock.now() + timedelta(days=3)
        assert access.admit(session, code, *CHAT, late) is None


def test_a_trainers_chat_is_linked_by_its_code(run, sessions):
    assert admitted(sessions, run("review link").stdout.strip()) == "reviewer"


def test_allowed_and_off_boarded(run, sessions):
    assert run("users allow telegram:12345 --role agent").exit_code == 0
    assert member(sessions) == Member("agent", barred=False)
    kept = run("users offboard telegram:12345", "n\n")
    assert (kept.exit_code, member(sessions).barred) == (1, False)
    assert run("users offboard telegram:12345", "y\n").exit_code == 0
    assert member(sessions).barred
    run("users allow telegram:12345")
    assert not member(sessions).barred


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("users invite --role boss", "--role must be one of"),
        ("users invite --uses 0", "0 is not in the range"),
        ("users allow 12345", "such as telegram:12345"),
        ("users offboard nobody --yes", "nobody with the id"),
    ],
)
def test_what_cannot_be_is_one_line(run, line, words):
    refused = run(line)
    assert refused.exit_code in (1, 2)
    assert words in refused.stderr
    assert "Traceback" not in refused.stderr

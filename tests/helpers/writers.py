"""What processes of their own do with the store; see tests.helpers.store_processes.

Each says "ready", waits for a line, does its job, and says what came of it in JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone

from bot.store import checkins, feedback, goals, users
from bot.store.records import GoalFields, TooManyGoals
from bot.store.session import Session, Sessions, sessions_for

PROGRAM = "from tests.helpers.writers import main; main()"
NOW = datetime(2026, 9, 1, 4, 30, tzinfo=timezone.utc)
FIELDS = GoalFields("QA score to 90", "the monthly QA score", NOW.date(), "hear two calls")
CARD = {"topic": "listening", "card": "listening.agent", "card_version": "v1"}
LIFE = ("created", "progress", "note", "completed", "reopened", "dropped")
"""What happens to each goal of `write_on`, a message for each."""


def create(sessions: Sessions, person: str, name: str, count: str) -> list[int]:
    """Make so many goals, as many as one may have; their numbers."""
    numbers = []
    for each in range(int(count)):
        with suppress(TooManyGoals), sessions.begin() as session:
            numbers.append(goals.create(session, person, f"{name}-{each}", FIELDS, NOW).number)
    return numbers


def report(sessions: Sessions, person: str, name: str, count: str) -> list[str]:
    """Report progress on the first goal so many times; the notes."""
    notes = [f"{name}-{each}" for each in range(int(count))]
    for percent, note in enumerate(notes):
        with sessions.begin() as session:
            goals.report(session, person, note, 1, NOW, progress=percent, note=note)
    return notes


def open_and_close(sessions: Sessions, person: str, name: str, count: str) -> int:
    """Complete and reopen the first goal in turn; how often that could be done."""
    done = 0
    for each in range(int(count)):
        change = goals.reopen if each % 2 else goals.complete
        with suppress(LookupError), sessions.begin() as session:
            change(session, person, f"{name}-{each}", 1, NOW)
            done += 1
    return done


def claim(sessions: Sessions, moment: str) -> list[str]:
    """Claim check-ins two at a time for as long as any are due; whose they were."""
    claimed: list[str] = []
    while True:
        with sessions.begin() as session:
            due = checkins.claim_due(session, datetime.fromisoformat(moment), most=2)
        if not due:
            return claimed
        claimed += [each.user_id for each in due]


def visit(sessions: Sessions, count: str) -> list[str]:
    """Come by so many chats; the senders."""
    senders = []
    for each in range(int(count)):
        with sessions.begin() as session:
            senders.append(users.visitor(session, "test", f"chat {each}", NOW).sender)
    return senders


JOBS: dict[str, Callable[..., object]] = {
    job.__name__: job for job in (create, report, open_and_close, claim, visit)
}


def percent_of(step: int) -> int:
    """What the report of that step says."""
    return step % 100


def write(session: Session, person: str, step: int) -> None:
    """The one change, and the opinion that goes with it, of that step."""
    number, stage = step // len(LIFE) + 1, LIFE[step % len(LIFE)]
    message, now = f"m{step}", NOW + timedelta(seconds=step)
    who = (session, person, message)
    if stage == "created":
        goals.create(*who, FIELDS, now)
    elif stage == "progress":
        goals.report(*who, number, now, progress=percent_of(step))
    elif stage == "note":
        goals.report(*who, number, now, note="x" * 1_000)
    elif stage == "completed":
        goals.complete(*who, number, now)
    elif stage == "reopened":
        goals.reopen(*who, number, now)
    else:
        goals.drop(*who, number, now, reason="")
    feedback.judge(*who, "helpful", CARD, now, answer_id=message)


def write_on(sessions: Sessions, person: str) -> None:
    """Write step after step, between the two that standard input names, and say each one done."""
    first, last = map(int, sys.stdin.readline().split())
    for step in range(first, last + 1):
        with sessions.begin() as session:
            write(session, person, step)
        print(step, flush=True)  # noqa: T201


def main() -> None:
    """`url job arguments…`, of which the job is one of JOBS, or write_on."""
    url, job, *arguments = sys.argv[1:]
    sessions = sessions_for(url)
    print("ready", flush=True)  # noqa: T201
    if job == write_on.__name__:
        write_on(sessions, *arguments)
        return
    sys.stdin.readline()
    print(json.dumps(JOBS[job](sessions, *arguments)))  # noqa: T201

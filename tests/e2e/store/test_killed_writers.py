"""A process that is killed while it writes: each change is there whole, and once, or not at all."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter, deque
from contextlib import closing
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store import feedback, goals
from bot.store.records import GoalUpdate
from bot.store.session import Sessions
from tests.helpers.store_processes import ended, start, wait_ready
from tests.helpers.stores import committing, joined
from tests.helpers.writers import LIFE, PROGRAM, percent_of

KILLS = {"sqlite": 200, "postgresql": 50}
SPARE = 2
"""Processes that are started before they are needed."""
FOREVER = 10**9
SEED = 20260901


class KilledWriters:
    """Processes that write one after the other; each goes on where the last one was killed."""

    def __init__(self, url: str, person: str) -> None:
        self._command = (PROGRAM, url, "write_on", person)
        self._spares = deque(start(*self._command) for _ in range(SPARE))
        self.confirmed = -1

    def close(self) -> None:
        """End those that were not needed."""
        for process in self._spares:
            process.kill()
            process.communicate()

    def write_and_die(self, chance: random.Random) -> None:
        """Let one write a few steps, and kill it somewhere in the next."""
        process = self._begin(FOREVER)
        assert process.stdout
        said = [process.stdout.readline() for _ in range(chance.randint(0, 3))]
        time.sleep(chance.uniform(0, 0.02))
        process.kill()
        process.wait()
        said += process.stdout
        self._take(said)
        process.communicate()

    def write_to_the_end(self) -> int:
        """Let one finish the last goal, and end by itself; the number of steps in all."""
        total = -(-(self.confirmed + 2) // len(LIFE)) * len(LIFE)
        self._take(ended(self._begin(total - 1)).splitlines(keepends=True))
        assert self.confirmed == total - 1
        return total

    def _begin(self, last: int) -> subprocess.Popen[str]:
        """A process that writes on; what was not confirmed is sent again, as a channel would."""
        self._spares.append(start(*self._command))
        process = self._spares.popleft()
        wait_ready(process)
        assert process.stdin
        process.stdin.write(f"{self.confirmed + 1} {last}\n")
        process.stdin.flush()
        return process

    def _take(self, said: list[str]) -> None:
        """The steps that were said to be kept; a line without an end was cut off."""
        for line in said:
            if line.endswith("\n"):
                assert int(line) == self.confirmed + 1
                self.confirmed += 1


def history_of(number: int) -> list[tuple[str, int]]:
    """Kinds and percents of a goal whose life was written once."""
    reported = percent_of((number - 1) * len(LIFE) + LIFE.index("progress"))
    percents = {"created": 0, "completed": 100}
    return [(kind, percents.get(kind, reported)) for kind in LIFE]


def kind_and_progress(line: GoalUpdate) -> tuple[str, int]:
    return line.kind, line.progress


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_change_is_kept_once_and_whole(store_url: str, sessions: Sessions) -> None:
    commit, ana = committing(sessions), joined(sessions).id
    chance = random.Random(SEED)  # noqa: S311
    with closing(KilledWriters(store_url, ana)) as writers:
        for _ in range(KILLS[sa.engine.make_url(store_url).get_backend_name()]):
            writers.write_and_die(chance)
        total = writers.write_to_the_end()
    stored = commit(goals.mine, ana)
    assert [goal.number for goal in stored] == list(range(1, total // len(LIFE) + 1))
    for goal in stored:
        history = commit(goals.history, goal)
        assert [kind_and_progress(line) for line in history] == history_of(goal.number)
        assert Counter(line.kind for line in history)["created"] == 1
        assert (goal.status, goal.progress) == ("dropped", history[-1].progress)
    assert sorted(opinions(commit, ana)) == sorted(f"m{step}" for step in range(total))
    assert commit(complaints) == []


def opinions(commit: Any, person: str) -> list[str]:
    """The messages whose second half, the opinion, was kept."""
    return [str(row["message_id"]) for row in commit(feedback.mine, person)]


def complaints(session: Any) -> list[tuple[Any, ...]]:
    """What SQLite finds wrong in its file."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    found = session.execute(sa.text("PRAGMA integrity_check")).all()
    broken = session.execute(sa.text("PRAGMA foreign_key_check")).all()
    return [tuple(row) for row in [*found, *broken] if tuple(row) != ("ok",)]

"""Two hundred people at once on the tests' Bot API server, and our channel by itself.

    python -m benchmarks.gateway [PEOPLE]

Writes results/gateway.md.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.about import about
from bot.rasa.processes import Running
from bot.settings import Settings
from tests.helpers.crowd import QUESTIONS, Asker, a_crowd, let_them_ask, quantile
from tests.helpers.gateway import WholeCoach, whole_coach
from tests.helpers.own_coach import apart
from tests.helpers.people import remembered
from tests.helpers.talk import Person

PEOPLE = 200
APART_SECONDS = 4
"""Between two questions of one person, so that they are not read as one."""
_BURST_SECONDS = "2"
"""As people are given by default."""
_LIMIT_SECONDS = 600
_ALONE = 90
"""Turns of the channel, one after the other, three of each person."""
_AT_ONCE = 16
RESULTS = Path(__file__).resolve().parent / "results" / "gateway.md"


def main(people: int) -> None:
    """Measure, print and write."""
    settings = Settings.from_env()
    busy = os.getloadavg()[0]
    with (
        tempfile.TemporaryDirectory() as folder,
        whole_coach(apart(settings, Path(folder)), COACH_BURST_SECONDS=_BURST_SECONDS) as whole,
    ):
        rows = [channel(whole, _ALONE, 1), channel(whole, _ALONE * 2, _AT_ONCE)]
        before = len(whole.api.violations())
        crowd = a_crowd(whole, people)
        let_them_ask(crowd, apart=APART_SECONDS, seconds=_LIMIT_SECONDS)
        refused = whole.api.violations()[before:]
    text = report(about(settings), busy, rows, crowd, len(refused))
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


def channel(whole: WholeCoach, turns: int, at_once: int) -> dict[str, float]:
    """Turns through our channel in Rasa, without Telegram, by so many people at once."""
    url = f"http://127.0.0.1:{whole.settings.rasa_port}/webhooks/coach/webhook"
    process = whole.rasa.process
    assert process  # noqa: S101
    running = Running(url, whole.settings.channel_token, process, process)
    where = whole.settings.database_url

    def talk(person: Person) -> list[float]:
        took = []
        for question in QUESTIONS:
            started = time.perf_counter()
            person.say(question)
            took.append(time.perf_counter() - started)
        return took

    askers = [
        Person(running, "agent", remembered(where, role="agent"))
        for _ in range(turns // len(QUESTIONS))
    ]
    talk(Person(running, "agent", remembered(where, role="agent")))
    begun = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        took = [seconds for times in pool.map(talk, askers) for seconds in times]
    rate = len(took) / (time.perf_counter() - begun)
    return {
        "at_once": at_once,
        "turns": len(took),
        "p50": quantile(took, 50),
        "p95": quantile(took, 95),
        "rate": rate,
    }


def report(
    where: Mapping[str, str],
    busy: float,
    rows: Sequence[Mapping[str, float]],
    crowd: Sequence[Asker],
    refused: int,
) -> str:
    """The figures as Markdown."""
    begun = min(each.sent_at[0] for each in crowd)
    ended = max(each.answered_at[-1] for each in crowd)
    answers = sum(len(each.answered_at) for each in crowd)
    in_order = sum(each.in_order for each in crowd)
    lines = [
        "# Many people at once on Telegram",
        "",
        f"Commit {where['commit']}, {where['machine']}, {os.cpu_count()} cores, {where['date']}."
        f" Others kept {busy:.1f} of the cores busy. Written by",
        "`make bench-gateway`; what each number means stands in ../README.md.",
        "",
        f"## {len(crowd)} people, {len(QUESTIONS)} questions each, {APART_SECONDS} s apart",
        "",
        f"{answers} of {len(crowd) * len(QUESTIONS)} answered in {ended - begun:.0f} s,"
        f" {answers / (ended - begun):.1f} a second; in order for {in_order} of {len(crowd)}"
        f" people; {refused} calls refused by the server, flood control on.",
        "",
        "| question | answer p50 s | p95 s | first words p50 s | p95 s |",
        "|---|---|---|---|---|",
    ]
    for number in range(len(QUESTIONS)):
        waited = [each.waited[number] for each in crowd]
        silence = [each.silence[number] for each in crowd]
        figures = (f"{quantile(v, p):.1f}" for v in (waited, silence) for p in (50, 95))
        lines.append(f"| {number + 1} | {' | '.join(figures)} |")
    lines += [
        "",
        "## Our channel alone",
        "",
        "| at once | turns | p50 ms | p95 ms | turns a second |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {row['at_once']} | {row['turns']} | {row['p50'] * 1000:.0f} | {row['p95'] * 1000:.0f}"
        f" | {row['rate']:.1f} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("COACH_ENV_FILE", os.devnull)
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)

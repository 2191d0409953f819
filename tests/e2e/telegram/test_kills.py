"""kill -9 of gateway, action server and Rasa at random moments, while people talk."""

from __future__ import annotations

import os
import random
import threading
import time
from pathlib import Path

import pytest

from bot import clock
from bot.settings import Settings
from bot.store import goals, users
from bot.telegram import words
from tests.helpers.gateway import WholeCoach, whole_coach
from tests.helpers.own_coach import apart
from tests.helpers.people import remembered
from tests.helpers.phone import Phone
from tests.helpers.processes import said
from tests.helpers.servers import Server
from tests.helpers.talkers import Talker

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

KILLS = {"gateway": 86, "actions": 10, "rasa": 4}
"""Most of the gateway, which is back in two seconds; Rasa takes fifteen and more."""
PEOPLE = 6
TROUBLE = ("something went wrong", "can't store", "too old")
"""Words of what nobody is told, since everything comes back in time."""


def test_after_a_hundred_kills_everything_is_answered_once_and_in_order(
    trained: Settings, tmp_path: Path
) -> None:
    seed = int(os.environ.get("KILLS_SEED") or random.SystemRandom().randrange(10**6))
    print(f"KILLS_SEED={seed}")  # noqa: T201
    # Without bursts each message has an answer of its own.
    with whole_coach(apart(trained, tmp_path), COACH_BURST_SECONDS="0") as whole:
        people = [Talker(somebody(whole), number) for number in range(1, PEOPLE + 1)]
        stop = threading.Event()
        for each in people:
            each.start(stop)
        try:
            kill(whole, random.Random(seed), people)  # noqa: S311
        finally:
            stop.set()
        for each in people:
            each.wait(240)
        print(said(tmp_path))  # noqa: T201
        for each in people:
            assert_answered_in_order(each)
            assert_nothing_is_doubled(whole, each)
        told = [text for each in people for text in each.heard()]
        waits, answers = (
            [text for text in told if (words.WAIT in text) == is_wait] for is_wait in (True, False)
        )
        # Titles tell people and goals apart, so that the same words are the same answer.
        doubled = len(answers) - len(set(answers))
        print(f"{len(answers)} answers, {doubled} twice, {len(waits)} times told to wait")  # noqa: T201
        assert doubled <= KILLS["gateway"], "at worst the one in flight"
        assert not [text for text in answers if any(trouble in text for trouble in TROUBLE)]
        assert {each["kind"] for each in whole.api.violations()} <= {"callback"}


def kill(whole: WholeCoach, chance: random.Random, people: list[Talker]) -> None:
    """Kill, start again, let them go on for a while, a hundred times."""
    servers: dict[str, Server] = {
        "gateway": whole.gateway,
        "actions": whole.actions,
        "rasa": whole.rasa,
    }
    victims = [name for name, times in KILLS.items() for _ in range(times)]
    chance.shuffle(victims)
    started = time.monotonic()
    for victim in victims:
        print(victim[0], end="", flush=True)  # noqa: T201
        servers[victim].restart(wait=False)
        if chance.random() < 0.35:
            # Some die before they are up.
            time.sleep(chance.uniform(0, 2))
        else:
            whole.served()
            time.sleep(chance.uniform(0, 1.5))
        for each in people:
            each.raise_trouble()
    took = time.monotonic() - started
    print(f"{len(victims)} kills in {took:.0f} s")  # noqa: T201


def somebody(whole: WholeCoach) -> Phone:
    """An agent who agreed to be remembered."""
    phone = Phone(whole.api)
    url = whole.settings.database_url
    remembered(url, channel="telegram", chat=str(phone.chat_id), role="agent")
    return phone


def assert_answered_in_order(each: Talker) -> None:
    """Every message has its answer, and the first ones come in the messages' order."""
    heard = each.heard()
    places = [next(n for n, text in enumerate(heard) if a.search(text)) for a in each.expected]
    assert places == sorted(places)


def assert_nothing_is_doubled(whole: WholeCoach, each: Talker) -> None:
    """Each goal once, and in its history each report once."""
    with whole.sessions.begin() as session:
        chat = str(each.phone.chat_id)
        sender = users.visitor(session, "telegram", chat, clock.now()).sender
        made = goals.mine(session, sender)
        assert [goal.title for goal in made] == each.titles
        for goal in made:
            history = goals.history(session, goal)
            told = [change.progress for change in history if change.kind == "progress"]
            assert told == each.reported()
            assert [change.kind for change in history].count("created") == 1

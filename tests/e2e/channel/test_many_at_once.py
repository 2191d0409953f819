"""Many people and messages at once: nobody mixed up, nobody held up."""

from __future__ import annotations

import http.client
import itertools
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.rasa.processes import Running
from tests.helpers.channel import APPROVE, RUDE, assert_readable, body
from tests.helpers.conversations import turns
from tests.helpers.talk import Person

# Many at once


def test_two_senders_do_not_mix(coach: Running, database: Path) -> None:
    agents = [Person(coach, role="agent") for _ in range(3)]
    managers = [Person(coach, role="manager") for _ in range(3)]

    def talk(person: Person) -> list[Any]:
        first = RUDE if person.role == "agent" else APPROVE
        answers = [person.say(first), person.say("more"), person.press("More"), person.say("why?")]
        return [reply["custom"]["card"] for replies in answers for reply in replies]

    with ThreadPoolExecutor() as pool:
        cards = list(pool.map(talk, agents + managers))
    assert cards[:3] == [["communication.agent"] * 4] * 3
    assert cards[3:] == [["micromanagement.manager"] * 4] * 3
    for person in agents + managers:
        assert len(turns(database, person.sender)) == 4


def test_two_messages_at_once_are_both_answered_in_order(coach: Running, database: Path) -> None:
    at = urlsplit(coach.url)
    headers = {"Authorization": f"Bearer {coach.token}", "Content-Type": "application/json"}
    for _ in range(5):
        person = Person(coach, role="agent")
        messages = [RUDE, "more", "i get defensive when i get feedback", "why?"]
        connections = [http.client.HTTPConnection(at.netloc, timeout=30) for _ in messages]
        # All are on their way, in this order, before the first is answered.
        for connection, message in zip(connections, messages, strict=True):
            sent = json.dumps(body(person, message=message))
            connection.request("POST", at.path, sent, headers)
        answers = [json.load(connection.getresponse())["replies"] for connection in connections]
        assert [replies[0]["custom"]["topic"] for replies in answers] == [
            "communication",
            "communication",
            "receiving_feedback",
            "receiving_feedback",
        ]
        kept = turns(database, person.sender)
        assert [text for text, _ in kept] == messages
        assert [texts for _, texts in kept] == [[r["text"] for r in a] for a in answers]


def test_many_messages_at_once_are_all_answered(coach: Running, database: Path) -> None:
    person = Person(coach, role="agent")
    messages = [f"{RUDE} {n}" for n in range(10)]
    with ThreadPoolExecutor(len(messages)) as pool:
        answers = list(pool.map(person.say, messages))
    assert all(replies[0]["custom"]["kind"] != "error" for replies in answers)
    kept = turns(database, person.sender)
    assert sorted(text for text, _ in kept) == messages
    assert all(texts for _, texts in kept)
    told = list(itertools.chain.from_iterable(answers))
    assert sorted(r["text"] for r in told) == sorted(t for _, texts in kept for t in texts)


@pytest.mark.parametrize("filling", ["x", "1", "1 ", "a.", "i am rude. "])
def test_a_long_message_holds_nobody_up(coach: Running, filling: str) -> None:
    long = (filling * 60_000)[:60_000]
    with ThreadPoolExecutor() as pool:
        started = time.monotonic()
        slow = pool.submit(Person(coach, role="agent").say, long)
        assert Person(coach, role="agent").say("hello")[0]["custom"]["kind"] == "smalltalk"
        assert_readable(slow.result())
        assert time.monotonic() - started < 3

"""A person's own data: handed over whole, and gone without a trace when the person says so."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot import clock
from bot.rasa.processes import Running, running_coach
from bot.reception import Reception
from bot.settings import Settings
from bot.store import deletions, retention
from bot.store.session import sessions_for
from tests.helpers.channel import RUDE, body
from tests.helpers.own_coach import OwnCoach, apart, own_coach
from tests.helpers.own_data import delete, event, leave_traces, new_canary, with_goal
from tests.helpers.people import remembered
from tests.helpers.processes import wait_until
from tests.helpers.talk import Person
from tests.helpers.traces import bytes_on_disk, columns_with


@pytest.fixture
def canary() -> str:
    """A word that nobody else has ever written."""
    return new_canary()


@pytest.fixture
def ana(coach: Running, coach_settings: Settings, canary: str) -> Person:
    """Somebody who is remembered, and of whom there is something in every table."""
    person = Person(coach, role="agent", sender=remembered(coach_settings.database_url))
    leave_traces(person, canary)
    return person


def assert_nothing_is_left(database: Path, sender: str, canary: str) -> None:
    assert columns_with(database, canary) == set()
    assert columns_with(database, sender) == {"deletions.sender"}, "what is left is the receipt"
    assert canary.encode() not in bytes_on_disk(database)


# Export


def test_an_export_has_all_of_it_and_is_handed_over_once(
    ana: Person, coach_settings: Settings, database: Path, canary: str
) -> None:
    desk = Reception(coach_settings, "test")
    [reply] = ana.say("export my data")
    assert (reply["custom"]["kind"], event([reply])) == ("data", "exported")
    reference = reply["document"]["reference"]

    document = json.loads(desk.export(reference) or b"")

    assert document["person"]["id"] == ana.sender
    assert [chat["channel"] for chat in document["chats"]] == ["test"]
    [goal] = document["goals"]
    assert (goal["title"], goal["measure"]) == (
        f"Get to zero {canary}title calls",
        f"Count the {canary}measure calls of a week",
    )
    assert [entry["kind"] for entry in goal["history"]] == ["created", "note"]
    assert f"{canary}note" in goal["history"][1]["note"]
    [opinion] = document["feedback"]
    assert (opinion["verdict"], opinion["topic"]) == ("helpful", "communication")
    assert document["check_in_due_at"]
    texts = [message["text"] for message in document["conversation"]]
    assert texts[0] == RUDE
    assert any(f"{canary}long" in text for text in texts)
    assert texts[-1] == reply["text"]
    assert {message["from"] for message in document["conversation"]} == {"you", "coach"}

    assert desk.export(reference) is None
    assert columns_with(database, reference) <= {"events.data"}, "the store has its digest alone"


# Deletion


def test_it_is_asked_once_and_then_nothing_is_left_anywhere(
    ana: Person, coach_settings: Settings, database: Path, canary: str
) -> None:
    ana.say("export my data")
    for word in ("long", "title", "measure", "note"):
        assert columns_with(database, canary + word), "or the search would find nothing anyhow"
        assert (canary + word).encode() in bytes_on_disk(database)

    assert event(ana.say("delete my data")) == "asked"
    assert columns_with(database, canary), "nothing happens before the answer"
    [told] = ana.press("Yes, delete it all")

    assert event([told]) == "deleting"
    assert told["custom"]["receipt"] in told["text"]
    assert_nothing_is_left(database, ana.sender, canary)
    logs = (coach_settings.data_dir / "logs").glob("*")
    assert all(canary not in log.read_text(encoding="utf-8") for log in logs)


@pytest.mark.parametrize("answer", ["no", "cancel", "how do i speak clearly on calls"])
def test_anything_but_yes_deletes_nothing(
    ana: Person, database: Path, answer: str, canary: str
) -> None:
    before = columns_with(database, canary)
    ana.say("delete my data")

    ana.say(answer)
    later = ana.say("yes")

    assert "deleting" not in {reply["custom"].get("event") for reply in later}
    assert columns_with(database, canary) == before
    assert event(ana.say("my goals")) == "listed"
    delete(ana)


def test_a_guest_can_have_everything_deleted_too(
    coach: Running, database: Path, canary: str
) -> None:
    guest = Person(coach, role="agent")
    guest.say(f"{RUDE} {canary}")

    delete(guest)

    assert_nothing_is_left(database, guest.sender, canary)
    assert guest.post(body(guest)).status_code == 410


def test_another_person_loses_nothing(
    ana: Person, coach: Running, coach_settings: Settings, database: Path, canary: str
) -> None:
    other = Person(coach, role="agent", sender=remembered(coach_settings.database_url))
    with_goal(other, canary)
    delete(ana)

    kept = {"events.data", "goals.title", "goals.measure"}
    assert columns_with(database, canary) == kept
    assert f"{canary}title" in other.say("my goals")[0]["text"]
    delete(other)


def test_the_sender_is_gone_and_the_receipt_can_be_had_again(
    ana: Person, database: Path, canary: str
) -> None:
    assert event(ana.say("delete my data")) == "asked"
    yes = body(ana, message="yes")
    first = ana.post(yes).json()

    for message in (body(ana, message=f"hello {canary}"), body(ana, message=None, payload="/x")):
        gone = ana.post(message)
        assert gone.status_code == 410
        assert gone.json()["error"].endswith(".")
    for _ in range(2):
        again = ana.post(yes)
        assert again.status_code == 200
        assert again.json() == first
    assert_nothing_is_left(database, ana.sender, canary)


def test_a_message_that_waits_for_the_deletion_is_not_answered_any_more(
    ana: Person, database: Path, canary: str
) -> None:
    ana.say("delete my data")
    at = urlsplit(ana.coach.url)
    headers = {"Authorization": f"Bearer {ana.coach.token}", "Content-Type": "application/json"}
    messages = ["yes", f"{RUDE} {canary}", "delete my data"]
    connections = [http.client.HTTPConnection(at.netloc, timeout=30) for _ in messages]

    # All are on their way, in this order, before the first is answered.
    for connection, message in zip(connections, messages, strict=True):
        connection.request("POST", at.path, json.dumps(body(ana, message=message)), headers)
    yes, *others = [connection.getresponse() for connection in connections]

    assert event(json.load(yes)["replies"]) == "deleting"
    assert [response.status for response in others] == [410, 410]
    assert_nothing_is_left(database, ana.sender, canary)


# Deletions that meet a turn, or the end of a process


@contextmanager
def late_actions(port: int, text: str) -> Iterator[tuple[threading.Event, threading.Event]]:
    """An action server that answers only when it is told to: (a call has come, answer it)."""
    called, answer = threading.Event(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            called.set()
            answer.wait(15)
            said = {"text": text, "custom": {"kind": "smalltalk"}}
            written = json.dumps({"events": [], "responses": [said]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield called, answer
    finally:
        answer.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def own(trained: Settings, tmp_path: Path) -> Iterator[OwnCoach]:
    """A coach of the test's own, whose action server can be another for a while."""
    with own_coach(apart(trained, tmp_path)) as running:
        yield running


@pytest.mark.slow
def test_a_turn_that_ends_after_the_deletion_leaves_nothing(own: OwnCoach, canary: str) -> None:
    url = own.settings.database_url
    person = Person(own.running, role="agent", sender=remembered(url))
    person.say(f"{RUDE} {canary}")

    with (
        own.without_actions() as port,
        late_actions(port, f"late {canary}") as (called, answer),
        ThreadPoolExecutor() as pool,
    ):
        turn = pool.submit(person.say, f"hello again {canary}")
        assert called.wait(15)
        retention.erase(sessions_for(url), person.sender, clock.now())
        answer.set()
        assert turn.result()[0]["text"] == f"late {canary}", "the turn did run to its end"

    assert_nothing_is_left(own.database, person.sender, canary)
    assert person.post(body(person)).status_code == 410


@pytest.mark.slow
def test_a_deletion_that_was_cut_off_is_finished_at_the_next_start(
    trained: Settings, tmp_path: Path, canary: str
) -> None:
    settings = apart(trained, tmp_path)
    database = tmp_path / "conversations.db"
    with running_coach(settings) as coach:
        sender = remembered(settings.database_url)
        person = Person(coach, role="agent", sender=sender)
        person.say(f"{RUDE} {canary}")
        with_goal(person, canary)
    # What the turn that takes the "yes" leaves, if the coach is killed right after it.
    with sessions_for(settings.database_url).begin() as session:
        receipt = deletions.request(session, sender, clock.now(), "the-yes")
    assert columns_with(database, f"{canary}title")

    with running_coach(settings) as coach:
        wait_until(lambda: not columns_with(database, canary), 20, "it is deleted", tmp_path)
        assert_nothing_is_left(database, sender, canary)
        again = Person(coach, sender=sender)
        [told] = again.say("yes", message_id="the-yes")
        assert told["custom"]["receipt"] == receipt
        assert again.post(body(again)).status_code == 410

"""The desk: whose chat it is, consent before anything lasts, an export that is fetched once."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot import clock
from bot.coaching import consent, own_data
from bot.coaching.turn import Turn
from bot.reception import Reception
from bot.settings import Settings
from bot.store import exports, retention, users
from bot.store.records import StoreError
from bot.store.session import sessions_for
from bot.store.tables import guests
from bot.store.tables import users as people
from bot.store.upgrade import upgrade
from bot.store.users import Visitor

GUIDANCE = {"text": "Steps", "buttons": [], "custom": {"kind": "guidance", "topic": "listening"}}
NEEDED = {"text": "Once I may.", "buttons": [], "custom": {"kind": "data", "event": consent.ASK}}


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with our tables and nothing in them; migrating anew each time would take long."""
    file = tmp_path_factory.mktemp("empty") / "empty.db"
    upgrade(f"sqlite:///{file}")
    return file.read_bytes()


@pytest.fixture
def settings(empty_database: bytes, tmp_path: Path) -> Settings:
    (tmp_path / "conversations.db").write_bytes(empty_database)
    return Settings.from_env({"COACH_DATA_DIR": str(tmp_path), "COACH_TIME_ZONE": "America/Bogota"})


@pytest.fixture
def desk(settings: Settings) -> Reception:
    return Reception(settings, "terminal")


def reply(kind: str, **custom: Any) -> dict[str, Any]:
    return {"text": kind, "buttons": [], "custom": {"kind": kind, **custom}}


def say(desk: Reception, visitor: Visitor, message: str, *, asked: bool = True) -> str | None:
    """The event of what the desk answers; None where the message is not for the desk."""
    return event_of(desk.answer(visitor, message=message, payload=None, asked=asked))


def press(desk: Reception, visitor: Visitor, payload: str) -> str | None:
    return event_of(desk.answer(visitor, message=None, payload=payload, asked=False))


def event_of(replies: list[dict[str, Any]] | None) -> str | None:
    if not replies:
        return None
    [told] = replies
    assert told["text"].strip()
    assert told["custom"] == {"kind": "data", "event": told["custom"]["event"], "model": None}
    event: str = told["custom"]["event"]
    return event


def rows(settings: Settings, table: sa.Table) -> list[Any]:
    with sessions_for(settings.database_url).begin() as session:
        return list(session.execute(sa.select(table)))


# Who it is


def test_a_new_chat_gets_a_throw_away_sender(desk: Reception, settings: Settings) -> None:
    visitor = desk.visitor("terminal-4711")

    assert (visitor.lasting, visitor.role, visitor.asked) == (False, None, False)
    assert len(visitor.sender) == 32
    assert "4711" not in visitor.sender
    assert rows(settings, people) == []


def test_the_same_chat_is_the_same_guest(desk: Reception, settings: Settings) -> None:
    assert desk.visitor("ana") == desk.visitor("ana")
    assert Reception(settings, "terminal").visitor("ana") == desk.visitor("ana")
    assert len(rows(settings, guests)) == 1


def test_chats_and_channels_are_kept_apart(desk: Reception, settings: Settings) -> None:
    senders = {desk.visitor("ana").sender, desk.visitor("ben").sender}
    senders.add(Reception(settings, "other").visitor("ana").sender)

    assert len(senders) == 3


def test_two_first_messages_at_once_are_one_guest(desk: Reception) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: desk.visitor("ana"), range(16)))

    assert len(found) == 1


def test_after_a_day_the_same_chat_is_somebody_new(desk: Reception, settings: Settings) -> None:
    before = desk.visitor("ana")
    retention.sweep(
        sessions_for(settings.database_url), clock.now() + timedelta(hours=users.GUEST_HOURS), 0
    )

    assert desk.visitor("ana").sender != before.sender


# The question


def test_the_question_says_what_is_kept_who_reads_it_and_how_to_end_it(desk: Reception) -> None:
    [asked] = desk.question(desk.visitor("ana"), [GUIDANCE])

    assert asked["custom"] == {"kind": "data", "event": "consent_asked", "model": None}
    assert [button["payload"] for button in asked["buttons"]] == [consent.YES, consent.NO]
    for part in ("conversation", "role", "goals", "can read", "delete my data"):
        assert part in asked["text"]


def test_the_question_comes_once(desk: Reception) -> None:
    assert desk.question(desk.visitor("ana"), [GUIDANCE])

    assert desk.visitor("ana").asked
    assert desk.question(desk.visitor("ana"), [GUIDANCE]) == []


@pytest.mark.parametrize(
    "replies",
    [
        [reply("safety", category="self_harm")],
        [reply("error")],
        [GUIDANCE, reply("error")],
        [reply("data", event="asked")],
        [reply("data", event=own_data.DELETING, receipt="DEL-1")],
        [reply("smalltalk")],
    ],
    ids=str,
)
def test_there_are_turns_after_which_nobody_is_asked_until_the_next(
    desk: Reception, replies: list[dict[str, Any]]
) -> None:
    assert desk.question(desk.visitor("ana"), replies) == []

    assert not desk.visitor("ana").asked
    assert desk.question(desk.visitor("ana"), [GUIDANCE])


def test_deleting_is_what_the_desk_takes_it_for() -> None:
    asked = own_data.ask_before_deleting(Turn("delete_my_data")).replies
    for told in (*asked, *own_data.deleting("DEL-1")):
        assert (told.kind, told.custom["event"]) in {("data", "asked"), ("data", "deleting")}


@pytest.mark.parametrize(
    "told",
    [reply("goal", event="asked"), reply("role", event="asked"), reply("clarify", topics=[])],
    ids=str,
)
def test_other_questions_are_no_reason_to_wait(desk: Reception, told: dict[str, Any]) -> None:
    assert desk.question(desk.visitor("ana"), [told])


@pytest.mark.parametrize("answer", [None, consent.NO])
def test_whoever_wants_something_kept_is_asked_again(desk: Reception, answer: str | None) -> None:
    desk.question(desk.visitor("ana"), [GUIDANCE])
    if answer:
        press(desk, desk.visitor("ana"), answer)

    for _ in range(2):
        assert desk.question(desk.visitor("ana"), [NEEDED])
    assert desk.question(desk.visitor("ana"), [GUIDANCE]) == []


def test_who_is_remembered_is_not_asked(desk: Reception) -> None:
    press(desk, desk.visitor("ana"), consent.YES)

    for replies in ([GUIDANCE], [NEEDED]):
        assert desk.question(desk.visitor("ana"), replies) == []


# The answer


def test_yes_makes_the_sender_a_lasting_one(desk: Reception, settings: Settings) -> None:
    guest = desk.visitor("ana")

    assert press(desk, guest, consent.YES) == "consented"

    assert desk.visitor("ana") == Visitor(guest.sender, lasting=True, asked=True)
    [person] = rows(settings, people)
    assert (person.id, person.consent_version) == (guest.sender, consent.VERSION)
    assert person.time_zone == "America/Bogota"
    assert clock.now() - person.consented_at < timedelta(minutes=1)
    assert rows(settings, guests) == []


def test_yes_twice_is_one_person(desk: Reception, settings: Settings) -> None:
    guest = desk.visitor("ana")

    assert [press(desk, guest, consent.YES) for _ in range(2)] == ["consented"] * 2
    assert press(desk, desk.visitor("ana"), consent.YES) == "consented"
    assert len(rows(settings, people)) == 1


def test_no_keeps_the_guest_a_guest(desk: Reception, settings: Settings) -> None:
    guest = desk.visitor("ana")

    assert press(desk, guest, consent.NO) == "consent_declined"

    assert desk.visitor("ana").sender == guest.sender
    assert rows(settings, people) == []


YES = [
    "yes",
    "Yes!",
    "yes please",
    "ok",
    "OK, sure",
    "sure 👍",
    "opo",
    "sige po",
    "haan",
    "i agree",
]
YES += [
    "yes, you may remember that",
    "ok that’s fine",
    "of course you can",
    "go ahead",
    "yes you may",
    "yes thanks",
    "Yes, thank you!",
    "ok, remember me, thanks",
    "sure, you may, thanks",
]
NO = ["no", "No.", "nope!", "no thanks", "no, don't remember me", "don’t", "never", "hindi po"]
NO += ["please don't", "no it's ok", "not now", "do not keep this chat", "i'd rather not"]
NEITHER = ["", "hello", "👍", "maybe", "what do you keep?", "my yes is a no", "forget it", "1"]
NEITHER += ["yes but who can read it?", "ok how do i say no to my boss", "sure, but why"]
NEITHER += ["no one listens to me", "no idea how to talk to them", "never get a break at work"]
NEITHER += ["don't know what to do", "okay what about my tl", "fine, my tone is rude", "yessir"]
NEITHER += [
    "ok thanks",
    "sure thanks",
    "fine, thanks",
    "ok thank you",
    "Okay,\nthanks!",
    "sige thanks",
]
NEITHER += ["no more overtime please", "nothing helps", "yes " * 40 + "and no"]


@pytest.mark.parametrize(
    ("typed", "event"),
    [
        *((typed, "consented") for typed in YES),
        *((typed, "consent_declined") for typed in NO),
        *((typed, None) for typed in NEITHER),
    ],
)
def test_words_count_right_after_the_question_and_only_if_they_are_an_answer(
    desk: Reception, typed: str, event: str | None
) -> None:
    assert say(desk, desk.visitor("ana"), typed, asked=False) is None
    assert not desk.visitor("ana").lasting

    assert say(desk, desk.visitor("ana"), typed) == event
    assert desk.visitor("ana").lasting == (event == "consented")


@pytest.mark.parametrize("typed", ["remember me", "Please remember me!", "yes, remember me please"])
@pytest.mark.parametrize("declined", [False, True])
def test_remember_me_counts_at_any_time(desk: Reception, typed: str, declined: bool) -> None:
    if declined:
        press(desk, desk.visitor("ana"), consent.NO)

    assert say(desk, desk.visitor("ana"), typed, asked=False) == "consented"
    assert desk.visitor("ana").lasting


@pytest.mark.parametrize("typed", ["do you remember me", "remember me to my boss, will you"])
def test_other_words_about_remembering_are_for_the_coach(desk: Reception, typed: str) -> None:
    assert say(desk, desk.visitor("ana"), typed) is None


@pytest.mark.parametrize("typed", [*YES, *NO, "remember me"])
def test_words_of_somebody_remembered_are_for_the_coach(desk: Reception, typed: str) -> None:
    press(desk, desk.visitor("ana"), consent.YES)

    assert say(desk, desk.visitor("ana"), typed) is None


def test_a_late_no_of_somebody_remembered_is_not_said_to_have_worked(desk: Reception) -> None:
    press(desk, desk.visitor("ana"), consent.YES)

    assert press(desk, desk.visitor("ana"), consent.NO) is None
    assert desk.visitor("ana").lasting


@pytest.mark.parametrize("payload", ["/affirm", "yes", "consent:maybe", ""])
def test_other_buttons_are_for_the_coach(desk: Reception, payload: str) -> None:
    assert press(desk, desk.visitor("ana"), payload) is None


def test_a_yes_that_comes_too_late_is_said(desk: Reception, settings: Settings) -> None:
    guest = desk.visitor("ana")
    retention.sweep(sessions_for(settings.database_url), clock.now() + timedelta(hours=25), 0)

    assert press(desk, guest, consent.YES) == "forgotten"
    assert rows(settings, people) == []


# The export


def ticket(settings: Settings, sender: str) -> str:
    with sessions_for(settings.database_url).begin() as session:
        return exports.ticket(session, sender, clock.now())


def test_an_export_is_fetched_once(desk: Reception, settings: Settings) -> None:
    guest = desk.visitor("ana ♥")
    press(desk, guest, consent.YES)
    reference = ticket(settings, guest.sender)

    content = desk.export(reference)

    assert content is not None
    document = json.loads(content)
    assert document["person"]["id"] == guest.sender
    assert document["chats"] == [{"channel": "terminal", "external_id": "ana ♥"}]
    assert "ana ♥" in content.decode(), "readable as it is"
    assert desk.export(reference) is None


def test_each_reference_is_for_its_own_sender(desk: Reception, settings: Settings) -> None:
    ana, ben = desk.visitor("ana"), desk.visitor("ben")
    for guest in (ana, ben):
        press(desk, guest, consent.YES)
    references = {guest.sender: ticket(settings, guest.sender) for guest in (ana, ben)}

    for sender, reference in references.items():
        assert json.loads(desk.export(reference) or b"")["person"]["id"] == sender


@pytest.mark.parametrize("reference", ["", "nonsense", "a" * 64, "%", "'; DROP TABLE exports; --"])
def test_what_is_no_reference_gives_nothing(
    desk: Reception, settings: Settings, reference: str
) -> None:
    ticket(settings, desk.visitor("ana").sender)

    assert desk.export(reference) is None


def test_a_reference_works_for_ten_minutes(
    desk: Reception, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = ticket(settings, desk.visitor("ana").sender)
    late = clock.now() + timedelta(minutes=exports.MINUTES)
    monkeypatch.setattr(clock, "now", lambda: late)

    assert desk.export(reference) is None


# When the database is away


def at_each_window(desk: Reception, visitor: Visitor, reference: str) -> list[Any]:
    """What each window of the desk does, all of them at once: a locked one takes seconds."""

    def tried(call: Any) -> Any:
        try:
            return call()
        except StoreError as error:
            return error

    calls = (
        lambda: desk.visitor("ana"),
        lambda: desk.answer(visitor, message=None, payload=consent.YES, asked=False),
        lambda: desk.export(reference),
        lambda: desk.question(visitor, [GUIDANCE]),
    )
    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(tried, calls))


def assert_said(outcomes: list[Any]) -> None:
    """A sentence for the person; the question alone waits, for an answer is worth more."""
    *errors, question = outcomes
    assert question == []
    for error in errors:
        assert isinstance(error, StoreError), error
        assert str(error).startswith("Sorry")
        assert str(error).endswith("again in a moment.")
        assert "\n" not in str(error)


def test_a_locked_database_is_a_sentence_and_nothing_is_lost(
    desk: Reception, settings: Settings
) -> None:
    visitor = desk.visitor("ana")
    reference = ticket(settings, visitor.sender)
    file = settings.data_dir / "conversations.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert_said(at_each_window(desk, visitor, reference))
        other.execute("ROLLBACK")

    assert desk.visitor("ana") == visitor
    assert desk.question(visitor, [GUIDANCE]), "it comes with the next answer"
    assert desk.export(reference)
    assert press(desk, visitor, consent.YES) == "consented"


def test_a_damaged_database_is_a_sentence_too(desk: Reception, settings: Settings) -> None:
    visitor = desk.visitor("ana")
    for file in settings.data_dir.glob("conversations.db*"):
        file.unlink()
    (settings.data_dir / "conversations.db").write_bytes(b"no database at all " * 500)

    assert_said(at_each_window(desk, visitor, "a"))

"""From the inbox to the person: in order, once, whoever is away or dies meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from telegram.error import InvalidToken

from bot import clock
from bot.coaching import consent, own_data
from bot.reception import Reception
from bot.store import chats, deletions, inbox, outbox
from bot.store.inbox import Arrival
from bot.store.session import Sessions
from bot.telegram import intake, words, workers
from bot.telegram.bursts import Turn, next_turn
from bot.telegram.gate import CHANNEL
from bot.telegram.intake import Intake
from tests.helpers.bot_api.client import BotApi
from tests.helpers.phone import Phone, titles
from tests.helpers.played_rasa import PlayedRasa, error, said
from tests.helpers.stores import Commit, contents
from tests.unit.telegram.conftest import SOON, Gateway, eventually


@pytest.fixture(autouse=True)
def _known(reception: Reception, phone: Phone) -> None:
    """Nobody is asked for consent where a test is about something else."""
    remember(reception, phone)


@pytest.fixture
def stranger(api: BotApi) -> Phone:
    """Somebody who was never here."""
    return Phone(api)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PATIENCE", 0.1)
    monkeypatch.setattr(workers, "_LEAST_WAIT", 0.1)


def remember(reception: Reception, phone: Phone) -> None:
    guest = reception.visitor(str(phone.chat_id))
    reception.answer(guest, message=None, payload=consent.YES, asked=False)


def deaf(gateway: Gateway) -> Intake:
    """A way in behind which nobody wakes."""
    return Intake(gateway.bot, gateway.kept, gateway.metrics, lambda _: None)


def texts(phone: Phone) -> list[str]:
    return [message["text"] for message in phone.messages()]


def check_in(commit: Commit, phone: Phone, *, ago: timedelta = timedelta(0)) -> None:
    arrival = Arrival("check-in-1", str(phone.chat_id), "check_in")
    commit(inbox.put, arrival, clock.now() - ago)


async def shown(phone: Phone, text: str) -> None:
    await eventually(lambda: text in texts(phone), f"{text!r} is shown")


# Order


async def test_a_message_is_answered_and_gone(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa, sessions: Sessions, api: BotApi
) -> None:
    rasa.answer = lambda _: [said("**One**", "More"), said("Two")]
    update_id = phone.say("my tl shouts")
    await gateway.serves()

    assert [(m["text"], titles(m)) for m in phone.messages()] == [("One", ["More"]), ("Two", [])]
    assert rasa.bodies[0]["message_id"] == str(update_id)
    assert "my tl shouts" not in repr(contents(sessions)["inbox"])
    assert {"chat_id": phone.chat_id, "action": "typing"} in api.state()["actions"]
    assert api.violations() == []


async def test_one_person_s_turns_are_in_order_and_others_are_not_held_up(
    gateway: Gateway, phone: Phone, stranger: Phone, rasa: PlayedRasa, reception: Reception
) -> None:
    remember(reception, stranger)
    free = asyncio.Event()

    async def answer(body: dict[str, Any]) -> Any:
        if body.get("message") == "one":
            await free.wait()
        return [said(f"re {body.get('message') or body['command']}")]

    rasa.answer = answer
    for text in ("one", "/goals", "two"):
        phone.say(text)
    stranger.say("hello")
    await gateway.pulls()
    await shown(stranger, "re hello")
    assert (texts(phone), rasa.heard.count("goals")) == ([], 0)

    free.set()
    await gateway.settled()

    assert texts(phone) == ["re one", "re goals", "re two"]


async def test_a_burst_is_one_message_to_the_coach(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa
) -> None:
    gateway.start(pause=0.4)
    for text in ("my tl", "shouts", "at me"):
        phone.say(text)
    await gateway.serves()

    assert rasa.heard == ["my tl\nshouts\nat me"]
    assert len(phone.messages()) == 1


async def test_a_button_ends_the_wait_for_more(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa
) -> None:
    rasa.answer = lambda _: [said("Which?", "More")]
    phone.say("/help")
    await gateway.serves()
    gateway.start(pause=0.4)
    phone.say("that one")
    phone.press("More")
    await gateway.serves()

    assert rasa.heard == ["help", "that one", "/More"]


async def test_a_button_pressed_twice_acts_once(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa, api: BotApi
) -> None:
    rasa.answer = lambda _: [said("Which?", "More")]
    phone.say("/help")
    await gateway.serves()
    phone.press("More")
    phone.press("More")
    await gateway.serves()
    phone.press("More")
    await gateway.serves()

    await eventually(lambda: len(api.state()["answers"]) == 3, "each press is acknowledged")
    assert rasa.heard == ["help"] + ["/More"] * 2, "the third was on the second message"


async def test_the_same_update_twice_is_answered_once(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa
) -> None:
    update_id = phone.say("hello")
    phone.again(update_id)
    await gateway.serves()
    phone.again(update_id)
    gateway._offset = update_id
    await gateway.serves()

    assert (rasa.heard, len(phone.messages())) == (["hello"], 1)


async def test_edited_messages_are_not_read_again(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa
) -> None:
    phone.say("hello")
    await gateway.serves()
    phone.edit("hello there")
    await gateway.serves()

    assert (rasa.heard, len(phone.messages())) == (["hello"], 1)


async def test_an_album_is_answered_once(gateway: Gateway, phone: Phone, rasa: PlayedRasa) -> None:
    for _ in range(4):
        phone.sends_photo("look")
    await gateway.pulls(deaf(gateway))
    await gateway.start_again()

    assert texts(phone) == [words.NOT_TEXT]
    assert rasa.heard == []


async def test_a_group_is_told_once(gateway: Gateway, api: BotApi, rasa: PlayedRasa) -> None:
    group = api.do("groups", title="Night shift")
    member = Phone(api, chat_id=group["id"])
    for text in ("hello", "/help"):
        member.say(text)
        await gateway.serves()

    assert texts(member) == [words.IN_PRIVATE]
    assert rasa.heard == []


async def test_too_many_messages_are_one_notice(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_A_MINUTE", 3)
    for number in range(6):
        phone.say(f"/help {number}")
    await gateway.serves()

    assert rasa.heard == ["help"] * 3
    assert texts(phone)[3:] == [words.TOO_MANY]


# Away


async def test_whose_coach_is_away_hears_so_once_and_is_answered_when_it_is_back(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa, impatient: None
) -> None:
    rasa.answer = lambda _: (503, "")
    phone.say("hello")
    await gateway.pulls()
    await shown(phone, words.WAIT)
    tries = len(rasa.bodies)
    await eventually(lambda: len(rasa.bodies) > tries + 2, "it is tried again")
    await gateway.workers.stop()
    gateway.start()
    await gateway.workers.wake_all()
    tries = len(rasa.bodies)
    await eventually(lambda: len(rasa.bodies) > tries + 8, "it is tried again")
    rasa.answer = lambda _: [said("Hi")]
    await gateway.settled()

    assert texts(phone) == [words.WAIT, "Hi"]
    assert len({body["message_id"] for body in rasa.bodies}) == 1


@pytest.mark.parametrize("trouble", ["hangs", "hangs up", "is not there"])
async def test_however_it_is_away(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa, impatient: None, trouble: str
) -> None:
    free = asyncio.Event()

    async def hang(_: Any) -> Any:
        await free.wait()
        return [said("Hi")]

    client = gateway.answering._client
    address = client._address
    if trouble == "is not there":
        client._address = type(address)("http://127.0.0.1:9/webhook", "t")
    rasa.answer = hang if trouble == "hangs" else lambda _: None
    phone.say("hello")
    await gateway.pulls()
    await shown(phone, words.WAIT)
    free.set()
    rasa.answer = lambda _: [said("Hi")]
    client._address = address
    await gateway.settled()

    assert texts(phone) == [words.WAIT, "Hi"]


async def test_the_next_message_is_answered_behind_it(
    gateway: Gateway,
    phone: Phone,
    rasa: PlayedRasa,
    impatient: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rasa.answer = lambda _: (503, "")
    phone.say("/help")
    await gateway.pulls()
    await shown(phone, words.WAIT)
    monkeypatch.setattr(workers, "_LEAST_WAIT", SOON)
    phone.say("/goals")
    await gateway.pulls()
    rasa.answer = lambda body: [said(f"re {body['command']}")]
    await gateway.settled()

    assert texts(phone) == [words.WAIT, "re help", "re goals"], "by then the coach was back"


async def test_who_is_answered_in_time_hears_nothing_of_it(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa
) -> None:
    answers = iter([(503, ""), None, [error("failed")], [said("Hi")]])
    rasa.answer = lambda _: next(answers)
    phone.say("hello")
    await gateway.serves()

    assert texts(phone) == ["Hi"]
    assert gateway.metrics.registry.get_sample_value("coach_failed_turns_total") == 3


async def test_who_typed_for_long_still_leaves_the_coach_its_time(
    gateway: Gateway, phone: Phone, commit: Commit
) -> None:
    earlier = clock.now() - timedelta(minutes=2)
    commit(inbox.put, Arrival("u1", str(phone.chat_id), "text", "hello"), earlier)
    await gateway.workers.wake_all()
    await gateway.settled()

    assert texts(phone) == ["You said hello."]


@pytest.mark.parametrize("event", ["failed", "not_saved"])
async def test_a_turn_that_fails_by_itself_is_told_so_in_the_end(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa, event: str
) -> None:
    rasa.answer = lambda _: [error(event)]
    phone.say("hello")
    await gateway.serves()

    assert texts(phone) == [f"Sorry, {event}."]
    assert len(rasa.bodies) == workers._MOST_FAILURES


@pytest.mark.parametrize("event", ["outdated", "too_long"])
async def test_what_another_try_will_not_change_is_told_at_once(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa, event: str
) -> None:
    rasa.answer = lambda _: [error(event)]
    phone.say("hello")
    await gateway.serves()

    assert (texts(phone), len(rasa.bodies)) == ([f"Sorry, {event}."], 1)


async def test_what_is_older_than_an_hour_gets_an_apology_instead(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa, commit: Commit
) -> None:
    for number, minutes in ((1, 61), (2, 59)):
        ago = clock.now() - timedelta(minutes=minutes)
        arrival = Arrival(f"u{number}", str(phone.chat_id), "text", f"text {number}")
        commit(inbox.put, arrival, ago)
    await gateway.workers.wake_all()
    await gateway.settled()

    assert texts(phone) == [words.TOO_LATE, "You said text 2."]
    assert rasa.heard == ["text 2"]


async def test_who_waits_for_an_hour_is_asked_to_write_again(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "TOO_OLD", timedelta(seconds=0.3))
    rasa.answer = lambda _: (503, "")
    phone.say("hello")
    await gateway.serves()

    assert texts(phone) == [words.TOO_LATE]


# The database, and what nobody has thought of


async def test_without_the_database_the_chat_waits_and_then_is_served(
    gateway: Gateway, phone: Phone, sessions: Sessions, rasa: PlayedRasa
) -> None:
    def rename(before: str, after: str) -> None:
        with sessions.begin() as session:
            session.execute(sa.text(f"ALTER TABLE {before} RENAME TO {after}"))

    async def answer(_: Any) -> Any:
        await asyncio.to_thread(rename, "outbox", "away")
        return [said("Hi")]

    rasa.answer = answer
    phone.say("hello")
    await gateway.pulls()
    await eventually(lambda: rasa.runs, "the coach has answered")
    await asyncio.sleep(0.1)
    await asyncio.to_thread(rename, "away", "outbox")
    await gateway.settled()

    assert (texts(phone), rasa.runs) == (["Hi"], ["hello"])


async def test_an_error_that_nobody_foresaw_leaves_no_chat_unserved(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies = gateway.answering.replies
    troubles = iter([KeyError("kind"), RuntimeError("oops")])

    async def broken(turn: Turn) -> Any:
        if trouble := next(troubles, None):
            raise trouble
        return await replies(turn)

    monkeypatch.setattr(gateway.answering, "replies", broken)
    phone.say("hello")
    await gateway.serves()

    assert texts(phone) == ["You said hello."]


async def test_a_revoked_token_is_told_to_who_waits_for_that(
    gateway: Gateway, phone: Phone, api: BotApi, commit: Commit
) -> None:
    phone.say("hello")
    updates = await gateway.bot.get_updates()
    api.do("token", revoked=True)
    try:
        await gateway.intake.put(updates[0])
        with pytest.raises(InvalidToken):
            await asyncio.wait_for(gateway.workers.refused, 10)
    finally:
        api.do("token", revoked=False)
    assert commit(outbox.depth) == 1, "it is sent by whoever comes with a good one"


async def test_who_blocks_the_bot_holds_up_nobody_and_may_come_back(
    gateway: Gateway, phone: Phone, stranger: Phone, reception: Reception, commit: Commit
) -> None:
    remember(reception, stranger)
    phone.say("hello")
    phone.blocks()
    stranger.say("hello")
    await gateway.serves()
    assert texts(stranger) == ["You said hello."]
    assert commit(chats.is_blocked, CHANNEL, str(phone.chat_id))

    phone.unblocks()
    phone.say("here again")
    await gateway.serves()

    assert texts(phone) == ["You said here again."]
    assert not commit(chats.is_blocked, CHANNEL, str(phone.chat_id))


# Check-ins


async def test_a_check_in_is_sent_once_at_most(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa, commit: Commit, api: BotApi
) -> None:
    rasa.answer = lambda _: [said("How is it going?", "Done")]
    api.fault("reset", "sendMessage", after=True)
    check_in(commit, phone)
    await gateway.workers.wake_all()
    await gateway.settled()
    check_in(commit, phone)
    await gateway.start_again()

    assert texts(phone) == ["How is it going?"]


@pytest.mark.parametrize("answer", [[error("failed")], [error("not_saved")], (400, "")], ids=str)
async def test_a_check_in_that_fails_is_never_apologised_for(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa, commit: Commit, impatient: None, answer: Any
) -> None:
    rasa.answer = lambda _: answer
    check_in(commit, phone)
    await gateway.workers.wake_all()
    await gateway.settled()

    assert texts(phone) == []


async def test_nor_is_one_that_comes_late(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa, commit: Commit, impatient: None
) -> None:
    rasa.answer = lambda _: (503, "")
    check_in(commit, phone, ago=timedelta(minutes=59, seconds=59.5))
    await gateway.workers.wake_all()
    await gateway.settled()

    assert texts(phone) == []


# Consent


async def test_consent_by_buttons(
    gateway: Gateway, stranger: Phone, rasa: PlayedRasa, reception: Reception
) -> None:
    stranger.say("hello")
    await gateway.serves()
    assert len(stranger.messages()) == 2
    assert reception.visitor(str(stranger.chat_id)).asked
    for title in ("Yes", "Agent", "Mumbai"):
        stranger.press(title)
        await gateway.serves()

    visitor = reception.visitor(str(stranger.chat_id))
    assert (visitor.lasting, visitor.role) == (True, "agent")
    assert rasa.heard == ["hello"]
    assert [len(titles(m)) for m in stranger.messages()] == [0, 2, 0, 4, 7, 0]


@pytest.mark.parametrize(
    ("between", "counts"),
    [([], True), (["say thanks"], False), (["say /help"], False), (["sends sticker"], False)],
    ids=str,
)
async def test_a_yes_counts_right_after_the_question_only(
    gateway: Gateway,
    stranger: Phone,
    reception: Reception,
    rasa: PlayedRasa,
    between: list[str],
    counts: bool,
) -> None:
    for doing in ("say hello", *between, "say yes"):
        act(stranger, doing)
        await gateway.serves()

    assert reception.visitor(str(stranger.chat_id)).lasting == counts
    assert (rasa.heard[-1] == "yes") == (not counts)


async def test_nobody_is_asked_twice(gateway: Gateway, stranger: Phone) -> None:
    for text in ("/help", "/goals", "/topics"):
        stranger.say(text)
    await gateway.serves()

    assert sum("May I remember you" in text for text in texts(stranger)) == 1


async def test_after_a_deletion_nothing_tells_whose_chat_it_was(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa, sessions: Sessions, commit: Commit
) -> None:
    rasa.answer = deleting(commit)
    phone.say("hello")
    phone.say("/delete")
    await gateway.serves()

    assert str(phone.chat_id) not in repr(contents(sessions)["inbox"])
    assert texts(phone)[-1] == "All gone."


def deleting(commit: Commit) -> Callable[[dict[str, Any]], Any]:
    """A coach that knows how to forget."""

    def answer(body: dict[str, Any]) -> Any:
        if body.get("command") != "delete":
            return [said(f"re {body.get('message') or body.get('command')}", "More")]
        commit(deletions.request, body["sender"], clock.now(), body["message_id"])
        commit(deletions.finish, body["sender"], clock.now())
        return [said("All gone.", kind="data", event=own_data.DELETING)]

    return answer


# Killed

STORIES = [
    ["say hello"],
    ["say hello", "say yes"],
    ["say hello", "say no"],
    ["say remember me"],
    ["say hello", "press Yes"],
    ["say hello", "press Yes", "press Skip", "press Manila"],
    ["say hello", "press More"],
    ["sends sticker"],
    ["say hello", "press Yes", "say /delete"],
]
Step = Callable[[Gateway, Turn], Awaitable[None]]


async def bind(gateway: Gateway, turn: Turn) -> None:
    await gateway.kept.write(inbox.bind, list(turn.entries), turn.id)


async def coached(gateway: Gateway, turn: Turn) -> None:
    await bind(gateway, turn)
    await gateway.answering.replies(turn)


async def finish(gateway: Gateway, turn: Turn) -> None:
    await bind(gateway, turn)
    replies = await gateway.answering.replies(turn)
    await gateway.kept.write(workers._finish, turn, replies)


def act(phone: Phone, doing: str) -> None:
    how, _, what = doing.partition(" ")
    getattr(phone, how)(what)


STEPS: list[Step] = [coached, finish]


async def test_what_was_bound_before_the_kill_is_the_same_message_after_it(
    gateway: Gateway, phone: Phone, rasa: PlayedRasa
) -> None:
    ids = [phone.say(text) for text in ("my tl", "shouts")]
    await gateway.pulls(deaf(gateway))
    turn = next_turn(
        await gateway.kept.read(inbox.waiting, str(phone.chat_id)),
        clock.now() + timedelta(seconds=9),
        5,
    )
    assert isinstance(turn, Turn)
    await bind(gateway, turn)
    phone.say("at me")
    await gateway.pulls(deaf(gateway))
    await gateway.start_again()

    assert rasa.heard == ["my tl\nshouts", "at me"]
    assert rasa.bodies[0]["message_id"] == str(ids[-1])


@pytest.mark.parametrize("story", STORIES, ids=" ".join)
async def test_a_turn_goes_on_where_the_gateway_was_killed_and_says_the_same_once(
    gateway: Gateway, api: BotApi, rasa: PlayedRasa, commit: Commit, story: list[str]
) -> None:
    rasa.answer = deleting(commit)
    lucky, *unlucky = phones = [Phone(api) for _ in range(1 + len(STEPS))]
    for doing in story[:-1]:
        for phone in phones:
            act(phone, doing)
        await gateway.serves()
    act(lucky, story[-1])
    await gateway.serves()

    for phone in unlucky:
        act(phone, story[-1])
    await gateway.pulls(deaf(gateway))
    for phone, killed_after in zip(unlucky, STEPS, strict=True):
        waiting = await gateway.kept.read(inbox.waiting, str(phone.chat_id))
        turn = next_turn(waiting, clock.now(), 0)
        assert isinstance(turn, Turn)
        await killed_after(gateway, turn)
    await gateway.start_again()

    assert [seen(phone) for phone in unlucky] == [seen(lucky)] * len(STEPS)
    assert len(rasa.runs) % len(phones) == 0, "the coach has answered all of them as often"
    for phone in phones:
        phone.say("yes")
    await gateway.serves()
    assert [seen(phone) for phone in unlucky] == [seen(lucky)] * len(STEPS), "it goes on alike"


def seen(phone: Phone) -> list[Any]:
    return [(message["text"], titles(message)) for message in phone.messages()]

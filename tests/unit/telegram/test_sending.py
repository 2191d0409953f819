"""The way out: in order, within Telegram's limits, until it is out; what is sent once at most."""

from __future__ import annotations

import asyncio
import base64
import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from telegram import Bot
from telegram.error import InvalidToken, RetryAfter

from bot import clock
from bot.coaching import consent
from bot.reception import Reception
from bot.store import chats, exports, outbox
from bot.store.awaited import Kept
from bot.telegram import sending, words
from bot.telegram.gate import CHANNEL
from bot.telegram.health import Metrics
from bot.telegram.sending import Sender
from tests.helpers.bot_api.client import BotApi
from tests.helpers.phone import Phone, titles
from tests.helpers.stores import Commit

Put = Callable[..., None]
RETRY = {"kind": "error", "method": "sendMessage"}


def html(text: str, *buttons: str) -> dict[str, Any]:
    rows = {"buttons": [[(title, title.lower()) for title in buttons]]} if buttons else {}
    return {"kind": "message", "html": text, **rows}


@pytest.fixture
def put(commit: Commit, phone: Phone) -> Put:
    """Put calls into the outbox, for that person unless another is named."""
    turns = iter(range(1000))

    def put_calls(*calls: dict[str, Any], chat: int = 0, **options: Any) -> None:
        chat_id = str(chat or phone.chat_id)
        commit(outbox.put, chat_id, f"t{next(turns)}", calls, clock.now(), **options)

    return put_calls


@pytest.fixture
def left(commit: Commit) -> Callable[[], int]:
    return lambda: int(commit(outbox.depth))


def texts(phone: Phone) -> list[str]:
    return [message["text"] for message in phone.messages()]


async def flush(sender: Sender, phone: Phone) -> None:
    await asyncio.wait_for(sender.flush(str(phone.chat_id)), 20)


async def test_all_of_a_chat_goes_out_in_order_and_is_gone(
    api: BotApi, sender: Sender, phone: Phone, put: Put, left: Any
) -> None:
    other = Phone(api)
    put(html("<b>one</b> &amp; two"), html("three", "Yes", "No"))
    put(html("elsewhere"), chat=other.chat_id)
    put(html("four"))

    await flush(sender, phone)

    one, three, four = phone.messages()
    assert (one["text"], one["entities"][0]["type"]) == ("one & two", "bold")
    assert (three["text"], titles(three)) == ("three", ["Yes", "No"])
    assert [button["data"] for button in three["buttons"][0]] == ["yes", "no"]
    assert four["text"] == "four"
    assert (texts(other), left()) == ([], 1)
    assert api.violations() == []


async def test_pictures_and_their_captions(sender: Sender, phone: Phone, put: Put) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    data = base64.b64encode(picture.getvalue()).decode()
    photo = {**html("<b>Your week</b>", "More"), "kind": "photo", "data": data}
    put(photo, {**photo, "html": ""})

    await flush(sender, phone)

    with_caption, without = phone.messages()
    assert (with_caption["kind"], with_caption["text"]) == ("photo", "Your week")
    assert titles(with_caption) == ["More"]
    assert (without["kind"], without["text"]) == ("photo", "")


async def test_an_export_is_a_file_which_is_handed_out_once(
    api: BotApi, sender: Sender, reception: Reception, commit: Commit, phone: Phone, put: Put
) -> None:
    guest = reception.visitor(str(phone.chat_id))
    reception.answer(guest, message=None, payload=consent.YES, asked=False)
    reference = commit(exports.ticket, guest.sender, clock.now())
    file = {"kind": "document", "reference": reference, "name": "data.json", "html": "Here"}
    put(file, file)

    await flush(sender, phone)

    document, gone = phone.messages()
    assert (document["kind"], document["file"]["name"]) == ("document", "data.json")
    assert guest.sender.encode() in api.file(document["message_id"])
    assert gone["text"] == words.EXPORT_GONE


async def test_a_crash_just_after_sending_sends_the_one_in_flight_twice_and_no_other(
    sender: Sender,
    phone: Phone,
    put: Put,
    bot: Bot,
    kept: Kept,
    reception: Reception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(html("one"), html("two"))
    sent = outbox.sent
    monkeypatch.setattr(outbox, "sent", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        await flush(sender, phone)
    monkeypatch.setattr(outbox, "sent", sent)

    await flush(Sender(bot, kept, reception, Metrics()), phone)

    assert texts(phone) == ["one", "one", "two"]


async def test_what_is_out_is_not_sent_again_while_the_database_is_away(
    sender: Sender, phone: Phone, put: Put, left: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(html("one"), html("two"))
    sent = outbox.sent
    monkeypatch.setattr(outbox, "sent", lambda *_: 1 / 0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await flush(sender, phone)
    monkeypatch.setattr(outbox, "sent", sent)

    await flush(sender, phone)

    assert texts(phone) == ["one", "two"]
    assert left() == 0


# Faults


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "error", "code": 502},
        {"kind": "error", "code": 500, "body": "<html>"},
        {"kind": "reset"},
    ],
    ids=str,
)
async def test_faults_of_the_network_are_tried_again(
    api: BotApi, sender: Sender, phone: Phone, put: Put, metrics: Metrics, fault: Any
) -> None:
    api.fault(method="sendMessage", times=3, **fault)
    put(html("one"), html("two"))

    await flush(sender, phone)

    assert texts(phone) == ["one", "two"]
    assert metrics.registry.get_sample_value("coach_retries_total") == 3


async def test_pauses_grow(sender: Sender, api: BotApi, phone: Phone, put: Put) -> None:
    api.fault("error", "sendMessage", times=4)
    put(html("one"))

    await flush(sender, phone)

    at = [call["at"] for call in api.state()["calls"] if call["method"] == "sendMessage"]
    assert at[-1] - at[0] >= sending._FIRST_PAUSE * (1 + 2 + 4 + 8)


async def test_after_429_the_chat_waits_as_long_as_told_and_others_go_on(
    api: BotApi, sender: Sender, phone: Phone, put: Put, metrics: Metrics
) -> None:
    other = Phone(api)
    api.fault("too_many", "sendMessage", chat_id=phone.chat_id, retry_after=1)
    put(html("one"))
    put(html("elsewhere"), html("and more"), chat=other.chat_id)

    held = asyncio.create_task(flush(sender, phone))
    await flush(sender, other)
    assert texts(other) == ["elsewhere", "and more"]
    assert not held.done()
    await held

    assert texts(phone) == ["one"]
    calls = [call for call in api.state()["calls"] if call["chat_id"] == phone.chat_id]
    assert [call["code"] for call in calls] == [429, 200]
    assert calls[1]["at"] - calls[0]["at"] >= 1
    assert metrics.registry.get_sample_value("coach_flooded_total") == 1


def test_it_waits_a_little_longer_than_told() -> None:
    assert sending._seconds(RetryAfter(3)) == 3.5
    assert sending._seconds(RetryAfter(timedelta(seconds=3))) == 3.5


async def test_the_limits_are_kept_by_itself(
    sender: Sender, phone: Phone, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_BETWEEN_SECONDS", 0.2)
    put(html("one"), html("two"), html("three"))
    began = time.monotonic()

    await flush(sender, phone)

    assert time.monotonic() - began >= 0.4, "two pauses between three messages"
    assert texts(phone) == ["one", "two", "three"]


@pytest.mark.parametrize("status", ["kicked", "deactivated"])
async def test_who_blocked_the_bot_is_marked_and_no_longer_written_to(
    api: BotApi, sender: Sender, phone: Phone, put: Put, left: Any, commit: Commit, status: str
) -> None:
    api.do("members", user_id=phone.user_id, chat_id=phone.chat_id, status=status)
    put(html("one"), html("two"))

    await flush(sender, phone)

    assert left() == 0
    assert commit(chats.is_blocked, CHANNEL, str(phone.chat_id))
    assert len([c for c in api.state()["calls"] if c["method"] == "sendMessage"]) == 1


async def test_a_chat_that_there_is_not_is_given_up(
    sender: Sender, put: Put, left: Any, commit: Commit
) -> None:
    put(html("one", "Yes"), chat=999)

    await sender.flush("999")

    assert left() == 0
    assert commit(chats.is_blocked, CHANNEL, "999")


async def test_html_that_is_refused_is_said_in_plain_words(
    api: BotApi, sender: Sender, phone: Phone, put: Put, left: Any, commit: Commit
) -> None:
    put(html("<b>bold &lt;and</b> <i>broken", "Yes"), html("next"))

    await flush(sender, phone)

    plain, following = phone.messages()
    assert (plain["text"], plain["parse_mode"]) == ("bold <and <i>broken", "")
    assert titles(plain) == ["Yes"]
    assert following["text"] == "next"
    assert left() == 0
    assert not commit(chats.is_blocked, CHANNEL, str(phone.chat_id))


async def test_what_is_refused_for_its_buttons_is_said_without(
    sender: Sender, phone: Phone, put: Put
) -> None:
    put({**html("Which?"), "buttons": [[("Yes", "x" * 65)]]}, html("next"))

    await flush(sender, phone)

    assert [(m["text"], titles(m)) for m in phone.messages()] == [("Which?", []), ("next", [])]


async def test_a_broken_picture_leaves_its_words(sender: Sender, phone: Phone, put: Put) -> None:
    broken = base64.b64encode(b"no picture").decode()
    put({**html("Your week", "More"), "kind": "photo", "data": broken})
    put({"kind": "photo", "data": broken, "html": ""}, html("next"))

    await flush(sender, phone)

    assert [(m["text"], titles(m)) for m in phone.messages()] == [
        ("Your week", ["More"]),
        ("next", []),
    ]


async def test_what_meets_nothing_but_faults_is_said_in_plain_words(
    sender: Sender, api: BotApi, phone: Phone, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_MOST_TRIES", 3)
    api.fault("error", "sendPhoto", times=0)
    picture = base64.b64encode(b"as good as one").decode()
    put({"kind": "photo", "data": picture, "html": "<b>Half way</b>"}, html("next"))
    await flush(sender, phone)
    assert texts(phone) == ["Half way", "next"]


async def test_an_answer_that_makes_no_sense_sends_nothing_twice(
    sender: Sender, phone: Phone, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = Sender._send

    async def sent_but_unreadable(*arguments: Any) -> None:
        await send(*arguments)
        raise ValueError("is this a message?")

    monkeypatch.setattr(Sender, "_send", sent_but_unreadable)
    put(html("once"))
    await flush(sender, phone)
    assert texts(phone) == ["once"]


async def test_plain_words_too_outlive_a_fault(
    api: BotApi, sender: Sender, phone: Phone, put: Put
) -> None:
    put(html("<i>broken"))
    api.fault("error", "sendMessage", code=400, description="Bad Request: can't parse entities")
    api.fault("error", "sendMessage")

    await flush(sender, phone)

    assert texts(phone) == ["<i>broken"]


async def test_a_revoked_token_is_told_and_nothing_is_lost(
    api: BotApi, sender: Sender, phone: Phone, put: Put, left: Any
) -> None:
    put(html("one"))
    api.do("token", revoked=True)
    try:
        with pytest.raises(InvalidToken):
            await flush(sender, phone)
    finally:
        api.do("token", revoked=False)
    assert left() == 1


# At most once


@pytest.mark.parametrize(
    "fault", [{"kind": "error"}, {"kind": "reset"}, {"kind": "error", "after": True}], ids=str
)
async def test_a_check_in_that_may_have_arrived_is_not_sent_again(
    api: BotApi, sender: Sender, phone: Phone, put: Put, left: Any, fault: Any
) -> None:
    put(html("How is it going?"), once=True)
    put(html("next"))
    api.fault(method="sendMessage", **fault)

    await flush(sender, phone)

    assert texts(phone) == [*["How is it going?"] * fault.get("after", False), "next"]
    assert left() == 0


async def test_a_check_in_that_telegram_turned_away_is_sent_later(
    api: BotApi, sender: Sender, phone: Phone, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_seconds", lambda _: 0.05)
    put(html("How is it going?"), once=True)
    api.fault("too_many", "sendMessage")

    await flush(sender, phone)

    assert texts(phone) == ["How is it going?"]


@dataclass
class Line:
    """A line on which what is sent is held up."""

    busy: asyncio.Event = field(default_factory=asyncio.Event)
    free: asyncio.Event = field(default_factory=asyncio.Event)


@pytest.fixture
async def line(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> Line:
    made, send = Line(), sender._send

    async def held(*arguments: Any) -> Any:
        made.busy.set()
        await made.free.wait()
        return await send(*arguments)

    monkeypatch.setattr(sender, "_send", held)
    return made


async def test_a_check_in_leaves_the_outbox_before_it_is_sent(
    sender: Sender, phone: Phone, put: Put, left: Any, line: Line
) -> None:
    put(html("How is it going?"), once=True)

    flushing = asyncio.create_task(flush(sender, phone))
    await line.busy.wait()
    assert left() == 0
    line.free.set()
    await flushing
    assert texts(phone) == ["How is it going?"]


async def test_a_reply_leaves_it_after_it_was_sent(
    sender: Sender, phone: Phone, put: Put, left: Any, line: Line
) -> None:
    put(html("one"))

    flushing = asyncio.create_task(flush(sender, phone))
    await line.busy.wait()
    assert left() == 1
    line.free.set()
    await flushing
    assert left() == 0


async def test_a_stop_in_order_lets_arrive_what_is_in_flight(
    sender: Sender, phone: Phone, put: Put, left: Any, line: Line
) -> None:
    put(html("one"), html("two"))

    flushing = asyncio.create_task(flush(sender, phone))
    await line.busy.wait()
    flushing.cancel()
    settling = asyncio.create_task(sender.settle(20))
    line.free.set()
    await settling

    assert texts(phone) == ["one"]
    assert left() == 1

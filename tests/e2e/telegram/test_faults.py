"""Telegram, Rasa, the database or the gateway in trouble: nobody's message is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.settings import Settings
from tests.helpers.channel import RUDE
from tests.helpers.gateway import WholeCoach, whole_coach
from tests.helpers.own_coach import apart
from tests.helpers.people import remembered
from tests.helpers.phone import Phone
from tests.helpers.processes import said

pytestmark = pytest.mark.slow

DEFENSIVE = "i get defensive when i get feedback"
BREATH = "catch my breath"
PROMISED = 10
"""Seconds within which a person hears that the answer takes longer."""


@pytest.fixture(scope="module")
def whole(trained: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeCoach]:
    """A coach on Telegram of this module's own, to be broken."""
    with whole_coach(apart(trained, tmp_path_factory.mktemp("whole"))) as running:
        yield running
        refused = {each["kind"] for each in running.api.violations()}
        assert refused <= {"callback", "chat", "token"}, "those that the tests bring about"


@pytest.fixture(autouse=True)
def _afterwards(whole: WholeCoach) -> Iterator[None]:
    """Without faults for the next test; what the processes said, where this one failed."""
    yield
    whole.api.clear_faults()
    print(said(whole.settings.data_dir))  # noqa: T201


def somebody(whole: WholeCoach) -> Phone:
    """An agent who agreed to be remembered, so that each message gets one answer."""
    phone = Phone(whole.api)
    url = whole.settings.database_url
    remembered(url, channel="telegram", chat=str(phone.chat_id), role="agent")
    return phone


def texts(phone: Phone) -> list[str]:
    return [each["text"] for each in phone.messages()]


def answers(phone: Phone, seconds: float = 30) -> None:
    """The next answer is about tone on calls."""
    phone.say(RUDE)
    assert any("Clear communication" in r["text"] for r in phone.next_replies(seconds=seconds))


# Telegram


def test_who_is_written_to_too_often_waits_and_others_do_not(whole: WholeCoach) -> None:
    slow, other = somebody(whole), somebody(whole)
    whole.api.fault("too_many", "sendMessage", chat_id=slow.chat_id, retry_after=6)
    started = time.monotonic()
    slow.say(RUDE)
    time.sleep(1.5)
    other.say(RUDE)
    other.next_replies()
    assert slow.messages() == []
    slow.next_replies(seconds=15)
    assert time.monotonic() - started > 6
    assert whole.api.violations("flood") == []


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "error", "code": 500, "description": "Internal Server Error"},
        {"kind": "error", "code": 502, "body": "<html>Bad Gateway</html>"},
        {"kind": "reset"},
        {"kind": "delay", "seconds": 3},
    ],
    ids=["500", "page", "reset", "slow"],
)
def test_a_reply_that_telegram_does_not_take_is_sent_again(
    whole: WholeCoach, fault: dict[str, object]
) -> None:
    phone = somebody(whole)
    whole.api.fault(**fault, method="sendMessage", chat_id=phone.chat_id, times=2)  # type: ignore[arg-type]
    answers(phone)
    time.sleep(2)
    assert len(phone.messages()) == 1


def test_a_reply_whose_receipt_gets_lost_comes_twice_at_worst(whole: WholeCoach) -> None:
    phone = somebody(whole)
    whole.api.fault("reset", "sendMessage", chat_id=phone.chat_id, after=True)
    answers(phone)
    time.sleep(3)
    assert len(set(texts(phone))) == 1
    assert len(texts(phone)) <= 2
    phone.seen = len(phone.messages())
    phone.say(DEFENSIVE)
    [reply] = phone.next_replies()
    assert "Clear communication" not in reply["text"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_polls_that_fail_lose_and_double_nothing(whole: WholeCoach, *, after: bool) -> None:
    phone = somebody(whole)
    for kind in ("error", "reset", "too_many"):
        whole.api.fault(kind, "getUpdates", after=after)
    sent = phone.say(RUDE)
    phone.next_replies(seconds=40)
    phone.again(sent)
    phone.say(DEFENSIVE)
    [reply] = phone.next_replies(seconds=40)
    assert "Clear communication" not in reply["text"]
    time.sleep(3)
    assert len(phone.messages()) == 2


def test_a_press_that_comes_late_still_counts(whole: WholeCoach) -> None:
    phone = somebody(whole)
    answers(phone)
    before = len(whole.api.violations())
    phone.press("More", age=60)
    [more] = phone.next_replies()
    assert "Clear communication" in more["text"]
    refused = whole.api.violations()[before:]
    assert [each["kind"] for each in refused] == ["callback"], "too late to be acknowledged"


def test_who_blocks_the_bot_is_left_alone_until_they_write_again(whole: WholeCoach) -> None:
    phone = somebody(whole)
    whole.api.fault("delay", "sendMessage", chat_id=phone.chat_id, seconds=1)
    phone.say(RUDE)
    phone.blocks()
    time.sleep(5)
    assert phone.messages() == []
    calls = len(whole.api.state()["calls"])
    time.sleep(3)
    quiet = whole.api.state()["calls"][calls:]
    assert not [each for each in quiet if each["chat_id"] == phone.chat_id]
    phone.unblocks()
    answers(phone)


# The coach


def test_rasa_killed_in_the_middle_of_a_turn(whole: WholeCoach) -> None:
    phone = somebody(whole)
    actions = whole.actions.process
    assert actions
    os.kill(actions.pid, signal.SIGSTOP)
    try:
        phone.say(RUDE)
        phone.wait_for(lambda _: _typing(phone))
        time.sleep(2)
        whole.rasa.kill()
        [told] = phone.next_replies(seconds=PROMISED)
        assert BREATH in told["text"]
    finally:
        os.kill(actions.pid, signal.SIGCONT)
    whole.rasa.start()
    [answer] = phone.next_replies(seconds=30)
    assert "Clear communication" in answer["text"]
    time.sleep(2)
    assert len(phone.messages()) == 2


def _typing(phone: Phone) -> bool:
    state = phone.api.state()
    return {"chat_id": phone.chat_id, "action": "typing"} in state["actions"]


def test_an_action_server_that_is_started_again_costs_no_answer(whole: WholeCoach) -> None:
    phone = somebody(whole)
    whole.actions.kill()
    phone.say(RUDE)
    time.sleep(4)
    whole.actions.start()
    phone.wait_for(lambda shown: shown and "Clear communication" in shown[-1]["text"], 40)
    assert len([text for text in texts(phone) if BREATH not in text]) == 1


def test_a_database_that_is_locked_for_some_seconds(whole: WholeCoach) -> None:
    phone = somebody(whole)
    answers(phone)
    file = whole.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        phone.say(DEFENSIVE)
        time.sleep(8)
        db.execute("ROLLBACK")
    phone.wait_for(lambda shown: BREATH not in shown[-1]["text"] and len(shown) > 1, 40)
    told = [text for text in texts(phone) if BREATH not in text]
    assert len(told) == 2
    assert "Clear communication" not in told[1]
    assert whole.gateway.process
    assert whole.gateway.process.poll() is None


# The gateway


def test_two_gateways_one_polls_and_the_other_follows(whole: WholeCoach) -> None:
    phone = somebody(whole)
    other = whole.another()
    other.start(wait=False)
    try:
        other.wait_until_well(30, lambda told: told["status"] == "standing by")
        answers(phone)
        whole.gateway.kill()
        phone.say(DEFENSIVE)
        other.wait_until_well(10, lambda told: told["status"] == "polling")
        assert "Clear communication" not in phone.next_replies(seconds=20)[0]["text"]
        assert whole.api.violations("conflict") == []
    finally:
        other.end()
        whole.gateway.start(wait=False)
        whole.served()


def test_a_gateway_of_another_machine_waits_for_the_lease(whole: WholeCoach) -> None:
    phone = somebody(whole)
    other = whole.another()
    elsewhere = whole.settings.data_dir / "elsewhere"
    other.environ = {**other.environ, "COACH_DATA_DIR": str(elsewhere)}
    other.start(wait=False)
    try:
        other.wait_until_well(30, lambda told: told["status"] == "standing by")
        whole.gateway.kill()
        phone.say(RUDE)
        other.wait_until_well(45, lambda told: told["status"] == "polling")
        assert "Clear communication" in phone.next_replies(seconds=20)[0]["text"]
        assert whole.api.violations("conflict") == []
    finally:
        other.end()
        whole.gateway.start(wait=False)
        whole.served()


def test_a_token_that_is_revoked_ends_it_with_one_line(whole: WholeCoach) -> None:
    gateway = whole.gateway
    assert gateway.process
    before = len(gateway.said().splitlines())
    whole.api.do("token", revoked=True)
    assert gateway.process.wait(20) == 78
    lines = gateway.said().splitlines()[before:]
    assert [line for line in lines if "TELEGRAM_BOT_TOKEN" in line] == [lines[-1]]
    assert "Traceback" not in gateway.said()
    gateway.start(wait=False)
    assert gateway.process.wait(20) == 78
    assert "@BotFather" in gateway.said().splitlines()[-1]
    whole.api.do("token", revoked=False)
    gateway.start(wait=False)
    whole.served()

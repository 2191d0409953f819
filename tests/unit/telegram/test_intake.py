"""The way in: committed before put returns, once, within measure, and wakes who answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from telegram import Bot
from telegram.error import TelegramError

from bot import clock
from bot.store import chats, inbox
from bot.store.awaited import Kept
from bot.store.session import Sessions
from bot.telegram import words
from bot.telegram.arrivals import IN_A_GROUP, NOT_TEXT, TOO_MANY
from bot.telegram.gate import CHANNEL
from bot.telegram.health import Metrics
from bot.telegram.intake import MOST_A_MINUTE, Intake
from tests.helpers.bot_api.client import BotApi
from tests.helpers.phone import Phone
from tests.helpers.stores import Commit, contents
from tests.helpers.telegram_updates import (
    ATTACHMENTS,
    CHAT,
    GROUP,
    member,
    message,
    pressed,
    update,
    wrote,
)
from tests.unit.telegram.conftest import eventually

HERE = str(CHAT)


@pytest.fixture
def woken() -> list[str]:
    return []


@pytest.fixture
def intake(bot: Bot, kept: Kept, metrics: Metrics, woken: list[str]) -> Intake:
    return Intake(bot, kept, metrics, woken.append)


@pytest.fixture
def waiting(commit: Commit) -> Any:
    """What waits in a chat to be answered."""

    def bodies(chat: str = HERE) -> list[str]:
        return [entry.body for entry in commit(inbox.waiting, chat)]

    return bodies


async def test_an_update_is_committed_before_put_returns(
    intake: Intake, waiting: Any, woken: list[str]
) -> None:
    await intake.put(wrote(1, "hello"))

    assert waiting() == ["hello"]
    assert woken == [HERE]
    assert intake.empty(), "the database is the queue"


async def test_the_same_update_twice_is_there_once(intake: Intake, waiting: Any) -> None:
    for _ in range(2):
        await intake.put(wrote(1, "hello"))

    assert waiting() == ["hello"]


async def test_without_the_database_the_update_is_refused_and_comes_again(
    intake: Intake, sessions: Sessions, waiting: Any, woken: list[str]
) -> None:
    with sessions.begin() as session:
        session.execute(sa.text("ALTER TABLE inbox RENAME TO away"))
    with pytest.raises(TelegramError):
        await intake.put(wrote(1, "hello"))
    assert woken == []
    with sessions.begin() as session:
        session.execute(sa.text("ALTER TABLE away RENAME TO inbox"))

    await intake.put(wrote(1, "hello"))

    assert waiting() == ["hello"]


async def test_order_is_kept_and_chats_are_apart(intake: Intake, waiting: Any) -> None:
    for number in range(6):
        await intake.put(wrote(number, f"text {number}", chat=number % 2 + 1))

    assert waiting("1") == ["text 0", "text 2", "text 4"]
    assert waiting("2") == ["text 1", "text 3", "text 5"]


async def test_what_nobody_waits_for_is_only_counted(
    intake: Intake, sessions: Sessions, metrics: Metrics, woken: list[str]
) -> None:
    await intake.put(update(1, edited_message=message(text="hello", edit_date=2)))
    await intake.put(update(2, message=message(pinned_message=message(text="hello"))))
    await intake.put(wrote(3, "hello"))

    assert len(contents(sessions)["inbox"]) == 1
    assert woken == [HERE]
    count = metrics.registry.get_sample_value
    assert count("coach_updates_total", {"kind": "ignored"}) == 2
    assert count("coach_updates_total", {"kind": "text"}) == 1


# Buttons


async def shown(bot: Bot, phone: Phone, *data: str) -> None:
    row = [{"text": each, "callback_data": each} for each in data]
    await bot.send_message(phone.chat_id, "?", reply_markup={"inline_keyboard": [row]})


async def answers(api: BotApi, count: int) -> list[Any]:
    await eventually(lambda: len(api.state()["answers"]) >= count, "presses are acknowledged")
    return [answer.get("text") or "" for answer in api.state()["answers"]]


async def test_a_press_is_acknowledged_and_counts_once(
    api: BotApi, bot: Bot, phone: Phone, intake: Intake, waiting: Any
) -> None:
    await shown(bot, phone, "more", "less")
    for title in ("more", "more", "less"):
        phone.press(title)
    updates = await bot.get_updates()
    for each in updates:
        await intake.put(each)

    assert sorted(await answers(api, 3)) == ["", "", words.TWICE]
    assert waiting(str(phone.chat_id)) == ["more", "less"]
    assert api.violations() == []


async def test_a_press_that_is_delivered_twice_is_no_error(
    api: BotApi, bot: Bot, phone: Phone, intake: Intake, waiting: Any
) -> None:
    await shown(bot, phone, "more")
    phone.press("more")
    [press] = await bot.get_updates()
    for _ in range(2):
        await intake.put(press)

    await eventually(lambda: len(api.state()["answers"]) + len(api.violations()) >= 2, "both")
    assert waiting(str(phone.chat_id)) == ["more"]


async def test_a_press_that_cannot_be_acknowledged_any_more_is_answered_all_the_same(
    api: BotApi, bot: Bot, phone: Phone, intake: Intake, waiting: Any
) -> None:
    await shown(bot, phone, "more")
    phone.press("more", age=3600)
    [late] = await bot.get_updates()
    await intake.put(late)

    await eventually(api.violations, "Telegram refuses")
    assert waiting(str(phone.chat_id)) == ["more"]


# In measure


async def flood(intake: Intake, count: int, *, start: int = 1, chat: int = CHAT) -> None:
    for number in range(start, start + count):
        await intake.put(wrote(number, f"text {number}", chat))


def after(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """So much time goes by."""
    moment = clock.now() + timedelta(seconds=seconds)
    monkeypatch.setattr(clock, "now", lambda: moment)


async def test_the_21st_message_of_a_minute_gets_one_notice_and_no_more(
    intake: Intake, waiting: Any, sessions: Sessions
) -> None:
    await flood(intake, MOST_A_MINUTE + 5)

    assert waiting() == [f"text {number}" for number in range(1, 21)] + [TOO_MANY]
    assert "text 21" not in repr(contents(sessions)), "nor is it kept"


async def test_another_chat_is_read_meanwhile(intake: Intake, waiting: Any) -> None:
    await flood(intake, MOST_A_MINUTE + 5)
    await flood(intake, 1, start=100, chat=8)

    assert waiting("8") == ["text 100"]


async def test_after_a_minute_all_is_well_again(
    intake: Intake, waiting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await flood(intake, MOST_A_MINUTE + 2)
    after(monkeypatch, 61)
    await flood(intake, MOST_A_MINUTE + 2, start=100)

    assert waiting()[21:41] == [f"text {number}" for number in range(100, 120)]
    assert waiting().count(TOO_MANY) == 2


async def test_what_was_answered_counts_too(intake: Intake, waiting: Any, commit: Commit) -> None:
    for start in (1, 11):
        await flood(intake, 10, start=start)
        ids = [entry.id for entry in commit(inbox.waiting, HERE)]
        commit(inbox.done, ids, clock.now())
    await flood(intake, 1, start=30)

    assert waiting() == [TOO_MANY]


async def test_an_old_update_that_comes_again_is_not_what_is_too_much(
    intake: Intake, waiting: Any
) -> None:
    await flood(intake, MOST_A_MINUTE)
    await intake.put(wrote(3, "text 3"))
    assert TOO_MANY not in waiting()

    await flood(intake, 1, start=21)

    assert waiting()[-1] == TOO_MANY


async def test_the_notice_is_not_lost_with_the_database(
    intake: Intake, sessions: Sessions, waiting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await flood(intake, MOST_A_MINUTE)
    put = inbox.put
    broken = sa.exc.OperationalError("", {}, Exception())
    monkeypatch.setattr(inbox, "put", lambda *_, **__: (_ for _ in ()).throw(broken))
    with pytest.raises(TelegramError):
        await flood(intake, 1, start=21)
    monkeypatch.setattr(inbox, "put", put)

    await flood(intake, 2, start=21)

    assert waiting()[MOST_A_MINUTE:] == [TOO_MANY]


async def test_a_button_that_was_too_much_works_later(
    intake: Intake, waiting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await flood(intake, MOST_A_MINUTE)
    for number in (50, 51):
        await intake.put(pressed(number, "more"))
    assert waiting()[MOST_A_MINUTE:] == [TOO_MANY]

    after(monkeypatch, 61)
    await intake.put(pressed(52, "more"))

    assert waiting()[-1] == "more"


# Other places, other things


async def test_a_group_is_told_once(intake: Intake, waiting: Any) -> None:
    group = str(GROUP["id"])
    for number in (1, 2):
        await intake.put(update(number, message=message(GROUP, text="hello")))
    await intake.put(update(1, message=message(GROUP, text="hello")))

    assert waiting(group) == [IN_A_GROUP]


async def test_what_has_no_words_is_not_counted_as_a_message(intake: Intake, waiting: Any) -> None:
    await flood(intake, MOST_A_MINUTE - 1)
    for number in (50, 51):
        await intake.put(update(number, message=message(voice=ATTACHMENTS["voice"])))
    await flood(intake, 1, start=60)

    assert waiting()[-3:] == [NOT_TEXT, NOT_TEXT, "text 60"]


async def test_who_blocks_the_bot_is_marked_until_they_let_it_in(
    intake: Intake, commit: Commit
) -> None:
    def blocked() -> bool:
        found: bool = commit(chats.is_blocked, CHANNEL, HERE)
        return found

    await intake.put(member(1, "kicked"))
    assert blocked()
    await intake.put(member(2, "member"))
    assert not blocked()


async def test_who_writes_has_let_it_in(intake: Intake, commit: Commit) -> None:
    await intake.put(member(1, "kicked"))
    await intake.put(wrote(2, "hello"))

    assert not commit(chats.is_blocked, CHANNEL, HERE)

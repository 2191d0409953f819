"""A goal from the first question to its picture, and the check-in that asks how it goes."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from PIL import Image

from bot import clock
from bot.store import goals, users
from bot.store.records import GoalFields
from bot.store.tables import check_ins
from tests.helpers.channel import RUDE
from tests.helpers.gateway import OnTelegram
from tests.helpers.phone import Phone, titles

FIELDS = GoalFields("Hear two calls a week", "calls heard", date(2030, 1, 1), "book the room")


def sender_of(telegram: OnTelegram, phone: Phone) -> str:
    """The name under which the person's data is stored."""
    with telegram.sessions.begin() as session:
        return users.visitor(session, "telegram", str(phone.chat_id), clock.now()).sender


@pytest.fixture
def with_goal(telegram: OnTelegram, ben: Phone) -> Phone:
    """Ben, who has one goal."""
    sender = sender_of(telegram, ben)
    with telegram.sessions.begin() as session:
        goals.create(session, sender, "made", FIELDS, clock.now())
    return ben


def test_made_from_an_answer_told_in_words_and_seen(telegram: OnTelegram, ben: Phone) -> None:
    ben.say(RUDE)
    ben.next_replies()
    ben.press("Make it a goal")
    [asked] = ben.next_replies()
    assert "By when?" in asked["text"]
    ben.press("In 6 weeks")
    [saved] = ben.next_replies()
    assert "Saved as goal 1" in saved["text"]

    ben.say("halfway with goal 1")
    [halfway] = ben.next_replies()
    assert "50 %" in halfway["text"]
    ben.say("/progress")
    [picture] = ben.next_replies()
    assert picture["kind"] == "photo"
    assert "50 %" in picture["text"]
    assert "understand" in picture["text"]
    with Image.open(io.BytesIO(telegram.api.file(picture["message_id"]))) as image:
        assert image.format == "PNG"
        assert image.width >= 600

    with telegram.sessions.begin() as session:
        [goal] = goals.mine(session, sender_of(telegram, ben))
    assert (goal.progress, goal.topic) == (50, "communication")


def test_a_check_in_that_is_due_asks_and_is_answered_by_button(
    telegram: OnTelegram, with_goal: Phone
) -> None:
    sender = sender_of(telegram, with_goal)
    with telegram.sessions.begin() as session:
        # The test may run at night.
        users.change(session, sender, quiet_from=0, quiet_until=0)
        due = {"user_id": sender, "due_at": clock.now() - timedelta(minutes=1)}
        session.execute(sa.delete(check_ins).where(check_ins.c.user_id == sender))
        session.execute(sa.insert(check_ins).values(due))

    [asked] = with_goal.next_replies()
    assert FIELDS.title in asked["text"]
    assert "how is it going" in asked["text"]
    wanted = ("Done", "25 %", "50 %", "75 %", "Snooze", "Skip", "Stop")
    for start in wanted:
        assert any(title.startswith(start) for title in titles(asked)), titles(asked)

    with_goal.press("50 %")
    [halfway] = with_goal.next_replies()
    assert "50 %" in halfway["text"]
    with_goal.press("Snooze")
    [snoozed] = with_goal.next_replies()
    assert "planned for" in snoozed["text"]
    with telegram.sessions.begin() as session:
        later = session.execute(
            sa.select(check_ins.c.due_at).where(check_ins.c.user_id == sender)
        ).scalar_one()
        assert timedelta(0) < later - clock.now() < timedelta(days=2)
        [goal] = goals.mine(session, sender)
        assert goal.progress == 50
    with_goal.press("Stop")
    [stopped] = with_goal.next_replies()
    assert "No more check-ins" in stopped["text"]
    with telegram.sessions.begin() as session:
        assert (
            session.execute(sa.select(check_ins).where(check_ins.c.user_id == sender)).first()
            is None
        )

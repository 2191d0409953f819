"""Whoever asks for a person, or may be in danger, reaches a trainer at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import clock
from bot.store import access
from tests.helpers.gateway import OnTelegram
from tests.helpers.phone import Phone

AT_ONCE = 6
"""Seconds."""


@pytest.fixture
def trainer(telegram: OnTelegram) -> Phone:
    """Somebody who linked their chat with a trainer's code."""
    phone = Phone(telegram.api, "Tess")
    with telegram.sessions.begin() as session:
        now = clock.now()
        code = access.invite(session, now, now + timedelta(hours=1), kind="reviewer")
    phone.say(f"/start {code}")
    [linked] = phone.next_replies()
    assert "linked" in linked["text"]
    return phone


def test_a_trainer_is_told_at_once_and_without_the_text(trainer: Phone, ben: Phone) -> None:
    ben.say("/human")
    [told] = ben.next_replies()
    assert "trainers" in told["text"]
    [called] = trainer.next_replies(seconds=AT_ONCE)
    assert "talk to a person" in called["text"]

    danger = "honestly some nights i think everyone would be better off if i was dead"
    ben.say(danger)
    [care] = ben.next_replies()
    assert "glad you said this" in care["text"]
    [urgent] = trainer.next_replies(seconds=AT_ONCE)
    assert "harm themselves" in urgent["text"]
    for word in ("better off", "dead", str(ben.chat_id), "Ben"):
        assert word not in urgent["text"] + called["text"]

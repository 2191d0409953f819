"""Who may use the coach, where it is for invited people only."""

from __future__ import annotations

from datetime import timedelta

from bot import clock
from bot.store import access
from tests.helpers.channel import RUDE
from tests.helpers.gateway import OnTelegram
from tests.helpers.phone import Phone


def test_invited_let_in_and_off_boarded(telegram: OnTelegram, asha: Phone, ben: Phone) -> None:
    with telegram.sessions.begin() as session:
        now = clock.now()
        code = access.invite(session, now, now + timedelta(hours=1), role="manager")
    with telegram.changed(COACH_COMPANY="Acme Care"):
        asha.say(RUDE)
        [refused] = asha.next_replies()
        assert "coach of Acme Care" in refused["text"]
        assert "invite code" in refused["text"]
        asha.say("/start Wrong-code-99")
        [wrong] = asha.next_replies()
        assert "does not work" in wrong["text"]

        asha.say(code)
        [hello] = asha.next_replies()
        assert "coach for people" in hello["text"]
        ben.say(f"/start {code}")
        [used_up] = ben.next_replies()
        assert used_up["text"] == wrong["text"]

        asha.say("my agents wait for me to approve everything")
        answer, question = asha.next_replies(2)
        assert "Source" in answer["text"]
        assert "written for" not in answer["text"], "the code's role is the card's"
        assert "remember you" in question["text"]

        with telegram.sessions.begin() as session:
            access.bar(session, "telegram", str(asha.chat_id), clock.now())
        asha.say(f"/start {code}")
        [barred] = asha.next_replies()
        assert "can't use me any more" in barred["text"]
        answers = [each["text"] for each in ben.messages()]
        assert not any("Source" in text for text in answers)

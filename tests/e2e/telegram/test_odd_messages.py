"""What people also do: groups, voice, edits, double presses, old buttons, too much, too fast."""

from __future__ import annotations

import time

from tests.helpers.channel import RUDE
from tests.helpers.gateway import OnTelegram
from tests.helpers.phone import Phone

QUIET_SECONDS = 3
"""After so long an answer would have come."""


def test_in_a_group_it_asks_once_to_be_written_to_in_private(telegram: OnTelegram) -> None:
    group = telegram.api.do("groups", title="Team")["id"]
    member = Phone(telegram.api, chat_id=group)
    member.say(RUDE)
    [told] = member.next_replies()
    assert "privately" in told["text"]
    member.say("are you there?")
    time.sleep(QUIET_SECONDS)
    assert len(member.messages()) == 1


def test_what_is_no_text_is_answered_kindly(asha: Phone) -> None:
    asha.sends("voice")
    asha.sends_photo("is that my score?")
    asha.sends("sticker")
    for reply in asha.next_replies():
        assert "I read text only" in reply["text"]


def test_an_edit_runs_nothing_again(ben: Phone) -> None:
    ben.say(RUDE)
    ben.next_replies()
    ben.edit(f"{RUDE}!!")
    time.sleep(QUIET_SECONDS)
    assert len(ben.messages()) == 1


def test_a_button_pressed_twice_acts_once(telegram: OnTelegram, ben: Phone) -> None:
    ben.say(RUDE)
    ben.next_replies()
    first, again = ben.press("More"), ben.press("More")
    [more] = ben.next_replies()
    assert "Clear communication" in more["text"]
    time.sleep(QUIET_SECONDS)
    assert len(ben.messages()) == 2
    answers = {each["callback_query_id"]: each["text"] for each in telegram.api.state()["answers"]}
    assert answers[first] == ""
    assert "already" in answers[again]


def test_buttons_of_an_earlier_answer_still_count(ben: Phone) -> None:
    ben.say(RUDE)
    ben.next_replies()
    ben.say("i get defensive when i get feedback")
    [other] = ben.next_replies()
    assert "Clear communication" not in other["text"]
    first, *_ = ben.messages()
    pressed = {"message_id": first["message_id"], "title": "Make it a goal"}
    ben.api.do("presses", user_id=ben.user_id, **pressed)
    [asked] = ben.next_replies()
    assert "understand" in asked["text"]
    assert "By when?" in asked["text"]


def test_too_long_is_asked_to_be_shorter(ben: Phone) -> None:
    ben.say(("they say i am rude and " * 180)[:4_090])
    [told] = ben.next_replies()
    assert "more than I can read" in told["text"]


def test_a_card_number_is_left_out_and_that_is_said(telegram: OnTelegram, ben: Phone) -> None:
    ben.say(f"{RUDE}, and the caller gave me 4111 1111 1111 1111")
    [answer] = ben.next_replies()
    assert "I left out the card number" in answer["text"]
    for file in telegram.settings.data_dir.glob("conversations.db*"):
        assert b"4111 1111 1111 1111" not in file.read_bytes()


def test_what_is_typed_in_a_burst_is_read_as_one(ben: Phone) -> None:
    for part in ("hi", "so my QA keeps telling me", "that my tone is rude on calls"):
        ben.say(part)
    [answer] = ben.next_replies()
    assert "Clear communication" in answer["text"]
    time.sleep(QUIET_SECONDS)
    assert len(ben.messages()) == 1

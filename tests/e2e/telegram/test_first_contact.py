"""First contact to first answer, consent, role and zone; what is unclear is asked by button."""

from __future__ import annotations

from bot.store import users
from tests.helpers.channel import RUDE
from tests.helpers.gateway import OnTelegram
from tests.helpers.phone import Phone, titles


def test_from_the_first_message_to_being_known(telegram: OnTelegram, asha: Phone) -> None:
    asha.say(RUDE)
    answer, question = asha.next_replies(2)
    assert "Clear communication" in answer["text"]
    assert "Source" in answer["text"]
    assert {"Helpful", "Make it a goal"} <= set(titles(answer))
    assert "May I remember you?" in question["text"]

    asha.press("Yes, remember me")
    thanks, role = asha.next_replies(2)
    assert "I'll remember" in thanks["text"]
    assert "role" in role["text"]
    asha.press("Agent")
    [zone] = asha.next_replies()
    asha.press("Manila")
    [done] = asha.next_replies()
    assert "where are you" in zone["text"]
    assert "Manila" in done["text"]

    with telegram.sessions.begin() as session:
        visitor = users.visitor(session, "telegram", str(asha.chat_id), None)  # type: ignore[arg-type]
        person = users.get(session, visitor.sender)
    assert person
    assert (person.role, person.time_zone) == ("agent", "Asia/Manila")
    state = telegram.api.state()
    mine = [each for each in state["answers"] if each["chat_id"] == asha.chat_id]
    assert len(mine) == 3, "every press was acknowledged"
    assert {"chat_id": asha.chat_id, "action": "typing"} in state["actions"]
    commands = {each["command"] for each in state["profile"]["commands"]["default:"]}
    assert {"start", "help", "goals", "newgoal", "human", "delete", "cancel"} <= commands


def test_what_is_unclear_is_asked_by_button(ben: Phone) -> None:
    ben.say("i think im doing something wrong at work but idk what")
    [asked] = ben.next_replies()
    choices = titles(asked)
    assert choices[-1] == "None of these"
    ben.press(choices[0])
    [answer] = ben.next_replies()
    assert choices[0] in answer["text"]
    assert "Source" in answer["text"]


def test_the_menu_says_hello_and_lists_topics(ben: Phone) -> None:
    ben.say("/start")
    ben.say("/topics@test_coach_bot")
    hello, topics = ben.next_replies(2)
    assert "coach" in hello["text"]
    assert "Clear communication" in topics["text"] + str(titles(topics))
    ben.say("/nonsense")
    [unknown] = ben.next_replies()
    assert "/help" in unknown["text"]

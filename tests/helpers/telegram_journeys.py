"""What people do in Telegram, step by step: the same on every Bot API server of the tests."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.helpers.channel import RUDE
from tests.helpers.phone import Phone, Shown, titles

VAGUE = "i think im doing something wrong at work but idk what"
SECONDS = 40
"""Much longer than an answer takes, also on a machine that does other things."""


def first_contact(phone: Phone) -> Shown:
    """The first answer, then consent, role and time zone by buttons; the answer."""
    phone.say(RUDE)
    answer, question = phone.next_replies(2, SECONDS)
    assert answer["text"].startswith("Clear communication")
    assert "**" not in answer["text"]
    assert "May I remember you?" in question["text"]
    thanks, role = _pressed(phone, "Yes, remember me", 2)
    assert "remember" in thanks["text"]
    assert titles(role) == ["Agent", "Team leader or manager", "Executive", "Skip"]
    [zone] = _pressed(phone, "Agent")
    assert {"Manila", "London", "Skip"} <= set(titles(zone))
    [done] = _pressed(phone, "Manila")
    assert "in Manila" in done["text"]
    return answer


def clarified(phone: Phone) -> None:
    """A vague worry is asked back, and one of the topics chosen by its button."""
    phone.say(VAGUE)
    closest, _ = phone.next_replies(2, SECONDS)
    first, *_, last = titles(closest)
    assert last == "None of these"
    [answer] = _pressed(phone, first)
    assert answer["text"].startswith(first)
    assert "Make it a goal" in titles(answer)


def goal_made(phone: Phone) -> None:
    """A goal from the first answer, by buttons."""
    first_contact(phone)
    [asked] = _pressed(phone, "Make it a goal")
    assert "In 6 weeks" in titles(asked)
    [saved] = _pressed(phone, "In 6 weeks")
    assert "Saved as goal 1" in saved["text"]


def goal_and_progress(phone: Phone) -> None:
    """A goal, its picture, then half of it done, all by buttons."""
    goal_made(phone)
    [listed] = _pressed(phone, "My goals")
    assert "0 %" in listed["text"]
    [picture] = _pressed(phone, "Picture")
    assert picture["kind"] == "photo"
    assert "0 %" in picture["text"]
    assert phone.api.file(picture["message_id"]).startswith(b"\x89PNG")
    phone.say("progress on my goal")
    [how_far] = phone.next_replies(seconds=SECONDS)
    assert titles(how_far) == ["25 %", "50 %", "75 %", "Done"]
    [halfway] = _pressed(phone, "50 %")
    assert "A start, 50 %" in halfway["text"]
    assert phone.messages()[-1] == halfway, "and nothing twice"


def export_and_delete(phone: Phone) -> None:
    """One's own data as a file, then none left, and the person is new."""
    first_contact(phone)
    phone.say("/export")
    [exported] = phone.next_replies(seconds=SECONDS)
    assert exported["file"]["name"] == "coach-export.json"
    everything = json.loads(phone.api.file(exported["message_id"]))
    assert everything["person"]["time_zone"] == "Asia/Manila"
    assert everything["conversation"][0]["text"] == RUDE
    phone.say("/delete")
    [sure] = phone.next_replies(seconds=SECONDS)
    assert titles(sure) == ["Yes, delete it all", "No, keep it"]
    [deleting] = _pressed(phone, "Yes, delete")
    assert "Your receipt is DEL-" in deleting["text"]
    phone.say("/goals")
    question = phone.next_replies(2, SECONDS)[-1]
    assert "May I remember you?" in question["text"]


def handed_to_a_person(phone: Phone, trainer: Phone, code: str) -> None:
    """A trainer who linked their chat by the code is told of a call, without what was written."""
    trainer.say(f"/start {code}")
    [linked] = trainer.next_replies(seconds=SECONDS)
    assert "This chat is linked" in linked["text"]
    phone.say(RUDE)
    phone.next_replies(2, SECONDS)
    phone.say("/human")
    assert "trainers" in phone.next_replies(seconds=SECONDS)[0]["text"]
    [called] = trainer.next_replies(seconds=SECONDS)
    assert "Somebody would like to talk to a person" in called["text"]
    assert "tone" not in called["text"]


def invited_and_offboarded(
    phone: Phone, invite: Callable[[], str], offboard: Callable[[str], object]
) -> None:
    """Nobody comes in without a code; with one they are coached; who has left is barred."""
    phone.say(RUDE)
    [closed] = phone.next_replies(seconds=SECONDS)
    assert "invite code" in closed["text"]
    phone.say("/start not-a-code")
    [wrong] = phone.next_replies(seconds=SECONDS)
    assert "That code does not work" in wrong["text"]
    phone.say(f"/start {invite()}")
    [hello] = phone.next_replies(seconds=SECONDS)
    assert "coach" in hello["text"]
    phone.say(RUDE)
    answer, question = phone.next_replies(2, SECONDS)
    assert answer["text"].startswith("Clear communication")
    assert "May I remember you?" in question["text"]
    offboard(f"telegram:{phone.chat_id}")
    phone.say(RUDE)
    [barred] = phone.next_replies(seconds=SECONDS)
    assert "You can't use me any more" in barred["text"]


def _pressed(phone: Phone, title: str, count: int = 1) -> list[Shown]:
    """Press a button; the replies to it."""
    phone.press(title)
    return phone.next_replies(count, SECONDS)

"""Which updates are entries of the inbox, and what they say."""

from __future__ import annotations

from typing import Any

import pytest

from bot.store.inbox import Arrival
from bot.telegram.arrivals import ALLOWED_UPDATES, IN_A_GROUP, NOT_TEXT, arrival, blocked
from tests.helpers.telegram_updates import (
    ATTACHMENTS,
    CHAT,
    GROUP,
    member,
    message,
    person,
    pressed,
    private,
    query,
    update,
    wrote,
)

HERE = str(CHAT)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my tl shouts", "text"),
        ("/help", "command"),
        ("/newgoal@coach_bot Speak up", "command"),
        (" /help", "text"),
        ("👍", "text"),
        ("a\nb", "text"),
        ("/", "command"),
    ],
)
def test_words_and_commands(text: str, kind: str) -> None:
    assert arrival(wrote(12, text)) == Arrival("12", HERE, kind, text)


@pytest.mark.parametrize("kind", ATTACHMENTS)
@pytest.mark.parametrize("caption", [{}, {"caption": "look"}])
def test_what_has_no_words_is_told_so(kind: str, caption: dict[str, str]) -> None:
    sent = update(1, message=message(**{kind: ATTACHMENTS[kind]}, **caption))

    assert arrival(sent) == Arrival("1", HERE, "other", NOT_TEXT)


@pytest.mark.parametrize(
    "told",
    [
        {"pinned_message": message(text="?")},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"new_chat_photo": ATTACHMENTS["photo"]},
        {"write_access_allowed": {"from_request": True}},
        {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🐥"}}},
        {"video_chat_started": {}},
        {"something_new": {}},
    ],
    ids=lambda told: next(iter(told)),
)
def test_what_telegram_itself_tells_is_no_message(told: dict[str, Any]) -> None:
    assert arrival(update(1, message=message(**told))) is None


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "edited_channel_post"])
def test_edited_and_posted_messages_are_ignored(kind: str) -> None:
    assert arrival(update(1, **{kind: message(text="hello", edit_date=2)})) is None
    assert kind not in ALLOWED_UPDATES


def test_other_bots_are_ignored() -> None:
    said = message(text="hello") | {"from": person(5, is_bot=True)}

    assert arrival(update(1, message=said)) is None


@pytest.mark.parametrize(
    ("content", "meant"),
    [
        ({"text": "hello"}, True),
        ({"text": "/start@coach_bot"}, True),
        ({"new_chat_members": [person(42, is_bot=True)]}, True),
        ({"photo": ATTACHMENTS["photo"]}, False),
        ({"left_chat_member": person(5)}, False),
    ],
    ids=str,
)
def test_a_group_is_told_where_somebody_wrote_or_let_the_bot_in(
    content: dict[str, Any], meant: bool
) -> None:
    found = arrival(update(3, message=message(GROUP, **content)))

    assert found == (Arrival("3", str(GROUP["id"]), "other", IN_A_GROUP) if meant else None)


def test_a_button_of_a_message_has_one_press_however_often_it_is_pressed() -> None:
    first, second = arrival(pressed(1, "d1")), arrival(pressed(2, "d1"))

    assert first
    assert second
    assert (first.key, first.kind, first.body, first.chat_id) == ("1", "button", "d1", HERE)
    assert first.press == second.press
    others = [pressed(3, "d2"), pressed(4, "d1", below=6), pressed(5, "d1", chat=8)]
    presses = {found.press for other in others if (found := arrival(other))}
    assert len(presses - {first.press}) == 3


def test_the_longest_press_keeps_all_that_tells_it_from_others() -> None:
    digest = "0123456789abcdef" * 2
    found = arrival(pressed(1, digest, chat=2**52, below=2**31 - 1))

    assert found
    assert found.press
    assert found.press.endswith(digest)
    assert len(found.press) <= 64


def test_a_button_of_a_message_too_old_to_be_shown_still_works() -> None:
    gone = {"message_id": 5, "date": 0, "chat": private(CHAT)}
    found = arrival(update(1, callback_query=query(CHAT, data="d", message=gone)))

    assert found
    assert found.press == f"{CHAT}:5:d"


@pytest.mark.parametrize(
    "content",
    [
        {"data": "d"},
        {"data": "d", "inline_message_id": "i"},
        {"game_short_name": "g", "message": message(text="?")},
        {"data": "d", "message": message(GROUP, text="?")},
    ],
    ids=str,
)
def test_buttons_that_are_none_of_ours(content: dict[str, Any]) -> None:
    assert arrival(update(1, callback_query=query(CHAT, **content))) is None


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        (member(1, "kicked"), (HERE, True)),
        (member(1, "member"), (HERE, False)),
        (member(1, "left", GROUP), None),
        (wrote(1, "hello"), None),
    ],
)
def test_who_blocks_the_bot(changed: Any, found: tuple[str, bool] | None) -> None:
    assert blocked(changed) == found
    assert (arrival(changed) is None) == (changed.message is None)

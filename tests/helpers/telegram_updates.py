"""Telegram's updates, from the JSON that Telegram sends."""

from __future__ import annotations

from typing import Any

from telegram import Update

CHAT = 4711
GROUP = {"id": -100123, "type": "supergroup", "title": "Night shift"}
_BOT = {"id": 42, "is_bot": True, "first_name": "Coach", "username": "coach_bot"}
_FILE = {"file_id": "f", "file_unique_id": "u"}
ATTACHMENTS: dict[str, Any] = {
    "photo": [{**_FILE, "width": 90, "height": 60}],
    "voice": {**_FILE, "duration": 3},
    "video_note": {**_FILE, "duration": 3, "length": 240},
    "document": {**_FILE, "file_name": "notes.txt"},
    "location": {"latitude": 14.6, "longitude": 121.0},
    "contact": {"phone_number": "+10000000000", "first_name": "Someone"},
    "dice": {"emoji": "🎲", "value": 3},
    "sticker": {
        **_FILE,
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    },
}


def wrote(update_id: int, text: str, chat: int = CHAT) -> Update:
    """A person's words in their private chat with the bot."""
    return update(update_id, message=message(chat, text=text))


def pressed(update_id: int, data: str, chat: int = CHAT, *, below: int = 5) -> Update:
    """A button with that callback data, below the message with that number."""
    shown = {"message_id": below, "date": 1, "chat": private(chat), "from": _BOT, "text": "?"}
    return update(update_id, callback_query=query(chat, data=data, message=shown))


def member(update_id: int, status: str, chat: dict[str, Any] | None = None) -> Update:
    """The bot is let in or shut out."""
    until = {"until_date": 0} if status == "kicked" else {}
    change = {
        "chat": chat or private(CHAT),
        "from": person(CHAT),
        "date": 1,
        "old_chat_member": {"user": _BOT, "status": "left"},
        "new_chat_member": {"user": _BOT, "status": status, **until},
    }
    return update(update_id, my_chat_member=change)


def update(update_id: int, **what: Any) -> Update:
    """The update with this content."""
    made = Update.de_json({"update_id": update_id, **what}, None)
    assert made
    return made


def message(chat: int | dict[str, Any] = CHAT, **content: Any) -> dict[str, Any]:
    """A message; `chat` is a private one by its number, or a group."""
    where = private(chat) if isinstance(chat, int) else chat
    return {"message_id": 9, "date": 1, "chat": where, "from": person(CHAT), **content}


def query(chat: int, **more: Any) -> dict[str, Any]:
    """A callback query."""
    return {"id": "77", "from": person(chat), "chat_instance": "1", **more}


def private(chat: int) -> dict[str, Any]:
    """A private chat."""
    return {"id": chat, "type": "private", "first_name": "Asha"}


def person(number: int, *, is_bot: bool = False) -> dict[str, Any]:
    """Who writes."""
    return {"id": number, "is_bot": is_bot, "first_name": "Asha"}

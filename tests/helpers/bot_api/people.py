"""What people do: they write, edit, send things, press buttons, block the bot."""

from __future__ import annotations

import re
import time
from typing import Any

from tests.helpers.bot_api.errors import ControlError
from tests.helpers.bot_api.html import utf16_length
from tests.helpers.bot_api.messages import Message
from tests.helpers.bot_api.texts import TEXT_LIMIT
from tests.helpers.bot_api.world import Callback, World

Json = dict[str, Any]
_COMMAND = re.compile(r"/[a-zA-Z0-9_]{1,32}(@\w+)?")
_FILE = {"file_id": "from-a-person", "file_unique_id": "person", "file_size": 2048}
_ATTACHMENTS: dict[str, Any] = {
    "photo": [{**_FILE, "width": 90, "height": 60}],
    "voice": {**_FILE, "duration": 3, "mime_type": "audio/ogg"},
    "sticker": {
        **_FILE,
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": "👍",
    },
    "document": {**_FILE, "file_name": "notes.txt", "mime_type": "text/plain"},
    "location": {"latitude": 14.6, "longitude": 121.0},
    "contact": {"phone_number": "+10000000000", "first_name": "Someone"},
}
_CLOSED = {
    ("private", "kicked"): "bot was blocked by the user",
    ("private", "deactivated"): "user is deactivated",
    ("group", "kicked"): "bot was kicked from the group chat",
    ("group", "left"): "bot is not a member of the group chat",
}


def add_user(world: World, wanted: Json) -> Json:
    """A person and the private chat with them, whose id is the same."""
    known = {"id", "first_name", "last_name", "username", "language_code"}
    _refuse_unknown(wanted, known)
    user = {"id": next(world.ids), "is_bot": False, "first_name": "Asha", **wanted}
    names = ("id", "first_name", "last_name", "username")
    world.users[user["id"]] = user
    world.chats[user["id"]] = {name: user[name] for name in names if name in user} | {
        "type": "private"
    }
    return user


def add_group(world: World, wanted: Json) -> Json:
    """A group that the bot is in."""
    _refuse_unknown(wanted, {"id", "title"})
    chat = {"id": -next(world.ids), "title": "Team", **wanted, "type": "group"}
    world.chats[chat["id"]] = chat
    return chat


def write(world: World, wanted: Json) -> Json:
    """A person writes a text, or sends a photo, a voice message, a sticker, a document…"""
    _refuse_unknown(wanted, {"user_id", "chat_id", "text", "kind", "caption"})
    user = world.user(wanted["user_id"])
    chat = _open_chat(world, wanted)
    kind = wanted.get("kind", "text")
    if kind == "text":
        content = _text(wanted.get("text", ""))
    elif kind in _ATTACHMENTS:
        caption = {"caption": wanted["caption"]} if "caption" in wanted else {}
        content = {kind: _ATTACHMENTS[kind], **caption}
    else:
        raise ControlError(f"nobody can send a {kind!r} here")
    message = world.add(chat, user, content, raw=wanted.get("text", ""))
    pushed = world.updates.push("message", message.as_telegram())
    return {"message_id": message.message_id, **pushed}


def edit(world: World, wanted: Json) -> Json:
    """A person changes the text of a message of theirs."""
    _refuse_unknown(wanted, {"message_id", "text"})
    message = _message(world, wanted["message_id"])
    if message.by_bot or message.kind != "text":
        raise ControlError(f"message {message.message_id} is no person's text")
    message.content = _text(wanted["text"])
    message.raw = wanted["text"]
    message.edits += 1
    message.edit_date = int(time.time())
    return world.updates.push("edited_message", message.as_telegram())


def press(world: World, wanted: Json) -> Json:
    """A person presses a button that the bot really sent; `age` makes the press that old."""
    _refuse_unknown(wanted, {"user_id", "message_id", "title", "data", "age", "stale"})
    user = world.user(wanted["user_id"])
    message = _message(world, wanted["message_id"])
    button = message.button(wanted, wanted.get("stale", False)) if message.by_bot else None
    if button is None:
        raise ControlError(f"message {message.message_id} has no such button: {wanted}")
    if message.chat["type"] == "private" and message.chat["id"] != user["id"]:
        raise ControlError(f"user {user['id']} cannot see message {message.message_id}")
    query_id = f"{next(world.ids):019d}"
    since = time.monotonic() - wanted.get("age", 0)
    world.callbacks[query_id] = Callback(message.chat["id"], since)
    query = {
        "id": query_id,
        "from": user,
        "message": message.as_telegram(),
        "chat_instance": str(message.chat["id"]),
        "data": button["callback_data"],
    }
    return {"callback_query_id": query_id, **world.updates.push("callback_query", query)}


def change_member(world: World, wanted: Json) -> Json:
    """A person blocks the bot (kicked), lets it back in (member), or is gone (deactivated)."""
    _refuse_unknown(wanted, {"user_id", "chat_id", "status"})
    user = world.user(wanted["user_id"])
    chat = world.chat(wanted.get("chat_id", user["id"]))
    status = wanted["status"]
    before = "kicked" if chat["id"] in world.closed else "member"
    if status == "member":
        world.closed.pop(chat["id"], None)
    elif (chat["type"], status) in _CLOSED:
        world.closed[chat["id"]] = _CLOSED[chat["type"], status]
    else:
        raise ControlError(f"the bot cannot be {status!r} in a {chat['type']} chat")
    if status == "deactivated":
        return {"update_id": None, "queued": False}
    change = {
        "chat": chat,
        "from": user,
        "date": int(time.time()),
        "old_chat_member": _member(world, before),
        "new_chat_member": _member(world, status),
    }
    return world.updates.push("my_chat_member", change)


def _member(world: World, status: str) -> Json:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"user": world.bot, "status": status, **until}


def _text(text: str) -> Json:
    if not text.strip() or utf16_length(text) > TEXT_LIMIT:
        raise ControlError(f"nobody can send {utf16_length(text)} characters in one message")
    if command := _COMMAND.match(text):
        entity = {"type": "bot_command", "offset": 0, "length": command.end()}
        return {"text": text, "entities": [entity]}
    return {"text": text}


def _open_chat(world: World, wanted: Json) -> Json:
    chat = world.chat(wanted.get("chat_id", wanted["user_id"]))
    if chat["id"] in world.closed:
        raise ControlError(f"chat {chat['id']} is closed: {world.closed[chat['id']]}")
    return chat


def _message(world: World, message_id: Any) -> Message:
    if message_id not in world.messages:
        raise ControlError(f"there is no message {message_id}")
    return world.messages[message_id]


def _refuse_unknown(wanted: Json, known: set[str]) -> None:
    if unknown := sorted(set(wanted) - known):
        raise ControlError(f"unknown: {', '.join(unknown)}; known: {', '.join(sorted(known))}")

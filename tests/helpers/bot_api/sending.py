"""Methods that send: messages, photos, documents, chat actions."""

from __future__ import annotations

from typing import Any

from tests.helpers.bot_api import files, messages, texts
from tests.helpers.bot_api.calls import Call
from tests.helpers.bot_api.errors import bad_request
from tests.helpers.bot_api.keyboards import reply_markup
from tests.helpers.bot_api.texts import Formatted
from tests.helpers.bot_api.world import World

Json = dict[str, Any]
_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_REPLY = frozenset(
    [
        "message_id",
        "chat_id",
        "allow_sending_without_reply",
        "quote",
        "quote_parse_mode",
        "quote_entities",
        "quote_position",
        "checklist_task_id",
        "poll_option_id",
    ]
)


def send_message(world: World, call: Call) -> Json:
    """Send a text."""
    text = texts.message_text(call)
    return _send(world, call, messages.text_content(text), text)


def send_photo(world: World, call: Call) -> Json:
    """Send a picture."""
    caption = texts.caption(call)
    stored = files.photo(call, world.files)
    return _send(world, call, messages.photo_content(stored, caption), caption, stored)


def send_document(world: World, call: Call) -> Json:
    """Send a file."""
    caption = texts.caption(call)
    stored = files.document(call, world.files)
    return _send(world, call, messages.document_content(stored, caption), caption, stored)


def send_chat_action(world: World, call: Call) -> bool:
    """Show that the bot is typing or the like."""
    action = call.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = world.chat_of(call)
    world.actions.append({"chat_id": chat["id"], "action": action})
    return True


def _send(
    world: World, call: Call, content: Json, text: Formatted, stored: files.Stored | None = None
) -> Json:
    markup = reply_markup(call)
    chat = world.chat_of(call)
    reply_to = _reply_to(world, call, chat)
    for name in ("disable_notification", "protect_content", "allow_paid_broadcast"):
        call.flag(name)
    world.flood.admit(chat["id"])
    message = world.add(
        chat,
        world.bot,
        content,
        raw=text.raw,
        parse_mode=text.parse_mode,
        markup=markup,
        file=stored,
        reply_to=reply_to,
    )
    return message.as_telegram()


def _reply_to(world: World, call: Call, chat: Json) -> int | None:
    """The id of the message that is replied to, in the same chat."""
    given = call.structure("reply_parameters")
    if given is None:
        return None
    if not isinstance(given, dict) or not set(given) <= _REPLY or "message_id" not in given:
        raise bad_request("can't parse reply parameters JSON object")
    message = world.messages.get(given["message_id"])
    if message and message.chat["id"] == chat["id"]:
        return message.message_id
    if given.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")

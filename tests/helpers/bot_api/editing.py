"""Methods that change a message, and the answer to a press of a button."""

from __future__ import annotations

import time
from typing import Any

from tests.helpers.bot_api import messages, texts
from tests.helpers.bot_api.calls import Call
from tests.helpers.bot_api.errors import Refusal, bad_request
from tests.helpers.bot_api.html import utf16_length
from tests.helpers.bot_api.keyboards import reply_markup
from tests.helpers.bot_api.messages import Message
from tests.helpers.bot_api.world import World

ANSWER_LIMIT = 200


def edit_message_text(world: World, call: Call) -> dict[str, Any]:
    """A new text; a keyboard that is not sent again is gone."""
    text = texts.message_text(call)
    markup = _inline_markup(call)
    message = _target(world, call)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit", "edit")
    if messages.text_content(text) == message.content and markup == message.markup:
        raise _not_modified()
    world.flood.admit_edit()
    message.change(text, markup)
    return message.as_telegram()


def edit_message_reply_markup(world: World, call: Call) -> dict[str, Any]:
    """A new keyboard, or none."""
    markup = _inline_markup(call)
    message = _target(world, call)
    if markup == message.markup:
        raise _not_modified()
    world.flood.admit_edit()
    message.change(None, markup)
    return message.as_telegram()


def answer_callback_query(world: World, call: Call) -> bool:
    """End the little clock on a button: once, in time, with up to 200 characters."""
    text = call.text("text")
    alert = call.flag("show_alert")
    call.integer("cache_time")
    query_id = str(call.values.get("callback_query_id", ""))
    callback = world.callbacks.get(query_id)
    late = callback and time.monotonic() - callback.since > world.callback_seconds
    if not callback or callback.answered or late:
        raise bad_request(
            "query is too old and response timeout expired or query ID is invalid", "callback"
        )
    if utf16_length(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    callback.answered = True
    answer = {"callback_query_id": query_id, "chat_id": callback.chat_id}
    world.answers.append({**answer, "text": text, "show_alert": alert})
    return True


def _target(world: World, call: Call) -> Message:
    if call.text("inline_message_id"):
        raise bad_request("inline messages are not served here")
    return world.message_of(call, world.chat_of(call))


def _inline_markup(call: Call) -> dict[str, Any] | None:
    markup = reply_markup(call)
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected", "edit")
    return markup


def _not_modified() -> Refusal:
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message",
        "edit",
    )

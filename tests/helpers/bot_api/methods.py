"""Every method of the Bot API that is served, with the parameters that it knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.helpers.bot_api import editing, profile, sending
from tests.helpers.bot_api.calls import Call
from tests.helpers.bot_api.world import World

_SEND = (
    "business_connection_id chat_id message_thread_id direct_messages_topic_id"
    " disable_notification protect_content allow_paid_broadcast message_effect_id"
    " suggested_post_parameters reply_parameters reply_markup"
)
_CAPTION = "caption parse_mode caption_entities"
_EDIT = "business_connection_id chat_id message_id inline_message_id reply_markup"
_TEXT = "text parse_mode entities link_preview_options"


@dataclass(frozen=True)
class Method:
    """What runs, and the parameters that are allowed."""

    run: Callable[[World, Call], Any]
    parameters: frozenset[str]


def _method(run: Callable[[World, Call], Any], *parameters: str) -> Method:
    return Method(run, frozenset(" ".join(parameters).split()))


GET_UPDATES = frozenset({"offset", "limit", "timeout", "allowed_updates"})
METHODS = {
    "getme": _method(profile.get_me),
    "deletewebhook": _method(profile.delete_webhook, "drop_pending_updates"),
    "getwebhookinfo": _method(profile.get_webhook_info),
    "setmycommands": _method(profile.set_my_commands, "commands scope language_code"),
    "setmydescription": _method(profile.set_my_description, "description language_code"),
    "setmyshortdescription": _method(
        profile.set_my_short_description, "short_description language_code"
    ),
    "sendmessage": _method(sending.send_message, _SEND, _TEXT),
    "sendphoto": _method(
        sending.send_photo, _SEND, _CAPTION, "photo show_caption_above_media has_spoiler"
    ),
    "senddocument": _method(
        sending.send_document, _SEND, _CAPTION, "document thumbnail disable_content_type_detection"
    ),
    "sendchataction": _method(
        sending.send_chat_action, "business_connection_id chat_id message_thread_id action"
    ),
    "answercallbackquery": _method(
        editing.answer_callback_query, "callback_query_id text show_alert url cache_time"
    ),
    "editmessagetext": _method(editing.edit_message_text, _EDIT, _TEXT),
    "editmessagereplymarkup": _method(editing.edit_message_reply_markup, _EDIT),
}

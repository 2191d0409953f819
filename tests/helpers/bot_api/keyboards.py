"""The `reply_markup` of a call, checked."""

from __future__ import annotations

from typing import Any

from tests.helpers.bot_api.calls import Call
from tests.helpers.bot_api.errors import Refusal, bad_request

Button = dict[str, Any]
Rows = list[list[Button]]
BUTTON_LIMIT = 100
DATA_LIMIT = 64
_ACTIONS = {
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
}
_LOOKS = {"text", "style", "icon_custom_emoji_id"}
_OTHER_MARKUPS = {
    "keyboard": {
        "keyboard",
        "is_persistent",
        "resize_keyboard",
        "one_time_keyboard",
        "input_field_placeholder",
        "selective",
    },
    "remove_keyboard": {"remove_keyboard", "selective"},
    "force_reply": {"force_reply", "input_field_placeholder", "selective"},
}


def reply_markup(call: Call) -> dict[str, Any] | None:
    """The markup as it was sent; None when there is none. An empty inline keyboard is none."""
    markup = call.structure("reply_markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise _cannot_parse("object expected as reply markup")
    if "inline_keyboard" in markup:
        if set(markup) != {"inline_keyboard"}:
            raise _cannot_parse(f"unknown fields {sorted(set(markup) - {'inline_keyboard'})}")
        rows = _checked_rows(markup["inline_keyboard"])
        return {"inline_keyboard": rows} if rows else None
    for name, fields in _OTHER_MARKUPS.items():
        if markup.get(name) and set(markup) <= fields:
            return markup
    raise _cannot_parse(f"unknown reply markup with fields {sorted(markup)}")


def inline_rows(markup: dict[str, Any] | None) -> Rows:
    """The rows of an inline keyboard; none for any other markup."""
    rows: Rows = (markup or {}).get("inline_keyboard", [])
    return rows


def _checked_rows(rows: Any) -> Rows:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise _cannot_parse("field inline_keyboard must be an Array of Arrays")
    if not all(rows):
        raise _cannot_parse("a row of the inline keyboard is empty")
    for row in rows:
        for button in row:
            _check_button(button)
    if sum(len(row) for row in rows) > BUTTON_LIMIT:
        raise bad_request("reply markup is too long")
    return rows


def _check_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise _cannot_parse("an inline keyboard button must be an Object")
    if unknown := sorted(set(button) - _ACTIONS - _LOOKS):
        raise _cannot_parse(f"unknown fields of a button: {', '.join(unknown)}")
    title = button.get("text")
    if not isinstance(title, str) or not title.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if len(set(button) & _ACTIONS) != 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    data = button.get("callback_data", " ")
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url", "https:")
    if not isinstance(url, str) or not url.startswith(("http:", "https:", "tg:")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: wrong HTTP URL")


def _cannot_parse(reason: str) -> Refusal:
    return bad_request(f"can't parse inline keyboard button or reply markup: {reason}")

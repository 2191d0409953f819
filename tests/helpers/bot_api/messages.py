"""A message in a chat: as Telegram shows it to the bot, and as a test reads it."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from typing import Any

from tests.helpers.bot_api.files import Stored
from tests.helpers.bot_api.keyboards import Button, Rows, inline_rows
from tests.helpers.bot_api.texts import Formatted

Json = dict[str, Any]


@dataclass
class Message:
    """One message, by the bot or by a person; `content` is what Telegram calls its fields."""

    message_id: int
    chat: Json
    sender: Json
    content: Json
    raw: str = ""
    parse_mode: str = ""
    markup: Json | None = None
    file: Stored | None = None
    reply_to: int | None = None
    date: int = field(default_factory=lambda: int(time.time()))
    edit_date: int | None = None
    edits: int = 0
    earlier_rows: list[Rows] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """`text`, `photo`, `document`, or what else a person sent."""
        return next(iter(self.content))

    @property
    def by_bot(self) -> bool:
        """Whether the bot sent it."""
        return bool(self.sender["is_bot"])

    def change(self, formatted: Formatted | None, markup: Json | None) -> None:
        """Edit the text, where there is one, and the keyboard."""
        if formatted:
            self.content = text_content(formatted)
            self.raw, self.parse_mode = formatted.raw, formatted.parse_mode
        if rows := inline_rows(self.markup):
            self.earlier_rows.append(rows)
        self.markup = markup
        self.edits += 1
        self.edit_date = int(time.time())

    def button(self, wanted: Json, stale: bool) -> Button | None:
        """The button with that `title` (or its start) or `data`; stale: also one taken away."""
        shown = [inline_rows(self.markup), *(reversed(self.earlier_rows) if stale else ())]
        buttons: list[Button] = [button for rows in shown for row in rows for button in row]
        for button in buttons:
            by_title = "title" in wanted and _begins(button["text"], wanted["title"])
            by_data = "data" in wanted and button.get("callback_data") == wanted["data"]
            if "callback_data" in button and (by_title or by_data):
                return button
        return None

    def as_telegram(self) -> Json:
        """The Message object of the Bot API."""
        rows = inline_rows(self.markup)
        return {
            "message_id": self.message_id,
            "date": self.date,
            "chat": self.chat,
            "from": self.sender,
            **self.content,
            **({"edit_date": self.edit_date} if self.edit_date else {}),
            **({"reply_markup": {"inline_keyboard": rows}} if rows else {}),
        }

    def as_record(self) -> Json:
        """What a test reads: text without formatting, entities, buttons, file, edits."""
        name = "text" if self.kind == "text" else "caption"
        return {
            "message_id": self.message_id,
            "chat_id": self.chat["id"],
            "by_bot": self.by_bot,
            "kind": self.kind,
            "text": self.content.get(name, ""),
            "entities": self.content.get("entities" if name == "text" else "caption_entities", []),
            "raw": self.raw,
            "parse_mode": self.parse_mode,
            "buttons": [[_button(each) for each in row] for row in inline_rows(self.markup)],
            "markup": self.markup,
            "file": _file(self.file),
            "reply_to": self.reply_to,
            "edits": self.edits,
        }


def text_content(formatted: Formatted) -> Json:
    """The fields of a text message."""
    entities = {"entities": formatted.entities} if formatted.entities else {}
    return {"text": formatted.text, **entities}


def photo_content(stored: Stored, caption: Formatted) -> Json:
    """The fields of a photo, in its one size."""
    size = {"width": stored.width, "height": stored.height}
    return {"photo": [{**_telegram_file(stored), **size}], **_caption(caption)}


def document_content(stored: Stored, caption: Formatted) -> Json:
    """The fields of a document."""
    name = {"file_name": stored.upload.name, "mime_type": stored.upload.content_type}
    return {"document": {**_telegram_file(stored), **name}, **_caption(caption)}


def _telegram_file(stored: Stored) -> Json:
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.file_id[-12:],
        "file_size": len(stored.upload.content),
    }


def _caption(caption: Formatted) -> Json:
    entities = {"caption_entities": caption.entities} if caption.entities else {}
    return {"caption": caption.text, **entities} if caption.text else {}


def _begins(title: str, start: str) -> bool:
    return title.lower().startswith(start.lower())


def _button(button: Button) -> Json:
    return {
        "title": button["text"],
        "data": button.get("callback_data"),
        "url": button.get("url"),
    }


def _file(stored: Stored | None) -> Json | None:
    if not stored:
        return None
    content = stored.upload.content
    return {
        "name": stored.upload.name,
        "size": len(content),
        "content_type": stored.upload.content_type,
        "sha256": hashlib.sha256(content).hexdigest(),
        "width": stored.width,
        "height": stored.height,
    }

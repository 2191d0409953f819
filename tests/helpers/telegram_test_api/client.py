"""A test's side of the server, in the shape of our own server's, so that a Phone works on both."""

from __future__ import annotations

import base64
import html
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

Json = dict[str, Any]

_TAG = re.compile(r"</?b>")
_BOT = {"id": 666, "is_bot": True, "first_name": "Coach", "username": "TestNameBot"}


@dataclass
class TelegramTestApi:
    """A running server; what it cannot do is a NotImplementedError."""

    url: str
    token: str = "666:elsewhere"
    _people: dict[int, Json] = field(default_factory=dict)
    _http: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._http = httpx.Client(base_url=self.url, timeout=30)

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as `base_url`; the token comes after it."""
        return f"{self.url}/bot"

    def do(self, what: str, **wanted: Any) -> Json:
        """Make a person (users), write a message (messages) or press a button (presses)."""
        doing = {"users": self._join, "messages": self._write, "presses": self._press}.get(what)
        if doing is None:
            raise NotImplementedError(f"telegram-test-api knows no {what}.")
        return doing(**wanted)

    def messages(self, chat_id: int) -> list[Json]:
        """All messages of a chat, the bot's and people's."""
        shown = map(_as_record, self._history())
        return [each for each in shown if each and each["chat_id"] == chat_id]

    def file(self, message_id: int) -> bytes:
        """The bytes of a photo or a document that the bot sent."""
        return base64.b64decode(self._sent_by_bot(message_id)["message"]["content"])

    def state(self) -> Json:
        """What a failed test shows; the package neither counts nor refuses anything."""
        waiting = [e["updateId"] for e in self._history() if _by_person(e) and not e["isRead"]]
        return {"polls": "uncounted", "pending": waiting, "violations": [], "calls": []}

    def violations(self, *_kinds: str) -> list[Json]:
        """None: the package refuses nothing."""
        return []

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _join(self, first_name: str, language_code: str | None = None, id: int = 0) -> Json:  # noqa: A002
        number = id or 10**9 + secrets.randbelow(10**9)
        person = {"id": number, "is_bot": False, "first_name": first_name}
        if language_code:
            person["language_code"] = language_code
        self._people[person["id"]] = person
        return person

    def _write(
        self, user_id: int, chat_id: int, text: str | None = None, kind: str | None = None
    ) -> Json:
        person = self._people[user_id]
        message = {"from": person, "chat": _private(person), "date": int(time.time())}
        assert chat_id == user_id, "telegram-test-api has private chats only"
        if text is None:
            self._post("sendMessage", {**message, str(kind): []})
        elif text.startswith("/"):
            length = len(text.split()[0])
            command = {"type": "bot_command", "offset": 0, "length": length}
            self._post("sendCommand", {**message, "text": text, "entities": [command]})
        else:
            self._post("sendMessage", {**message, "text": text})
        latest = self._latest(user_id)
        return {"message_id": latest["messageId"], "update_id": latest["updateId"]}

    def _press(
        self, user_id: int, message_id: int, title: str, age: float = 0, stale: bool = False
    ) -> Json:
        assert not stale, "telegram-test-api forgets the buttons that were taken away"
        person = self._people[user_id]
        sent = self._sent_by_bot(message_id)
        titled = [b for row in _rows(sent) for b in row if _begins(b["text"], title)]
        shown = {
            "message_id": message_id,
            "from": _BOT,
            "chat": _private(person),
            "date": sent["time"] // 1000,
            "text": sent["message"]["text"],
            "reply_markup": sent["message"]["reply_markup"],
        }
        data = titled[0]["callback_data"]
        self._post("sendCallback", {"from": person, "message": shown, "data": data})
        return {"callback_query_id": str(self._latest(user_id)["callbackId"])}

    def _post(self, what: str, body: Json) -> None:
        posted = self._http.post(f"/{what}", json={"botToken": self.token, **body})
        assert posted.is_success, f"{what}: {posted.text}"

    def _history(self) -> list[Json]:
        answer = self._http.post("/getUpdatesHistory", json={"token": self.token})
        history: list[Json] = answer.raise_for_status().json()["result"]
        return history

    def _latest(self, user_id: int) -> Json:
        """What a person did last."""
        done = [e for e in self._history() if _by_person(e) and _who(e) == user_id]
        return max(done, key=lambda each: each["updateId"])

    def _sent_by_bot(self, message_id: int) -> Json:
        sent = (e for e in self._history() if not _by_person(e))
        return next(each for each in sent if each["messageId"] == message_id)


def _private(person: Json) -> Json:
    return {"id": person["id"], "type": "private", "first_name": person["first_name"]}


def _by_person(entry: Json) -> bool:
    return "callbackQuery" in entry or "from" in entry["message"]


def _who(entry: Json) -> int:
    return int((entry.get("callbackQuery") or entry["message"])["from"]["id"])


def _rows(sent: Json) -> list[list[Json]]:
    rows: list[list[Json]] = (sent["message"].get("reply_markup") or {}).get("inline_keyboard", [])
    return rows


def _as_record(entry: Json) -> Json | None:
    """A message as our own server's records have it; None for a pressed button."""
    if "callbackQuery" in entry:
        return None
    message = entry["message"]
    text = message.get("text", "")
    styled = message.get("parse_mode") == "HTML"
    return {
        "message_id": entry["messageId"],
        "chat_id": int(message["chat_id"] if "chat_id" in message else message["chat"]["id"]),
        "by_bot": not _by_person(entry),
        "kind": message.get("kind", "text"),
        "text": html.unescape(_TAG.sub("", text)) if styled else text,
        "raw": text,
        "parse_mode": message.get("parse_mode", ""),
        "buttons": [
            [{"title": b["text"], "data": b.get("callback_data")} for b in row]
            for row in _rows(entry)
        ],
        "file": {"name": message["file_name"]} if "file_name" in message else None,
    }


def _begins(title: str, start: str) -> bool:
    return title.lower().startswith(start.lower())

"""One's own data as a file, and after the deletion nothing of it anywhere."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from tests.helpers.channel import RUDE
from tests.helpers.gateway import OnTelegram
from tests.helpers.phone import Phone, titles
from tests.helpers.traces import bytes_on_disk, columns_with


def test_all_of_it_as_a_file_and_then_none_of_it_is_left(
    telegram: OnTelegram, database: Path
) -> None:
    canary = f"zq{secrets.token_hex(4)}"
    # Longer than the usual ids here, so that it is found nowhere by chance.
    cara = Phone(telegram.api, "Cara", user_id=7_000_000_000 + secrets.randbelow(999_999_999))
    chat_id = str(cara.chat_id)
    cara.say(f"{RUDE} says {canary}")
    cara.next_replies(2)
    assert columns_with(database, canary) - {"inbox.body"}, "the search can find it"
    cara.say("yes")
    cara.next_replies(2)
    cara.say(f"new goal: speak like {canary} by the end of next year")
    cara.next_replies()
    cara.say("/cancel")
    cara.next_replies()

    cara.say("/export")
    [file] = cara.next_replies()
    assert file["kind"] == "document"
    assert file["file"]["name"].endswith(".json")
    document = json.loads(telegram.api.file(file["message_id"]))
    assert document["format"] == 1
    assert document["chats"] == [{"channel": "telegram", "external_id": chat_id}]
    assert document["conversation"][0]["text"] == f"{RUDE} says {canary}"

    cara.say("/delete")
    [sure] = cara.next_replies()
    assert titles(sure) == ["Yes, delete it all", "No, keep it"]
    cara.press("Yes, delete it all")
    [receipt] = cara.next_replies()
    assert "DEL-" in receipt["text"]

    cara.wait_for(lambda _: not columns_with(database, chat_id))
    for trace in (canary, chat_id):
        assert columns_with(database, trace) == set()
        assert trace.encode() not in bytes_on_disk(database)
        for log in telegram.settings.data_dir.glob("logs/*"):
            assert trace not in log.read_text(encoding="utf-8"), log.name

    cara.press("Yes, delete it all")
    [outdated] = cara.next_replies()
    assert "earlier chat" in outdated["text"]
    cara.say("/goals")
    assert "remember" in cara.next_replies(2)[-1]["text"], "as new"

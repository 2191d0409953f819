"""From a first question to a goal, its picture, an export and the end, through `coach chat`."""

from __future__ import annotations

import base64
import io
import json
import re
import stat
from pathlib import Path

import pytest
from PIL import Image

from bot.settings import Settings
from tests.helpers.channel import RUDE
from tests.helpers.chat_process import ChatProcess
from tests.helpers.own_coach import apart
from tests.helpers.processes import run_coach
from tests.helpers.talk import Reply
from tests.helpers.traces import bytes_on_disk, columns_with


@pytest.fixture
def data(trained: Settings, tmp_path: Path) -> Path:
    """A data folder of the journey's own."""
    folder = tmp_path / "data"
    folder.mkdir()
    return apart(trained, folder).data_dir


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The folder in which the person works."""
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


def events(replies: list[Reply]) -> list[str | None]:
    return [reply["custom"].get("event") for reply in replies]


def test_a_goal_from_the_first_question_to_the_end(data: Path, here: Path) -> None:
    who = ("--user", "ana", "--role", "agent")
    with ChatProcess(*who, data_dir=data, cwd=here) as chat:
        answer, question = chat.say(RUDE)
        assert answer["custom"]["kind"] == "guidance"
        assert question["custom"] == {"kind": "data", "event": "consent_asked", "model": None}
        assert events(chat.press("Make it a goal")) == ["consent_needed", "consent_asked"]
        assert events(chat.say("yes")) == ["consented"]
        [asked] = chat.press("Make it a goal")
        assert (asked["custom"]["event"], asked["custom"]["field"]) == ("asked", "target_date")
        [saved] = chat.say("in 6 weeks")
        assert (saved["custom"]["event"], saved["custom"]["goal_ids"]) == ("created", [1])
        assert "understand" in saved["text"]

    with ChatProcess(*who, data_dir=data, cwd=here) as chat:
        [halfway] = chat.say("halfway with the calls thing")
        assert events([halfway]) == ["progressed"], halfway
        assert "50 %" in halfway["text"]
        assert_shows_a_picture(chat.press("Picture"))
        [exported] = chat.say("export my data")
        assert_is_a_file_of_ones_own(exported, here)
        assert events(chat.say("delete my data")) == ["asked"]
        [deleting] = chat.say("yes")
        assert deleting["custom"]["receipt"].startswith("DEL-")
        assert columns_with(data / "conversations.db", RUDE) == set()
        assert RUDE.encode() not in bytes_on_disk(data / "conversations.db")
        assert events(chat.say("my goals")) == ["consent_needed", "consent_asked"], "as new"


def assert_shows_a_picture(replies: list[Reply]) -> None:
    [reply] = replies
    image = reply["image"]
    assert set(image) == {"media_type", "data", "alt", "sketch"}
    assert image["media_type"] == "image/png"
    picture = Image.open(io.BytesIO(base64.b64decode(image["data"], validate=True)))
    assert picture.format == "PNG"
    for words in (image["alt"], image["sketch"]):
        assert "50 %" in words
        assert "understand" in words


def assert_is_a_file_of_ones_own(reply: Reply, folder: Path) -> None:
    """In the folder where the person is, for nobody else to read, with what was said in it."""
    file = folder / "coach-export.json"
    assert reply["document"] == {"saved as": str(file)}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    document = json.loads(file.read_text(encoding="utf-8"))
    assert [goal["progress"] for goal in document["goals"]] == [50]
    assert document["conversation"][0]["text"] == RUDE
    assert [path.name for path in folder.iterdir()] == [file.name], "and nothing beside it"


@pytest.mark.slow
def test_a_terminal_is_shown_the_sketch(data: Path, here: Path) -> None:
    lines = [RUDE, "remember me", "make that a goal", "in 6 weeks", "show me a picture of goal 1"]
    done = run_coach(
        "chat", "--role", "agent", data_dir=data, cwd=here, stdin="\n".join([*lines, ""])
    )
    assert done.returncode == 0, done.stderr
    first, remembered, _, saved, shown = done.stdout.removesuffix("\n\n").split("\n\n")
    assert first.split("\n")[-1].startswith("[6] Yes, remember me"), "counted through"
    assert "remember" in remembered
    assert "Saved as goal 1" in saved
    assert "100 % ┤" in shown
    assert "● today" in shown
    assert "image/png" not in shown
    assert not re.search(r"[A-Za-z0-9+/=]{60}", shown), "no data of the picture"


def test_a_chat_without_consent_keeps_nothing_that_lasts(data: Path, here: Path) -> None:
    with ChatProcess(data_dir=data, cwd=here) as chat:
        assert events(chat.say(RUDE))[-1] == "consent_asked"
        assert events(chat.press("No, forget this chat")) == ["consent_declined"]
        assert events(chat.press("Helpful")) == [None]
        assert "consent_asked" not in events(chat.say("hello"))
        [shown] = chat.say("what do you know about me")
        assert "gone within a day" in shown["text"]
    # An empty text is in every column that holds anything.
    tables = {column.partition(".")[0] for column in columns_with(data / "conversations.db", "")}
    assert tables == {"alembic_version", "events", "guests"}

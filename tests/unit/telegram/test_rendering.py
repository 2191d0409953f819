"""A reply as messages of Telegram: text in parts, pictures, files, buttons below the last."""

from __future__ import annotations

from typing import Any

import pytest

from bot.telegram.formatting import LONGEST_MESSAGE, utf16_length
from bot.telegram.rendering import LONGEST_CAPTION, rendered
from tests.helpers.played_rasa import said

IMAGE = {"media_type": "image/png", "data": "aGk=", "alt": "a chart", "sketch": "▁▂"}
FILE = {"reference": "ref", "name": "data.json", "media_type": "application/json"}
LONG = "Say what you saw. " * 400


def calls(reply: dict[str, Any], **attached: Any) -> list[dict[str, Any]]:
    return rendered({**reply, **attached}, lambda payload: f"d{payload}")


def test_words_are_html() -> None:
    assert calls(said("**Hi** <you> & me")) == [
        {"kind": "message", "html": "<b>Hi</b> &lt;you&gt; &amp; me"}
    ]


def test_a_long_reply_is_several_messages_with_the_buttons_below_the_last() -> None:
    parts = calls(said(LONG, "More"))

    assert len(parts) > 1
    assert all(utf16_length(part["html"]) <= LONGEST_MESSAGE for part in parts)
    assert " ".join(part["html"] for part in parts) == LONG.strip()
    assert [part.get("buttons") for part in parts[:-1]] == [None] * (len(parts) - 1)
    assert parts[-1]["buttons"] == [[("More", "d/More")]]


def test_buttons_stand_in_rows_in_their_order() -> None:
    [call] = calls(said("Which?", "Yes", "No", "A title that needs a row of its own"))

    assert call["buttons"] == [
        [("Yes", "d/Yes"), ("No", "d/No")],
        [("A title that needs a row of its own", "d/A title that needs a row of its own")],
    ]


@pytest.mark.parametrize(
    ("attached", "call"),
    [
        ({"image": IMAGE}, {"kind": "photo", "data": "aGk="}),
        ({"document": FILE}, {"kind": "document", "reference": "ref", "name": "data.json"}),
    ],
)
def test_a_short_text_is_the_caption(attached: Any, call: dict[str, Any]) -> None:
    expected = {**call, "html": "<b>Here</b>", "buttons": [[("More", "d/More")]]}

    assert calls(said("**Here**", "More"), **attached) == [expected]


@pytest.mark.parametrize("text", ["x" * (LONGEST_CAPTION + 1), "👍" * 600, LONG], ids=len)
def test_a_longer_text_stands_above_its_picture(text: str) -> None:
    *words, picture = calls(said(text, "More"), image=IMAGE)

    assert words
    assert all(call["kind"] == "message" for call in words)
    assert picture == {**picture, "kind": "photo", "html": "", "data": "aGk="}
    assert "buttons" in picture
    assert not any("buttons" in call for call in words)


def test_the_longest_caption_is_one() -> None:
    assert len(calls(said("x" * LONGEST_CAPTION), image=IMAGE)) == 1


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_picture_without_words_is_one_call_and_nothing_is_none(text: str) -> None:
    assert calls(said(text), image=IMAGE) == [{"kind": "photo", "data": "aGk=", "html": ""}]
    assert calls(said(text, "More")) == []


@pytest.mark.parametrize("attached", [{"image": None}, {"document": None}, {"document": {"a": 1}}])
def test_what_cannot_be_fetched_is_left_out(attached: Any) -> None:
    assert calls(said("Hi"), **attached) == [{"kind": "message", "html": "Hi"}]

"""Charts on their way out: data in, a picture with its words out."""

from __future__ import annotations

import base64
import io
import json
from datetime import date

import pytest
from PIL import Image

from bot.charts import ProgressLine, described, sketch
from bot.rasa.pictures import drawn

TODAY = date(2026, 9, 22)
LINE = ProgressLine(
    title="QA score to 90",
    started=date(2026, 9, 1),
    target=date(2026, 10, 6),
    points=((date(2026, 9, 8), 10), (date(2026, 9, 17), 45)),
)
OTHER = ProgressLine(title="Learn Spanish", started=TODAY, target=None, points=())


def reply(*lines, **fields):
    """A reply with a chart as it is stored with the conversation: JSON, and back."""
    chart = {"lines": [line.as_json() for line in lines], "today": TODAY.isoformat()}
    stored = {"text": "Progress", "buttons": [], "custom": {"kind": "goal"}, "image": chart}
    return json.loads(json.dumps({**stored, **fields}))


@pytest.mark.parametrize("lines", [[LINE], [LINE, OTHER]], ids=["one goal", "several"])
def test_a_chart_is_drawn_for_the_face(lines):
    image = drawn(reply(*lines))["image"]

    assert set(image) == {"media_type", "data", "alt", "sketch"}
    assert image["media_type"] == "image/png"
    picture = Image.open(io.BytesIO(base64.b64decode(image["data"], validate=True)))
    assert picture.format == "PNG"
    assert min(picture.size) > 200
    assert image["alt"] == described(lines, TODAY)
    assert image["sketch"] == sketch(lines, TODAY)
    assert lines[0].title in image["sketch"]


def test_it_can_be_sent_as_it_is():
    answer = drawn(reply(LINE))

    assert json.loads(json.dumps(answer)) == answer


def test_everything_else_of_the_reply_stays():
    before = reply(LINE, document={"reference": "r", "name": "a.json"})
    after = drawn(before)

    assert {k: v for k, v in after.items() if k != "image"} == {
        k: v for k, v in before.items() if k != "image"
    }
    assert set(before["image"]) == {"lines", "today"}, "what is stored is left alone"


@pytest.mark.parametrize("image", [None, {}, ""])
def test_a_reply_without_a_chart_is_left_as_it_is(image):
    plain = {"text": "Hi", "buttons": [], "custom": {"kind": "help"}}
    plain |= {} if image is None else {"image": image}

    assert drawn(plain) == plain


def test_the_same_chart_is_the_same_picture_again():
    assert drawn(reply(LINE, OTHER)) == drawn(reply(LINE, OTHER))

"""Charts on their way out: stored as data with the conversation, drawn for the face."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.charts import ProgressLine, described, picture, sketch


def drawn(reply: Mapping[str, Any]) -> dict[str, Any]:
    """The reply with its chart drawn: {"media_type", "data" (base64), "alt", "sketch"}."""
    chart = reply.get("image")
    if not chart:
        return dict(reply)
    lines = [ProgressLine.from_json(line) for line in chart["lines"]]
    today = date.fromisoformat(chart["today"])
    image = {
        "media_type": "image/png",
        "data": base64.b64encode(picture(lines, today)).decode("ascii"),
        "alt": described(lines, today),
        "sketch": sketch(lines, today),
    }
    return {**reply, "image": image}

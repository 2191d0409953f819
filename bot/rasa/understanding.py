"""Parse messages with the trained model, outside any conversation."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bot import logs
from bot.rasa.inbound import LONGEST_MESSAGE, clean
from bot.rasa.lean import import_lean
from bot.settings import Settings


class Understanding:
    """The trained model, loaded once; `parse` says what the coach would do first."""

    def __init__(self, settings: Settings, model: Path) -> None:
        logs.redact()
        import_lean(settings.root / "config.yml")
        from rasa.core.agent import Agent

        self._agent = Agent.load(str(model))
        if not self._agent.is_ready():
            raise RuntimeError("The trained model cannot be loaded; run `make train`.")
        self._loop = asyncio.new_event_loop()

    def parse(self, text: str) -> dict[str, Any]:
        """What the coach would do first with a text in a fresh conversation."""
        message = clean(text)[:LONGEST_MESSAGE]
        parsed = self._loop.run_until_complete(self._agent.parse_message(message))
        decided = parsed["coach"]
        return {
            "text": text,
            "decision": decided["decision"],
            "intent": parsed["intent"]["name"],
            "label": decided["label"],
            "confidence": round(parsed["intent"]["confidence"], 4),
            "topics": decided["topics"],
            "entities": _by_name(parsed["entities"]),
        }


def _by_name(entities: list[dict[str, Any]]) -> dict[str, Any]:
    """Values by entity; a list where one was found more than once."""
    found: dict[str, Any] = {}
    for entity in entities:
        found.setdefault(entity["entity"], []).append(entity["value"])
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}

"""Rasa component: the last of the pipeline; makes one intent of the calibrated ranking."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge import load_knowledge
from bot.nlu import decision
from bot.nlu.components.classifier import CHANCES, CLAUSE_CHANCES
from bot.nlu.text import frame
from bot.settings import Settings

COACH = "coach"
"""Key of the message under which actions and the review site find the decision."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decider(GraphComponent):
    """Sets intent and confidence, and leaves the ranking for actions and review."""

    def __init__(self, decider: decision.Decider) -> None:
        self._decider = decider

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The thresholds; see decision.Thresholds."""
        return vars(decision.Thresholds())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Decider:
        """Called by Rasa's graph."""
        limits = decision.Thresholds(**{k: config[k] for k in cls.get_default_config()})
        bridges = load_knowledge(Settings.from_env().knowledge_dir).bridges
        return cls(decision.Decider(limits, {b.id: b.topics for b in bridges.values()}))

    def process(self, messages: list[Message]) -> list[Message]:
        """Decide on each typed message; a button's payload has said its intent already."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith("/"):
                self._decide(message, text)
        return messages

    def _decide(self, message: Message, text: str) -> None:
        chances, clause_chances = message.get(CHANCES) or {}, message.get(CLAUSE_CHANCES) or []
        decided = self._decider.decide(frame(text), chances, clause_chances)
        message.set(INTENT, {"name": decided.intent, "confidence": decided.confidence}, True)
        message.set(COACH, decided.as_dict(), True)

"""Rasa component: entities by spaCy's matchers."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge import load_knowledge
from bot.nlu.entities import EntityMatcher
from bot.settings import Settings


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SpacyEntities(GraphComponent):
    """Adds role, point, topic, metric, goal and date entities to the message."""

    def __init__(self, matcher: EntityMatcher) -> None:
        self._matcher = matcher

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpacyEntities:
        """Called by Rasa's graph."""
        return cls(EntityMatcher(load_knowledge(Settings.from_env().knowledge_dir).topics))

    def process(self, messages: list[Message]) -> list[Message]:
        """Entities of a typed message; those of a button's payload are left as they are."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith("/"):
                message.set(ENTITIES, [self._as_rasa(e) for e in self._matcher.extract(text)], True)
        return messages

    def _as_rasa(self, entity: Any) -> dict[str, Any]:
        found = {
            "start": entity.start,
            "end": entity.end,
            "entity": entity.entity,
            "value": entity.value,
            "extractor": type(self).__name__,
        }
        return found | ({"group": entity.group} if entity.group else {})

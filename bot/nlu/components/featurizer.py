"""Rasa component: a sentence vector for each message, and for each of its clauses."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import patterns, text
from bot.nlu.components.wrapped import source_fingerprint
from bot.nlu.configured import load_encoder
from bot.nlu.encoder import Encoder, encoder_fingerprint
from bot.nlu.text import clauses, frame, wording
from bot.nlu.vector_cache import VectorCache
from bot.settings import Settings

CLAUSE_VECTORS = "clause_vectors"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectors(GraphComponent):
    """Dense sentence features from the encoder named in config.yml."""

    def __init__(self, config: dict[str, Any], encoder: Encoder, cache: VectorCache) -> None:
        self._name = str(config["alias"])
        self._encoder = encoder
        self._cache = cache

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The encoder's name and precision; both may be changed in config.yml."""
        return {"encoder": "all-mpnet-base-v2", "precision": "int8", "alias": "sentence_vectors"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceVectors:
        """Called by Rasa's graph; the weights come from where the settings say."""
        settings = Settings.from_env()
        encoder = load_encoder(settings, config["encoder"], config["precision"])
        return cls(config, encoder, VectorCache(settings.cache_dir, encoder))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Called by Rasa's cache: the encoder and the wording count too."""
        encoder = encoder_fingerprint(config["encoder"], config["precision"])
        return f"{encoder} {source_fingerprint(text, patterns)}"

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add a vector to every example; those of an earlier training are not computed again."""
        examples = [e for e in training_data.training_examples if e.get(TEXT)]
        vectors = self._cache.encode([wording(e.get(TEXT)) for e in examples])
        for example, vector in zip(examples, vectors, strict=True):
            self._add(example, vector)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add vectors of the message and of its clauses, encoded together."""
        for message in messages:
            asked = frame(message.get(TEXT) or "").text
            vectors = self._encoder.encode([wording(part) for part in (asked, *clauses(asked))])
            self._add(message, vectors[0])
            message.set(CLAUSE_VECTORS, vectors[1:])
        return messages

    def _add(self, message: Message, vector: np.ndarray[Any, Any]) -> None:
        """Rasa's sentence feature has the shape (1, dims); one from before is replaced."""
        message.features = [f for f in message.features if f.origin != self._name]
        features = Features(vector[np.newaxis, :], FEATURE_TYPE_SENTENCE, TEXT, self._name)

        message.add_features(features)

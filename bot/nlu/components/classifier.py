"""Rasa component: probabilities of every label, for the message and for each of its clauses."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import classifier, patterns, regression, text
from bot.nlu.classifier import LabelClassifier
from bot.nlu.components.featurizer import CLAUSE_VECTORS
from bot.nlu.components.wrapped import source_fingerprint
from bot.nlu.text import clauses, frame, wording

CHANCES = "chances"
CLAUSE_CHANCES = "clause_chances"
_FILE = "classifier.npz"
_logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LabelRanking(GraphComponent):
    """Ranks topics and intents together; the Decider after it makes an intent of the ranking."""

    def __init__(
        self, wrapped: LabelClassifier, model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._classifier = wrapped
        self._model_storage = model_storage
        self._resource = resource

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Share of the n-grams, and inverse of the regularisation."""
        return {"ngrams": 0.5, "strength": 20.0}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LabelRanking:
        """Called by Rasa's graph before training."""
        untrained = LabelClassifier(ngrams=config["ngrams"], strength=config["strength"])
        return cls(untrained, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> LabelRanking:
        """Called by Rasa's graph before serving."""
        with model_storage.read_from(resource) as folder:
            return cls(LabelClassifier.load(Path(folder) / _FILE), model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Called by Rasa's cache: the classifier's own source counts too."""
        return source_fingerprint(classifier, regression, text, patterns)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the full labels: an example of ask/<topic> carries it as intent_response_key."""
        examples = training_data.intent_examples
        texts = [wording(example.get(TEXT)) for example in examples]
        labels = [example.get(INTENT_RESPONSE_KEY) or example.get(INTENT) for example in examples]
        _logger.info("Learning %d labels from %d examples", len(set(labels)), len(examples))
        self._classifier.fit(texts, np.stack([_vector(e) for e in examples]), labels)
        with self._model_storage.write_to(self._resource) as folder:
            self._classifier.save(Path(folder) / _FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing that trains after this needs the ranking."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Leave label probabilities in each message."""
        for message in messages:
            asked = frame(message.get(TEXT) or "").text
            texts = [wording(part) for part in (asked, *clauses(asked))]
            vectors = np.vstack([_vector(message)[np.newaxis], message.get(CLAUSE_VECTORS)])
            rows = self._classifier.probabilities(texts, vectors)
            chances = [dict(zip(self._classifier.labels, map(float, r), strict=True)) for r in rows]
            message.set(CHANCES, chances[0])
            message.set(CLAUSE_CHANCES, chances[1:])
        return messages


def _vector(message: Message) -> np.ndarray[Any, Any]:
    """The message's sentence vector, shape (dims,)."""
    _, sentence = message.get_dense_features(TEXT)
    return np.asarray(sentence.features[0], dtype=np.float32)

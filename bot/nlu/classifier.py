"""One calibrated classifier over topics and intents together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.model_selection import train_test_split

from bot.nlu.regression import Floats, Head, Indices, fit_regression, log_softmax

_BUCKETS = 2**13
_TOO_COMMON = 10
"""An n-gram in more examples than so many labels have tells nothing and only takes time."""
_HELD_OUT = 0.2
_ITERATIONS = (60, 40)
"""Of the regression on vectors and of that on n-grams; with fewer, rankings get worse."""


class LabelClassifier:
    """Two logistic regressions, on sentence vectors and on character n-grams, blended.

    `ngrams` is the n-grams' share of the blend (0 leaves them out), `strength` the inverse of the
    regularisation. A temperature, fitted on held-out examples, makes probabilities of the scores.
    Train with `fit`, or restore with `load`.
    """

    def __init__(self, *, ngrams: float = 0.5, strength: float = 20.0) -> None:
        self._ngrams = ngrams
        self._strength = strength
        self._hasher = HashingVectorizer(
            analyzer="char_wb",
            ngram_range=(3, 4),
            n_features=_BUCKETS,
            norm=None,
            alternate_sign=False,
        )
        self.labels: list[str] = []
        self._idf = np.ones(_BUCKETS, dtype=np.float32)
        self._heads: list[Head] = []
        self._temperature = 1.0

    def fit(self, texts: Sequence[str], vectors: Floats, labels: Sequence[str]) -> None:
        """Learn from n texts, their vectors (n, dims) and their labels, of at least three kinds."""
        self.labels = sorted(set(labels))
        if len(self.labels) < 3:
            raise ValueError("The training data has fewer than three labels.")
        targets = np.searchsorted(self.labels, labels)
        counts = self._hasher.transform([text.lower() for text in texts])
        seen = np.asarray((counts > 0).sum(axis=0)).ravel()
        self._idf = (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)
        self._idf[seen > _TOO_COMMON * len(texts) / len(self.labels)] = 0
        features = self._features(texts, vectors)
        self._heads = self._calibrated(features, targets)

    def probabilities(self, texts: Sequence[str], vectors: Floats) -> Floats:
        """Calibrated probabilities (n, labels), each row summing to one."""
        scores = self._scores(self._features(texts, vectors), self._heads)
        return np.exp(log_softmax(scores / self._temperature))

    def save(self, path: Path) -> None:
        """Write everything that `load` needs into one .npz file."""
        arrays = {
            f"{kind}{n}": a
            for n, head in enumerate(self._heads)
            for kind, a in zip("wb", head, strict=True)
        }
        np.savez_compressed(
            path,
            labels=np.array(self.labels),
            idf=self._idf,
            scalars=np.array([self._ngrams, self._strength, self._temperature]),
            **arrays,
        )

    @classmethod
    def load(cls, path: Path) -> LabelClassifier:
        """Restore what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            ngrams, strength, temperature = (float(x) for x in stored["scalars"])
            classifier = cls(ngrams=ngrams, strength=strength)
            classifier.labels = [str(label) for label in stored["labels"]]
            classifier._idf = stored["idf"]
            heads = range(sum(name.startswith("w") for name in stored.files))
            classifier._heads = [(stored[f"w{n}"], stored[f"b{n}"]) for n in heads]
            classifier._temperature = temperature
        return classifier

    def _features(self, texts: Sequence[str], vectors: Floats) -> list[Floats | csr_matrix]:
        """Vectors (n, dims); beside them weighted n-grams (n, buckets), unless left out."""
        if not self._ngrams:
            return [vectors]
        counts = self._hasher.transform([text.lower() for text in texts])
        counts.data = 1 + np.log(counts.data)
        weighted = counts.multiply(self._idf).tocsr()
        weighted.eliminate_zeros()
        lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
        return [vectors, weighted.multiply(1 / np.maximum(lengths, 1e-9)[:, None]).tocsr()]

    def _scores(self, features: Sequence[Floats | csr_matrix], heads: Sequence[Head]) -> Floats:
        """Blended log-probabilities (n, labels), not yet summing to one."""
        shares = (1 - self._ngrams, self._ngrams)
        parts = [
            share * log_softmax(np.asarray(part @ weights.T) + bias)
            for share, part, (weights, bias) in zip(shares, features, heads, strict=False)
        ]
        return np.asarray(sum(parts), dtype=np.float32)

    def _fitted(
        self,
        features: Sequence[Floats | csr_matrix],
        targets: Indices,
        starts: Sequence[Head | None] = (None, None),
    ) -> list[Head]:
        """A head for each kind of features; `starts` are heads to go on from."""
        return [
            fit_regression(
                part, targets, len(self.labels), strength=self._strength, iterations=n, start=start
            )
            for part, start, n in zip(features, starts, _ITERATIONS, strict=False)
        ]

    def _calibrated(self, features: Sequence[Floats | csr_matrix], targets: Indices) -> list[Head]:
        """The heads; sets the temperature at which a held-out fifth is likeliest."""
        self._temperature = 1.0
        if np.bincount(targets).min() < 2 or len(targets) * _HELD_OUT < len(self.labels):
            return self._fitted(features, targets)
        train, test = train_test_split(
            np.arange(len(targets)), test_size=_HELD_OUT, stratify=targets, random_state=7
        )
        heads = self._fitted([part[train] for part in features], targets[train])
        scores = self._scores([part[test] for part in features], heads)
        rows = np.arange(len(test))

        def loss(temperature: float) -> float:
            return float(-log_softmax(scores / temperature)[rows, targets[test]].mean())

        found = minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded")
        self._temperature = float(found.x)
        return self._fitted(features, targets, starts=heads)

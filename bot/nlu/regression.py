"""Multinomial logistic regression in single precision.

scikit-learn's does the same in double precision, which on all topics' examples is slow; a test
holds that both find the same probabilities.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, issparse

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]
Head = tuple[Floats, Floats]
"""Weights (classes, features) and bias (classes,) of a linear classifier."""


def fit_regression(
    features: Floats | csr_matrix,
    targets: Indices,
    classes: int,
    *,
    strength: float,
    iterations: int,
    start: Head | None = None,
) -> Head:
    """Fit features (n, dims) to targets (n,), each class weighing the same however often it occurs.

    `strength` is the inverse of the L2 penalty; `start` is a head to go on from, fitted on nearly
    the same examples. Deterministic.
    """
    rows, dims = features.shape
    times = _Product(features)
    transposed_times = _Product(csr_matrix(features.T) if issparse(features) else features.T)
    counts = np.maximum(np.bincount(targets, minlength=classes), 1)
    importance = (rows / (classes * counts))[targets].astype(np.float32)
    wanted = np.zeros((rows, classes), np.float32)
    wanted[np.arange(rows), targets] = 1

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights, bias = _unpacked(flat, classes, dims)
        scores = log_softmax(times(weights.T) + bias)
        residual = (np.exp(scores) - wanted) * importance[:, np.newaxis]
        slope = np.column_stack(
            [transposed_times(residual).T + weights / strength, residual.sum(axis=0)]
        )
        misfit = -(importance * scores[np.arange(rows), targets]).sum()
        return float(misfit + (weights**2).sum() / (2 * strength)), slope.ravel().astype(float)

    first = np.zeros(classes * (dims + 1)) if start is None else np.column_stack(start).ravel()
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    return _unpacked(found.x, classes, dims)


class _Product:
    """A matrix, called with a dense one to multiply; scipy's sparse product uses one core, so two
    halves of it are computed at the same time."""

    def __init__(self, matrix: Floats | csr_matrix) -> None:
        half = matrix.shape[0] // 2
        self._parts = [matrix[:half], matrix[half:]] if issparse(matrix) else [matrix]
        self._threads = ThreadPoolExecutor(len(self._parts))

    def __call__(self, dense: Floats) -> Floats:
        parts = self._threads.map(lambda part: np.asarray(part @ dense), self._parts)
        return np.concatenate(list(parts))


def _unpacked(flat: npt.NDArray[np.float64], classes: int, dims: int) -> Head:
    table = flat.reshape(classes, dims + 1).astype(np.float32)
    return np.ascontiguousarray(table[:, :dims]), table[:, dims]


def log_softmax(scores: Floats) -> Floats:
    """Scores (n, classes) as log-probabilities, each row's probabilities summing to one."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), np.float32)

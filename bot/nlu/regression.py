"""Multinomial logistic regression in single precision.

scikit-learn's does the same in double precision, which on all topics' examples is slow; a test
holds that both find the same probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    parts = _parts(features)
    transposed = _parts(csr_matrix(features.T) if issparse(features) else features.T)
    counts = np.maximum(np.bincount(targets, minlength=classes), 1)
    importance = (rows / (classes * counts))[targets].astype(np.float32)
    wanted = np.zeros((rows, classes), np.float32)
    wanted[np.arange(rows), targets] = 1

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights, bias = _unpacked(flat, classes, dims)
        scores = log_softmax(_product(parts, weights.T, threads) + bias)
        residual = (np.exp(scores) - wanted) * importance[:, np.newaxis]
        slope = np.column_stack(
            [
                _product(transposed, residual, threads).T + weights / strength,
                residual.sum(axis=0),
            ]
        )
        misfit = -(importance * scores[np.arange(rows), targets]).sum()
        return float(misfit + (weights**2).sum() / (2 * strength)), slope.ravel().astype(float)

    first = np.zeros(classes * (dims + 1)) if start is None else np.column_stack(start).ravel()
    with ThreadPoolExecutor(2) as threads:
        found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    return _unpacked(found.x, classes, dims)


def _parts(matrix: Floats | csr_matrix) -> list[Floats | csr_matrix]:
    """A sparse matrix in halves, since scipy multiplies it on one core; a dense one as it is."""
    half = matrix.shape[0] // 2
    return [matrix[:half], matrix[half:]] if issparse(matrix) else [matrix]


def _product(
    parts: Sequence[Floats | csr_matrix], dense: Floats, threads: ThreadPoolExecutor
) -> Floats:
    """The matrix of these parts times a dense one, its parts at the same time."""
    if len(parts) == 1:
        return np.asarray(parts[0] @ dense)
    return np.concatenate(list(threads.map(lambda part: np.asarray(part @ dense), parts)))


def _unpacked(flat: npt.NDArray[np.float64], classes: int, dims: int) -> Head:
    table = flat.reshape(classes, dims + 1).astype(np.float32)
    return np.ascontiguousarray(table[:, :dims]), table[:, dims]


def log_softmax(scores: Floats) -> Floats:
    """Scores (n, classes) as log-probabilities, each row's probabilities summing to one."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), np.float32)

"""The regression agrees with scikit-learn's, and goes on from where it was."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.nlu.regression import fit_regression, log_softmax

RANDOM = np.random.RandomState(3)
CENTRES = RANDOM.normal(size=(4, 12)).astype(np.float32)
TARGETS = np.repeat(np.arange(4), (10, 20, 30, 40))
FEATURES = (CENTRES[TARGETS] + RANDOM.normal(size=(100, 12))).astype(np.float32)


def probabilities(head):
    weights, bias = head
    return np.exp(log_softmax(FEATURES @ weights.T + bias))


def test_it_finds_what_scikit_learn_finds():
    ours = fit_regression(FEATURES, TARGETS, 4, strength=2.0, iterations=500)
    theirs = LogisticRegression(C=2.0, class_weight="balanced", max_iter=2000, tol=1e-8)
    expected = theirs.fit(FEATURES, TARGETS).predict_proba(FEATURES)
    np.testing.assert_allclose(probabilities(ours), expected, atol=0.01)


def test_sparse_features_give_the_same():
    dense = fit_regression(FEATURES, TARGETS, 4, strength=2.0, iterations=500)
    sparse = fit_regression(csr_matrix(FEATURES), TARGETS, 4, strength=2.0, iterations=500)
    np.testing.assert_allclose(probabilities(sparse), probabilities(dense), atol=0.01)


def test_from_a_good_start_few_iterations_are_enough():
    best = fit_regression(FEATURES, TARGETS, 4, strength=2.0, iterations=500)
    near = fit_regression(FEATURES, TARGETS, 4, strength=2.0, iterations=2, start=best)
    far = fit_regression(FEATURES, TARGETS, 4, strength=2.0, iterations=2)
    wanted = probabilities(best)
    assert abs(probabilities(near) - wanted).max() < 0.01
    assert abs(probabilities(far) - wanted).max() > 0.1


def test_a_class_without_examples_is_unlikely_and_breaks_nothing():
    head = fit_regression(FEATURES, TARGETS, 5, strength=2.0, iterations=100)
    assert np.isfinite(head[0]).all()
    assert probabilities(head)[:, 4].max() < 0.2


@pytest.mark.parametrize("shift", [0.0, 1e4, -1e4])
def test_log_softmax_survives_large_scores(shift):
    scores = np.array([[0.0, 1.0, 2.0]], np.float32) + np.float32(shift)
    assert np.exp(log_softmax(scores)).sum() == pytest.approx(1.0, abs=1e-5)

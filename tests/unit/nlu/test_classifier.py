"""The classifier learns labels, gives probabilities, and comes back from its file the same."""

from __future__ import annotations

from zipfile import BadZipFile

import numpy as np
import pytest

from bot.nlu.classifier import LabelClassifier

WORDS = {
    "ask/tone": ["rude", "tone", "voice", "polite"],
    "ask/balance": ["sleep", "family", "tired", "rest"],
    "greet": ["hello", "hi", "morning", "hey"],
    "thanks": ["thanks", "grateful", "cheers", "ty"],
}
PAIRS = [(f"{word} {again}", label) for label, ws in WORDS.items() for word in ws for again in ws]
TEXTS, LABELS = [text for text, _ in PAIRS], [label for _, label in PAIRS]


def vectors(texts):
    """A direction for each label, with a little noise that depends on the text alone."""
    rows = []
    for text in texts:
        noise = np.random.default_rng(sum(map(ord, text))).normal(0, 0.1, len(WORDS))
        rows.append([sum(w in text.split() for w in ws) for ws in WORDS.values()] + noise)
    return np.array(rows, dtype=np.float32).reshape(len(texts), len(WORDS))


def trained(**options):
    classifier = LabelClassifier(**options)
    classifier.fit(TEXTS, vectors(TEXTS), LABELS)
    return classifier


@pytest.fixture(scope="module")
def classifier():
    return trained()


def best(classifier, texts):
    rows = classifier.probabilities(texts, vectors(texts))
    return [classifier.labels[n] for n in rows.argmax(axis=1)]


@pytest.mark.parametrize("ngrams", [0.0, 0.5, 1.0])
def test_what_was_learned_is_known_whatever_the_blend(ngrams):
    assert best(trained(ngrams=ngrams), TEXTS) == LABELS


def test_rows_are_probabilities_in_the_order_of_the_labels(classifier):
    rows = classifier.probabilities(["rude voice", "hello", "sleep"], vectors(["a", "b", "c"]))
    assert rows.shape == (3, len(classifier.labels))
    assert classifier.labels == sorted(WORDS)
    assert np.all(rows >= 0)
    np.testing.assert_allclose(rows.sum(axis=1), 1, atol=1e-5)


def test_what_it_has_seen_is_surer_than_what_it_has_not(classifier):
    known = classifier.probabilities(["rude tone"], vectors(["rude tone"])).max()
    unknown = classifier.probabilities(["zzz"], np.zeros((1, len(WORDS)), np.float32)).max()
    assert known > 0.8
    assert known > unknown


def test_either_half_of_the_blend_is_listened_to(classifier):
    neutral = np.zeros((1, len(WORDS)), np.float32)
    by_letters = classifier.probabilities(["grateful"], neutral).argmax()
    assert classifier.labels[by_letters] == "thanks"
    by_vector = classifier.probabilities([""], vectors(["sleep tired"])).argmax()
    assert classifier.labels[by_vector] == "ask/balance"


def test_case_makes_no_difference(classifier):
    same = vectors(["rude"])
    np.testing.assert_array_equal(
        classifier.probabilities(["RUDE"], same), classifier.probabilities(["rude"], same)
    )


@pytest.mark.parametrize("text", ["", " ", "🙂", "\u202e\x00", "x" * 20_000, "मेरी टीम"])
def test_odd_texts_have_probabilities_too(classifier, text):
    rows = classifier.probabilities([text], vectors([text]))
    assert np.all(np.isfinite(rows))
    assert rows.sum() == pytest.approx(1, abs=1e-5)


def test_a_text_is_judged_alone_as_in_company(classifier):
    texts = ["rude", "hello", "family"]
    together = classifier.probabilities(texts, vectors(texts))
    alone = [classifier.probabilities([text], vectors([text]))[0] for text in texts]
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_training_twice_gives_the_same(classifier):
    np.testing.assert_array_equal(
        trained().probabilities(TEXTS, vectors(TEXTS)),
        classifier.probabilities(TEXTS, vectors(TEXTS)),
    )


@pytest.mark.parametrize("ngrams", [0.0, 0.5])
def test_what_is_saved_comes_back_the_same(tmp_path, ngrams):
    saved = trained(ngrams=ngrams)
    saved.save(tmp_path / "c.npz")
    loaded = LabelClassifier.load(tmp_path / "c.npz")
    assert loaded.labels == saved.labels
    texts = [*TEXTS, "", "something new"]
    np.testing.assert_array_equal(
        loaded.probabilities(texts, vectors(texts)), saved.probabilities(texts, vectors(texts))
    )


@pytest.mark.parametrize("labels", [[], ["greet"], ["greet", "thanks", "greet"]])
def test_fewer_than_three_labels_are_refused(labels):
    texts = ["a"] * len(labels)
    with pytest.raises(ValueError, match="fewer than three labels"):
        LabelClassifier().fit(texts, vectors(texts), labels)


def test_labels_with_one_example_each_can_be_learned():
    texts, labels = ["rude", "sleep", "hello"], ["ask/tone", "ask/balance", "greet"]
    small = LabelClassifier()
    small.fit(texts, vectors(texts), labels)
    assert best(small, texts) == labels


@pytest.mark.parametrize(
    "damage", [lambda b: b[: len(b) // 2], lambda b: b"", lambda b: b"not a model"]
)
def test_a_damaged_file_is_refused(classifier, tmp_path, damage):
    path = tmp_path / "c.npz"
    classifier.save(path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises((ValueError, OSError, EOFError, BadZipFile)):
        LabelClassifier.load(path)

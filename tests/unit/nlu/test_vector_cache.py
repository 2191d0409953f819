"""Retraining encodes only what is new, and no damage to the cache stops it."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest

from bot.nlu.vector_cache import VectorCache


class CountingEncoder:
    """Vectors from the texts' lengths; remembers what it was asked for."""

    dims = 3

    def __init__(self, fingerprint="encoder-1", factor=1):
        self.fingerprint = fingerprint
        self.factor = factor
        self.asked = []

    def encode(self, texts):
        self.asked += texts
        rows = [[self.factor, len(text), 0.5] for text in texts]
        return np.array(rows, np.float32).reshape(-1, 3)


@pytest.fixture
def encoder():
    return CountingEncoder()


@pytest.fixture
def cache(tmp_path, encoder):
    return VectorCache(tmp_path / "cache", encoder)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cache" / "training-vectors.sqlite"


def test_only_new_texts_are_encoded(cache, encoder):
    cache.encode(["a", "bb"])
    vectors = cache.encode(["ccc", "a", "bb"])
    assert encoder.asked == ["a", "bb", "ccc"]
    np.testing.assert_array_equal(vectors, encoder.encode(["ccc", "a", "bb"]))
    assert vectors.dtype == np.float32


def test_a_repeated_text_is_encoded_once(cache, encoder):
    vectors = cache.encode(["a", "a", ""])
    assert encoder.asked == ["a", ""]
    np.testing.assert_array_equal(vectors[0], vectors[1])


def test_nothing_gives_an_empty_matrix(cache, encoder):
    assert cache.encode([]).shape == (0, 3)
    assert not encoder.asked


def test_it_is_kept_on_disk_without_the_texts(tmp_path, cache, encoder, file):
    cache.encode(["a sentence to look for"])
    VectorCache(tmp_path / "cache", encoder).encode(["a sentence to look for"])
    assert encoder.asked == ["a sentence to look for"]
    assert b"sentence" not in file.read_bytes()


def test_another_encoder_has_its_own_vectors(tmp_path, cache):
    cache.encode(["a"])
    other = CountingEncoder("encoder-2", factor=2)
    assert VectorCache(tmp_path / "cache", other).encode(["a"])[0, 0] == 2
    assert cache.encode(["a"])[0, 0] == 1


def test_a_file_that_is_no_database_is_made_anew(cache, encoder, file):
    file.parent.mkdir()
    file.write_bytes(b"not a database" * 100)
    cache.encode(["a"])
    cache.encode(["a"])
    assert encoder.asked == ["a"]


def test_a_vector_of_the_wrong_size_is_encoded_again(cache, encoder, file):
    cache.encode(["a"])
    with sqlite3.connect(file) as db:
        db.execute("UPDATE vectors SET vector = ?", (b"\0" * 4,))
    assert cache.encode(["a"]).shape == (1, 3)
    assert encoder.asked == ["a", "a"]


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path, encoder, caplog):
    (tmp_path / "cache").write_text("a file where the folder should be")
    cache = VectorCache(tmp_path / "cache", encoder)
    assert cache.encode(["a"]).shape == (1, 3)
    assert cache.encode(["a"]).shape == (1, 3)
    assert "cannot be kept" in caplog.text

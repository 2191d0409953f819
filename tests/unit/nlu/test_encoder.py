"""The encoder: its promises on a tiny model, then published figures on the real ones."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest

from bot.nlu import encoder as encoder_module
from bot.nlu import weights
from bot.nlu.encoder import Encoder, EncoderError, encoder_fingerprint
from tests.helpers.tiny_encoder import DIMS, write_tiny

TEXTS = ["my team never listens to me", "", "listens", "my team", "never " * 60]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    spec = write_tiny(tmp_path / "weights", "mpnet")
    monkeypatch.setitem(weights.ENCODERS, spec.name, spec)
    return tmp_path / "weights"


@pytest.fixture
def load(tmp_path, folder):
    return lambda **options: Encoder.load(
        "tiny-mpnet", tmp_path / "cache", folder=folder, **options
    )


class TestEncode:
    def test_gives_a_vector_of_length_one_for_each_text(self, load):
        vectors = load().encode(TEXTS)
        assert vectors.shape == (len(TEXTS), DIMS)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    def test_of_nothing_is_an_empty_matrix(self, load):
        vectors = load().encode([])
        assert vectors.shape == (0, DIMS)
        assert vectors.dtype == np.float32

    def test_keeps_the_order_over_batches_and_repetitions(self, load):
        encoder = load()
        texts = [" ".join(["team"] * (n % 50)) for n in range(100)]
        alone = np.concatenate([encoder.encode([text]) for text in texts])
        # Padding may make a number in 8 bits fall to the other side; another text is far off.
        np.testing.assert_allclose(encoder.encode(texts), alone, atol=2e-3)

    def test_cuts_off_past_128_tokens(self, load):
        encoder = load()
        long, longer = encoder.encode(["team " * 126, "team " * 126 + "never " * 900])
        np.testing.assert_array_equal(long, longer)

    def test_survives_half_of_a_surrogate_pair(self, load):
        assert np.isfinite(load().encode(["team \ud83d"])).all()

    @pytest.mark.parametrize("threads", [1, 2])
    def test_does_not_depend_on_the_number_of_threads(self, load, threads):
        np.testing.assert_allclose(
            load(threads=threads).encode(TEXTS), load().encode(TEXTS), atol=1e-6
        )


class TestLoad:
    def test_needs_the_weights_only_once(self, load, folder):
        first = load()
        shutil.rmtree(folder)
        np.testing.assert_array_equal(load().encode(TEXTS), first.encode(TEXTS))

    def test_builds_again_what_was_cut_off(self, load, tmp_path):
        first = load()
        (path,) = (tmp_path / "cache").glob("*.onnx")
        path.write_bytes(path.read_bytes()[:-100])
        np.testing.assert_array_equal(load().encode(TEXTS), first.encode(TEXTS))

    def test_explains_a_full_disk(self, load, monkeypatch):
        def full(_):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(EncoderError, match="disk is full"):
            load()

    def test_passes_on_what_is_wrong_with_the_weights(self, load, folder):
        (folder / "tiny-mpnet" / "model.safetensors").write_bytes(b"")
        with pytest.raises(EncoderError, match="not the original"):
            load()

    def test_knows_what_it_is(self, load):
        encoder = load()
        assert (encoder.name, encoder.dims) == ("tiny-mpnet", DIMS)
        assert encoder.fingerprint == encoder_fingerprint("tiny-mpnet")


class TestFingerprint:
    def test_changes_with_precision_weights_and_graph(self, folder, monkeypatch):
        prints = {encoder_fingerprint("tiny-mpnet", p) for p in ("int8", "float32")}
        with monkeypatch.context() as patch:
            patch.setattr(encoder_module, "GRAPH_VERSION", 99)
            prints.add(encoder_fingerprint("tiny-mpnet"))
        other = write_tiny(folder, "mpnet", seed=1)
        monkeypatch.setitem(weights.ENCODERS, other.name, other)
        prints.add(encoder_fingerprint("tiny-mpnet"))
        assert len(prints) == 4

    def test_stays_the_same_otherwise(self, folder):
        assert encoder_fingerprint("tiny-mpnet") == encoder_fingerprint("tiny-mpnet")


@pytest.fixture(scope="module")
def real():
    """Loads the real encoders, into a folder that is gone afterwards: they are large."""
    with tempfile.TemporaryDirectory() as cache:
        yield lambda name, precision: Encoder.load(name, Path(cache), precision=precision)


# The sums of the vectors' elements as fastembed-rs checks them (tests/text-embeddings.rs).
DOCUMENTS = (
    "Hello, World!",
    "This is an example passage.",
    "fastembed-rs is licensed under Apache-2.0",
    "Some other short text here blah blah blah",
)
SUMS = {
    "all-MiniLM-L6-v2": [0.59605527, 0.36542925, -0.16450031, -0.40903988],
    "all-mpnet-base-v2": [-0.21253541, -0.050802127, 0.14072442, -0.2908188],
}

PARAPHRASES = (
    ("my boss checks every email I send", "my manager looks over everything I do"),
    ("how do I say no to a client", "the customer asks for too much and I cannot refuse"),
    ("I keep taking my work home", "every evening I still work at home"),
)


@pytest.mark.parametrize(
    ("name", "precision", "tolerance"),
    [
        ("all-MiniLM-L6-v2", "float32", 1e-4),
        ("all-MiniLM-L6-v2", "int8", 0.05),
        ("all-mpnet-base-v2", "int8", 0.02),
        pytest.param("all-mpnet-base-v2", "float32", 1e-4, marks=pytest.mark.slow),
    ],
)
class TestRealEncoder:
    def test_agrees_with_published_sums(self, real, name, precision, tolerance):
        sums = real(name, precision).encode(DOCUMENTS).sum(axis=1)
        np.testing.assert_allclose(sums, SUMS[name], atol=tolerance)

    def test_holds_paraphrases_closer_than_unrelated_texts(self, real, name, precision, tolerance):
        left, right = (
            real(name, precision).encode([pair[side] for pair in PARAPHRASES]) for side in (0, 1)
        )
        cosines = left @ right.T
        related = np.diag(cosines)
        assert related.min() > cosines[~np.eye(len(cosines), dtype=bool)].max()


def test_minilm_gives_the_similarities_of_its_documentation(real):
    """Those that sbert.net shows for these three sentences."""
    texts = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    vectors = real("all-MiniLM-L6-v2", "float32").encode(texts)
    expected = [[1, 0.6660, 0.1046], [0.6660, 1, 0.1411], [0.1046, 0.1411, 1]]
    np.testing.assert_allclose(vectors @ vectors.T, expected, atol=1e-4)

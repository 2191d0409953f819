"""The graph against a plain computation written from the two architectures' definitions."""

from __future__ import annotations

import math

import numpy as np
import onnx
import onnxruntime
import pytest

from bot.nlu.onnx_graph import encoder_graph, relative_position_buckets
from tests.helpers.tiny_encoder import DIMS, HEADS, LAYERS, WORDS, tiny_spec, tiny_tensors

ARCHITECTURES = ["bert", "mpnet"]


def run(architecture, precision, texts):
    spec, tensors = tiny_spec(architecture), tiny_tensors(architecture)
    model = encoder_graph(spec, tensors, precision, {})
    session = onnxruntime.InferenceSession(model.SerializeToString())
    ids = np.zeros((len(texts), max(map(len, texts))), np.int64)
    mask = np.zeros_like(ids)
    for row, text in enumerate(texts):
        ids[row, : len(text)], mask[row, : len(text)] = text, 1
    return session.run(None, {"input_ids": ids, "attention_mask": mask})[0]


def random_texts(*lengths):
    random = np.random.default_rng(1)
    return [random.integers(0, len(WORDS), length).tolist() for length in lengths]


def bucket(ahead):
    """Of a key that many tokens ahead of the query: 32 buckets, distances up to 128."""
    first, distance = (16, ahead) if ahead > 0 else (0, -ahead)
    if distance < 8:
        return first + distance
    return first + min(15, 8 + int(math.log(distance / 8) / math.log(128 / 8) * 8))


class Reference:
    """One text without padding, in float64, token by token where that is clearer."""

    def __init__(self, architecture):
        self.mpnet = architecture == "mpnet"
        tensors = tiny_tensors(architecture)
        self.tensors = {name: tensor.astype(np.float64) for name, tensor in tensors.items()}

    def vector(self, ids):
        words = self.tensors["embeddings.word_embeddings.weight"]
        places = self.tensors["embeddings.position_embeddings.weight"]
        if self.mpnet:
            states = np.stack([words[id_] + places[n + 2] for n, id_ in enumerate(ids)])
        else:
            kind = self.tensors["embeddings.token_type_embeddings.weight"][0]
            states = np.stack([words[id_] + places[n] + kind for n, id_ in enumerate(ids)])
        states = self.norm("embeddings.LayerNorm", states)
        for layer in range(LAYERS):
            states = self.layer(f"encoder.layer.{layer}", states)
        mean = states.mean(axis=0)
        return mean / math.sqrt((mean**2).sum())

    def layer(self, prefix, states):
        attention = f"{prefix}.attention"
        names = (
            ["attn.q", "attn.k", "attn.v"]
            if self.mpnet
            else ["self.query", "self.key", "self.value"]
        )
        query, key, value = (self.dense(f"{attention}.{name}", states) for name in names)
        size = DIMS // HEADS
        heads = []
        for head in range(HEADS):
            part = slice(head * size, (head + 1) * size)
            scores = query[:, part] @ key[:, part].T / math.sqrt(size)
            if self.mpnet:
                bias = self.tensors["encoder.relative_attention_bias.weight"]
                for row in range(len(states)):
                    for column in range(len(states)):
                        scores[row, column] += bias[bucket(column - row), head]
            chances = np.exp(scores - scores.max(axis=1, keepdims=True))
            heads.append(chances / chances.sum(axis=1, keepdims=True) @ value[:, part])
        output, norm = (
            ("attn.o", "LayerNorm") if self.mpnet else ("output.dense", "output.LayerNorm")
        )
        attended = self.dense(f"{attention}.{output}", np.concatenate(heads, axis=1))
        states = self.norm(f"{attention}.{norm}", states + attended)
        inner = self.dense(f"{prefix}.intermediate.dense", states)
        inner = inner * 0.5 * (1 + np.vectorize(math.erf)(inner / math.sqrt(2)))
        return self.norm(
            f"{prefix}.output.LayerNorm", states + self.dense(f"{prefix}.output.dense", inner)
        )

    def dense(self, name, states):
        return states @ self.tensors[f"{name}.weight"].T + self.tensors[f"{name}.bias"]

    def norm(self, name, states):
        centred = states - states.mean(axis=1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-5)
        return scaled * self.tensors[f"{name}.weight"] + self.tensors[f"{name}.bias"]


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_float_graph_computes_what_the_architecture_says(architecture):
    texts = random_texts(2, 3, 17, 128)
    expected = [Reference(architecture).vector(text) for text in texts]
    np.testing.assert_allclose(run(architecture, "float32", texts), expected, atol=2e-5)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_quantised_vectors_are_close_to_the_float_ones(architecture):
    texts = random_texts(2, 3, 17, 128)
    cosines = (run(architecture, "int8", texts) * run(architecture, "float32", texts)).sum(axis=1)
    assert cosines.min() > 0.999


@pytest.mark.parametrize("precision", ["int8", "float32"])
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_vector_does_not_depend_on_the_batch(architecture, precision):
    texts = random_texts(2, 9, 60)
    alone = np.concatenate([run(architecture, precision, [text]) for text in texts])
    np.testing.assert_allclose(run(architecture, precision, texts), alone, atol=1e-5)


@pytest.mark.parametrize("precision", ["int8", "float32"])
def test_the_model_is_valid_and_carries_its_metadata(precision):
    model = encoder_graph(tiny_spec("mpnet"), tiny_tensors("mpnet"), precision, {"tokenizer": "{}"})
    onnx.checker.check_model(model)
    assert {entry.key: entry.value for entry in model.metadata_props} == {"tokenizer": "{}"}


def test_a_row_of_zeros_is_quantised_to_zeros():
    spec, tensors = tiny_spec("bert"), tiny_tensors("bert")
    tensors["encoder.layer.0.intermediate.dense.weight"][0] = 0
    tensors["embeddings.word_embeddings.weight"][0] = 0
    model = encoder_graph(spec, tensors, "int8", {})
    session = onnxruntime.InferenceSession(model.SerializeToString())
    feeds = {"input_ids": np.zeros((1, 2), np.int64), "attention_mask": np.ones((1, 2), np.int64)}
    assert np.isfinite(session.run(None, feeds)[0]).all()


def test_relative_positions_fall_into_the_published_buckets():
    expected = [[bucket(key - query) for key in range(300)] for query in range(300)]
    assert relative_position_buckets(300).tolist() == expected

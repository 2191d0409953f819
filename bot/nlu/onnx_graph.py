"""Writes an encoder as an ONNX graph for onnxruntime: tokens in, normalised sentence vectors out.

onnxruntime's own operators are used where they save time: attention as one operator, and weights in
8 bits with a scale for every 128 of them, which is a fifth faster than one for every 32. Quantising
a whole tensor at once is faster still, but costs accuracy (mean cosine to mpnet's float vectors
0.90, where this has 0.999) and makes a text's vector depend on the other texts of its batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, TensorProto, helper

from bot.nlu.graph_writer import MICROSOFT, Floats, GraphWriter
from bot.nlu.weights import EncoderSpec, Tensors

Precision = Literal["int8", "float32"]

GRAPH_VERSION = 2  # raise it whenever the vectors or the file's layout change
MAX_TOKENS = 128
_OPSETS = {"": 20, MICROSOFT: 1}
_IR_VERSION = 10

# Our name of a layer's part: its name in the original weights.
_COMMON = {
    "feed_forward_1": "intermediate.dense",
    "feed_forward_2": "output.dense",
    "output_norm": "output.LayerNorm",
}
_PARTS: Mapping[str, Mapping[str, str]] = {
    "bert": _COMMON
    | {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "attention_output": "attention.output.dense",
        "attention_norm": "attention.output.LayerNorm",
    },
    "mpnet": _COMMON
    | {
        "query": "attention.attn.q",
        "key": "attention.attn.k",
        "value": "attention.attn.v",
        "attention_output": "attention.attn.o",
        "attention_norm": "attention.LayerNorm",
    },
}


def encoder_graph(
    spec: EncoderSpec, tensors: Tensors, precision: Precision, metadata: Mapping[str, str]
) -> ModelProto:
    """The model: input_ids, attention_mask (batch, length) int64 → vectors (batch, dims)."""
    shape = ["batch", "length"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, shape)
        for name in ("input_ids", "attention_mask")
    ]
    opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS.items()]
    empty = helper.make_graph([], spec.name, inputs, [])
    model = helper.make_model(empty, opset_imports=opsets, ir_version=_IR_VERSION)
    helper.set_model_props(model, dict(metadata))
    # Written into the model itself: each copy of a finished graph would take 400 MB.
    writer = GraphWriter(model.graph, quantised=precision == "int8")
    vectors = _EncoderGraph(spec, tensors, writer).write()
    output = helper.make_tensor_value_info(vectors, TensorProto.FLOAT, ["batch", spec.dims])
    model.graph.output.append(output)
    return model


class _EncoderGraph:
    """The encoder's operators in order: embeddings, layers, pooling."""

    def __init__(self, spec: EncoderSpec, tensors: Tensors, writer: GraphWriter) -> None:
        self._spec = spec
        self._tensors = tensors
        self._writer = writer
        self._mpnet = spec.architecture == "mpnet"

    def write(self) -> str:
        """Write everything; the name of the vectors."""
        mask = self._writer.node("Cast", ["attention_mask"], to=TensorProto.INT32)
        length = self._writer.node("Shape", ["input_ids"], start=1, end=2)
        bias = self._relative_bias(length) if self._mpnet else ""
        states = self._embeddings(length)
        for number in range(self._spec.layers):
            states = self._layer(f"encoder.layer.{number}.", states, mask, bias)
        return self._pool(states)

    def _embeddings(self, length: str) -> str:
        positions = self._tensors["embeddings.position_embeddings.weight"]
        if self._mpnet:
            positions = positions[2:]  # the first two belong to padding
        else:
            positions = positions + self._tensors["embeddings.token_type_embeddings.weight"][0]
        table = self._tensors["embeddings.word_embeddings.weight"]
        words = self._writer.rows("words", table, "input_ids")
        places = self._writer.first("positions", positions[:MAX_TOKENS], length, [0])
        return self._norm("embeddings.LayerNorm", words, places)

    def _layer(self, prefix: str, states: str, mask: str, bias: str) -> str:
        names = {part: prefix + name for part, name in _PARTS[self._spec.architecture].items()}
        projected = self._linear(states, names["query"], names["key"], names["value"])
        attended = self._writer.node(
            "MultiHeadAttention",
            [
                *self._writer.nodes_of("Split", [projected], 3, axis=-1, num_outputs=3),
                "",
                mask,
                bias,
            ],
            domain=MICROSOFT,
            num_heads=self._spec.heads,
        )
        attended = self._linear(attended, names["attention_output"])
        states = self._norm(names["attention_norm"], attended, states)
        inner = self._writer.node("Gelu", [self._linear(states, names["feed_forward_1"])])
        outer = self._linear(inner, names["feed_forward_2"])
        return self._norm(names["output_norm"], outer, states)

    def _relative_bias(self, length: str) -> str:
        """MPNet adds a number to each attention score, by head and distance."""
        by_bucket = self._tensors["encoder.relative_attention_bias.weight"]
        table = by_bucket[relative_position_buckets(MAX_TOKENS)].transpose(2, 0, 1)[np.newaxis]
        square = self._writer.node("Concat", [length, length], axis=0)
        return self._writer.first("relative_bias", table, square, [2, 3])

    def _pool(self, states: str) -> str:
        """The tokens' mean, scaled to length 1; a sum gives the same, so nothing is divided."""
        axis = self._writer.constant("pooled_axis", np.array([1]))
        mask = self._writer.node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
        row = self._writer.node("Unsqueeze", [mask, axis])
        summed = self._writer.node("Squeeze", [self._writer.node("MatMul", [row, states]), axis])
        return self._writer.node("LpNormalization", [summed], axis=-1, p=2)

    def _linear(self, states: str, *names: str) -> str:
        """One matrix product, for several matrices side by side."""
        weight, bias = (self._joined(names, part) for part in ("weight", "bias"))
        return self._writer.linear(names[0], states, weight, bias)

    def _norm(self, name: str, states: str, residual: str) -> str:
        weight, bias = (self._tensors[f"{name}.{part}"] for part in ("weight", "bias"))
        summed = self._writer.node("Add", [states, residual])
        return self._writer.norm(name, summed, weight, bias, self._spec.norm_epsilon)

    def _joined(self, names: tuple[str, ...], part: str) -> Floats:
        return np.concatenate([self._tensors[f"{name}.{part}"] for name in names])


def relative_position_buckets(length: int) -> npt.NDArray[np.int64]:
    """Bucket of each (query, key) pair as MPNet has it: 32 in all, the upper 16 for keys ahead."""
    ahead = np.arange(length)[np.newaxis, :] - np.arange(length)[:, np.newaxis]
    distance = np.abs(ahead)
    # Below 8 each distance has its own bucket; from there each is √2 times as far as the last.
    # Squares keep it in whole numbers: a logarithm may fall just short of one.
    far = 7 + np.searchsorted(64 << np.arange(8), distance**2, side="right")
    buckets: npt.NDArray[np.int64] = np.where(distance < 8, distance, far)
    buckets[ahead > 0] += 16
    return buckets

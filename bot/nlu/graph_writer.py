"""Collects the nodes and constants of an ONNX graph for onnxruntime, quantised on request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import GraphProto, TensorProto, helper

Floats = npt.NDArray[np.float32]

MICROSOFT = "com.microsoft"  # the domain of onnxruntime's own operators
BLOCK = 128


class GraphWriter:
    """Adds operators to a graph; methods return the name of what the operator computes."""

    def __init__(self, graph: GraphProto, *, quantised: bool) -> None:
        self._graph = graph
        self._quantised = quantised

    def node(self, operator: str, inputs: Sequence[str], domain: str = "", **options: Any) -> str:
        """An operator with one output."""
        return self.nodes_of(operator, inputs, 1, domain, **options)[0]

    def nodes_of(
        self, operator: str, inputs: Sequence[str], outputs: int, domain: str = "", **options: Any
    ) -> list[str]:
        """An operator with several outputs."""
        names = [f"{operator}_{len(self._graph.node)}_{number}" for number in range(outputs)]
        self._graph.node.append(helper.make_node(operator, inputs, names, domain=domain, **options))
        return names

    def constant(self, name: str, values: npt.NDArray[Any]) -> str:
        """A tensor stored in the graph."""
        kind = helper.np_dtype_to_tensor_dtype(values.dtype)
        data = np.ascontiguousarray(values).tobytes()
        self._graph.initializer.add(name=name, dims=values.shape, data_type=kind, raw_data=data)
        return name

    def rows(self, name: str, table: Floats, indices: str) -> str:
        """The table's rows at the indices; quantised with one scale a row."""
        if not self._quantised:
            return self.node("Gather", [self.constant(name, table), indices])
        scales = _scales(table)
        codes = np.rint(table / scales).astype(np.int8)
        code = self.node("Gather", [self.constant(f"{name}.codes", codes), indices])
        scale = self.node("Gather", [self.constant(f"{name}.scales", scales), indices])
        return self.node("Mul", [self.node("Cast", [code], to=TensorProto.FLOAT), scale])

    def linear(self, name: str, states: str, weight: Floats, bias: Floats) -> str:
        """States times the transposed weight (out, in), plus the bias."""
        bias_name = self.constant(f"{name}.bias", bias)
        if not self._quantised:
            matrix = self.constant(f"{name}.weight", weight.T)
            return self.node("Add", [self.node("MatMul", [states, matrix]), bias_name])
        blocks = weight.reshape(len(weight), -1, BLOCK)
        scales = _scales(blocks)
        codes = (np.rint(blocks / scales) + 128).astype(np.uint8)  # 128 stands for zero
        return self.node(
            "MatMulNBits",
            [
                states,
                self.constant(f"{name}.codes", codes),
                self.constant(f"{name}.scales", scales.reshape(-1)),
                "",
                "",
                bias_name,
            ],
            domain=MICROSOFT,
            N=weight.shape[0],
            K=weight.shape[1],
            bits=8,
            block_size=BLOCK,
            accuracy_level=4,  # multiply in int8, not in float
        )

    def norm(self, name: str, states: str, weight: Floats, bias: Floats, epsilon: float) -> str:
        """Layer normalisation over the last axis."""
        scale, shift = self.constant(f"{name}.weight", weight), self.constant(f"{name}.bias", bias)
        return self.node("LayerNormalization", [states, scale, shift], epsilon=epsilon)

    def first(self, name: str, table: npt.NDArray[Any], ends: str, axes: Sequence[int]) -> str:
        """The table cut to the given lengths along the axes."""
        starts = self.constant(f"{name}.starts", np.zeros(len(axes), np.int64))
        along = self.constant(f"{name}.axes", np.array(axes, np.int64))
        return self.node("Slice", [self.constant(name, table), starts, ends, along])


def _scales(values: Floats) -> Floats:
    """What to divide by so that the last axis fits -127 to 127; 1 where all is zero."""
    peaks = np.abs(values).max(axis=-1, keepdims=True)
    return np.where(peaks > 0, peaks / 127, 1).astype(np.float32)

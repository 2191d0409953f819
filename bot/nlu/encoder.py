"""Turns texts into sentence vectors, with an ONNX file derived once from the original weights."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from onnx import ModelProto
from tokenizers import Tokenizer

from bot.nlu.built_file import BuiltFileError, ensure_built
from bot.nlu.onnx_graph import GRAPH_VERSION, MAX_TOKENS, Precision, encoder_graph
from bot.nlu.weights import EncoderError, EncoderSpec, encoder_spec, read_weights

__all__ = ["Encoder", "EncoderError", "Vectors", "encoder_fingerprint"]

Vectors = npt.NDArray[np.float32]

_BATCH = 32
_TOKENIZER_KEY = "tokenizer"
_logger = logging.getLogger(__name__)


def encoder_fingerprint(name: str, precision: Precision = "int8") -> str:
    """Changes whenever the same text might get another vector; needs no weights."""
    spec = encoder_spec(name)
    parts = (spec.model_sha256, spec.tokenizer_sha256, str(GRAPH_VERSION), str(MAX_TOKENS))
    return f"{name}-{precision}-{hashlib.sha256(' '.join(parts).encode()).hexdigest()[:12]}"


class Encoder:
    """A loaded sentence encoder; make one with `Encoder.load`. Safe to use from many threads."""

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        spec: EncoderSpec,
        fingerprint: str,
    ) -> None:
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        self._session = session
        self._tokenizer = tokenizer
        self.name = spec.name
        self.dims = spec.dims
        self.fingerprint = fingerprint

    @classmethod
    def load(
        cls,
        name: str,
        cache_dir: Path,
        *,
        folder: Path | None = None,
        hub: str | None = None,
        precision: Precision = "int8",
        threads: int = 2,
    ) -> Encoder:
        """Load from cache_dir, building there first where need be; EncoderError says what to do."""
        spec = encoder_spec(name)
        fingerprint = encoder_fingerprint(name, precision)

        def build() -> bytes:
            _logger.info("Preparing the sentence encoder %s (once; some seconds)", fingerprint)
            data: bytes = _model(spec, precision, folder, hub).SerializeToString()
            return data

        try:
            path = ensure_built(cache_dir / f"{fingerprint}.onnx", build)
        except BuiltFileError as error:
            raise EncoderError(str(error)) from error
        session = _session(path, threads)
        tokenizer = session.get_modelmeta().custom_metadata_map[_TOKENIZER_KEY]
        return cls(session, Tokenizer.from_str(tokenizer), spec, fingerprint)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector of length 1 for each text, float32 (n, dims); past 128 tokens is cut off."""
        rows = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        tokens = [self._tokens(text) for text in rows]
        by_length = sorted(rows.values(), key=lambda row: len(tokens[row]))
        vectors = np.empty((len(rows), self.dims), np.float32)
        for start in range(0, len(rows), _BATCH):
            batch = by_length[start : start + _BATCH]
            vectors[batch] = self._run([tokens[row] for row in batch])
        return vectors[[rows[text] for text in texts]] if texts else vectors

    def _tokens(self, text: str) -> Sequence[int]:
        """Token ids; half of a surrogate pair, which the tokenizer refuses, counts as "?"."""
        # One by one: the tokenizer's own batches start threads, which do not survive a fork.
        ids: list[int] = self._tokenizer.encode(text.encode(errors="replace").decode()).ids
        return ids

    def _run(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        input_ids = np.zeros((len(tokens), max(map(len, tokens))), np.int64)
        mask = np.zeros_like(input_ids)
        for row, ids in enumerate(tokens):
            input_ids[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        feeds = {"input_ids": input_ids, "attention_mask": mask}
        vectors: Vectors = self._session.run(None, feeds)[0]
        return vectors


def _model(
    spec: EncoderSpec, precision: Precision, folder: Path | None, hub: str | None
) -> ModelProto:
    """The ONNX model with its tokenizer; a function, so that the weights leave memory with it."""
    weights = read_weights(spec, folder=folder, hub=hub)
    return encoder_graph(spec, weights.tensors, precision, {_TOKENIZER_KEY: weights.tokenizer})


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """An onnxruntime session on the processor."""
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Waiting threads sleep: spinning gains a millisecond and takes a core from other processes.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

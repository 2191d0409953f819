"""Texts that say the same, or almost: by their letters, and by their meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import CountVectorizer

from bot.nlu.text import has_words, wording

NEAR = 0.7
"""Share of character trigrams in common from which two texts are almost the same."""
CLOSE = 0.93
"""Cosine of the sentence vectors from which two texts mean the same, found by reading pairs."""
SHORTEST = 15
"""Characters below which texts are only compared as wholes: "thank you", "thanks you"."""
_ROWS = 500


def sameness_key(text: str) -> str:
    """Equal for texts that understanding cannot tell apart, but for punctuation and capitals."""
    plain = wording(text).casefold().replace("'", "")
    return " ".join(re.findall(r"\w+", plain)) or " ".join(text.split())


def near_pairs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Positions of each two texts whose trigrams' Jaccard index is above NEAR, the earlier first.

    Trigrams in common are counted by sparse products of 500 rows at a time: a second for 10,000
    texts, and memory for a few million numbers.
    """
    plain = [" ".join(text.casefold().split()) for text in texts]
    long = np.array([n for n, text in enumerate(plain) if len(text) >= SHORTEST])
    if len(long) < 2:
        return
    vectorizer = CountVectorizer(
        analyzer="char", ngram_range=(3, 3), binary=True, lowercase=False, dtype=np.int32
    )
    grams = vectorizer.fit_transform([plain[n] for n in long])
    sizes = np.asarray(grams.sum(axis=1)).ravel()
    for start in range(0, len(long), _ROWS):
        common = (grams[start : start + _ROWS] @ grams[start:].T).tocoo()
        rows, columns = common.row + start, common.col + start
        union = sizes[rows] + sizes[columns] - common.data
        near = (rows < columns) & (common.data > NEAR * union)
        yield from zip(long[rows[near]].tolist(), long[columns[near]].tolist(), strict=True)


def close_pairs(
    texts: Sequence[str], vectors: npt.NDArray[np.float32]
) -> Iterator[tuple[int, int]]:
    """Positions of each two texts whose vectors are CLOSE, the earlier first.

    `vectors` has the shape (n, dims), each of length 1. Texts without words are left out: the
    encoder cannot tell one emoji from another.
    """
    long = np.array([n for n, t in enumerate(texts) if len(t) >= SHORTEST and has_words(t)])
    if len(long) < 2:
        return
    compared = vectors[long]
    for start in range(0, len(long), _ROWS):
        rows, columns = np.nonzero(compared[start : start + _ROWS] @ compared[start:].T > CLOSE)
        near = rows < columns
        firsts, seconds = long[rows[near] + start], long[columns[near] + start]
        yield from zip(firsts.tolist(), seconds.tolist(), strict=True)

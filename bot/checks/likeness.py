"""Texts that say the same, or almost.

Sentence vectors are not compared: among 3,235 examples a cosine above 0.97 found only what
`sameness_key` finds, and emoji, which the encoder cannot tell apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from bot.nlu.text import wording

NEAR = 0.7
"""Share of character trigrams in common from which two texts are almost the same."""
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

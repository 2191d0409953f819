"""Near pairs are those that the definition names."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.checks.likeness import NEAR, SHORTEST, close_pairs, near_pairs


@given(st.lists(st.text(alphabet="abc ", max_size=30), max_size=12))
def test_near_pairs_are_those_of_the_definition(texts):
    def grams(text):
        plain = " ".join(text.split())
        return {plain[n : n + 3] for n in range(len(plain) - 2)}, len(plain)

    expected = set()
    for second, text in enumerate(texts):
        for first, earlier in enumerate(texts[:second]):
            (ours, length), (theirs, other_length) = grams(text), grams(earlier)
            if min(length, other_length) >= SHORTEST:
                share = len(ours & theirs) / len(ours | theirs)
                if share > NEAR:
                    expected.add((first, second))
    assert set(near_pairs(texts)) == expected


def test_close_pairs_are_long_texts_with_words_that_point_the_same_way():
    texts = ["the printer is down again", "our printer broke", "my lead shouts", "ok", "😂" * 15]
    vectors = np.array([[1, 0], [0.95, 0.3122], [0, 1], [1, 0], [1, 0]], np.float32)
    assert list(close_pairs(texts, vectors)) == [(0, 1)]


def test_of_one_text_or_none_there_are_no_pairs():
    assert list(close_pairs([], np.empty((0, 2), np.float32))) == []
    assert list(close_pairs(["the printer is down again"], np.ones((1, 2), np.float32))) == []

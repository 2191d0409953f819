"""Whatever a reply says, Telegram can read every part of it, and the person reads all of it."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from bot.telegram.formatting import keyboard, split, to_html, utf16_length
from tests.helpers.telegram_html import bold_of, plain_of

CHECK = settings(max_examples=300, deadline=None, derandomize=True, database=None)

TELLING = (
    "**", "*", "***", "**a**", "** b **", "**c\nd**", "&", "<", ">", "&amp;", "<b>", "</b>", "&#38",
    "<!--", "1. ", "• ", ". ", ".", "! ", "।", " ", "\n", "\n\n", "\r\n", "\n \n", "\t", "\u00a0",
    "\u2028", "\x1c", "word", "customer", "naman", "क्षि", "नमस्ते", "\u0301", "\u200d", "\ufe0f",
    "\u200b", "\u0600", "👨‍👩‍👧‍👦", "👍🏽", "🇵🇭", "🇮", "🎉", "한", "ᄒ", "ᅡ", "x" * 30,
    "\ud83d", "\ude00",
)  # fmt: skip
TEXTS = st.text() | st.lists(st.sampled_from(TELLING), max_size=60).map("".join)
LIMITS = st.integers(12, 60) | st.just(4096)
TITLES = st.lists(st.text(max_size=40), max_size=12)
BOLD = re.compile(r"\*\*(\**[^\s*](?:(?!\n[^\S\n]*\n).)*?(?<=\S))\*\*", re.DOTALL)


def whole(text):
    """The text with halves of surrogate pairs joined or replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def squeezed(text):
    """The text without white space."""
    return "".join(text.split())


@CHECK
@given(TEXTS)
def test_html_says_what_the_text_says(text):
    assert plain_of(to_html(text)) == BOLD.sub(r"\1", whole(text))


@CHECK
@given(TEXTS, LIMITS)
def test_every_part_is_well_formed_and_fits_and_has_something_to_read(text, limit):
    for part in split(text, limit):
        assert utf16_length(part) <= limit
        assert plain_of(part) == plain_of(part).strip() != ""
        part.encode()


@CHECK
@given(TEXTS, LIMITS)
def test_the_parts_together_say_the_text(text, limit):
    parts, html = split(text, limit), to_html(text)
    assert squeezed("".join(map(plain_of, parts))) == squeezed(plain_of(html))
    assert squeezed("".join(map(bold_of, parts))) == squeezed(bold_of(html))


@CHECK
@given(TEXTS, LIMITS)
def test_no_character_is_cut_that_fits_into_a_part(text, limit):
    whole_ones = list(iter_graphemes(plain_of(to_html(text))))
    if all(utf16_length(to_html(character)) <= limit - 7 for character in whole_ones):
        read = [c for part in split(text, limit) for c in iter_graphemes(plain_of(part))]
        assert [c for c in read if not c.isspace()] == [c for c in whole_ones if not c.isspace()]


@CHECK
@given(TEXTS)
def test_a_text_that_fits_is_one_part(text):
    html = to_html(text)
    if plain_of(html).strip() and utf16_length(html) <= 4096:
        (part,) = split(text)
        assert plain_of(part) == plain_of(html).strip()


@CHECK
@given(TITLES)
def test_every_button_has_one_place_in_order(titles):
    rows = keyboard(titles)
    assert [place for row in rows for place in row] == list(range(len(titles)))
    for row in rows:
        assert 1 <= len(row) <= 3
        assert len(row) == 1 or sum(len(titles[place]) for place in row) <= 30

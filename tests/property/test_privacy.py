"""No contact data is left by masking, wherever it stands in a text."""

from __future__ import annotations

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.privacy import mask, pseudonym

CHECK = settings(max_examples=300, deadline=None, derandomize=True, database=None)

WORDS = st.lists(st.text("abcdefghi -,;!?()\n🙂é", max_size=12), max_size=4).map(" ".join)
LETTERS = st.lists(st.text("abcdefghi,.!?\n🙂", max_size=12), max_size=4).map(" ".join)
NAMES = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=10)
ADDRESSES = st.builds(
    lambda name, more, host, domain: f"{name}{more}@{host}.{domain}",
    NAMES,
    st.sampled_from(["", ".x", "_y", "-z", "+calls"]),
    NAMES,
    st.sampled_from(["com", "co.uk", "example.org", "PH"]),
)
PHONES = st.builds(
    lambda start, end: f"{start}{end:05d}",
    st.sampled_from(["+6391712", "0917-12", "+91 98765 ", "+4420721", "020 721"]),
    st.integers(0, 99_999),
)


def passes_luhn(digits):
    numbers = [int(digit) for digit in digits]
    doubled = [sum(divmod(2 * n, 10)) for n in numbers[-2::-2]]
    return (sum(numbers[-1::-2]) + sum(doubled)) % 10 == 0


@st.composite
def cards(draw):
    """A number of a card's length that carries its check digit, grouped in fours or not."""
    start = draw(st.text("0123456789", min_size=12, max_size=18))
    number = next(start + check for check in "0123456789" if passes_luhn(start + check))
    separator = draw(st.sampled_from(["", " ", "-"]))
    return separator.join(re.findall(r"\d{1,4}", number))


@CHECK
@given(WORDS, cards(), WORDS)
def test_no_card_number_is_left(before, card, after):
    masked, kinds = mask(f"{before} {card} {after}")
    assert card not in masked
    assert not re.search(r"\d", masked)
    assert kinds == ("card",)


@CHECK
@given(WORDS, ADDRESSES, WORDS)
def test_no_e_mail_address_is_left(before, address, after):
    masked, kinds = mask(f"{before} {address} {after}")
    assert "@" not in masked
    assert address not in masked
    assert "email" in kinds


@CHECK
@given(LETTERS, PHONES, LETTERS)
def test_no_phone_number_is_left(before, phone, after):
    masked, kinds = mask(f"{before} {phone} {after}")
    assert not re.search(r"\d", masked)
    assert kinds == ("phone",)


@CHECK
@given(st.text() | st.text("0123456789 -+().@ax", max_size=60))
def test_masking_twice_is_masking_once(text):
    masked, kinds = mask(text)
    assert mask(masked) == (masked, ())
    assert bool(kinds) == (masked != text)


@CHECK
@given(st.text("abc .,!?'()@#\n🙂é٣", max_size=40))
def test_text_without_digits_and_addresses_is_not_touched(text):
    assume(not re.search(r"@\w|\d", text))
    assert mask(text) == (text, ())


@CHECK
@given(
    st.text() | st.text(st.characters(categories=["Cs", "L"])),
    st.sampled_from(["terminal", "telegram"]),
)
def test_a_pseudonym_is_fit_to_be_a_sender(name, prefix):
    assert re.fullmatch(rf"{prefix}-[0-9a-f]{{16}}", pseudonym(name, prefix=prefix))

"""Contact data is masked before anything is stored; names become pseudonyms."""

from __future__ import annotations

import re

import pytest

from bot.privacy import MASKS, mask, pseudonym


@pytest.mark.parametrize(
    "card",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "378282246310005",
        "3782 822463 10005",
        "6304000000000000",
        "4222222222222",
        "6032200000000000120",
        "٤١١١١١١١١١١١١١١١",
    ],
)
def test_a_card_number_is_masked_however_it_is_grouped(card):
    assert mask(f"the customer read {card} to me") == (
        "the customer read [card number] to me",
        ("card",),
    )


@pytest.mark.parametrize("number", ["4111 1111 1111 1112", "1234567890123456"])
def test_a_number_without_the_check_digit_is_no_card(number):
    assert "card" not in mask(f"ticket {number}")[1]


@pytest.mark.parametrize(
    "address",
    [
        "ana@example.com",
        "ana.maria+calls@mail.example.co.uk",
        "a_b-c@x-y.org",
        "josé@exämple.de",
        "ANA@EXAMPLE.COM",
    ],
)
def test_an_e_mail_address_is_masked(address):
    assert mask(f"(write to {address}, please.)") == (
        "(write to [e-mail address], please.)",
        ("email",),
    )


@pytest.mark.parametrize(
    "number",
    [
        "+63 917 123 4567",
        "09171234567",
        "0917-123-4567",
        "+91 98765 43210",
        "098765 43210",
        "(650) 253-0000",
        "020 7219 3000",
        "+49 30 901820",
    ],
)
def test_a_phone_number_is_masked(number):
    assert mask(f"call me at {number} tonight") == (
        "call me at [phone number] tonight",
        ("phone",),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "my AHT is 540 seconds and my QA is 98.5%",
        "shift 22:00-07:00, 5 days a week",
        "2025-01-15 and 15/01/2025",
        "we missed it by 1,250,000 pesos",
        "ticket 4821",
        "@here @channel a@b",
        "🙂 " * 50,
        "أنا تعبان",
    ],
)
def test_what_is_no_contact_data_stays(text):
    assert mask(text) == (text, ())


def test_every_kind_is_found_and_named_once():
    text = "a@b.co c@d.co 4111111111111111 5500000000000004 +63 917 123 4567 +63 918 123 4567"
    masked, kinds = mask(text)
    assert sorted(kinds) == ["card", "email", "phone"]
    for kind, name in MASKS.items():
        assert masked.count(name) == 2, kind
    assert not re.search(r"\d", masked)


def test_two_numbers_side_by_side_are_both_masked():
    assert mask("4111111111111111 4111111111111111")[0] == "[card number] [card number]"
    assert mask("0917 123 4567 or 0918 123 4567")[0] == "[phone number] or [phone number]"


def test_what_was_masked_stays_masked():
    once, _ = mask("a@b.co, 4111 1111 1111 1111, +63 917 123 4567")
    assert mask(once) == (once, ())


def test_a_pseudonym_is_stable_and_does_not_show_the_name():
    made = pseudonym("Ana Reyes", prefix="terminal")
    assert re.fullmatch(r"terminal-[0-9a-f]{16}", made)
    assert made == pseudonym("Ana Reyes", prefix="terminal")
    assert made != pseudonym("Ana Reyes", prefix="telegram")


def test_different_names_have_different_pseudonyms():
    names = ["ana", "Ana", "ana ", "", "añа", "🦄", "x" * 10_000]
    assert len({pseudonym(name, prefix="t") for name in names}) == len(names)

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
        "4111.1111.1111.1111",
        "4111–1111–1111–1111",
        "4111 - 1111 - 1111 - 1111",
        "4111x1111x1111x1111",
        "4111 then 1111 then 1111 then 1111",
        "3782.822463.10005",
        "41 11 11 11 11 11 11 11",
    ],
)
def test_a_card_number_is_masked_however_it_is_grouped(card):
    assert mask(f"the customer read {card} to me") == (
        "the customer read [card number] to me",
        ("card",),
    )


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("4111 1111 1111 1111exp 12/26", "[card number]exp 12/26"),
        ("visa4111111111111111now", "visa[card number]now"),
        ("4111 1111 1111 1111 12/26 cvv 123", "[card number] 12/26 cvv 123"),
    ],
)
def test_a_card_number_may_touch_other_words(text, masked):
    assert mask(text) == (masked, ("card",))


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
        "o'brien@example.com",
        "o’brien@example.com",
        "r&d+50%@example.com",
        "ana＠example.com",
        "ana＠ｅｘａｍｐｌｅ．ｃｏｍ",
    ],
)
def test_an_e_mail_address_is_masked(address):
    assert mask(f"(write to {address}, please.)") == (
        "(write to [e-mail address], please.)",
        ("email",),
    )


def test_a_quotation_mark_is_no_part_of_an_address():
    assert mask("'ana@example.com'")[0] == "'[e-mail address]'"
    assert mask("ana@example.com'ben@example.com")[0] == "[e-mail address]'[e-mail address]"


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
    ("text", "masked"),
    [
        ("call09171234567now", "call[phone number]now"),
        ("ph:+63 917 123 4567x", "ph:[phone number]x"),
        ("me(650) 253-0000u", "me[phone number]u"),
        ("a09171234567b+639181234567c", "a[phone number]b[phone number]c"),
        ("2 09171234567 2pm", "2 [phone number] 2pm"),
        ("+63 2 8123 4567ext123", "[phone number]"),
    ],
)
def test_a_phone_number_may_touch_other_words(text, masked):
    assert mask(text) == (masked, ("phone",))


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
        "ticket 12345678",
        "INC0012345 and EMP09171234",
        "AHT 420, 90%",
        "2026-03-31 10 am",
        "31.03.2026 10 am",
        # Both would carry a card's check digit somewhere.
        "2026-04-25 2026-08-19",
        "aht 301 528 436 417 352",
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


@pytest.mark.parametrize("text", ["1 " * 2000, "1-" * 2000, "a" * 4000, "'" * 4000, "1" * 4000])
def test_a_long_text_without_contact_data_stays(text):
    assert mask(text) == (text, ())


def test_every_number_of_a_long_text_is_masked():
    assert mask("4111.1111.1111.1111 " * 100) == ("[card number] " * 100, ("card",))


def test_a_pseudonym_is_stable_and_does_not_show_the_name():
    made = pseudonym("Ana Reyes", prefix="terminal")
    assert re.fullmatch(r"terminal-[0-9a-f]{16}", made)
    assert made == pseudonym("Ana Reyes", prefix="terminal")
    assert made != pseudonym("Ana Reyes", prefix="telegram")


def test_different_names_have_different_pseudonyms():
    names = ["ana", "Ana", "ana ", "", "añа", "🦄", "x" * 10_000, "\udcff", "\udcfe"]
    assert len({pseudonym(name, prefix="t") for name in names}) == len(names)

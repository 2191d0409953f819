"""Masking of contact data, and pseudonyms, before anything is stored or logged."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

MASKS = {"card": "[card number]", "email": "[e-mail address]", "phone": "[phone number]"}
PHONE_REGIONS = ("PH", "IN", "US", "GB")
"""Countries whose local way of writing a number is read; elsewhere only numbers with a + are."""

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Digits as printed on cards: in groups or in one run.
_DIGIT_RUN = re.compile(r"\d(?:[ /-]?\d){12,}")
_SHORTEST_CARD, _LONGEST_CARD = 13, 19


def mask(text: str) -> tuple[str, tuple[str, ...]]:
    """Replace card numbers, e-mail addresses and phone numbers; also say which kinds were found."""
    found: list[str] = []
    for kind, spans in (("email", _emails), ("card", _cards), ("phone", _phones)):
        for start, end in sorted(set(spans(text)), reverse=True):
            text = text[:start] + MASKS[kind] + text[end:]
            if kind not in found:
                found.append(kind)
    return text, tuple(found)


def _emails(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _EMAIL.finditer(text))


def _cards(text: str) -> Iterator[tuple[int, int]]:
    """Spans of card numbers, also where other digits (an expiry date, a code) stand beside them."""
    for run in _DIGIT_RUN.finditer(text):
        groups = [found.span() for found in re.finditer(r"\d+", run.group())]
        end = 0
        for first, (start, _) in enumerate(groups):
            for _, stop in reversed(groups[first : first + _LONGEST_CARD]):
                digits = sum(char.isdecimal() for char in run.group()[start:stop])
                whole = _SHORTEST_CARD <= digits <= _LONGEST_CARD
                if start >= end and whole and _luhn(run.group()[start:stop]):
                    end = stop
                    yield run.start() + start, run.start() + stop


def _phones(text: str) -> Iterator[tuple[int, int]]:
    """Spans of valid phone numbers; overlapping readings of several regions count once."""
    end = 0
    readings = (
        (match.start, match.end)
        for region in PHONE_REGIONS
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID)
    )
    for span in sorted(readings, key=lambda span: (span[0], -span[1])):
        if span[0] >= end:
            end = span[1]
            yield span


def _luhn(written: str) -> bool:
    """Whether the digits carry the check digit of payment cards (ISO/IEC 7812-1)."""
    digits = [int(char) for char in reversed(written) if char.isdecimal()]
    doubled = [digit * (1 + place % 2) for place, digit in enumerate(digits)]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


def pseudonym(name: str, *, prefix: str) -> str:
    """A stable sender id for a name that must not itself be stored: `<prefix>-<16 hex digits>`."""
    return f"{prefix}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"

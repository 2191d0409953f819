"""Masking of contact data, and pseudonyms, before anything is stored or logged."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from phonenumbers import Leniency, PhoneNumberMatcher

MASKS = {"card": "[card number]", "email": "[e-mail address]", "phone": "[phone number]"}
PHONE_REGIONS = ("PH", "IN", "US", "GB")
"""Countries whose local way of writing a number is read; elsewhere only numbers with a + are."""

_BEFORE_AT = re.compile(r"[\w.+&%~'\u2019-]*[\w.+&%~-]")
"""The part of an address before the @, read backwards; an opening quotation mark is none of it."""
_FROM_AT = re.compile(r"[@\uff20][\w-]+(?:[.\uff0e][\w-]+)+")

_DIGITS = re.compile(r"\d+")
_LONGEST_CARD = 19
_WIDEST_GAP = 6
_PRINTED = {
    *((length,) for length in range(13, 20)),
    *((4, 4, 4, rest) for rest in range(1, 5)),
    *((4, 4, 4, 4, rest) for rest in range(1, 4)),
    *((4, 6, 4), (4, 6, 5), (8, 8)),
}
"""Digits in each group of a number as cards show it."""
_ISSUED = re.compile(
    r"4\d{12}(?:\d{3}){0,2}"  # Visa
    r"|(?:5[1-5]|2[2-7])\d{14}"  # Mastercard
    r"|3[47]\d{13}|3[0689]\d{12}|35\d{14}"  # American Express, Diners Club, JCB
    r"|(?:5[06-9]|6\d|8[12])\d{14,17}"  # Discover, Maestro, RuPay, UnionPay
)

_GLUED = re.compile(r"(?<=\d)[^\W\d_]|[^\W\d_](?=[(+]{0,2}\d)")
_SHORTEST_GLUED_PHONE = 10
_DATE = re.compile(
    r"(?<![\d+-])(?:(?:19|20)\d\d([.-])[01]?\d\1[0-3]?\d"
    r"|[0-3]?\d([.-])[0-3]?\d\2(?:19|20)\d\d)(?!-?\d)"
)


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
    end = 0
    for domain in _FROM_AT.finditer(text):
        if local := _BEFORE_AT.match(text[end : domain.start()][::-1]):
            yield domain.start() - local.end(), domain.end()
        end = domain.end()


def _cards(text: str) -> Iterator[tuple[int, int]]:
    """Spans of card numbers, also where other digits (an expiry date, a code) stand beside them."""
    groups = [found.span() for found in _DIGITS.finditer(text)]
    end = 0
    for first, (start, _) in enumerate(groups):
        if start >= end and (stop := _card_end(text, groups[first : first + _LONGEST_CARD])):
            end = stop
            yield start, end


def _card_end(text: str, groups: Sequence[tuple[int, int]]) -> int:
    """Where the longest card number ends that begins with the first group of digits; 0 for none.

    One number in ten has the check digit by chance, so two of three signs have to join it: only
    usual separators inside, groups as they are printed, length and first digits of an issuer.
    """
    digits, usual, end, found = "", True, groups[0][0], 0
    lengths: tuple[int, ...] = ()
    for start, stop in groups:
        if start - end > _WIDEST_GAP or len(digits) + stop - start > _LONGEST_CARD:
            break
        usual = usual and text[end:start] in ("", " ", "/", "-")
        digits += "".join(str(int(char)) for char in text[start:stop])
        lengths, end = (*lengths, stop - start), stop
        signs = (usual, lengths in _PRINTED, _ISSUED.fullmatch(digits))
        if sum(map(bool, signs)) >= 2 and _luhn(digits):
            found = stop
    return found


def _phones(text: str) -> Iterator[tuple[int, int]]:
    """Spans of valid phone numbers; overlapping readings of several regions count once."""
    end = 0
    for span in sorted(_readings(text), key=lambda span: (span[0], -span[1])):
        if span[0] >= end:
            end = span[1]
            yield span


def _readings(text: str) -> Iterator[tuple[int, int]]:
    """Every region's phone numbers, also between letters; dates beside an hour look like some."""
    undated = _DATE.sub(lambda date: "|" * len(date.group()), text)
    loose = _GLUED.sub("|", undated)
    for region in PHONE_REGIONS:
        for match in PhoneNumberMatcher(undated, region, leniency=Leniency.VALID):
            yield match.start, match.end
        if loose == undated:
            continue
        for match in PhoneNumberMatcher(loose, region, leniency=Leniency.VALID):
            # Shorter ones are rather the codes of tickets and employees.
            if sum(char.isdecimal() for char in match.raw_string) >= _SHORTEST_GLUED_PHONE:
                yield match.start, match.end


def _luhn(written: str) -> bool:
    """Whether the digits carry the check digit of payment cards (ISO/IEC 7812-1)."""
    digits = [int(char) for char in reversed(written)]
    doubled = [digit * (1 + place % 2) for place, digit in enumerate(digits)]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


def pseudonym(name: str, *, prefix: str) -> str:
    """A stable sender id for a name that must not itself be stored: `<prefix>-<16 hex digits>`."""
    # A terminal that is not set to UTF-8 may hand over halves of surrogate pairs.
    digest = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()
    return f"{prefix}-{digest[:16]}"

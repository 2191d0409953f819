"""The channel's text as Telegram's HTML, in parts that fit a message; buttons in rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import accumulate, groupby

from wcwidth import iter_graphemes

LONGEST_MESSAGE = 4096
"""UTF-16 code units of a message's text that Telegram takes."""
_BOLD_TAGS = len("<b></b>")
_SHORTEST_LIMIT = _BOLD_TAGS + len("&amp;")

_BLANK_LINE = re.compile(r"(\n[^\S\n]*\n)")
# Stars that enclose nothing stay as they are; the text of a bold passage starts after two of them.
_OPENING = re.compile(r"(?<!\*)\*{2,}[^\s*]")
_CLOSING = re.compile(r"(?<=\S)\*\*")
# The number of a list's item ends no sentence, and at a no-break space nothing is cut.
_GAP = re.compile(
    r"((?<!^\d)(?<!^\d\d)[.!?…।॥][\"'”’)\]]*)?(?P<blanks>[^\S\u00a0\u202f]+)", re.MULTILINE
)
_ANYWHERE, _BLANK, _SENTENCE, _LINE, _PARAGRAPH = range(5)

_MOST_IN_A_ROW = 3
_LONGEST_ROW = 30
# Buttons of a row are equally wide, so that the longest title decides whether all can be read.
_LONGEST_TITLE = {2: 18, 3: 14}

_Atom = tuple[str, bool]
"""A piece of text that is not cut, and whether it is bold."""


def utf16_length(text: str) -> int:
    """The length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def to_html(text: str) -> str:
    """The channel's text as Telegram's HTML, however long; halves of surrogate pairs become �."""
    return _html(_atoms(text))


def split(text: str, limit: int = LONGEST_MESSAGE) -> list[str]:
    """The text as parts of HTML of at most `limit` UTF-16 code units each, none of them blank.

    A character longer than that, with a thousand accents, is cut. ValueError: limit below 12.
    """
    if limit < _SHORTEST_LIMIT:
        raise ValueError(f"A part needs room for {_SHORTEST_LIMIT} code units, not {limit}.")
    atoms: list[_Atom] = []
    for atom, bold in _atoms(text):
        fits = _cost(atom) + _BOLD_TAGS <= limit
        atoms += [(atom, bold)] if fits else [(character, bold) for character in atom]
    ranks = _ranks(atoms)
    parts: list[str] = []
    start = 0
    while start < len(atoms):
        if atoms[start][0].isspace():
            start += 1
            continue
        end = _cut(ranks, start, _reach(atoms, start, limit))
        part = atoms[start:end]
        while part[-1][0].isspace():
            part.pop()
        parts.append(_html(part))
        start = end
    return parts


def keyboard(titles: Sequence[str]) -> list[list[int]]:
    """Places of the buttons by row, in order: short titles share a row, a long one has its own."""
    rows: list[list[int]] = []
    for place in range(len(titles)):
        if rows and _side_by_side([titles[i] for i in (*rows[-1], place)]):
            rows[-1].append(place)
        else:
            rows.append([place])
    return rows


def _side_by_side(titles: Sequence[str]) -> bool:
    lengths = [len(title) for title in titles]
    return (
        len(titles) <= _MOST_IN_A_ROW
        and sum(lengths) <= _LONGEST_ROW
        and max(lengths) <= _LONGEST_TITLE[len(titles)]
    )


def _runs(text: str) -> Iterator[_Atom]:
    """Stretches of bold and other text, without the marks; bold ends with its paragraph."""
    for block in _BLANK_LINE.split(text):
        rest = block
        while (opening := _OPENING.search(rest)) and (
            closing := _CLOSING.search(rest, opening.end())
        ):
            yield rest[: opening.start()], False
            yield rest[opening.start() + 2 : closing.start()], True
            rest = rest[closing.end() :]
        yield rest, False


def _atoms(text: str) -> list[_Atom]:
    """What a reader takes for characters, each as bold as it begins."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    runs = list(_runs(whole))
    bold = [is_bold for run, is_bold in runs for _ in run]
    atoms: list[_Atom] = []
    place = 0
    for cluster in iter_graphemes("".join(run for run, _ in runs)):
        atoms.append((cluster, bold[place]))
        place += len(cluster)
    return atoms


def _html(atoms: Sequence[_Atom]) -> str:
    """Atoms escaped, and tagged where they are bold."""
    html = ""
    for bold, group in groupby(atoms, key=lambda atom: atom[1]):
        words = escape("".join(atom for atom, _ in group), quote=False)
        html += f"<b>{words}</b>" if bold else words
    return html


def _cost(atom: str) -> int:
    return utf16_length(escape(atom, quote=False))


def _ranks(atoms: Sequence[_Atom]) -> list[int]:
    """How good a place the front of each atom, and the end, is for a cut."""
    ranks = [_ANYWHERE] * (len(atoms) + 1)
    fronts = accumulate((len(atom) for atom, _ in atoms), initial=0)
    numbers = {front: number for number, front in enumerate(fronts)}
    for gap in _GAP.finditer("".join(atom for atom, _ in atoms)):
        # Some signs bind what follows them, so that a gap may begin inside an atom.
        if (number := numbers.get(gap.start("blanks"))) is not None:
            lines = gap["blanks"].count("\n")
            within = _SENTENCE if gap[1] else _BLANK
            ranks[number] = _PARAGRAPH if lines > 1 else _LINE if lines else within
    return ranks


def _reach(atoms: Sequence[_Atom], start: int, limit: int) -> int:
    """The end of the most atoms from start on whose HTML is within the limit."""
    length, was_bold = 0, False
    for end in range(start, len(atoms)):
        atom, bold = atoms[end]
        length += _cost(atom) + (_BOLD_TAGS if bold and not was_bold else 0)
        if length > limit:
            return end
        was_bold = bold
    return len(atoms)


def _cut(ranks: Sequence[int], start: int, reach: int) -> int:
    """The best place for a cut, of equal ones the last; early ones only where no other is."""
    if reach == len(ranks) - 1:
        return reach
    # A heading alone would be a message with nothing to read.
    for first in (start + max((reach - start) // 4, 1), start + 1):
        best = max(range(first, reach + 1), key=lambda place: (ranks[place], place))
        if ranks[best] > _ANYWHERE:
            return best
    return reach

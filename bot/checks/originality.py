"""Originality: whoever writes for the knowledge base takes a source's advice, not its words.

The source documents are not ours to pass on. What is kept of them is one hash for each run of
seven words, enough to recognise such a run and too little to read one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.knowledge import load_knowledge
from bot.settings import Settings

RUN = 7
"""Words in a row that count as copied."""

_FILE = "source_shingles.txt"
_HEADER = """\
# A truncated sha256 for each run of seven words in the source documents: lower-case, without
# punctuation, document titles and the words behind SMART left out. The documents themselves are
# not here. `coach knowledge check` finds copied words with it; `coach knowledge shingles FILE…`
# adds those of another document.
"""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SMART = re.compile(
    r"\bspecific\W+measurable\W+achievable\W+relevant\W+(?:and\W+)?time\W*bound\b", re.IGNORECASE
)


def remember_sources(settings: Settings, files: Iterable[Path]) -> int:
    """Add the runs of source documents to those that are known; returns how many there are."""
    documents = load_knowledge(settings.knowledge_dir).documents
    titles = {digest for document in documents for digest in _digests(_words(document.title))}
    path = settings.knowledge_dir / _FILE
    known = _read(path) if path.is_file() else set()
    for file in files:
        for part in _SMART.split(file.read_text(encoding="utf-8")):
            known.update(_digests(_words(part)))
    known -= titles
    path.write_text(_HEADER + "".join(f"{d}\n" for d in sorted(known)), encoding="utf-8")
    return len(known)


def originality_problems(settings: Settings) -> list[str]:
    """A line for each stretch of seven or more words in our texts that a source has too."""
    path = settings.knowledge_dir / _FILE
    if not path.is_file():
        return [f"knowledge/{_FILE}: file: is missing; restore it from the repository"]
    known = _read(path)
    texts = [*sorted(settings.knowledge_dir.rglob("*.yml")), settings.root / "docs/knowledge.md"]
    return [
        f"{text.relative_to(settings.root)}: line {line}: copied from a source: “{words}”"
        for text in texts
        if text.is_file()
        for line, words in _copied(text.read_text(encoding="utf-8", errors="replace"), known)
    ]


def _copied(text: str, known: set[str]) -> Iterator[tuple[int, str]]:
    """Line number and words of each stretch that is made of known runs, as long as it goes on."""
    found = list(_WORD.finditer(text))
    stretches: list[list[int]] = []
    for start, digest in enumerate(_digests([_plain(match.group()) for match in found])):
        if digest not in known:
            continue
        if stretches and stretches[-1][1] == start - 1:
            stretches[-1][1] = start
        else:
            stretches.append([start, start])
    for first, last in stretches:
        words = found[first : last + RUN]
        line = text.count("\n", 0, words[0].start()) + 1
        yield line, " ".join(match.group() for match in words)


def _words(text: str) -> list[str]:
    return [_plain(match.group()) for match in _WORD.finditer(text)]


def _plain(word: str) -> str:
    return word.lower().replace("'", "").replace("’", "")


def _digests(words: Sequence[str]) -> Iterator[str]:
    """Twelve hex digits for each run of seven words, in order."""
    for start in range(len(words) - RUN + 1):
        run = " ".join(words[start : start + RUN])
        yield hashlib.sha256(run.encode()).hexdigest()[:12]


def _read(path: Path) -> set[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}

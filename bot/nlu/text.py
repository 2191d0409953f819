"""What a person typed, made ready for understanding: one wording, its clauses, how it is framed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.nlu.patterns import CLAUSE_END, CORRECTION, HURRY, HURRY_OF_OTHERS, REFERS_BACK

LONGEST_CLAUSED = 600
"""Characters beyond which a message is understood as a whole, not clause by clause."""
_FEWEST_WORDS = 4

# What the floor says and a general-purpose encoder has never read.
_JARGON = {
    "tl": "team leader",
    "tls": "team leaders",
    "om": "operations manager",
    "ops": "operations",
    "mgr": "manager",
    "mgmt": "management",
    "qa": "quality score",
    "qc": "quality check",
    "ot": "overtime",
    "rdot": "rest day overtime",
    "aht": "handling time",
    "acw": "after call work",
    "csat": "customer satisfaction score",
    "nps": "customer satisfaction score",
    "kpi": "metric",
    "kpis": "metrics",
    "sla": "service level",
    "slas": "service levels",
    "pip": "performance improvement plan",
    "sme": "subject expert",
    "wfm": "workforce management",
    "wfh": "work from home",
    "tl;dr": "short version",
    "tldr": "short version",
    "1on1": "one on one",
    "u": "you",
    "ur": "your",
    "r": "are",
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "ppl": "people",
    "abt": "about",
    "bc": "because",
    "coz": "because",
    "cuz": "because",
    "w/o": "without",
    "w/": "with",
    "idk": "i don't know",
    "dunno": "don't know",
    "gf": "girlfriend",
    "bf": "boyfriend",
    "cx": "customer",
    "custs": "customers",
    "mtg": "meeting",
    "mins": "minutes",
    "fb": "feedback",
}
_WORD = re.compile(r"w/o?(?!\w)|tl;dr\b|[a-z0-9]+", re.IGNORECASE)
_STRETCHED = re.compile(r"(\D)\1{2,}")


@dataclass(frozen=True)
class Framed:
    """A message without its frame, and what the frame said."""

    text: str
    correction: bool
    hurry: bool
    refers_back: bool


def frame(text: str) -> Framed:
    """Take off "no, I meant …"; note whether the writer has no time, or leans on what was said."""
    rest = CORRECTION.sub("", text, count=1).strip()
    corrected = bool(rest) and rest != text.strip()
    return Framed(
        rest if corrected else text,
        corrected,
        bool(HURRY.search(HURRY_OF_OTHERS.sub(" ", text))),
        bool(REFERS_BACK.search(text)),
    )


def wording(text: str) -> str:
    """What is encoded: one line, no stretched letters, the floor's jargon spelled out."""
    plain = unicodedata.normalize("NFKC", text).replace("’", "'")
    plain = _STRETCHED.sub(r"\1\1", " ".join(plain.lstrip("\\/").split()))
    return _WORD.sub(lambda match: _JARGON.get(match.group().lower(), match.group()), plain)


def clauses(text: str) -> list[str]:
    """The clauses that could each hold a worry; empty where there is only one."""
    if len(text) > LONGEST_CLAUSED:
        return []
    parts = [part.strip() for part in CLAUSE_END.split(text) if part]
    merged: list[str] = []
    for part in parts:
        if merged and len(part.split()) < _FEWEST_WORDS:
            merged[-1] += " " + part
        else:
            merged.append(part)
    return merged if len(merged) > 1 else []


def in_other_script(text: str) -> bool:
    """Whether most letters are of a script that English is not written in."""
    letters = [char for char in text if char.isalpha()]
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
    return len(letters) > 1 and latin * 2 < len(letters)


def has_words(text: str) -> bool:
    """Whether anything in the text could be read: a letter or a digit."""
    return any(char.isalnum() for char in text)

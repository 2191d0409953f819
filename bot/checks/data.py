"""What can be wrong with the training data: by itself, against knowledge and against the domain."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.checks.examples import Example, ExampleReader
from bot.checks.likeness import close_pairs, near_pairs, sameness_key
from bot.knowledge import KnowledgeError, load_knowledge
from bot.nlu.text import wording
from bot.settings import Settings

FEWEST = 20
"""Examples that a label needs at least."""

Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Texts to vectors (n, dims) of length 1."""

_ASK = "ask"
_NEED_NO_EXAMPLES = frozenset({"nlu_fallback", "inform"})
"""Intents that nobody types: the pipeline gives them, or a button."""


def data_problems(settings: Settings, encode: Encode | None = None) -> list[str]:
    """Everything that is wrong in data/nlu, each with its file and line.

    With `encode`, examples are compared by meaning as well.
    """
    try:
        domain = _Domain.read(settings.root)
    except (OSError, UnicodeDecodeError, YAMLError, KeyError, TypeError) as error:
        problem = " ".join(str(error).split())
        return [f"domain.yml: its intents and entities cannot be read ({problem})"]
    reader = ExampleReader(settings.root, domain.entities)
    examples = reader.read()
    test_lines, test_problems = _test_lines(settings.root)
    return [
        *reader.problems,
        *test_problems,
        *_against_knowledge(settings, examples),
        *_against_domain(domain, examples),
        *_too_few(examples),
        *_repeated(examples, test_lines, encode),
    ]


@dataclass(frozen=True)
class _Domain:
    intents: Collection[str]
    entities: Collection[str]

    @classmethod
    def read(cls, root: Path) -> _Domain:
        """The names in domain.yml; an intent or entity with settings of its own is a mapping."""
        domain = YAML(typ="safe").load((root / "domain.yml").read_text(encoding="utf-8"))
        return cls(*([_name(item) for item in domain[key]] for key in ("intents", "entities")))


def _name(item: str | dict[str, object]) -> str:
    return next(iter(item)) if isinstance(item, dict) else item


def _against_knowledge(settings: Settings, examples: Sequence[Example]) -> Iterator[str]:
    """Topics and files of examples in pairs, examples for each bridge, no label without either."""
    labels = {example.label for example in examples}
    topics = {path.stem for path in (settings.knowledge_dir / "topics").glob("*.yml")}
    folder = "data/nlu/topics"
    files = {path.stem for path in (settings.root / folder).glob("*.yml")}
    for topic in sorted(topics - files):
        yield f"{folder}/{topic}.yml: is missing: the topic {topic} has no file of examples"
    for topic in sorted(files - topics):
        yield f"{folder}/{topic}.yml: there is no topic {topic!r} in knowledge/topics"
    for topic in sorted(topics & files):
        start = f"{folder}/{topic}.yml:"
        if not any(e.label == f"{_ASK}/{topic}" and e.place.startswith(start) for e in examples):
            yield f"{start} has no examples of {_ASK}/{topic}"
    try:
        bridges = set(load_knowledge(settings.knowledge_dir).bridges)
    except KnowledgeError:
        yield "knowledge: has problems of its own; see `coach knowledge check`, then check again"
        return
    for bridge in sorted(bridges):
        if f"{_ASK}/{bridge}" not in labels:
            yield f"data/nlu/bridges.yml: has no examples of {_ASK}/{bridge}"
    known = {f"{_ASK}/{name}" for name in topics | bridges}
    for label, place in _first_places(examples).items():
        if label.partition("/")[0] == _ASK and label not in known:
            yield f"{place}: {label} is neither a topic nor a bridge"


def _against_domain(domain: _Domain, examples: Sequence[Example]) -> Iterator[str]:
    places = _first_places(examples)
    for label, place in places.items():
        if label.partition("/")[0] not in domain.intents:
            yield f"{place}: domain.yml has no intent {label.partition('/')[0]!r}"
    taught = {label.partition("/")[0] for label in places}
    for intent in domain.intents:
        if intent not in taught and intent not in _NEED_NO_EXAMPLES:
            yield f"domain.yml: intents: {intent} has no examples in data/nlu"


def _too_few(examples: Sequence[Example]) -> Iterator[str]:
    places = _first_places(examples)
    for label, count in Counter(example.label for example in examples).items():
        if count < FEWEST:
            yield f"{places[label]}: {label} has {count} examples and needs {FEWEST}"


def _repeated(
    examples: Sequence[Example], test_lines: Sequence[Example], encode: Encode | None
) -> Iterator[str]:
    """Examples that an earlier one, or a line that measures understanding, repeats."""
    everything = [*examples, *test_lines]
    for first, second, how in _alike([example.text for example in everything], encode):
        one, other = everything[first], everything[second]
        if first >= len(examples):
            continue  # two test lines: they are not ours to judge
        if second >= len(examples):
            yield (
                f"{one.place}: “{one.text}” {how} as {other.place} “{other.text}”, which is there"
                " to measure: a model must not have learned it"
            )
        else:
            label = "" if one.label == other.label else f", but is {one.label}"
            yield (
                f"{other.place}: “{other.text}” ({other.label}) {how} as {one.place}"
                f" “{one.text}”{label}"
            )


def _alike(texts: Sequence[str], encode: Encode | None) -> list[tuple[int, int, str]]:
    """Positions of texts that say the same or almost, the earlier first, and which it is."""
    firsts: dict[str, int] = {}
    same: dict[tuple[int, int], str] = {}
    for position, text in enumerate(texts):
        first = firsts.setdefault(sameness_key(text), position)
        if first != position:
            same[first, position] = "says the same"
    for pair in near_pairs(texts):
        same.setdefault(pair, "says almost the same")
    if encode:
        for pair in close_pairs(texts, encode([wording(text) for text in texts])):
            same.setdefault(pair, "means the same")
    return [(first, second, how) for (first, second), how in sorted(same.items())]


def _first_places(examples: Sequence[Example]) -> dict[str, str]:
    """Where each label first occurs."""
    return {example.label: example.place for example in reversed(examples)}


def _test_lines(root: Path) -> tuple[list[Example], list[str]]:
    """The texts of tests/nlu, labelled "", and a line for each that cannot be read."""
    lines, problems = [], []
    for path in sorted((root / "tests/nlu").glob("*.jsonl")):
        raw = path.read_text(encoding="utf-8", errors="replace").split("\n")
        for number, line in enumerate(raw, 1):
            place = f"{path.relative_to(root).as_posix()}:{number}"
            try:
                text = str(json.loads(line)["text"]) if line.strip() else ""
            except (ValueError, KeyError, TypeError):
                problems.append(f"{place}: is not a JSON object with a text")
            else:
                lines += [Example(place, "", text)] if text else []
    return lines, problems

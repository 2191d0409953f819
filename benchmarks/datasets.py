"""The data that pipelines are compared on: BANKING77 from a folder, and our own."""

from __future__ import annotations

import csv
import json
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from bot.checks.examples import ExampleReader
from bot.settings import Settings

SHOTS = 10
SEED = 7
_TESTED = 1500


@dataclass(frozen=True)
class Dataset:
    """Labelled texts to learn and to judge by; every label is one of `ask/…` or an intent."""

    name: str
    train: list[tuple[str, str]]
    test: list[tuple[str, str]]


def banking77(folder: Path) -> Dataset:
    """Ten training queries an intent, 1,500 of the test queries; both drawn with a fixed seed."""
    drawn = random.Random(SEED)  # noqa: S311
    train = _few(_rows(folder / "train.csv"), drawn)
    test = drawn.sample(_rows(folder / "test.csv"), _TESTED)
    return Dataset(f"BANKING77, {SHOTS} an intent", train, test)


def our_topics(settings: Settings) -> Dataset:
    """Ten training examples a topic of our own, judged on the development set of topics."""
    entities = YAML(typ="safe").load(settings.root / "domain.yml")["entities"]
    examples = ExampleReader(settings.root, entities).read()
    topics = {f"ask/{path.stem}" for path in (settings.knowledge_dir / "topics").glob("*.yml")}
    learned = [(e.text, e.label) for e in examples if e.label in topics]
    lines = (settings.root / "tests/nlu/dev_topics.jsonl").read_text(encoding="utf-8").splitlines()
    judged = [json.loads(line) for line in lines if line.strip()]
    test = [(line["text"], f"ask/{line['topic']}") for line in judged]
    return Dataset(
        f"our topics, {SHOTS} a topic",
        _few(learned, random.Random(SEED)),  # noqa: S311
        test,
    )


def write_training_file(pairs: Iterable[tuple[str, str]], path: Path, *, flat: bool) -> None:
    """Rasa's YAML; `flat` makes plain intents of retrieval intents, which stock Rasa would miss."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for text, label in pairs:
        by_label[label.replace("/", "__") if flat else label].append(" ".join(text.split()))
    nlu = [
        {"intent": label, "examples": "".join(f"- {text}\n" for text in texts)}
        for label, texts in sorted(by_label.items())
    ]
    with path.open("w", encoding="utf-8") as file:
        YAML().dump({"version": "3.1", "nlu": nlu}, file)


def _rows(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], f"ask/{row['category']}") for row in csv.DictReader(file)]


def _few(pairs: Iterable[tuple[str, str]], drawn: random.Random) -> list[tuple[str, str]]:
    by_label: dict[str, list[str]] = defaultdict(list)
    for text, label in pairs:
        by_label[label].append(text)
    return [
        (text, label)
        for label, texts in sorted(by_label.items())
        for text in drawn.sample(sorted(texts), min(SHOTS, len(texts)))
    ]

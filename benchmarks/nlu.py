"""`make bench-nlu`: our pipeline and Rasa's default one side by side, then ours less one part.

    python -m benchmarks.nlu --banking FOLDER

Both learn the same ten examples a label, in processes of their own, one after the other. The
default's training takes minutes: its figures are kept by config, data and versions, and the table
says when they were measured.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from benchmarks.about import ROOT, about, today
from benchmarks.datasets import Dataset, banking77, our_topics, write_training_file
from benchmarks.tables import picture, table
from bot.settings import Settings

RESULTS = ROOT / "benchmarks/results"
OURS, DEFAULT = "ours", "Rasa's default"


def main() -> None:
    """Measure everything, and write results/nlu.{json,md,png}."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--banking", type=Path, help="folder with BANKING77's two files")
    folder = arguments.parse_args().banking
    settings = Settings.from_env()
    datasets = ([banking77(folder)] if folder else []) + [our_topics(settings)]
    where = about(settings)
    pairs = [(OURS, our_config()), (DEFAULT, default_config())]
    runs = [(dataset, *pair) for dataset in datasets for pair in pairs]
    runs += [(datasets[-1], *changed) for changed in less_one(our_config())]
    rows: list[dict[str, Any]] = []
    for dataset, name, config in runs:
        rows.append(measured(dataset, name, config, settings))
        # After each, for a run that is broken off has measured something too.
        _write(where, rows)
    print(table(where, rows))


def _write(where: dict[str, str], rows: list[dict[str, Any]]) -> None:
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "nlu.json").write_text(json.dumps({"about": where, "rows": rows}, indent=1) + "\n")
    (RESULTS / "nlu.md").write_text(table(where, rows))
    picture(rows, RESULTS / "nlu.png")


def our_config() -> dict[str, Any]:
    """config.yml's pipeline."""
    config: dict[str, Any] = YAML(typ="safe").load(ROOT / "config.yml")
    return {
        "recipe": "default.v1",
        "language": "en",
        "pipeline": config["pipeline"],
        "policies": [],
    }


def default_config() -> dict[str, Any]:
    """What Rasa takes where config.yml names nothing, without what needs responses."""
    counts = {"name": "CountVectorsFeaturizer"}
    characters = counts | {"analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4}
    names = ("WhitespaceTokenizer", "RegexFeaturizer", "LexicalSyntacticFeaturizer")
    pipeline = [{"name": name} for name in names] + [
        counts,
        characters,
        {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
    ]
    return {"recipe": "default.v1", "language": "en", "pipeline": pipeline, "policies": []}


def less_one(config: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Our pipeline with one thing changed."""

    def changed(component: str, **values: object) -> dict[str, Any]:
        pipeline = [
            part | values if part["name"].endswith(component) else part
            for part in config["pipeline"]
        ]
        return config | {"pipeline": pipeline}

    return [
        ("ours without n-grams", changed("LabelRanking", ngrams=0.0)),
        ("ours with all-MiniLM-L6-v2", changed("SentenceVectors", encoder="all-MiniLM-L6-v2")),
        ("ours with mpnet in float", changed("SentenceVectors", precision="float32")),
    ]


def measured(
    dataset: Dataset, name: str, config: dict[str, Any], settings: Settings
) -> dict[str, Any]:
    """The figures of one pipeline on one dataset."""
    kept = settings.cache_dir / "benchmarks" / f"{_key(dataset, config)}.json"
    if name == DEFAULT and kept.exists():
        row: dict[str, Any] = json.loads(kept.read_text())
        return row
    print(f"{dataset.name}: {name} …", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        row = _run(dataset, name, config, Path(scratch))
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(row))
    return row


def _run(dataset: Dataset, name: str, config: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Train and parse in two processes; without vectors of an earlier run."""
    with (folder / "config.yml").open("w") as file:
        YAML().dump(config, file)
    write_training_file(dataset.train, folder / "nlu.yml", flat=name == DEFAULT)
    texts = "".join(json.dumps(text) + "\n" for text, _ in dataset.test)
    (folder / "texts.jsonl").write_text(texts)
    shutil.copytree(Settings.from_env().cache_dir, folder / "cache", ignore=_vectors)
    trained = _step(folder, "train", "config.yml", "nlu.yml", "models")
    parsed = _step(folder, "parse", "config.yml", trained["model"], "texts.jsonl")
    wanted = [label for _, label in dataset.test]
    hits = [
        next((n for n, found in enumerate(r) if found == label), 99)
        for r, label in zip(parsed["rankings"], wanted, strict=True)
    ]
    return {
        "dataset": dataset.name,
        "pipeline": name,
        "examples": len(dataset.train),
        "tested": len(wanted),
        "top1": float(np.mean([n < 1 for n in hits])),
        "top3": float(np.mean([n < 3 for n in hits])),
        "train_s": trained["train_s"],
        "train_mb": trained["train_mb"],
        "load_s": parsed["load_s"],
        "parse_mb": parsed["parse_mb"],
        "p50_ms": float(np.percentile(parsed["ms"], 50)),
        "p95_ms": float(np.percentile(parsed["ms"], 95)),
        "date": today(),
    }


def _vectors(_: str, names: list[str]) -> list[str]:
    return [name for name in names if name.startswith("training-vectors") or name == "benchmarks"]


def _step(folder: Path, step: str, *paths: str) -> dict[str, Any]:
    where = [str(folder / path) for path in paths]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.measure", step, *where],
        cwd=ROOT,
        env={**os.environ, "COACH_DATA_DIR": str(folder)},
        stdout=subprocess.PIPE,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _key(dataset: Dataset, config: dict[str, Any]) -> str:
    made_of = [config, dataset.train, dataset.test, version("rasa"), version("tensorflow")]
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:16]


if __name__ == "__main__":
    main()

"""What the benchmarks learn from and print; the measuring itself is not asserted."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from benchmarks.datasets import SHOTS, banking77, our_topics, write_training_file
from benchmarks.tables import table
from bot.settings import Settings


def test_banking77_is_read_from_its_folder_the_same_each_time(tmp_path):
    rows = "".join(f"query {n} of {label},{label}\n" for label in ("a", "b") for n in range(30))
    (tmp_path / "train.csv").write_text(f"text,category\n{rows}")
    (tmp_path / "test.csv").write_text("text,category\n" + "where,a\n" * 1500)
    first, second = banking77(tmp_path), banking77(tmp_path)
    assert first == second
    assert [label for _, label in first.train] == ["ask/a"] * SHOTS + ["ask/b"] * SHOTS
    assert len(first.test) == 1500


def test_our_topics_are_judged_on_what_was_not_learned():
    dataset = our_topics(Settings.from_env({}))
    labels = [label for _, label in dataset.train]
    assert {labels.count(label) for label in labels} == {SHOTS}
    assert len(set(labels)) == 36
    assert not {text for text, _ in dataset.train} & {text for text, _ in dataset.test}


@pytest.mark.parametrize(("flat", "intent"), [(True, "ask__a"), (False, "ask/a")])
def test_rasa_gets_retrieval_intents_or_plain_ones(tmp_path, flat, intent):
    file = tmp_path / "nlu.yml"
    write_training_file([("one\ntwo", "ask/a")], file, flat=flat)
    (block,) = YAML(typ="safe").load(file)["nlu"]
    assert block == {"intent": intent, "examples": "- one two\n"}


def test_the_table_has_a_row_for_each_pipeline():
    row = {
        "dataset": "d", "pipeline": "ours", "examples": 1, "tested": 2, "top1": 0.5, "top3": 1.0,
        "train_s": 3.0, "train_mb": 1000, "load_s": 1.0, "parse_mb": 900, "p50_ms": 1.0,
        "p95_ms": 2.0, "date": "day",
    }  # fmt: skip
    text = table({"commit": "c", "machine": "m", "date": "day"}, [row, row | {"pipeline": "x"}])
    assert text.count("| 0.500 |") == 2
    assert "| ours | 0.500 | 1.000 | 3 | 1,000 | 1.0 | 900 | 1.0 | 2.0 | day |" in text

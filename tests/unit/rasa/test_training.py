"""A model is trained when what it is made of changed, and never served when damaged."""

from __future__ import annotations

import dataclasses
import json
import sys
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from bot.rasa import training
from bot.rasa.training import TrainingError, current_model, ensure_model, fingerprint
from bot.settings import ROOT, Settings

MADE_OF = [
    "config.yml",
    "domain.yml",
    "data/nlu/topics/tone.yml",
    "data/stories/rules.yml",
    "data/stories/more.yaml",
    "bot/nlu/encoder.py",
    "bot/nlu/components/decider.py",
    "knowledge/topics/tone.yml",
    "knowledge/bridges.yml",
    "requirements/base.lock",
]


@pytest.fixture
def settings(tmp_path):
    """A repository in small, with nothing trained yet."""
    for name in [*MADE_OF, "README.md", "bot/chat/render.py"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{name}\n")
    made = Settings.from_env({"COACH_DATA_DIR": str(tmp_path / "data-dir")})
    return dataclasses.replace(made, root=tmp_path)


@pytest.fixture
def trainings(settings, monkeypatch):
    """The names of the models that were trained, each a file of its own."""
    names = []

    def train(settings, say, name):
        names.append(name)
        settings.models_dir.mkdir(exist_ok=True)
        model = settings.models_dir / f"{name}.tar.gz"
        model.write_bytes(f"training {len(names)} of {name}".encode())
        return model

    monkeypatch.setattr(training, "_train", train)
    return names


def ensure(settings, **options):
    said = []
    return ensure_model(settings, said.append, **options), said


def test_the_fingerprint_is_the_same_for_the_same_files(settings):
    assert fingerprint(settings) == fingerprint(settings)


@pytest.mark.parametrize("name", MADE_OF)
def test_the_fingerprint_follows_what_a_model_is_made_of(settings, name):
    before = fingerprint(settings)
    (settings.root / name).write_text("changed")
    changed = fingerprint(settings)
    (settings.root / name).unlink()
    assert len({before, changed, fingerprint(settings)}) == 3


@pytest.mark.parametrize(
    "name", ["data/nlu/new.yml", "bot/nlu/new.py", "knowledge/topics/new.yml", "data/a/b/c/new.yml"]
)
def test_a_file_that_is_added_moved_or_swapped_changes_it(settings, name):
    seen = {fingerprint(settings)}
    new = settings.root / name
    new.parent.mkdir(parents=True, exist_ok=True)
    new.write_text("")
    seen.add(fingerprint(settings))
    moved = new.rename(new.with_stem("moved"))
    seen.add(fingerprint(settings))
    other = settings.root / "config.yml"
    moved.write_text(other.read_text())
    other.write_text("")
    seen.add(fingerprint(settings))
    assert len(seen) == 4


@pytest.mark.parametrize(
    "name", ["README.md", "bot/chat/render.py", "models/x", "tests/data/x.yml"]
)
def test_what_no_model_is_made_of_does_not(settings, name):
    before = fingerprint(settings)
    (settings.root / name).parent.mkdir(parents=True, exist_ok=True)
    (settings.root / name).write_text("changed")
    assert fingerprint(settings) == before


def test_without_a_model_it_says_what_to_do(settings):
    with pytest.raises(TrainingError, match="no trained model yet; run `make train`"):
        current_model(settings)


def test_a_model_is_trained_once_and_then_found(settings, trainings):
    model, _ = ensure(settings)
    assert ensure(settings) == (model, [])
    assert current_model(settings) == model
    assert len(trainings) == 1


def test_a_stale_model_is_replaced(settings, trainings):
    old, _ = ensure(settings)
    (settings.root / "config.yml").write_text("other")
    new, _ = ensure(settings)
    assert len(set(trainings)) == 2
    assert current_model(settings) == new
    assert not old.exists()


def test_a_model_of_somebody_else_s_is_left_alone(settings, trainings):
    ensure(settings)
    theirs = settings.models_dir / "20250101-mine.tar.gz"
    theirs.write_bytes(b"x")
    ensure(settings, force=True)
    assert theirs.exists()


def test_training_can_be_forced(settings, trainings):
    ensure(settings)
    model, _ = ensure(settings, force=True)
    assert len(trainings) == 2
    assert current_model(settings) == model


@pytest.mark.parametrize(
    "damage", [lambda m: m.write_bytes(b""), lambda m: m.write_bytes(m.read_bytes()[:-1] + b"?")]
)
def test_a_damaged_model_is_not_served_but_trained_again(settings, trainings, damage):
    model, _ = ensure(settings)
    damage(model)
    with pytest.raises(TrainingError, match=rf"{model.name} is damaged; run `make train`"):
        current_model(settings)
    again, said = ensure(settings)
    assert "damaged" in said[0]
    assert current_model(settings) == again
    assert len(trainings) == 2


def test_a_model_that_was_deleted_is_trained_again(settings, trainings):
    model, _ = ensure(settings)
    model.unlink()
    with pytest.raises(TrainingError, match="no trained model"):
        current_model(settings)
    ensure(settings)
    assert len(trainings) == 2


@pytest.mark.parametrize(
    "stamp",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"7",
        b"null",
        b"{}",
        b'{"model": ""}',
        b'{"model": null, "sha256": null}',
        b'{"model": "../config.yml", "sha256": ""}',
        b'{"model": ["a"]}',
    ],
)
def test_a_damaged_stamp_counts_as_no_model(settings, trainings, stamp):
    ensure(settings)
    (settings.models_dir / training.STAMP).write_bytes(stamp)
    with pytest.raises(TrainingError, match="make train"):
        current_model(settings)
    model, _ = ensure(settings)
    assert current_model(settings) == model


def test_a_training_that_fails_leaves_the_model_that_was(settings, trainings, monkeypatch):
    model, _ = ensure(settings)
    stamp = (settings.models_dir / training.STAMP).read_bytes()

    def fail(*_):
        raise TrainingError("Training failed: no space left")

    monkeypatch.setattr(training, "_train", fail)
    (settings.root / "config.yml").write_text("other")
    with pytest.raises(TrainingError, match="no space left"):
        ensure(settings)
    assert current_model(settings) == model
    assert (settings.models_dir / training.STAMP).read_bytes() == stamp


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (OSError("no space\nleft"), r"^Training failed: no space left$"),
        (SimpleNamespace(code=1, model=None), r"^Training failed; `coach data check` says"),
        (SimpleNamespace(code=0, model=None), r"^Training failed; `coach data check` says"),
    ],
)
def test_why_training_failed_is_one_line(settings, monkeypatch, outcome, reason):
    train = Mock(side_effect=[outcome])
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.setitem(sys.modules, "rasa.model_training", SimpleNamespace(train=train))
    config = (ROOT / "config.yml").read_text(encoding="utf-8")
    (settings.root / "config.yml").write_text(config, encoding="utf-8")
    with pytest.raises(TrainingError, match=reason) as failed:
        ensure(settings)
    assert len(str(failed.value).splitlines()) == 1
    assert not (settings.models_dir / training.STAMP).exists()


def test_the_stamp_says_which_model_it_is_about(settings, trainings):
    model, _ = ensure(settings)
    stamp = json.loads((settings.models_dir / training.STAMP).read_text())
    assert (stamp["model"], stamp["fingerprint"]) == (model.name, fingerprint(settings))
    assert [p.name for p in settings.models_dir.iterdir() if p.name.startswith(".")] == []

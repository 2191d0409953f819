"""Rasa starts without TensorFlow where nothing needs it, and only there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.rasa.lean import import_lean
from bot.settings import ROOT

LEAN = "pipeline:\n- name: bot.nlu.components.decider.Decider\npolicies:\n- name: RulePolicy\n"

AGENT = """
import sys
from pathlib import Path
from bot.rasa.lean import import_lean

print(import_lean(Path("config.yml")))
import rasa.core.agent

heavy = ("tensorflow", "tensorflow_addons", "tensorflow_text", "tensorflow_hub", "keras")
print(sorted(n for n, m in sys.modules.items()
             if n.partition(".")[0] in heavy and getattr(m, "__file__", None)))
print("tensorflow" in sys.modules)
"""


def python(program):
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        cwd=ROOT,
    ).stdout.splitlines()


def test_rasa_s_agent_is_imported_without_the_real_tensorflow():
    assert python(AGENT) == ["True", "[]", "True"]


@pytest.fixture
def lean(tmp_path, monkeypatch):
    """Whether a config is made lean; what that changes in Python's import is taken back."""
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    config = tmp_path / "config.yml"

    def tried(text):
        finders = list(sys.meta_path)
        monkeypatch.setattr(sys, "meta_path", list(finders))
        config.write_text(text, encoding="utf-8")
        made = import_lean(config)
        assert (sys.meta_path != finders) == made
        return made

    return tried


@pytest.mark.parametrize(
    "policy", ["RulePolicy", "MemoizationPolicy", "AugmentedMemoizationPolicy"]
)
def test_our_components_and_rule_policies_need_no_tensorflow(lean, policy):
    assert lean(LEAN.replace("RulePolicy", policy))


@pytest.mark.parametrize(
    "needy",
    [
        LEAN.replace("policies:", "- name: DIETClassifier\npolicies:"),
        LEAN.replace("policies:", "- name: ResponseSelector\npolicies:"),
        LEAN.replace("bot.nlu", "somebody.else"),
        LEAN.replace("bot.nlu", "bots.nlu"),
        LEAN + "- name: TEDPolicy\n",
        LEAN + "- name: UnexpecTEDIntentPolicy\n",
        LEAN + "- RulePolicy\n",
        LEAN + "- core_fallback_threshold: 0.3\n",
    ],
)
def test_one_component_that_might_need_it_is_enough(lean, needy):
    assert not lean(needy)


@pytest.mark.parametrize(
    "text",
    [
        LEAN.partition("policies:")[0],
        "policies:" + LEAN.partition("policies:")[2],
        LEAN.partition("policies:")[0] + "policies:\n",
        "recipe: default.v1\nlanguage: en\n",
        "",
        "- name: RulePolicy\n",
        "pipeline: x\npolicies: y\n",
        "pipeline: [\n",
    ],
)
def test_what_a_config_does_not_say_is_left_to_rasa_as_it_is(lean, text):
    assert not lean(text)


def test_a_config_that_is_missing_is_left_to_rasa(tmp_path):
    assert not import_lean(tmp_path / "config.yml")


def test_where_tensorflow_is_there_already_it_stays(lean, monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorflow", object())
    assert not lean(LEAN)


STAND_IN = """
from pathlib import Path
from bot.rasa.lean import import_lean

assert import_lean(Path("config.yml"))
import tensorflow as tf
from tensorflow.python.keras.saving import hdf5_format

@tf.keras.utils.register("x")
class Layer(tf.keras.layers.Layer):
    def call(self, x: tf.Tensor) -> "tf.Tensor | None":
        return x

print(Layer().call(7))
try:
    import tensorflowish
except ModuleNotFoundError as error:
    print(error.name)
"""


def test_the_stand_in_serves_for_base_classes_and_annotations_and_for_no_other_name():
    assert python(STAND_IN) == ["7", "tensorflowish"]

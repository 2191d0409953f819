"""The contract of every NLU component in config.yml, whatever it does inside."""

from __future__ import annotations

import copy
import importlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from bot.rasa.lean import import_lean
from bot.settings import ROOT, Settings

CONFIG: dict[str, Any] = YAML(typ="safe").load((ROOT / "config.yml").read_text(encoding="utf-8"))
PIPELINE: list[dict[str, Any]] = CONFIG["pipeline"]
NAMES = [item["name"] for item in PIPELINE]
PAYLOAD = '/ask{"topic": "communication"}'
LABELS = ("ask/communication", "ask/micromanagement", "greet", "thanks", "safety/self_harm")
TEXTS = [
    "i keep getting told my tone is rude on calls",
    "im a team leader and my agents wait for me to approve everything, and i sound rude too",
    "no, i meant my accent. quick, call in 5 min",
    "hello",
    "x" * 4000,
    "😭",
    "\\/restart",
    "كيف حالك",
    "\u200d",
]


@dataclass(frozen=True)
class Pipeline:
    """The components of config.yml, trained on a few labels, and what Rasa needs to load them."""

    components: list[Any]
    storage: Any
    resources: list[Any]

    def before(self, place: int, message: Any) -> Any:
        """A message as the component at this place receives it."""
        for component in self.components[:place]:
            [message] = component.process([message])
        return message


@pytest.fixture(scope="module", autouse=True)
def _lean() -> None:
    """Before anything imports Rasa, which is quicker without TensorFlow."""
    import_lean(ROOT / "config.yml")


@pytest.fixture(scope="module")
def pipeline(trained: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_DATA_DIR", str(trained.data_dir))
        storage = LocalModelStorage.create(tmp_path_factory.mktemp("model"))
        data = examples()
        components, resources = [], []
        for place, item in enumerate(PIPELINE):
            resource = Resource(f"component-{place}")
            component = class_of(item).create(config_of(item), storage, resource, context())
            if hasattr(component, "train"):
                resource = component.train(data)
            if hasattr(component, "process_training_data"):
                data = component.process_training_data(data)
            components.append(component)
            resources.append(resource)
        yield Pipeline(components, storage, resources)


def class_of(item: dict[str, Any]) -> Any:
    module, _, name = item["name"].rpartition(".")
    return getattr(importlib.import_module(module), name)


def config_of(item: dict[str, Any]) -> dict[str, Any]:
    """The component's configuration as Rasa hands it over: defaults, and what config.yml says."""
    given = {key: value for key, value in item.items() if key != "name"}
    return {**class_of(item).get_default_config(), **given}


def context() -> Any:
    from rasa.engine.graph import ExecutionContext, GraphSchema

    return ExecutionContext(GraphSchema({}), "test")


def examples() -> Any:
    """The training examples of a few labels, from the repository's own data."""
    from rasa.shared.nlu.training_data.loading import load_data

    whole = load_data(str(ROOT / "data" / "nlu"))
    return whole.filter_training_examples(
        lambda example: (example.get("intent_response_key") or example.get("intent")) in LABELS
    )


def message(text: str, **more: Any) -> Any:
    from rasa.shared.nlu.training_data.message import Message

    return Message(data={"text": text, **more})


def pressed() -> Any:
    """A button's payload, with what another component said of it."""
    entity = {"entity": "topic", "value": "communication", "start": 4, "end": 30}
    intent = {"name": "ask", "confidence": 1.0}
    return message(PAYLOAD, intent=intent, entities=[entity])


def shown(message: Any) -> Any:
    """Everything that a message holds, to be compared."""
    return _plain(
        {
            **message.as_dict(),
            "features": [(f.type, f.attribute, f.origin, f.features) for f in message.features],
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return value.round(5).tolist()
    if type(value).__name__ == "Token":
        return (value.text, value.start, value.end)
    return value


def outputs(message: Any) -> dict[str, Any]:
    """What leaves the pipeline: for actions, the tracker store and the review site."""
    found: dict[str, Any] = message.as_dict(only_output_properties=True)
    return found


every = pytest.mark.parametrize("place", range(len(PIPELINE)), ids=NAMES)


@every
def test_it_is_registered_and_its_settings_are_known(place: int) -> None:
    from rasa.engine.recipes.default_recipe import DefaultV1Recipe

    item = PIPELINE[place]
    assert class_of(item).__name__ in DefaultV1Recipe._registered_components
    defaults = class_of(item).get_default_config()
    assert set(item) - {"name"} <= set(defaults), "config.yml sets what the component does not know"
    json.dumps(defaults)


@every
def test_every_required_package_is_there(place: int) -> None:
    for package in class_of(PIPELINE[place]).required_packages():
        importlib.import_module(package)


@every
@pytest.mark.parametrize("text", [*TEXTS, ""], ids=lambda text: ascii(text)[:25])
def test_any_text_is_processed(pipeline: Pipeline, place: int, text: str) -> None:
    given = pipeline.before(place, message(text))
    [processed] = pipeline.components[place].process([given])
    assert processed.get("text") == text
    json.dumps(outputs(processed))


@every
def test_a_message_without_text_is_processed(pipeline: Pipeline, place: int) -> None:
    from rasa.shared.nlu.training_data.message import Message

    given = pipeline.before(place, Message(data={}))
    assert len(pipeline.components[place].process([given])) == 1


@every
def test_no_message_is_no_message(pipeline: Pipeline, place: int) -> None:
    assert pipeline.components[place].process([]) == []


@every
def test_many_are_processed_as_each_alone(pipeline: Pipeline, place: int) -> None:
    component = pipeline.components[place]
    alone = [component.process([pipeline.before(place, message(text))])[0] for text in TEXTS]
    together = component.process([pipeline.before(place, message(text)) for text in TEXTS])
    assert [m.get("text") for m in together] == TEXTS
    assert_close([shown(m) for m in together], [shown(m) for m in alone])


def assert_close(one: Any, other: Any, place: str = "") -> None:
    """Equal, but for the last digits of figures."""
    if isinstance(one, dict) and isinstance(other, dict):
        assert set(one) == set(other), place
        for key in one:
            assert_close(one[key], other[key], f"{place}.{key}")
    elif isinstance(one, list) and isinstance(other, list):
        assert len(one) == len(other), place
        for n, (first, second) in enumerate(zip(one, other, strict=True)):
            assert_close(first, second, f"{place}[{n}]")
    elif isinstance(one, float):
        assert one == pytest.approx(other, abs=1e-3), place
    else:
        assert one == other, place


@every
@pytest.mark.parametrize("text", [TEXTS[1], ""], ids=["two worries", "empty"])
def test_processing_twice_changes_nothing(pipeline: Pipeline, place: int, text: str) -> None:
    component = pipeline.components[place]
    [once] = component.process([pipeline.before(place, message(text))])
    before = shown(once)
    [twice] = component.process([once])
    assert_close(shown(twice), before)


@every
def test_the_same_text_gives_the_same(pipeline: Pipeline, place: int) -> None:
    component = pipeline.components[place]
    first, second = (
        shown(component.process([pipeline.before(place, message(TEXTS[1]))])[0]) for _ in range(2)
    )
    assert first == second


@every
def test_what_it_was_given_is_kept(pipeline: Pipeline, place: int) -> None:
    given = pipeline.before(place, message(TEXTS[1], metadata={"role": "agent"}))
    before = copy.deepcopy(given.data)
    [processed] = pipeline.components[place].process([given])
    for key in set(before) - {"intent", "entities"}:
        assert_close(_plain(processed.get(key)), _plain(before[key]), key)


@every
def test_a_payload_is_left_alone(pipeline: Pipeline, place: int) -> None:
    given = pipeline.before(place, pressed())
    [processed] = pipeline.components[place].process([given])
    untouched = pressed()
    for key in ("text", "intent", "entities"):
        assert processed.get(key) == untouched.get(key)
    assert "coach" not in outputs(processed)
    json.dumps(outputs(processed))


@every
def test_it_is_loaded_as_it_was_persisted(pipeline: Pipeline, place: int) -> None:
    item, resource = PIPELINE[place], pipeline.resources[place]
    loaded = class_of(item).load(config_of(item), pipeline.storage, resource, context())
    for text in TEXTS:
        [before] = pipeline.components[place].process([pipeline.before(place, message(text))])
        [after] = loaded.process([pipeline.before(place, message(text))])
        assert_close(shown(after), shown(before))


@every
def test_training_leaves_the_examples_usable(pipeline: Pipeline, place: int) -> None:
    component = pipeline.components[place]
    if not hasattr(component, "process_training_data"):
        pytest.skip("it has nothing to do in training")
    data = examples()
    for earlier in pipeline.components[:place]:
        if hasattr(earlier, "process_training_data"):
            data = earlier.process_training_data(data)
    before = [(e.get("text"), e.get("intent"), e.get("intent_response_key")) for e in list_of(data)]
    after = list_of(component.process_training_data(data))
    assert [(e.get("text"), e.get("intent"), e.get("intent_response_key")) for e in after] == before


def list_of(data: Any) -> list[Any]:
    found: list[Any] = data.training_examples
    return found


# The pipeline as a whole


def test_what_leaves_the_pipeline_is_json(pipeline: Pipeline) -> None:
    for text in [*TEXTS, ""]:
        found = outputs(pipeline.before(len(PIPELINE), message(text)))
        assert json.loads(json.dumps(found)) == found, "no type is lost on the way"
        assert {"text", "intent", "entities", "coach"} <= set(found)
        assert set(found["intent"]) == {"name", "confidence"}
        assert 0 <= found["intent"]["confidence"] <= 1
        assert {"decision", "label", "topics"} <= set(found["coach"])


def test_the_last_component_decides(pipeline: Pipeline) -> None:
    wanted = {"hello": "greet", TEXTS[0]: "ask", "": "out_of_scope", "\\/restart": "out_of_scope"}
    for text, intent in wanted.items():
        assert pipeline.before(len(PIPELINE), message(text)).get("intent")["name"] == intent


def test_entities_lie_where_they_say(pipeline: Pipeline) -> None:
    found = pipeline.before(len(PIPELINE), message(TEXTS[1])).get("entities")
    assert found
    for entity in found:
        assert set(entity) >= {"entity", "value", "start", "end", "extractor"}
        assert 0 <= entity["start"] < entity["end"] <= len(TEXTS[1])


def test_tokens_cover_the_words(pipeline: Pipeline) -> None:
    for text in TEXTS:
        tokens = pipeline.before(1, message(text)).get("text_tokens")
        assert all(text[token.start : token.end] == token.text for token in tokens)
        assert "".join(token.text for token in tokens) == "".join(text.split())


@every
def test_what_it_wraps_counts_for_rasas_cache(place: int) -> None:
    """Rasa hashes the component's own source: a change of what it wraps has to be told to it."""
    component = class_of(PIPELINE[place])
    trains = any(hasattr(component, step) for step in ("train", "process_training_data"))
    source = Path(importlib.import_module(component.__module__).__file__ or "").read_text()
    wraps = re.search(r"^from bot\.nlu\.(?!components)", source, re.MULTILINE)
    if not (trains and wraps):
        pytest.skip("nothing is trained with it, or it wraps nothing of ours")
    assert component.fingerprint_addon(config_of(PIPELINE[place]))


def test_the_files_of_a_trained_component_need_no_pickle(pipeline: Pipeline) -> None:
    for resource in pipeline.resources:
        try:
            with pipeline.storage.read_from(resource) as folder:
                names = [path.name for path in Path(folder).rglob("*")]
        except ValueError:
            continue
        assert not [name for name in names if name.endswith((".pkl", ".pickle", ".joblib"))]

"""Every rule of the data check finds what breaks it, and says where."""

from __future__ import annotations

import numpy as np
import pytest

from bot.checks import data_problems
from tests.helpers.house import add, block, change, twenty


def test_a_topic_and_its_examples_belong_together(settings):
    folder = settings.root / "data/nlu/topics"
    (folder / "communication.yml").unlink()
    (folder / "tea.yml").write_text(block("ask/tea", *twenty("tea")))
    (folder / "overpromising.yml").write_text(block("ask/micromanagement", "watching me all day"))
    problems = data_problems(settings)
    assert (
        "data/nlu/topics/communication.yml: is missing: the topic communication has no file of"
        " examples"
    ) in problems
    assert "data/nlu/topics/tea.yml: there is no topic 'tea' in knowledge/topics" in problems
    assert "data/nlu/topics/tea.yml:5: ask/tea is neither a topic nor a bridge" in problems
    assert ("data/nlu/topics/overpromising.yml: has no examples of ask/overpromising") in problems


def test_a_bridge_needs_examples(settings):
    night = {"id": "nights", "title": "Nights", "opening": "O.", "topics": ["communication"]}
    change(settings, "bridges.yml", lambda v: v.append(night))
    assert data_problems(settings) == ["data/nlu/bridges.yml: has no examples of ask/nights"]


def test_broken_knowledge_is_said_and_the_rest_is_checked(settings):
    (settings.knowledge_dir / "bridges.yml").unlink()
    add(settings, block("tea", *twenty("tea")))
    problems = data_problems(settings)
    assert len(problems) == 2
    assert "`coach knowledge check`" in problems[0]


def test_labels_and_domain_belong_together(settings):
    add(settings, block("tea/green", *twenty("tea")))
    domain = settings.root / "domain.yml"
    domain.write_text(domain.read_text().replace("- greet\n", "- greet\n  - boast\n"))
    (settings.root / "data/nlu/thanks.yml").unlink()
    assert data_problems(settings) == [
        "data/nlu/extra.yml:5: domain.yml has no intent 'tea'",
        "domain.yml: intents: boast has no examples in data/nlu",
        "domain.yml: intents: thanks has no examples in data/nlu",
    ]


@pytest.mark.parametrize("content", [None, b"intents: [", b"intents: [greet]\n", b"hello"])
def test_a_domain_that_cannot_be_read_is_said(settings, content):
    (settings.root / "domain.yml").unlink()
    if content:
        (settings.root / "domain.yml").write_bytes(content)
    (problem,) = data_problems(settings)
    assert problem.startswith("domain.yml: its intents and entities cannot be read (")


def test_a_label_with_too_few_examples_is_named(settings):
    add(settings, block("greet/tea", *twenty("tea")[:19]))
    (problem,) = data_problems(settings)
    assert problem == "data/nlu/extra.yml:5: greet/tea has 19 examples and needs 20"


def extra_problems(settings, *examples, label="greet"):
    """What is said when some examples are added to those of today."""
    add(settings, block(label, *examples))
    return data_problems(settings)


def test_exact_duplicates_are_named_whatever_their_spelling(settings):
    problems = extra_problems(settings, "Zebra u OK?", "zebra you ok", label="greet")
    assert problems == [
        "data/nlu/extra.yml:6: “zebra you ok” (greet) says the same as data/nlu/extra.yml:5"
        " “Zebra u OK?”"
    ]


def test_a_duplicate_across_labels_names_both(settings):
    add(settings, block("thanks", "zebra ok"), "data/nlu/other.yml")
    (problem,) = extra_problems(settings, '[zebra]{"entity": "metric"} ok', label="greet")
    assert problem == (
        "data/nlu/other.yml:5: “zebra ok” (thanks) says the same as data/nlu/extra.yml:5"
        " “zebra ok”, but is greet"
    )


def test_texts_without_words_are_compared_as_they_are(settings):
    assert extra_problems(settings, "🦓", "🦓🦓") == []
    assert len(extra_problems(settings, "🦓", "🦓")) == 1


def test_near_duplicates_are_named_from_fifteen_characters(settings):
    one, other = "my zebra stares at the printer", "my zebra stares at the printers"
    problems = extra_problems(settings, one, other, "zebra tea", "zebra teas")
    assert problems == [
        f"data/nlu/extra.yml:6: “{other}” (greet) says almost the same as data/nlu/extra.yml:5"
        f" “{one}”"
    ]


def test_other_words_with_the_same_meaning_are_named(settings):
    add(settings, '{"text": "a striped horse on my seat"}\n', "tests/nlu/zebra.jsonl")
    texts = ["there is a zebra on my chair", "someone put a zebra on my chair"]
    add(settings, block("greet", *texts))

    def encode(texts):
        """A vector each, but that those on the chair or the seat share one."""
        shared = [n for n, text in enumerate(texts) if text.endswith(("chair", "seat"))]
        vectors = np.eye(len(texts), dtype=np.float32)
        vectors[shared] = vectors[shared[0]]
        return vectors

    one, other = (f"data/nlu/extra.yml:{n}" for n in (5, 6))
    measuring = "means the same as tests/nlu/zebra.jsonl:1 “a striped horse on my seat”, which is"
    by_one, by_line, by_other = data_problems(settings, encode)
    assert by_one == f"{other}: “{texts[1]}” (greet) means the same as {one} “{texts[0]}”"
    assert by_line.startswith(f"{one}: “{texts[0]}” {measuring}")
    assert by_other.startswith(f"{other}: “{texts[1]}” {measuring}")
    assert data_problems(settings) == []


@pytest.mark.parametrize("text", ["zebra tea", "my zebra stares at the printers"])
def test_what_measures_must_not_be_learned(settings, text):
    lines = '{"text": "zebra TEA!"}\n\n{"text": "my zebra stares at the printer"}\n'
    add(settings, lines, "tests/nlu/zebra.jsonl")
    (problem,) = extra_problems(settings, text)
    assert problem.startswith(f"data/nlu/extra.yml:5: “{text}” says")
    assert "tests/nlu/zebra.jsonl:" in problem


def test_test_lines_that_cannot_be_read_are_named(settings):
    add(settings, '{"text": "zebra tea"}\nzebra\n["text"]\n{"txt": 1}\n', "tests/nlu/zebra.jsonl")
    problem = "is not a JSON object with a text"
    assert data_problems(settings) == [f"tests/nlu/zebra.jsonl:{n}: {problem}" for n in (2, 3, 4)]


ANNOTATIONS = {
    "unknown entity": ('[tea]{"entity": "drink"}', "domain.yml has no entity 'drink'"),
    "no entity": ('[tea]{"value": "tea"}', "names no entity"),
    "unknown key": ('[tea]{"entity": "metric", "vlaue": "x"}', "'vlaue' is not one of"),
    "not JSON": ("[tea]{entity: metric}", "is not JSON"),
    "no closing brace": ('[tea]{"entity": "metric" please', "a bracket is left over"),
    "no opening bracket": ('zebra tea]{"entity": "metric"}', "a bracket is left over"),
    "a gap": ('[tea] {"entity": "metric"}', "a bracket is left over"),
    "the old form": ("[tea](metric)", "a bracket is left over"),
    "empty": ('[]{"entity": "metric"}', "a bracket is left over"),
}


@pytest.mark.parametrize(("annotation", "problem"), ANNOTATIONS.values(), ids=ANNOTATIONS)
def test_a_malformed_annotation_is_named(settings, annotation, problem):
    (found,) = extra_problems(settings, "zebra ok", f"how about {annotation}")
    assert found.startswith("data/nlu/extra.yml:6: ")
    assert problem in found


def test_a_well_formed_annotation_is_no_problem(settings):
    good = '[zebra]{"entity": "role", "value": "manager", "role": "r", "group": "g"} ok'
    assert extra_problems(settings, good) == []


UNREADABLE = {
    "not YAML": ("nlu:\n- intent: greet\n  examples: | -\n", "extra.yml:3: "),
    "control character": (b"nlu: \x00", "extra.yml: is not YAML (unacceptable character"),
    "not UTF-8": ("nlu: \xe9".encode("latin-1"), "extra.yml: is not UTF-8"),
    "nothing": ("", "extra.yml: has no list under nlu"),
    "a list": ("- intent: greet\n", "extra.yml: has no list under nlu"),
    "no examples": ("nlu:\n- intent: greet\n", "extra.yml:2: greet needs “examples: |”"),
    "folded": ("nlu:\n- intent: greet\n  examples: >\n    - a\n", "extra.yml:2: greet needs"),
    "no dash": ("nlu:\n- intent: greet\n  examples: |\n    - zebra\n    tea\n", "extra.yml:5: an"),
    "no text": ("nlu:\n- intent: greet\n  examples: |\n\n    - zebra\n    - \n", "extra.yml:6: an"),
}


@pytest.mark.parametrize(("content", "problem"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_data_file_that_cannot_be_read_is_named(settings, content, problem):
    add(settings, content)
    (found,) = data_problems(settings)
    assert found.startswith(f"data/nlu/{problem}")


def test_synonyms_and_lookups_have_no_examples_to_check(settings):
    add(settings, "nlu:\n- synonym: manager\n  examples: |\n    - boss lady\n")
    assert data_problems(settings) == []

"""Every rule of the checks finds what breaks it, and says where."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.checks import data_problems, knowledge_problems, remember_sources
from bot.checks import knowledge as knowledge_checks
from bot.checks.likeness import NEAR, SHORTEST, near_pairs
from bot.coaching.turn import Button, Outcome, Reply, Thread
from bot.knowledge import KnowledgeError, load_knowledge
from bot.settings import Settings

COMMUNICATION = "topics/communication.yml"
GUIDE = (
    "Lorem Guide for Floors\n\nPour the green tea slowly, then tell everybody; wait for Monday's"
    " bell.\nGoals are specific, measurable, achievable, relevant, and time-bound (SMART) ones."
)


@pytest.fixture
def settings(tmp_path):
    """Settings of a project with today's knowledge, to be broken, and little training data."""
    real = Settings.from_env({})
    shutil.copytree(real.knowledge_dir, tmp_path / "knowledge")
    (tmp_path / "docs").mkdir()
    shutil.copy(real.root / "docs/knowledge.md", tmp_path / "docs")
    (tmp_path / "tests/nlu").mkdir(parents=True)
    (tmp_path / "data/nlu/topics").mkdir(parents=True)
    settings = dataclasses.replace(real, root=tmp_path)
    intents = (
        "intents:\n  - ask:\n      use_entities: []\n  - greet\n  - thanks\n  - nlu_fallback\n"
    )
    add(settings, f"{intents}entities: [role, metric]\n", "domain.yml")
    knowledge = load_knowledge(settings.knowledge_dir)
    for topic in knowledge.topics:
        add(settings, block(f"ask/{topic}", *twenty(topic)), f"data/nlu/topics/{topic}.yml")
    for label in (*(f"ask/{bridge}" for bridge in knowledge.bridges), "greet", "thanks"):
        name = label.rpartition("/")[2]
        add(settings, block(label, *twenty(name)), f"data/nlu/{name}.yml")
    return settings


def add(settings, content, file="data/nlu/extra.yml"):
    path = settings.root / file
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def block(label, *examples):
    lines = "".join(f"    - {example}\n" for example in examples)
    return f'version: "3.1"\nnlu:\n- intent: {label}\n  examples: |\n{lines}'


def twenty(word):
    """Twenty examples that are like no other word's."""
    digests = (hashlib.sha256(f"{word} {n}".encode()).hexdigest() for n in range(20))
    return [f"{digest[:12]} {digest[12:24]}" for digest in digests]


def change(settings, file, mutate):
    """Load a knowledge file, let `mutate` change its value in place, and write it back."""
    path = settings.knowledge_dir / file
    yaml = YAML(typ="safe")
    value = yaml.load(path)
    mutate(value)
    yaml.dump(value, path)


def card(value, audience="agent"):
    return value["cards"][audience]


def loading(settings):
    with pytest.raises(KnowledgeError) as raised:
        load_knowledge(settings.knowledge_dir)
    assert raised.value.problems == knowledge_problems(settings)
    return raised.value.problems


def renamed_key(value):
    card(value)["reflection"] = card(value).pop("reflect")


MUTATIONS = {
    "unknown key": (
        COMMUNICATION,
        renamed_key,
        [
            "communication.yml: cards.agent.reflect: field required",
            "communication.yml: cards.agent.reflection: extra fields not permitted",
        ],
    ),
    "missing card": (
        COMMUNICATION,
        lambda v: v["cards"].pop("manager"),
        ["communication.yml: cards: no card for audience manager"],
    ),
    "missing audience": (
        COMMUNICATION,
        lambda v: v["audiences"].remove("manager"),
        ["communication.yml: cards: card for manager, who is not in audiences"],
    ),
    "unknown audience": (
        COMMUNICATION,
        lambda v: v["cards"].update(trainer=v["cards"].pop("manager")),
        ["communication.yml: cards: unexpected value; permitted: 'agent', 'manager', 'executive'"],
    ),
    "dangling relation": (
        COMMUNICATION,
        lambda v: card(v)["related"].insert(0, "nowhere") or card(v)["related"].pop(),
        ["communication.yml: cards.agent.related: there is no topic 'nowhere'"],
    ),
    "relation to itself": (
        COMMUNICATION,
        lambda v: card(v).update(related=["communication"]),
        ["communication.yml: cards.agent.related: a topic cannot be related to itself"],
    ),
    "dangling tip": (
        COMMUNICATION,
        lambda v: card(v)["steps"][2].update(tips=["S4.1.9"]),
        ["communication.yml: cards.agent.steps.2.tips: sources.yml has no 'S4.1.9'"],
    ),
    "empty text": (
        COMMUNICATION,
        lambda v: card(v)["steps"][0].update(text=" "),
        ["communication.yml: cards.agent.steps.0.text: ensure this value has at least 1 char"],
    ),
    "empty bare line": (
        COMMUNICATION,
        lambda v: card(v)["hurry"].__setitem__(1, ""),
        ["communication.yml: cards.agent.hurry.1.text: ensure this value has at least 1 char"],
    ),
    "id that is not the file's": (
        COMMUNICATION,
        lambda v: v.update(id="talking"),
        ["communication.yml: id: 'talking' must be the file's name"],
    ),
    "source id twice": (
        "sources.yml",
        lambda v: v[0]["sections"].append(
            v[0]["sections"][5] | {"tips": [{"id": "S0.6.9", "title": "More"}]}
        ),
        ["sources.yml: id: 'S0.6' is given twice"],
    ),
    "bridge id twice": (
        "bridges.yml",
        lambda v: v.append(v[0]),
        ["bridges.yml: id: 'abusive_callers' is given twice"],
    ),
    "contact id twice": (
        "contacts.yml",
        lambda v: v.append(v[0]),
        ["contacts.yml: id: 'emergency' is given twice"],
    ),
    "bridge to nowhere": (
        "bridges.yml",
        lambda v: v[0].update(topics=["nowhere"]),
        ["bridges.yml: abusive_callers.topics: there is no topic 'nowhere'"],
    ),
    "bridge with a topic's id": (
        "bridges.yml",
        lambda v: v[0].update(id="communication"),
        ["bridges.yml: communication: is also the id of a topic"],
    ),
    "unknown need": (
        "contacts.yml",
        lambda v: v[4].update({"for": ["bullying"]}),
        ["contacts.yml: 4.for.0: unexpected value; permitted: 'self_harm'"],
    ),
    "title too long": (
        COMMUNICATION,
        lambda v: v.update(title="x" * 35),
        ["communication.yml: title: ensure this value has at most 34 characters"],
    ),
}


@pytest.mark.parametrize(("file", "mutate", "expected"), MUTATIONS.values(), ids=MUTATIONS)
def test_a_broken_knowledge_file_is_named_with_its_key(settings, file, mutate, expected):
    change(settings, file, mutate)
    problems = loading(settings)
    assert len(problems) == len(expected)
    for problem, start in zip(sorted(problems), sorted(expected), strict=True):
        assert start in problem


FILES = {
    "duplicate key": (b"id: x\ntitle: a\ntitle: b\n", "line 3: found duplicate key"),
    "not YAML": (b"id: x\nabout: this: that\n", "line 2: mapping values are not allowed"),
    "control character": (b"id: \x00\n", "file: is not YAML (unacceptable character"),
    "not UTF-8": ("id: \xe9".encode("latin-1"), "file: is not UTF-8"),
    "empty": (b"# nothing yet\n", "file: is empty"),
    "a list": (b"- id: x\n", "file: must be names with their values"),
    "a word": (b"hello\n", "file: must be names with their values"),
    "a number for a name": (b"1: 2\n", "file: must be names with their values"),
}


@pytest.mark.parametrize(("content", "problem"), FILES.values(), ids=FILES)
def test_a_topic_file_that_cannot_be_read_is_named(settings, content, problem):
    (settings.knowledge_dir / COMMUNICATION).write_bytes(content)
    problems = loading(settings)
    assert len(problems) == 1  # and the links to it are no problem of their own
    assert problems[0].startswith(f"knowledge/{COMMUNICATION}: {problem}")


@pytest.mark.parametrize("file", ["sources.yml", "bridges.yml", "contacts.yml"])
def test_a_missing_file_is_named_once(settings, file):
    (settings.knowledge_dir / file).unlink()
    missing = f"knowledge/{file}: file: is missing; restore it from the repository"
    assert loading(settings) == [missing]


def test_a_file_that_must_be_a_list_is_named(settings):
    (settings.knowledge_dir / "contacts.yml").write_text("hr: ask\n")
    assert loading(settings) == ["knowledge/contacts.yml: file: must be a list"]


def test_no_topics_at_all_is_a_problem(settings):
    shutil.rmtree(settings.knowledge_dir / "topics")
    assert "knowledge/topics: folder: holds no topic" in loading(settings)[0]


def test_one_slip_in_the_sources_is_not_reported_for_every_line(settings):
    change(settings, "sources.yml", lambda v: v[4].update(audience=["agent"]))
    problems = loading(settings)
    assert problems == ["knowledge/sources.yml: 4.audience: extra fields not permitted"]


def test_all_problems_are_reported_at_once(settings):
    change(settings, COMMUNICATION, renamed_key)
    change(settings, "topics/overpromising.yml", lambda v: v.update(about="x" * 91))
    change(settings, "bridges.yml", lambda v: v[0].pop("opening"))
    (settings.knowledge_dir / "contacts.yml").unlink()
    files = {problem.split(":")[0] for problem in loading(settings)}
    names = ("topics/communication.yml", "topics/overpromising.yml", "bridges.yml", "contacts.yml")
    assert files == {f"knowledge/{name}" for name in names}


LENGTHS = [
    ("pitfall", 170, lambda c, text: c["pitfall"].update(text=text), "pitfall.text"),
    ("step", 110, lambda c, text: c["steps"][1].update(text=text), "steps.1.text"),
    ("today", 140, lambda c, text: c["today"].update(text=text), "today.text"),
    ("reflect", 110, lambda c, text: c.update(reflect=text), "reflect"),
    ("hurry", 110, lambda c, text: c["hurry"].__setitem__(2, text), "hurry.2.text"),
]


@pytest.mark.parametrize(("name", "limit", "put", "key"), LENGTHS, ids=[row[0] for row in LENGTHS])
def test_lines_have_a_limit(settings, name, limit, put, key):
    change(settings, COMMUNICATION, lambda v: put(card(v), "x" * limit))
    load_knowledge(settings.knowledge_dir)
    change(settings, COMMUNICATION, lambda v: put(card(v), "x" * (limit + 1)))
    expected = f"cards.agent.{key}: ensure this value has at most {limit} characters"
    assert loading(settings) == [f"knowledge/{COMMUNICATION}: {expected}"]


COUNTS = [("steps", 3, 4), ("dos", 2, 4), ("donts", 2, 4)]


@pytest.mark.parametrize(("field", "fewest", "most"), COUNTS, ids=[row[0] for row in COUNTS])
def test_lists_have_a_length(settings, field, fewest, most):
    for count in (fewest, most):
        change(settings, COMMUNICATION, lambda v, n=count: card(v).update({field: ["Ok."] * n}))
        load_knowledge(settings.knowledge_dir)
    for count in (fewest - 1, most + 1):
        change(settings, COMMUNICATION, lambda v, n=count: card(v).update({field: ["Ok."] * n}))
        assert f"cards.agent.{field}: ensure this value has at" in loading(settings)[0]


def test_bare_strings_are_lines_everywhere(settings):
    def bare(value):
        card(value).update(
            pitfall="P.", why="W.", today="T.", hurry=["A.", {"text": "B.", "tips": []}, "C."]
        )

    change(settings, COMMUNICATION, bare)
    found = load_knowledge(settings.knowledge_dir).topics["communication"].cards["agent"]
    assert [line.text for line in found.hurry] == ["A.", "B.", "C."]
    assert (found.pitfall.text, found.pitfall.tips) == ("P.", [])


def test_a_first_screen_that_is_too_long_in_all_is_named(settings):
    def fill(value):
        longest = card(value, "manager")
        longest["pitfall"]["text"] = "p" * 170
        longest["today"]["text"] = "t" * 140
        longest["steps"] = [{"text": "s" * 110, "tips": ["S0.1"]} for _ in range(4)]

    change(settings, COMMUNICATION, fill)
    problem, *_ = knowledge_problems(settings)
    assert problem.startswith("knowledge/topics/communication.yml: cards.manager: the first screen")
    assert problem.endswith("must stay below 900")


def test_a_hurry_screen_that_is_too_long_is_named(settings):
    lines = [{"text": "h" * 110, "tips": [tip]} for tip in ("S0.1", "S1.clientcomm", "S2.do1")]
    lines[0]["tips"] += ["S3.clients", "S0.3", "S4.2"]
    change(settings, COMMUNICATION, lambda v: card(v).update(hurry=lines))
    problem, *_ = knowledge_problems(settings)
    assert "cards.agent: the hurry screen has" in problem
    assert problem.endswith("must stay below 550")


def test_a_button_that_is_too_long_is_named(settings, monkeypatch):
    reply = Reply("help", "Topics", (Button("b" * 35, "/help"), Button("b" * 34, "/help")))
    monkeypatch.setattr(knowledge_checks, "topic_list", lambda *_: Outcome((reply,), Thread()))
    (problem,) = knowledge_problems(settings)
    assert f"button '{'b' * 35}': has 35 characters" in problem


def test_a_need_without_a_contact_is_named(settings):
    change(settings, "contacts.yml", lambda v: v[5].update({"for": ["other"]}))
    change(settings, "contacts.yml", lambda v: v[2].update({"for": ["self_harm"]}))
    found = knowledge_problems(settings)
    assert found == ["knowledge/contacts.yml: for: nobody is there for 'abuse'"]


@pytest.fixture
def guided(settings, tmp_path):
    """Settings of a project that knows the runs of one document more, whose title is in sources."""
    guide = tmp_path / "guide.txt"
    guide.write_text(GUIDE)
    title = GUIDE.partition("\n")[0]
    change(settings, "sources.yml", lambda v: v[0].update(title=f"{title} and Three Words More"))
    remember_sources(settings, [guide])
    return settings


def append(settings, file, text):
    path = settings.root / file
    path.write_text(f"{path.read_text()}\n{text}\n")
    return path.read_text().count("\n")


@pytest.mark.parametrize("file", ["docs/knowledge.md", "knowledge/bridges.yml"])
def test_copied_words_are_named_with_their_line(guided, file):
    line = append(guided, file, "# Then tell EVERYBODY: wait for Monday’s bell, goals or no goals.")
    (problem,) = knowledge_problems(guided)
    words = "Then tell EVERYBODY wait for Monday’s bell goals"
    assert problem == f"{file}: line {line}: copied from a source: “{words}”"


def test_a_run_over_two_lines_is_found_where_it_begins(guided):
    line = append(guided, "docs/knowledge.md", "Pour the green\ntea slowly then tell everybody.")
    (problem,) = knowledge_problems(guided)
    assert f"docs/knowledge.md: line {line - 1}:" in problem
    assert "“Pour the green tea slowly then tell everybody”" in problem


def test_six_words_a_title_and_the_words_behind_smart_are_no_copy(guided):
    append(guided, "docs/knowledge.md", "Pour the green tea slowly, then ask.")
    append(guided, "docs/knowledge.md", "Lorem Guide for Floors and Three Words More")
    append(guided, "docs/knowledge.md", "Specific, measurable, achievable, relevant, time-bound")
    append(guided, "docs/knowledge.md", "are specific, measurable, achievable, relevant and time")
    assert knowledge_problems(guided) == []


def test_only_hashes_are_kept_and_the_known_ones_stay(guided, tmp_path):
    path = guided.knowledge_dir / "source_shingles.txt"
    before = path.read_text()
    assert before.startswith("# A truncated sha256")
    assert "green" not in before
    hashes = [line for line in before.splitlines() if not line.startswith("#")]
    assert hashes == sorted(set(hashes))
    assert {len(line) for line in hashes} == {12}

    assert remember_sources(guided, [tmp_path / "guide.txt"]) == len(hashes)
    assert path.read_text() == before


def test_without_the_hashes_originality_is_not_claimed(settings):
    (settings.knowledge_dir / "source_shingles.txt").unlink()
    assert "source_shingles.txt: file: is missing" in knowledge_problems(settings)[0]


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


def test_four_thousand_examples_take_seconds(settings):
    texts = [text for n in range(200) for text in twenty(f"label {n}")]
    start = time.monotonic()
    extra_problems(settings, *texts)
    assert time.monotonic() - start < 10


@given(st.lists(st.text(alphabet="abc ", max_size=30), max_size=12))
def test_near_pairs_are_those_of_the_definition(texts):
    def grams(text):
        plain = " ".join(text.split())
        return {plain[n : n + 3] for n in range(len(plain) - 2)}, len(plain)

    expected = set()
    for second, text in enumerate(texts):
        for first, earlier in enumerate(texts[:second]):
            (ours, length), (theirs, other_length) = grams(text), grams(earlier)
            if min(length, other_length) >= SHORTEST:
                share = len(ours & theirs) / len(ours | theirs)
                if share > NEAR:
                    expected.add((first, second))
    assert set(near_pairs(texts)) == expected

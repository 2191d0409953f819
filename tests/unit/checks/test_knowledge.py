"""Every rule of the knowledge check finds what breaks it, and says where."""

from __future__ import annotations

import shutil

import pytest

from bot.checks import knowledge as knowledge_checks
from bot.checks import knowledge_problems
from bot.coaching.turn import Button, Outcome, Reply, Thread
from bot.knowledge import KnowledgeError, load_knowledge
from tests.helpers.house import COMMUNICATION, change


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

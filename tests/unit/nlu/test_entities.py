"""Entities that can be read without a model."""

from __future__ import annotations

import pytest

from bot.nlu.entities import METRICS, ROLE_NAMES, EntityMatcher

ORDINALS = ("first", "second", "third", "fourth", "fifth")
SHORT_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th")
NUMBERS = ("one", "two", "three", "four", "five")


@pytest.fixture(scope="module")
def extract():
    return EntityMatcher(["receiving_feedback", "communication"]).extract


@pytest.fixture
def values(extract):
    """The values of one entity in a text."""
    return lambda text, name: [e.value for e in extract(text) if e.entity == name]


@pytest.fixture
def role(extract):
    """Role and how it is known, as (value, group) pairs."""
    return lambda text: [(e.value, e.group) for e in extract(text) if e.entity == "role"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm a team leader", "manager"),
        ("i am an agent and my calls are long", "agent"),
        ("im a new TL", "manager"),
        ("i work as a customer care executive", "agent"),
        ("i was just promoted to team leader", "manager"),
        ("My role is operations director", "executive"),
        ("i'm an executive", "ambiguous"),
        ("change my role from agent to manager", "manager"),
        ("switch me to executive", "ambiguous"),
        ("promoted from agent to team leader last week", "manager"),
        ("Agent", "agent"),
        ("team leader", "manager"),
        ("site director", "executive"),
    ],
)
def test_a_role_that_the_writer_says_of_themselves(role, text, expected):
    assert role(text) == [(expected, "said")]


@pytest.mark.parametrize(
    "text",
    [
        "the managers in our site shout all day",
        "how do i talk with a director who never listens to anyone at all",
        "i am not a manager",
        "i am talking with the rep about this again and again",
        "agentless proxies and managerial work",
        "",
    ],
)
def test_a_role_of_others_is_nobody_s(role, text):
    assert role(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and for managers?", "manager"),
        ("what about an agent", "agent"),
        ("what if i was a team leader?", "manager"),
        ("how about for a director?", "executive"),
        ("and for executives?", "executive"),
        ("and for me?", "self"),
        ("what about in my case", "self"),
    ],
)
def test_a_role_that_is_asked_about(role, text, expected):
    assert role(text) == [(expected, "asked")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my agents wait for me to approve everything", "manager"),
        ("one of our new reps is crying", "manager"),
        ("i manage a team of twelve", "manager"),
        ("people who report to me are late", "manager"),
        ("my TL shouted at me", "agent"),
        ("our new supervisor ignores me", "agent"),
        ("my tl says my agents are rude", "manager"),
    ],
)
def test_a_role_that_the_words_give_away(role, text, expected):
    assert (expected, "implied") in role(text)


def test_of_two_names_the_longer_counts(role):
    assert role("i am a team manager") == [("manager", "said")]
    assert role("i am a customer care executive") == [("agent", "said")]


@pytest.mark.parametrize("name", [n for names in ROLE_NAMES.values() for n in names])
def test_every_name_of_a_role_is_understood_in_either_number(role, name):
    expected = next(value for value, names in ROLE_NAMES.items() if name in names)
    assert role(f"i am the {name.upper()}") == [(expected, "said")]
    asked = "executive" if expected == "ambiguous" else expected
    assert role(f"and for {name}s?") == [(asked, "asked")]


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("the second one", "2"),
        ("tell me more about point 3", "3"),
        ("number 12", "12"),
        ("option b", "2"),
        ("the last one", "-1"),
        ("First", "1"),
        ("2", "2"),
        (" 2. ", "2"),
        ("#4 please", "4"),
        ("step two is unclear", "2"),
        ("what about the 3rd tip", "3"),
        *((f"the {word} one", str(n)) for n, word in enumerate(ORDINALS, 1)),
        *((f"{word} point", str(n)) for n, word in enumerate(SHORT_ORDINALS, 1)),
        *((f"step {word}", str(n)) for n, word in enumerate(NUMBERS, 1)),
        *((f"choice {letter}", str(n)) for n, letter in enumerate("abcd", 1)),
    ],
)
def test_a_point_by_its_number(values, text, point):
    assert values(text, "point") == [point]


@pytest.mark.parametrize(
    "text",
    [
        "last week my tl shouted",
        "42 calls a day",
        "i have 3 agents",
        "my first day was hard",
        "pointless",
        "no one listens to me",
        "wait a second",
        "my number one problem is noise",
        "i was scared at first",
        "",
    ],
)
def test_a_number_in_a_story_is_no_point(values, text):
    assert values(text, "point") == []


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_is_found(values, metric):
    assert values(f"my {metric.title()} is bad", "metric") == [metric]


def test_topics_are_found_by_their_names(values):
    assert values("receiving feedback, or Communication", "topic") == [
        "receiving_feedback",
        "communication",
    ]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("done by friday", "friday"),
        ("by end of march", "end of march"),
        ("on 5 May 2026 please", "5 May 2026"),
        ("may 5th", "may 5th"),
        ("2026-05-01", "2026-05-01"),
        ("in two weeks", "in two weeks"),
        ("next quarter", "next quarter"),
        ("by christmas", "christmas"),
        ("EOM", "EOM"),
    ],
)
def test_a_date_is_found_as_it_is_written(values, text, date):
    assert values(text, "target_date") == [date]


@pytest.mark.parametrize(
    "text",
    ["i may be late", "the decision", "monsters", "summarch", "second week"]
    + ["we work 24/7", "it is 50/50", "i sat beside her", "the sun was out", "wed better not"],
)
def test_what_only_looks_like_a_date_is_none(values, text):
    assert values(text, "target_date") == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("my goal is to talk slower by friday", "talk slower"),
        ("new goal: answer in ten seconds", "answer in ten seconds"),
        ("i want to listen more. then rest", "listen more"),
        ("set a goal to call back within two weeks", "call back"),
        ("remind me to breathe", "breathe"),
    ],
)
def test_a_goal_is_what_stands_before_its_date(values, text, title):
    assert values(text, "goal_title") == [title]


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("goal 2 is half way", "goal_number", ["2"]),
        ("drop the second goal", "goal_number", ["2"]),
        ("goal two is 50% done", "progress", ["50%"]),
        ("i am 80 percent there", "progress", ["80 percent"]),
        ("goalkeeper 2", "goal_number", []),
    ],
)
def test_goals_by_number_and_how_far_they_are(values, text, name, found):
    assert values(text, name) == found


@pytest.mark.parametrize(
    "text",
    [
        "ok 🙂🙂 i'm a team leader",
        "é́ï i am an agent",
        "\u200d tell me about point 2",
        "मैं i am a tl",
    ],
)
def test_offsets_count_characters(extract, text):
    found = extract(text)
    assert found
    for entity in found:
        assert text[entity.start : entity.end].strip() == text[entity.start : entity.end]
    assert [(e.start, e.end) for e in found] == sorted((e.start, e.end) for e in found)


def test_a_matcher_without_topics_finds_the_rest():
    found = [e.entity for e in EntityMatcher().extract("communication at 10%")]
    assert found == ["goal_ref", "progress"]

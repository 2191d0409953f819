"""What a sentence about goals says."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.goals.phrases import LONGEST, find_goal_phrases
from bot.settings import ROOT
from tests.helpers.goal_messages import NOT_DONE

READ = {
    "goal_create": ("goal_title", "target_date"),
    "goal_edit": ("goal_ref", "goal_number", "progress", "target_date"),
}
READ_ELSE = ("goal_ref", "goal_number", "progress")
SAYINGS = (
    "i want to", "my", "the", "goal", "goal:", "goal 2", "new goal", "qa score", "thing", "one",
    "by", "june", "friday", "in 6 weeks", "60%", "3 of 5", "3/5", "done", "halfway", "mark", "as",
    "drop", "note it", ",", ".", "pls", "é", "🙂", "“", "’", "  ", "\n", "to", "about", "İ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(SAYINGS), max_size=14).map(" ".join) | st.text(max_size=60)


def said(text: str) -> dict[str, str]:
    """The values by entity; that there is one of each is a test of its own."""
    return {phrase.entity: phrase.value for phrase in find_goal_phrases(text)}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("I want to raise my QA score to 90 by the end of March", "raise my QA score to 90"),
        ("new goal: read one book a month", "read one book a month"),
        ("my goal is to become a TL by december", "become a TL"),
        ("put down that im going to ask my TL for feedback", "ask my TL for feedback"),
        ("i need to delegate more, make it a goal pls", "delegate more"),
        ("add to my goals stop promising dates i cant keep", "stop promising dates i cant keep"),
        ("hit 95 csat this quarter, note it", "hit 95 csat"),
        ("by june i wanna speak english with confidence", "speak english with confidence"),
        ("help me commit to leaving on time 3 days a week", "leaving on time 3 days a week"),
        ("gusto ko mag set ng goal, bawas late", "bawas late"),
        ("goal ko by december maging SME", "maging SME"),
        ("95 qa by june, track it", "95 qa"),
        ("my goal this quarter is to call back", "call back"),
        ("goal for may: 30 quality calls", "30 quality calls"),
        ("i want to just listen", "just listen"),
        ("remind me every friday to praise someone", "praise someone"),
        ("raise nps by 10 points by june, note it", "raise nps by 10 points"),
        ("praise before critique, make that my goal", "praise before critique"),
        ("my tl is strict but i want to set a goal to speak up. thanks", "speak up"),
        ("lock in “walk the floor daily” for next month", "walk the floor daily"),
        ("i’d like to hit my csat target by june", "hit my csat target"),
        ("make 3 client calls a week my goal", "3 client calls a week"),
        ("what about a goal to read more", "read more"),
    ],
)
def test_a_title_is_what_somebody_wants_without_what_is_around_it(text: str, title: str) -> None:
    assert said(text).get("goal_title") == title


@pytest.mark.parametrize("tail", ["hold me to it", "save it as my goal", "pls", "please log it"])
def test_a_request_at_the_end_is_no_part_of_a_title(tail: str) -> None:
    assert said(f"i will coach two agents a week, {tail}")["goal_title"] == (
        "coach two agents a week"
    )


@pytest.mark.parametrize(
    "text",
    [
        "set a goal", "add goal", "make this my goal", "help me set a goal for this month",
        "i want that as my goal", "turn your suggestion into a goal", "make the second tip my goal",
        "i want to drop my gym goal", "i want to update my goal", "my goal is 60% done",
        "how do i get my csat up by friday", "drop it by june", "i want the reading goal back", "",
    ],
)  # fmt: skip
def test_no_title_where_none_is_named(text: str) -> None:
    assert "goal_title" not in said(text)


@pytest.mark.parametrize(
    "date",
    ["the end of March", "30 June", "next month", "june", "dec 1", "15/04", "5/12", "friday"]
    + ["christmas", "eoq", "the 20th", "next payday", "diwali", "my next birthday", "the rebid"]
    + ["2026-05-01", "month end", "the end of next month", "mid june", "friday next week", "q3"],
)
def test_a_date_has_no_preposition(date: str) -> None:
    assert said(f"i want to speak up by {date}") == {
        "goal_title": "speak up",
        "target_date": date,
    }


@pytest.mark.parametrize("span", ["in 6 weeks", "within 6 months", "in the next two years"])
def test_a_span_of_time_keeps_its_preposition(span: str) -> None:
    assert said(f"i want to speak up {span}, note it")["target_date"] == span


@pytest.mark.parametrize(
    "text",
    [
        "i want to praise two agents every friday", "ask before the customer asks",
        "raise it by 10 points", "side by side by phone", "be liked by my team",
        "from monday i listen more", "send the monday report", "i may be late", "since june",
    ],
)  # fmt: skip
def test_what_recurs_or_begins_is_no_target_date(text: str) -> None:
    assert "target_date" not in said(text)


def test_of_two_dates_the_one_that_is_meant_counts() -> None:
    assert said("move goal 1 from june to july")["target_date"] == "july"
    assert said("this week i decided to speak up by friday")["target_date"] == "friday"
    assert said("i put june but i meant july")["target_date"] == "july"
    assert said("until christmas, not november")["target_date"] == "christmas"


@pytest.mark.parametrize(
    ("text", "progress"),
    [
        ("im at 60% now", "60%"),
        ("40 percent of the way", "40 percent"),
        ("halfway with the qa score thing", "halfway"),
        ("my goal is half done", "half done"),
        ("almost done with goal 2", "almost done"),
        ("almost there", "almost there"),
        ("did 3 of 5", "3 of 5"),
        ("did 3 of the 5 talks", "3 of the 5"),
        ("two modules out of six", "two modules out of six"),
        ("a quarter done", "a quarter"),
        ("about three quarters", "three quarters"),
        ("11/20 so far", "11/20"),
        ("from 40% to 60% now", "60%"),
        ("mark it as done", "done"),
        ("i finished my goal", "finished"),
        ("goal two is 50% done", "50%"),
    ],
)
def test_progress_in_figures_or_words(text: str, progress: str) -> None:
    assert said(text).get("progress") == progress


@pytest.mark.parametrize(
    "text",
    [
        "csat is 91 now", "aht is 7:10", "once a quarter", "not done yet", "finished two modules",
        "lesson 3 is done", "one review done, two remaining", "i marked it done by mistake, reopen",
        "show my finished goals", "drop it, im done", "24/7", "by 5/12",
    ],
)  # fmt: skip
def test_a_metric_or_a_part_is_no_progress(text: str) -> None:
    assert "progress" not in said(text)


@pytest.mark.parametrize("text", NOT_DONE)
def test_what_is_not_done_is_no_progress(text: str) -> None:
    assert "progress" not in said(text)


@pytest.mark.parametrize(
    ("text", "progress"),
    [
        ("goal 1 is at seventy five percent", "seventy five percent"),
        ("my csat goal is twenty-five percent done", "twenty-five percent"),
        ("my goal about not interrupting callers is done", "done"),
        ("nothing left, goal 1 is done", "done"),
    ],
)
def test_progress_in_words_beside_others(text: str, progress: str) -> None:
    assert said(text).get("progress") == progress


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("goal 2 is fine", "2"),
        ("goal number three", "3"),
        ("update my first goal", "1"),
        ("delete the last goal", "-1"),
        ("drop the second one", "2"),
        ("tick off number 3", "3"),
        ("goal #4", "4"),
    ],
)
def test_a_goal_by_its_number(text: str, number: str) -> None:
    assert said(text).get("goal_number") == number


@pytest.mark.parametrize(
    "text",
    ["goal: 2 calls a day", "goal 3 calls a day", "new goal six sigma", "3 goals"]
    + ["the second one", "i mean the first one", "2"],
)
def test_a_figure_or_a_place_in_a_list_is_no_goal_s_number(text: str) -> None:
    assert "goal_number" not in said(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("halfway with the qa score thing", "qa score"),
        ("drop my csat goal", "csat"),
        ("update my book goal to 60%", "book"),
        ("reopen the delegation one", "delegation"),
        ("history of the aht goal", "aht"),
        ("chart of my listening goal", "listening"),
        ("mark the excel course as done", "excel course"),
        ("erase the goal about speaking up in meetings", "speaking up in meetings"),
        ("my no late logins goal", "no late logins"),
        ("my hold time goal got worse", "hold time"),
        ("upsell goal, 9 of 12", "upsell"),
        ("40% on excel course", "excel course"),
        ("excel is at 70%", "excel"),
        ("yung english goal ko", "english"),
        ("wo upsell wala target hata do", "upsell"),
        ("goal ko sa grammar, burahin", "grammar"),
        ("that weekly one on one thing", "weekly one on one"),
        ("i want to drop the gym goal", "gym"),
        ("my  QA\nscore   goal", "score"),
    ],
)
def test_a_goal_by_its_name(text: str, name: str) -> None:
    assert said(text).get("goal_ref") == name
    assert "goal_title" not in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "my goal", "my first goal", "a new goal", "all my goals", "set a csat goal", "create goal",
        "i want to set a goal", "update goal", "no one", "this one", "the first step",
        "move the deadline", "drop it", "which goals are open", "goal done", "goal 2 is at 60%",
    ],
)  # fmt: skip
def test_no_name_where_no_goal_is_named(text: str) -> None:
    assert "goal_ref" not in said(text)


def test_offsets_are_those_of_the_text_as_it_was_typed() -> None:
    text = "I’d  like to\tspeak   up by   the  20th 🙂"
    found = {phrase.entity: phrase for phrase in find_goal_phrases(text)}
    assert set(found) == {"goal_title", "target_date"}
    assert found["goal_title"].value == text[found["goal_title"].start : found["goal_title"].end]
    assert found["goal_title"].value == "speak   up"
    assert found["target_date"].value == "the  20th"


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(TEXTS)
def test_every_phrase_lies_in_the_text_and_is_one_of_its_kind(text: str) -> None:
    found = find_goal_phrases(text)
    assert found == sorted(found)
    entities = [phrase.entity for phrase in found]
    assert len(entities) == len(set(entities))
    assert not {"goal_title", "goal_ref"} <= set(entities)
    for phrase in found:
        written = text[phrase.start : phrase.end]
        assert written == written.strip() != ""
        assert phrase.entity == "goal_number" or phrase.value == written


@pytest.mark.timeout(60)
@pytest.mark.parametrize("opening", ["", "i want to ", "my csat goal ", "excel "])
@pytest.mark.parametrize(
    "unit",
    ["a ", "my goal ", "1 ", "1.1.", "1/1 ", " ", "\n ", ", ", "- ", "by june ", "july ", "goal: "]
    + ["one more ", "set one more ", "in in ", "one of ", "3 of 5 ", "the one about ", "really "]
    + ["and so ", "done ", "half ", "i want to ", "as my goal, ", "by the x ", "x", "“", "'", "🙂"],
)
def test_a_hostile_text_is_read_to_its_end(opening: str, unit: str) -> None:
    find_goal_phrases((opening + unit * 4000)[:3996] + " zq!")


def test_a_long_story_is_read_only_from_its_beginning() -> None:
    assert said("i want to speak up. " + "x " * LONGEST)["goal_title"] == "speak up"
    assert said("x " * LONGEST + "i want to speak up") == {}


def test_the_development_messages_are_read_as_labelled() -> None:
    path = ROOT / "tests" / "nlu" / "dev_goals.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    misread = []
    for line in lines:
        read = READ.get(line["intent"], READ_ELSE)
        found = {name: v.casefold() for name, v in said(line["text"]).items() if name in read}
        wanted = {name: v.casefold() for name, v in line["entities"].items() if name in read}
        misread += [] if found == wanted else [line["text"]]
    assert len(lines) >= 150
    assert len(misread) <= 0.05 * len(lines), misread

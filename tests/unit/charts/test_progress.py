"""Progress as data: its curve and plan, its form in JSON, and what is said about it."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from bot.charts import ProgressLine, described
from bot.charts.progress import nearest_due
from bot.charts.wording import day_name, due_words, standing
from tests.unit.charts.lines import DAYS, LINE, LINES, LONG_TITLE, ODD, STARTED, TODAY, changed

CHECK = settings(max_examples=300, deadline=None, derandomize=True, database=None)


@CHECK
@given(LINES)
def test_json_brings_back_the_same_line(line):
    assert ProgressLine.from_json(json.loads(json.dumps(line.as_json()))) == line


def test_json_has_days_and_percents_that_others_can_read():
    assert changed(points=LINE.points[:1], target=None).as_json() == {
        "title": "QA score to 90",
        "started": "2026-09-01",
        "target": None,
        "points": [["2026-09-08", 10]],
        "done": False,
    }


@pytest.mark.parametrize("raw", [None, [], "x", 1, {}, {"title": "x"}, [LINE.as_json()]])
def test_what_is_no_line_is_refused(raw):
    with pytest.raises(ValueError, match="."):
        ProgressLine.from_json(raw)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", None),
        ("title", 5),
        ("title", ["x"]),
        ("started", None),
        ("started", 20260901),
        ("started", "yesterday"),
        ("started", "2026-02-30"),
        ("started", "2026-09-01T00:00:00"),
        ("started", "\ud800026-09-01"),
        ("target", ""),
        ("target", "0000-00-00"),
        ("target", {"day": 1}),
        ("points", None),
        ("points", {}),
        ("points", "2026-09-08"),
        ("points", [None]),
        ("points", [["2026-09-08"]]),
        ("points", [["2026-09-08", 10, 20]]),
        ("points", [["2026-09-08", -1]]),
        ("points", [["2026-09-08", 101]]),
        ("points", [["2026-09-08", 10**400]]),
        ("points", [["2026-09-08", 45.5]]),
        ("points", [["2026-09-08", float("nan")]]),
        ("points", [["2026-09-08", "45"]]),
        ("points", [["2026-09-08", True]]),
        ("points", [[8, 45]]),
        ("points", [["2026-09-08", 45], ["2026-09-07", 50]]),
        ("done", None),
        ("done", 1),
        ("done", "true"),
    ],
)
def test_an_error_names_the_field_that_is_wrong(field, value):
    with pytest.raises(ValueError, match=f"^{field}: "):
        ProgressLine.from_json({**LINE.as_json(), field: value})


@CHECK
@given(LINES, DAYS)
def test_a_curve_goes_from_nothing_forwards_to_where_the_goal_stands(line, today):
    curve = line.curve(today)
    days = [day for day, _ in curve]
    assert curve[0] == (0, 0)
    assert curve[-1] == (line.age(today), line.percent)
    assert len(curve) == len(line.points) + 2
    assert days == sorted(days)
    assert all(0 <= percent <= 100 for _, percent in curve)
    assert 0 <= line.age(today) <= line.length(today)


@pytest.mark.parametrize(
    ("line", "day", "percent"),
    [
        (LINE, STARTED, 0),
        (LINE, TODAY, 60),
        (LINE, date(2026, 10, 6), 100),
        (LINE, date(2027, 1, 1), 100),
        (LINE, date(2026, 1, 1), 0),
        (changed(target=None), TODAY, None),
        (changed(target=STARTED), TODAY, None),
        (changed(target=date(2026, 8, 1)), TODAY, None),
    ],
)
def test_the_plan_is_a_straight_line_from_start_to_target(line, day, percent):
    assert line.planned(day) == percent


def test_what_is_done_stands_at_100_and_ends_with_its_last_point():
    done = ODD["done at 80 %"]
    assert done.percent == 100
    assert done.curve(TODAY) == [(0, 0), (9, 80), (9, 100)]


def test_what_is_done_is_never_overdue():
    late = changed(target=date(2026, 9, 15))
    assert late.overdue(TODAY)
    assert not changed(target=TODAY).overdue(TODAY)
    assert not changed(target=date(2026, 9, 15), done=True).overdue(TODAY)


def test_open_goals_come_by_their_day_and_done_ones_last():
    late, soon = changed(title="late", target=STARTED), changed(title="soon", target=TODAY)
    free, done = changed(title="free", target=None), changed(title="done", done=True)
    assert nearest_due([done, free, soon, late]) == [late, soon, free, done]


@pytest.mark.parametrize(
    ("day", "name"), [(TODAY, "22 Sep"), (date(2027, 5, 1), "1 May 2027"), (date.min, "1 Jan 1")]
)
def test_a_year_is_named_where_it_is_not_this_one(day, name):
    assert day_name(day, TODAY) == name


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (LINE, "due 6 Oct"),
        (changed(target=TODAY), "due today"),
        (changed(target=None), "no date yet"),
        (changed(target=date(2025, 9, 15)), "overdue since 15 Sep 2025"),
        (changed(target=date(2026, 9, 15), done=True), "done"),
    ],
)
def test_words_for_the_day_a_goal_is_due(line, words):
    assert due_words(line, TODAY) == words


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "on the first day"),
        (0, "on the first day"),
        (1, "after 1 day"),
        (13, "after 13 days"),
        (14, "after 2 weeks"),
        (59, "after 8 weeks"),
        (60, "after 2 months"),
        (729, "after 24 months"),
        (730, "after 2 years"),
    ],
)
def test_how_long_a_goal_has_been_running(days, said):
    assert standing(LINE, STARTED + timedelta(days=days)) == f"45 % {said}"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "No goals yet."),
        (
            [LINE],
            "QA score to 90: 45 % after 3 weeks; the line to the target would be at 60 %.",
        ),
        ([ODD["overdue"]], "QA score to 90: 45 % after 3 weeks; overdue since 15 Sep."),
        ([ODD["no target"]], "QA score to 90: 45 % after 3 weeks; no date yet."),
        ([ODD["single day"]], "QA score to 90: 40 % on the first day; due today."),
        ([ODD["done"]], "QA score to 90: done after 9 days."),
        ([changed(title="Be\non time.", points=(), target=TODAY + timedelta(days=21))],
         "Be on time: 0 % after 3 weeks; the line to the target would be at 50 %."),
        (
            [ODD["done"], ODD["overdue"]],
            "2 goals, 1 done, 1 overdue: QA score to 90 (45 %, overdue since 15 Sep); "
            "QA score to 90 (100 %, done).",
        ),
        (
            [LINE] * 5,
            f"5 goals: {'QA score to 90 (45 %, due 6 Oct); ' * 3}and 2 more.",
        ),
    ],
)  # fmt: skip
def test_a_picture_in_words(lines, words):
    assert described(lines, TODAY) == words


def test_words_carry_a_whole_title_alone_and_short_ones_together():
    assert LONG_TITLE in described([changed(title=LONG_TITLE)], TODAY)
    assert len(described([changed(title=LONG_TITLE)] * 50, TODAY)) < 400


@CHECK
@given(LINES, DAYS)
def test_any_line_has_words_on_one_line(line, today):
    words = described([line], today)
    assert words.isprintable() or not line.title.isprintable()
    assert len(words.splitlines()) == 1
    assert f"{line.percent} %" in words or line.done

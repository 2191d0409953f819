"""Progress in characters: what is drawn where, and that no line is wider than it may be."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.charts import bar, sketch
from bot.charts.fitting import one_line, shortened, wrapped
from bot.charts.sketch import NARROWEST
from tests.unit.charts.lines import DAYS, LINE, LINES, LONG_TITLE, ODD, TITLES, TODAY, changed

CHECK = settings(max_examples=300, deadline=None, derandomize=True, database=None)
WIDTHS = st.integers(NARROWEST, 130)


def plot_of(drawn: str) -> list[str]:
    """The rows of a plot, without their scale."""
    return [row[7:] for row in drawn.splitlines() if row[6:7] in ("┤", "│")]


@pytest.mark.parametrize(
    ("percent", "width", "drawn"),
    [
        (0, 10, "░░░░░░░░░░"),
        (1, 10, "█░░░░░░░░░"),
        (44, 10, "████░░░░░░"),
        (45, 10, "█████░░░░░"),
        (99, 10, "█████████░"),
        (100, 10, "██████████"),
        (-5, 4, "░░░░"),
        (400, 4, "████"),
        (50, 1, "░"),
        (50, 0, ""),
    ],
)
def test_a_bar_is_full_when_everything_is_done(percent, width, drawn):
    assert bar(percent, width) == drawn


def test_one_goal_is_a_plot():
    assert sketch([LINE], TODAY).splitlines() == [
        "QA score to 90",
        "45 % after 3 weeks · due 6 Oct",
        "100 % ┤                                                 ····",
        "      │                                           ······",
        "      │                                    ·······",
        "      │                              ······",
        " 50 % ┤                       ·······┏●",
        "      │                 ······       ┃",
        "      │          ······┏━━━━━━━━━━━━━┛",
        "      │    ······┏━━━━━┛",
        "  0 % ┤━━━━━━━━━━┛",
        "      └─────────────────────────────────────────────────────",
        "       1 Sep                        today              6 Oct",
        "━ so far, ● today, · an even pace",
    ]


def test_steps_go_down_too():
    line = changed(points=((date(2026, 9, 8), 75), (date(2026, 9, 15), 25)), target=None)
    assert plot_of(sketch([line], TODAY, 32)) == [
        "",
        "",
        "        ┏━━━━━━━┓",
        "        ┃       ┃",
        "        ┃       ┃",
        "        ┃       ┃",
        "        ┃       ┗━━━━━━━●",
        "        ┃",
        "━━━━━━━━┛",
    ]


def test_several_goals_are_bars_in_one_column():
    lines = [changed(title="目標"), changed(title="Late", target=date(2026, 9, 1)), ODD["done"]]
    assert sketch(lines, TODAY).splitlines() == [
        "Late            █████░░░░░  45 %  overdue since 1 Sep",
        "目標            █████░░░░░  45 %  due 6 Oct",
        "QA score to 90  ██████████ 100 %  done",
    ]


def test_titles_move_above_the_bars_where_it_is_narrow():
    assert sketch([changed(title=LONG_TITLE), ODD["done"]], TODAY, 36).splitlines() == [
        "Bring the average handle time of my…",
        "█████░░░░░ 45 % due 6 Oct",
        "QA score to 90",
        "██████████ 100 % done",
    ]


def test_of_many_goals_the_nearest_are_drawn_and_the_others_counted():
    lines = [changed(title=f"Goal {day}", target=date(2026, 10, day)) for day in range(30, 0, -1)]
    rows = sketch(lines, TODAY).splitlines()
    assert [row.split("  ")[0] for row in rows[:12]] == [f"Goal {day}" for day in range(1, 13)]
    assert rows[12:] == ["… and 18 more"]


def test_without_goals_it_says_so():
    assert sketch([], TODAY) == "No goals yet."


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_odd_lines_have_a_plot_with_one_end(line):
    drawn = sketch([line], TODAY)
    plot = plot_of(drawn)
    assert len(plot) == 9
    assert sum(row.count("●") for row in plot) == 1
    assert ("done" if line.done else f"{line.percent} %") in drawn


@CHECK
@given(st.lists(LINES, min_size=1, max_size=1) | st.lists(LINES, max_size=4), DAYS, WIDTHS)
def test_no_line_is_wider_than_it_may_be(lines, today, width):
    rows = sketch(lines, today, width).split("\n")
    assert max(map(cell_len, rows)) <= width
    assert all(rows)
    assert sketch(lines, today, width) == "\n".join(rows)


def test_a_target_right_after_the_start_is_drawn_also_a_year_later():
    line = changed(started=date(2025, 1, 1), target=date(2025, 1, 2), points=(), done=False)
    assert "●" in sketch([line], date(2026, 1, 1), NARROWEST)


@pytest.mark.parametrize("width", [-1, 0, 1, NARROWEST - 1])
def test_what_is_too_narrow_counts_as_the_narrowest(width):
    assert sketch([LINE], TODAY, width) == sketch([LINE], TODAY, NARROWEST)


@CHECK
@given(st.sampled_from(TITLES) | st.text(max_size=400))
def test_a_title_becomes_one_line_that_orders_nothing(title):
    line = one_line(title)
    assert line
    assert len(line) <= 200
    assert line == " ".join(line.split())
    assert not {unicodedata.category(char) for char in line} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@CHECK
@given(st.sampled_from(TITLES) | st.text(max_size=200), st.integers(2, 80))
def test_wrapping_loses_nothing_and_shortening_fits(title, room):
    text = one_line(title)
    lines = wrapped(text, room, cell_len)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(cell_len, lines)) <= room
    assert cell_len(shortened(text, room, cell_len)) <= room

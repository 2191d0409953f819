"""Progress in characters, for a terminal or any other place that shows plain text only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len

from bot.charts.fitting import one_line, shortened, wrapped
from bot.charts.progress import MOST_SHOWN, ProgressLine, nearest_due
from bot.charts.wording import day_name, due_words, standing

NARROWEST = 32
"""Columns that a sketch takes at least; two dates with their years have room below it."""
_TOP = 8
_SCALE = {_TOP: "100 % ┤", _TOP // 2: " 50 % ┤", 0: "  0 % ┤"}
_NO_SCALE = "      │"
_MARGIN = len(_NO_SCALE)
_SHORTEST_TITLE = 14


def bar(percent: int, width: int = 10) -> str:
    """A bar of that many characters; full at 100 % only, empty at 0 % only."""
    filled = (percent * width + 50) // 100
    if 0 < percent < 100:
        filled = min(max(filled, 1), width - 1)
    filled = min(max(filled, 0), width)
    return "█" * filled + "░" * (width - filled)


def sketch(lines: Sequence[ProgressLine], today: date, width: int = 60) -> str:
    """One goal as a small plot, several as bars; no line is wider than `width` columns (32 up)."""
    width = max(width, NARROWEST)
    if not lines:
        return "No goals yet."
    rows = _plot(lines[0], today, width) if len(lines) == 1 else _bars(lines, today, width)
    return "\n".join(row.rstrip() for row in rows)


def _plot(line: ProgressLine, today: date, width: int) -> list[str]:
    columns = width - _MARGIN
    rows = [[" "] * columns for _ in range(_TOP + 1)]
    _draw_plan(rows, line, today)
    _draw_steps(rows, line, today)
    summary = f"{standing(line, today)}" + ("" if line.done else f" · {due_words(line, today)}")
    return [
        *wrapped(one_line(line.title), width, cell_len),
        *wrapped(summary, width, cell_len),
        *(_SCALE.get(row, _NO_SCALE) + "".join(rows[row]) for row in range(_TOP, -1, -1)),
        " " * (_MARGIN - 1) + "└" + "─" * columns,
        " " * _MARGIN + _dates(line, today, columns),
        *wrapped(_legend(line, today), width, cell_len),
    ]


def _draw_plan(rows: list[list[str]], line: ProgressLine, today: date) -> None:
    """Dot the straight line from the start to the target."""
    if line.target is None or line.planned(line.target) is None:
        return
    end = _column((line.target - line.started).days, line.length(today), len(rows[0]))
    for column in range(end + 1):
        rows[_row(100 * column / max(end, 1))][column] = "·"


def _draw_steps(rows: list[list[str]], line: ProgressLine, today: date) -> None:
    """Draw how the percent moved; where days share a column, the last of them counts."""
    curve, length = line.curve(today), line.length(today)
    reached = {_column(day, length, len(rows[0])): _row(percent) for day, percent in curve}
    first, last = min(reached), max(reached)
    before = 0
    for column in range(first, last + 1):
        now = reached.get(column, before)
        low, high = sorted((before, now))
        for row in range(low + 1, high):
            rows[row][column] = "┃"
        if now == before:
            rows[now][column] = "━"
        else:
            rows[before][column] = "┛" if now > before else "┓"
            rows[now][column] = "┏" if now > before else "┗"
        before = now
    rows[before][last] = "●"


def _dates(line: ProgressLine, today: date, columns: int) -> str:
    """First and last day under the plot, and “today” between them where it has room."""
    length, age = line.length(today), line.age(today)
    first, last = day_name(line.started, today), day_name(_last_day(line, today), today)
    if length == 0:
        return first.center(columns)
    if age == length and not line.done:
        last = "today"
    text = f"{first}{last:>{columns - len(first)}}"
    start = _column(age, length, columns) - len("today") // 2
    gap = text[start - 1 : start + len("today") + 1]
    if line.done or start < 1 or gap.strip() or len(gap) < len("today") + 2:
        return text
    return f"{text[:start]}today{text[start + len('today') :]}"


def _legend(line: ProgressLine, today: date) -> str:
    words = ["━ so far", "● done" if line.done else "● today"]
    if line.planned(today) is not None:
        words.append("· an even pace")
    return ", ".join(words)


def _bars(lines: Sequence[ProgressLine], today: date, width: int) -> list[str]:
    """A row for each of the goals nearest due, or two where one leaves no room for titles."""
    shown = nearest_due(lines)[:MOST_SHOWN]
    titles = [one_line(line.title) for line in shown]
    standings = [_bar_row(line, today) for line in shown]
    room = width - 2 - max(map(cell_len, standings))
    if room < _SHORTEST_TITLE:
        rows = []
        for title, row in zip(titles, standings, strict=True):
            rows += [shortened(title, width, cell_len), *wrapped(row, width, cell_len)]
    else:
        titles = [shortened(title, room, cell_len) for title in titles]
        column = max(map(cell_len, titles)) + 2
        rows = [
            title + " " * (column - cell_len(title)) + row
            for title, row in zip(titles, standings, strict=True)
        ]
    others = len(lines) - len(shown)
    return [*rows, f"… and {others} more"] if others else rows


def _bar_row(line: ProgressLine, today: date) -> str:
    return f"{bar(line.percent)} {line.percent:>3} %  {due_words(line, today)}"


def _last_day(line: ProgressLine, today: date) -> date:
    """The day at the right end of the plot."""
    return date.fromordinal(line.started.toordinal() + line.length(today))


def _column(day: int, length: int, columns: int) -> int:
    return round(day / length * (columns - 1)) if length else columns // 2


def _row(percent: float) -> int:
    return int(percent * _TOP / 100 + 0.5)

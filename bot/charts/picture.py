"""Progress as a PNG for a phone: one goal as a curve, several as bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.charts.curve import CurvePicture
from bot.charts.fitting import shortened
from bot.charts.paper import (
    BLUE,
    DARK,
    GREEN,
    GREY,
    INK,
    LEADING,
    MARGIN,
    PALE,
    ROOM,
    TEXT,
    TITLE,
    VERMILION,
    WIDTH,
    Paper,
    Typeface,
)
from bot.charts.progress import MOST_SHOWN, ProgressLine, nearest_due
from bot.charts.wording import due_words

_FIRST_ROW = MARGIN + 94
_BAR, _GAP = 34, 28
# Few goals spread over a picture of three by four; many make it longer.
_SPREAD, _LOWEST_ROW, _HIGHEST_ROW = 620, 130, 190


def picture(lines: Sequence[ProgressLine], today: date) -> bytes:
    """A PNG file, 1080 pixels wide; the same bytes for the same lines and day."""
    if len(lines) == 1:
        return CurvePicture(lines[0], today, _colour(lines[0], today)).drawn().png()
    return _bars(lines, today).png()


def _bars(lines: Sequence[ProgressLine], today: date) -> Paper:
    """A bar for each of the goals nearest due, with its title, percent and day."""
    shown = nearest_due(lines)[:MOST_SHOWN]
    others = len(lines) - len(shown)
    row = min(max(_SPREAD // max(len(shown), 1), _LOWEST_ROW), _HIGHEST_ROW)
    end = _FIRST_ROW + row * len(shown)
    paper = Paper(end + (MARGIN + TEXT if others else 0) + MARGIN // 2)
    text = Typeface(TEXT)
    paper.write(MARGIN, MARGIN, _heading(lines, others), Typeface(TITLE, bold=True), INK)
    if others:
        paper.write(MARGIN, end, f"… and {others} more", text, GREY)
    _draw_rows(paper, shown, today, row, text)
    return paper


def _draw_rows(
    paper: Paper, shown: Sequence[ProgressLine], today: date, row: int, text: Typeface
) -> None:
    strong = Typeface(TEXT, bold=True)
    axes = _pixels(paper)
    right = WIDTH - MARGIN
    said = [
        f"✓ {due_words(line, today)}" if line.done else due_words(line, today) for line in shown
    ]
    room = ROOM - _GAP - max(map(text.width, said), default=0)
    for number, line in enumerate(shown):
        colour, percent = _colour(line, today), f"{line.percent} %"
        top = _FIRST_ROW + number * row
        title_room = ROOM - _GAP - strong.width(percent)
        title = shortened(text.title(line.title), title_room, text.width)
        paper.write(MARGIN, top, title, text, INK)
        paper.write(right, top, percent, strong, DARK[colour], "right")
        middle = top + TEXT * LEADING + 8 + _BAR / 2
        axes.barh(middle, room, _BAR, MARGIN, color=PALE)
        axes.barh(middle, room * line.percent / 100, _BAR, MARGIN, color=colour)
        paper.write(right, middle - TEXT * 0.45, said[number], text, DARK[colour], "right")


def _pixels(paper: Paper) -> Any:
    """Axes over the whole sheet, without a frame, that count in pixels from the upper left."""
    axes = paper.axes(0, 0, WIDTH, paper.height)
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(paper.height, 0)
    axes.set_axis_off()
    return axes


def _heading(lines: Sequence[ProgressLine], others: int) -> str:
    if not lines:
        return "No goals yet"
    return f"{MOST_SHOWN} of {len(lines)} goals, due first" if others else f"{len(lines)} goals"


def _colour(line: ProgressLine, today: date) -> str:
    if line.done:
        return GREEN
    return VERMILION if line.overdue(today) else BLUE

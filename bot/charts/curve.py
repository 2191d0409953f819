"""One goal on paper: the steps of its progress against the straight line to its target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.charts.fitting import wrapped
from bot.charts.paper import (
    DARK,
    GREY,
    INK,
    LEADING,
    MARGIN,
    PALE,
    ROOM,
    TEXT,
    TITLE,
    WIDTH,
    Paper,
    Typeface,
)
from bot.charts.progress import ProgressLine
from bot.charts.wording import day_name, due_words, standing

_LEFT, _RIGHT = 182, WIDTH - MARGIN - 12
_BROAD, _HIGH = _RIGHT - _LEFT, 560
_PERCENTS = (0, 25, 50, 75, 100)
_BESIDE = 22
_GAP = 30
_MOST_DAYS = 4
# Layers: the axis lies at 2.5.
_STEPS, _END = 3, 4


@dataclass(frozen=True)
class CurvePicture:
    """The picture of one goal on a day, in the colour of how it stands."""

    line: ProgressLine
    today: date
    colour: str

    def drawn(self) -> Paper:
        """Title, where the goal stands, plot, legend."""
        bold, text = Typeface(TITLE, bold=True), Typeface(TEXT)
        titles = wrapped(bold.title(self.line.title), ROOM, bold.width)
        said = wrapped(self._said(), ROOM, text.width)
        under_titles = MARGIN + len(titles) * TITLE * LEADING + 8
        top = under_titles + len(said) * TEXT * LEADING + 80
        paper = Paper(round(top + _HIGH + 176))
        for number, words in enumerate(titles):
            paper.write(MARGIN, MARGIN + number * TITLE * LEADING, words, bold, INK)
        for number, words in enumerate(said):
            y = under_titles + number * TEXT * LEADING
            paper.write(MARGIN, y, words, text, DARK[self.colour])

        axes = paper.axes(_LEFT, top, _BROAD, _HIGH)
        self._draw_frame(axes, text)
        self._draw_days(paper, axes, text, top)
        self._draw_steps(axes)
        self._draw_plan(axes)
        self._draw_value(axes)
        axes.legend(
            loc="upper center",
            bbox_to_anchor=(0.5 - (_LEFT - MARGIN) / _BROAD / 2, -0.14),
            ncol=2,
            frameon=False,
            prop=text.properties,
            labelcolor=INK,
        )
        return paper

    @property
    def _length(self) -> int:
        return self.line.length(self.today)

    @property
    def _age(self) -> int:
        return self.line.age(self.today)

    def _said(self) -> str:
        said = standing(self.line, self.today)
        return said if self.line.done else f"{said} · {due_words(self.line, self.today)}"

    def _share(self, day: int) -> float:
        """How far to the right a day lies, 0 to 1; the middle where there is but one day."""
        return day / self._length if self._length else 0.5

    def _draw_frame(self, axes: Any, text: Typeface) -> None:
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 100)
        axes.set_xticks([])
        labels = [f"{percent} %" for percent in _PERCENTS]
        axes.set_yticks(_PERCENTS)
        axes.set_yticklabels(labels, fontproperties=text.properties, color=INK)
        axes.tick_params(axis="y", length=0, pad=24)
        axes.grid(axis="y", color=PALE, linewidth=2)
        axes.set_axisbelow(True)
        for side, spine in axes.spines.items():
            spine.set(visible=side == "bottom", color=GREY, linewidth=2)

    def _draw_days(self, paper: Paper, axes: Any, text: Typeface, top: float) -> None:
        """Name days below the plot, and mark today."""
        for day, name, start in self._named_days(text):
            share = self._share(day)
            axes.plot([share, share], [0, -2], color=GREY, linewidth=2, clip_on=False)
            paper.write(_LEFT + start, top + _HIGH + 22, name, text, INK)
        if not self.line.done:
            share = self._share(self._age)
            axes.axvline(share, color=GREY, linewidth=3, linestyle=(0, (1, 2)))
            start = self._start("today", share, text)
            paper.write(_LEFT + start, top - 54, "today", text, GREY)

    def _named_days(self, text: Typeface) -> list[tuple[int, str, float]]:
        """(days since the start, name, pixel at which it begins) of the days that have room."""
        named: list[tuple[int, str, float]] = []
        taken: list[tuple[float, float]] = []
        for day in self._days_worth_naming():
            name = day_name(self.line.started + timedelta(days=day), self.today)
            start = self._start(name, self._share(day), text)
            end = start + text.width(name)
            if all(end + _GAP <= left or right + _GAP <= start for left, right in taken):
                taken.append((start, end))
                named.append((day, name, start))
        return named[:_MOST_DAYS]

    def _days_worth_naming(self) -> Iterator[int]:
        yield from (0, self._length)
        if self.line.target is not None and self.line.planned(self.today) is not None:
            yield (self.line.target - self.line.started).days
        yield from (round(self._length * share) for share in (1 / 3, 2 / 3, 1 / 2))

    def _start(self, words: str, share: float, text: Typeface) -> float:
        """Pixel inside the frame at which words begin that are centred on a day where they can."""
        width = text.width(words)
        return min(max(share * _BROAD - width / 2, 0), _BROAD - width)

    def _draw_steps(self, axes: Any) -> None:
        curve = self.line.curve(self.today)
        days = [self._share(day) for day, _ in curve]
        percents = [percent for _, percent in curve]
        style = {"color": self.colour, "clip_on": False, "zorder": _STEPS}
        axes.fill_between(days, percents, step="post", color=self.colour, alpha=0.12, linewidth=0)
        axes.step(days, percents, where="post", linewidth=6, label="so far", **style)
        axes.plot(days[1:-1], percents[1:-1], "o", markersize=15, **style)
        axes.plot(days[-1:], percents[-1:], "o", markersize=26, **style)

    def _draw_plan(self, axes: Any) -> None:
        target = self.line.target
        if target is None or self.line.planned(target) is None:
            return
        due = self._share((target - self.line.started).days)
        axes.plot(
            [0, due],
            [0, 100],
            color=GREY,
            linewidth=4,
            dashes=(3, 2),
            clip_on=False,
            label="an even pace",
        )

    def _draw_value(self, axes: Any) -> None:
        """Write the last percent beside its point, on the side where the frame has room."""
        share, percent = self._share(self._age), self.line.percent
        left, below = share > 0.75, percent > 80
        axes.annotate(
            f"{percent} %",
            (share, percent),
            xytext=(-_BESIDE if left else _BESIDE, -_BESIDE if below else _BESIDE),
            textcoords="offset pixels",
            fontproperties=Typeface(TEXT + 4, bold=True).properties,
            color=DARK[self.colour],
            horizontalalignment="right" if left else "left",
            verticalalignment="top" if below else "bottom",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 3},
            zorder=_END,
        )

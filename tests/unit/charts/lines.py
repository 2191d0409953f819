"""Lines of progress to draw: a plain one, odd ones, and any that hypothesis thinks of."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.charts import ProgressLine

TODAY = date(2026, 9, 22)
STARTED = date(2026, 9, 1)
LINE = ProgressLine(
    title="QA score to 90",
    started=STARTED,
    target=date(2026, 10, 6),
    points=(
        (date(2026, 9, 8), 10),
        (date(2026, 9, 12), 30),
        (date(2026, 9, 17), 25),
        (date(2026, 9, 21), 45),
    ),
)


def changed(**fields: Any) -> ProgressLine:
    return dataclasses.replace(LINE, **fields)


LONG_TITLE = (
    "Bring the average handle time of my team on the billing line below 320 seconds without losing "
    "a point of the quality score, and write down for each of fourteen agents what helped them most"
)
TITLES = (
    LONG_TITLE,
    "word" * 50,
    "W" * 200,
    "Less than $5 and more than $4",
    r"$x^2$ and $\frac{ and \$ and 100 %",
    "<b>bold</b> & **starred** _under_ `ticks` [link](x) {braces}",
    "one\nline\r\nand\tanother\u2028end",
    "\x1b[31mred\x1b[0m\x00\x07",
    "👩\u200d💻 typing ✅ faster 🇵🇭 👍🏽",
    "🎯🎯",
    "目標を達成する" * 12,
    "เป้าหมาย",
    "لطفا بهتر",
    "Ang aking layunin: ₱500 — niño, Größe, İstanbul",
    "\ud800 half of a pair",
    "e\u0301" * 40,
    "\u202eturned round",
    " \n ",
    "",
)
ODD = {
    "first day": changed(started=TODAY, points=()),
    "no points": changed(points=()),
    "no target": changed(target=None),
    "single day": changed(started=TODAY, target=TODAY, points=((TODAY, 40),)),
    "target before the start": changed(target=date(2026, 8, 1)),
    "overdue": changed(target=date(2026, 9, 15)),
    "overdue for years": changed(started=date(2019, 1, 1), target=date(2020, 2, 29), points=()),
    "years ahead": changed(target=date(2040, 1, 1)),
    "points of one day": changed(points=((STARTED, 10), (STARTED, 60), (STARTED, 20))),
    "back to nothing": changed(points=((STARTED, 100), (TODAY, 0))),
    "done": changed(points=((date(2026, 9, 10), 100),), done=True),
    "done at 80 %": changed(done=True, points=((date(2026, 9, 10), 80),)),
    "done without points": changed(done=True, points=()),
    "begins tomorrow": changed(started=TODAY + timedelta(days=1), points=((TODAY, 5),)),
    "points from tomorrow": changed(points=((TODAY + timedelta(days=1), 50),)),
    "all of time": changed(started=date.min, target=date.max, points=((date.max, 50),)),
    "beyond the scale": changed(points=((STARTED, -20), (TODAY, 140))),
}
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31)) | st.dates()
LINES = st.builds(
    ProgressLine,
    title=st.sampled_from(TITLES) | st.text(max_size=220),
    started=DAYS,
    target=st.none() | DAYS,
    points=st.lists(st.tuples(DAYS, st.integers(0, 100)), max_size=8).map(
        lambda points: tuple(sorted(points, key=lambda point: point[0]))
    ),
    done=st.booleans(),
)

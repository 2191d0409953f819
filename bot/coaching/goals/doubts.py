"""Two numbers with a slash in an order: "change goal 1 to 5/6" means a date, or how far it is."""

from __future__ import annotations

import re
from datetime import date

from bot.coaching.goals.book import GoalBook
from bot.coaching.goals.dates import read_date, said_date
from bot.coaching.goals.form import GoalOutcome, goal_reply
from bot.coaching.goals.progress import read_progress
from bot.coaching.turn import Button, Turn, payload
from bot.store.records import Goal

_ORDERED = re.compile(
    r"\b(?:change|edit|set|make|put|update|correct)\b.{0,200}?\b(?:to|at|into) "
    r"(?P<slashed>\d{1,2}/\d{1,2})\W*(?:pls|please|now|po|instead)?\W*",
    re.IGNORECASE | re.DOTALL,
)


def date_or_part(turn: Turn, goal: Goal, book: GoalBook) -> GoalOutcome | None:
    """Ask which of the two is meant; None where it can only be one of them."""
    ordered = None if turn.pressed else _ORDERED.search(turn.text)
    if ordered is None or ordered.end() < len(turn.text):
        return None
    said = ordered["slashed"]
    days, percent = _days(said, book.today), read_progress(said)
    if not days or percent is None:
        return None
    number = str(goal.number)
    dates = tuple(
        Button(
            said_date(day, book.today),
            payload("goal_edit", goal_number=number, part="target_date", target_date=str(day)),
        )
        for day in days
    )
    part = Button(f"{percent} %", payload("goal_progress", goal_number=number, progress=said))
    text = f"**{goal.title}**: is {said} its new date, or how far you are?"
    asked = goal_reply("asked", text, goal.number, buttons=(*dates, part))
    return GoalOutcome((asked,), turn.thread)


def _days(said: str, today: date) -> tuple[date, ...]:
    """The days that the two numbers could be."""
    reading = read_date(said, today)
    return (reading.day,) if reading.day else reading.choices

"""Changing one field of a goal that is there."""

from __future__ import annotations

import re
from datetime import date

from bot.coaching.goals import shown
from bot.coaching.goals.book import GoalBook
from bot.coaching.goals.dates import read_date, said_date
from bot.coaching.goals.form import Form, GoalOutcome, goal_reply
from bot.coaching.goals.questions import FIELD_NAMES, date_problem, too_long
from bot.coaching.goals.wording import is_too_short
from bot.coaching.turn import Button, Turn, payload
from bot.knowledge import Knowledge
from bot.store.records import LONGEST_TITLE, Goal

_FIELD_WORDS = (
    ("target_date", r"dates?|due|deadline"),
    ("first_step", r"steps?"),
    ("measure", r"measur\w+|metric|counted"),
    ("title", r"title|rename|name|wording|reword|rephrase"),
    (
        "target_date",
        r"push|move|extend|extension|postpone|until|till|by|earlier|later|weeks?|months?|days?",
    ),
)
"""Words that name a field; the surer ones first."""
_NEW_WORDS = re.compile(
    r"\b(?:rename|reword|rephrase|change|edit|call|set|make|update)\b"
    r".{0,200}?(?:\b(?:to|into|as)\b[\s:]+|:\s*)(?P<words>\S.*)$"
    r"|\bmeasure it (?:as|by)\s+(?P<measured>\S.*)$|:\s*(?P<after>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)


def edit(knowledge: Knowledge, turn: Turn, book: GoalBook, goal: Goal) -> GoalOutcome:
    """Change the field that is named; ask for what is missing."""
    field = turn.entities.get("part") or _field(turn)
    if field not in FIELD_NAMES:
        buttons = tuple(
            Button(
                name.capitalize(), payload("goal_edit", goal_number=str(goal.number), part=field)
            )
            for field, name in FIELD_NAMES.items()
        )
        text = f"**{goal.title}**: what shall change?"
        asked = goal_reply("asked", text, goal.number, buttons=buttons)
        return GoalOutcome((asked,), turn.thread)
    value = None if turn.pressed else _new_value(turn, field, book.today)
    if value is None:
        form = Form("edit", step=field, number=goal.number)
        text = f"**{goal.title}**: what is the new {FIELD_NAMES[field]}?"
        return GoalOutcome((goal_reply("asked", text, goal.number),), turn.thread, form=form)
    if isinstance(value, str) and len(value) > LONGEST_TITLE:
        form = Form("edit", step=field, number=goal.number)
        return GoalOutcome((too_long(form, len(value)),), turn.thread, form=form)
    return edited(turn, book, goal.number, field, value)


def edited(turn: Turn, book: GoalBook, number: int, field: str, value: str | date) -> GoalOutcome:
    """Store the field and show it."""
    goal = book.edit(number, field, value)
    new = said_date(value, book.today) if isinstance(value, date) else f"“{value}”"
    text = f"Changed. The {FIELD_NAMES[field]} of goal {goal.number} is now {new}."
    reply = goal_reply("edited", text, goal.number, buttons=(shown.MY_GOALS,))
    return GoalOutcome((reply,), turn.thread)


def take_value(turn: Turn, form: Form, book: GoalBook) -> GoalOutcome:
    """The new value of a field that was asked for."""
    text = " ".join(turn.text.split())
    if form.step == "target_date":
        reading = read_date(turn.entities.get("value", text), book.today)
        if reading.day is None:
            return GoalOutcome((date_problem(reading, book.today),), turn.thread, form=form)
        return edited(turn, book, form.number, form.step, reading.day)
    if is_too_short(form.step, text) or len(text) > LONGEST_TITLE:
        said = f"It needs between 3 and {LONGEST_TITLE} characters; that was {len(text)}."
        if form.step == "measure" and len(text) <= LONGEST_TITLE:
            said += " A number is enough."
        return GoalOutcome((goal_reply("asked", said, form.number),), turn.thread, form=form)
    return edited(turn, book, form.number, form.step, text)


def _field(turn: Turn) -> str | None:
    """The field that the words name; a date alone is a new date."""
    found = (f for f, words in _FIELD_WORDS if re.search(rf"\b(?:{words})\b", turn.text, re.I))
    return next(found, "target_date" if "target_date" in turn.entities else None)


def _new_value(turn: Turn, field: str, today: date) -> str | date | None:
    """The value in the same message: "rename goal 2 to calm calls", "move it to friday"."""
    if field == "target_date":
        return read_date(turn.entities.get("target_date", turn.text), today).day
    found = _NEW_WORDS.search(turn.text)
    said = next(filter(None, found.groups()), "") if found else ""
    words = " ".join(said.split())
    return None if is_too_short(field, words) else words

"""Changing one field of a goal that is there."""

from __future__ import annotations

import re
from datetime import date

from bot.coaching.goals import changes, shown
from bot.coaching.goals.book import GoalBook
from bot.coaching.goals.dates import DateReading, read_date, said_date
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
_MOVED_TO = re.compile(r".*\b(?:to|until|till|by)\s+(?P<words>\S.*)$", re.IGNORECASE | re.DOTALL)


def edit(knowledge: Knowledge, turn: Turn, book: GoalBook, goal: Goal) -> GoalOutcome:
    """Change the field that is named; ask for what is missing."""
    field = turn.entities.get("part") or _field(turn)
    if field not in FIELD_NAMES:
        told = "progress" in turn.entities and not turn.pressed
        return changes.report(knowledge, turn, book, goal) if told else _ask_field(turn, goal)
    form = Form("edit", step=field, number=goal.number)
    if field == "target_date":
        return _edit_date(turn, book, goal, form)
    value = "" if turn.pressed else _new_words(turn)
    if is_too_short(field, value):
        return _ask_value(turn, goal, form)
    if len(value) > LONGEST_TITLE:
        return GoalOutcome((too_long(form, len(value)),), turn.thread, form=form)
    return edited(turn, book, goal.number, field, value)


def _edit_date(turn: Turn, book: GoalBook, goal: Goal, form: Form) -> GoalOutcome:
    """The new date, where it can be placed; asked for where none was said."""
    reading = _date_said(turn, book.today)
    if reading.day:
        return edited(turn, book, goal.number, form.step, reading.day)
    if reading.problem == "none":
        return _ask_value(turn, goal, form)
    return GoalOutcome((date_problem(reading, book.today),), turn.thread, form=form)


def _ask_field(turn: Turn, goal: Goal) -> GoalOutcome:
    """Ask what shall change, by a button for each field."""
    buttons = tuple(
        Button(name.capitalize(), payload("goal_edit", goal_number=str(goal.number), part=field))
        for field, name in FIELD_NAMES.items()
    )
    text = f"**{goal.title}**: what shall change?"
    return GoalOutcome((goal_reply("asked", text, goal.number, buttons=buttons),), turn.thread)


def _ask_value(turn: Turn, goal: Goal, form: Form) -> GoalOutcome:
    text = f"**{goal.title}**: what is the new {FIELD_NAMES[form.step]}?"
    return GoalOutcome((goal_reply("asked", text, goal.number),), turn.thread, form=form)


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


def _date_said(turn: Turn, today: date) -> DateReading:
    """The date that was found in the message, else what comes after "to", else any in it."""
    said = turn.entities.get("target_date")
    if said or turn.pressed:
        return read_date(said or "", today)
    moved = _MOVED_TO.search(turn.text)
    reading = read_date(moved["words"] if moved else "", today)
    if reading.problem != "none":
        return reading
    reading = read_date(turn.text, today)
    # "My review goal" names a goal, not a day that nobody can place.
    return DateReading(problem="none") if reading.problem == "unclear" else reading


def _new_words(turn: Turn) -> str:
    """The value in the same message: "rename goal 2 to calm calls"; "" for none."""
    found = _NEW_WORDS.search(turn.text)
    said = next(filter(None, found.groups()), "") if found else ""
    return " ".join(said.split())

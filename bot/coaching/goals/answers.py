"""An answer to whichever form is open."""

from __future__ import annotations

from dataclasses import replace

from bot.coaching.goals import asking, changes, commands, create, editing, half_made, shown
from bot.coaching.goals import interruptions as says
from bot.coaching.goals.book import GoalBook
from bot.coaching.goals.form import CHECK_IN, RESUME, Form, GoalOutcome, NotAnAnswer, goal_reply
from bot.coaching.goals.progress import read_progress
from bot.coaching.goals.which import which
from bot.coaching.turn import Reply, Turn
from bot.knowledge import Knowledge
from bot.store.records import Goal


def take(knowledge: Knowledge, turn: Turn, form: Form, book: GoalBook) -> GoalOutcome:
    """What the answer brings; NotAnAnswer where the person wrote something else."""
    if form.kind == "create":
        return create.take(knowledge, turn, form, book)
    if form.kind == RESUME:
        return half_made.take(knowledge, turn, form, book)
    if form.kind == CHECK_IN:
        return asking.take(knowledge, turn, form, book)
    wants_out = says.is_cancel(turn.text) or says.is_back(turn.text)
    keeps = form.kind == "drop" and says.keeps_goal(turn.text)
    if turn.entities.get("value") == "cancel" or wants_out or keeps:
        return GoalOutcome((_left(form),), turn.thread)
    if form.kind == "choose":
        return _chosen(knowledge, turn, form, book)
    if says.is_something_else(turn):
        raise NotAnAnswer
    if turn.pressed and not _pressed_here(turn, form):
        return closed(turn)
    try:
        return _kept(knowledge, turn, form, book)
    except LookupError:
        return GoalOutcome((shown.gone(),), turn.thread)


def _kept(knowledge: Knowledge, turn: Turn, form: Form, book: GoalBook) -> GoalOutcome:
    """The answer, stored; LookupError where the goal was closed in another chat meanwhile."""
    if form.kind == "edit":
        return editing.take_value(turn, form, book)
    if form.kind == "drop":
        return _dropped(turn, form, book)
    return _reported(knowledge, turn, form, book)


def ask_again(turn: Turn, form: Form, book: GoalBook) -> GoalOutcome | None:
    """The form's question once more, after something else was answered; None lets it go.

    A new goal is half made and worth a reminder, but never after a word of danger.
    """
    if asking.is_own_check_in(turn) and not book.goals(status="open"):
        # Nothing was said, so there is nothing to come back from.
        return GoalOutcome((), turn.thread, form=form)
    if form.kind not in ("create", RESUME) or turn.label.startswith("safety"):
        return None
    if form.kind == RESUME:
        return half_made.offer(turn, form)
    return create.ask(turn, form, book, again=True)


def closed(turn: Turn) -> GoalOutcome:
    """A button of a form that is not open any more, or a command to leave none."""
    if turn.entities.get("value") == "cancel":
        text = "There is nothing open to cancel. What is on your mind?"
        return GoalOutcome((goal_reply("cancelled", text),), turn.thread)
    text = "We are not making a goal right now, so I left that aside. “New goal” starts one."
    return GoalOutcome((goal_reply("asked", text, buttons=(shown.NEW_GOAL,)),), turn.thread)


def _pressed_here(turn: Turn, form: Form) -> bool:
    """Whether the button belongs to what is asked now, and not to an earlier question."""
    value = turn.entities.get("value")
    return value == "skip" if form.kind == "drop" else form.step == "target_date" and bool(value)


def _chosen(knowledge: Knowledge, turn: Turn, form: Form, book: GoalBook) -> GoalOutcome:
    """One of the listed goals, by button, number or words."""
    listed = [goal for goal in book.goals() if goal.number in form.numbers]
    goal = _named(listed, turn)
    if goal is None:
        raise NotAnAnswer
    return commands.choose(knowledge, turn, form, book, goal.number)


def _named(listed: list[Goal], turn: Turn) -> Goal | None:
    """The goal that the answer names; a message that is a command of its own names none here."""
    if turn.pressed:
        return _numbered(listed, turn.entities.get("goal_number", ""))
    said = " ".join(turn.text.casefold().split())
    if exact := next((goal for goal in listed if goal.title.casefold() == said), None):
        return exact
    if says.is_something_else(turn) or says.is_command(turn.text):
        return None
    bare = turn.text.strip(" .#!")
    if number := bare if bare.isdecimal() else turn.entities.get("goal_number"):
        return _numbered(listed, number)
    if point := turn.entities.get("point"):
        place = int(point)
        return listed[place - 1 if place > 0 else place] if 0 < abs(place) <= len(listed) else None
    words = {"goal_ref": turn.entities.get("goal_ref") or turn.text}
    return which(listed, replace(turn, entities=words)).goal


def _numbered(listed: list[Goal], number: str) -> Goal | None:
    """The person's own number of a goal, not its place in the list; -1 is the last."""
    if number == "-1":
        return listed[-1]
    return next((goal for goal in listed if str(goal.number) == number), None)


def _dropped(turn: Turn, form: Form, book: GoalBook) -> GoalOutcome:
    """The reason, or none."""
    skipped = turn.entities.get("value") == "skip" or says.is_skip(turn.text)
    return changes.dropped(turn, book, form.number, "" if skipped else turn.text)


def _reported(knowledge: Knowledge, turn: Turn, form: Form, book: GoalBook) -> GoalOutcome:
    """How far it is: a percentage in any form, else the words are a note."""
    goal = next((g for g in book.goals(status="open") if g.number == form.number), None)
    if goal is None:
        return GoalOutcome((shown.gone(),), turn.thread)
    percent = _percentage(turn, goal)
    note = "" if percent is not None else turn.text
    return changes.reported(knowledge, turn, book, goal, percent, note)


def _percentage(turn: Turn, goal: Goal) -> int | None:
    """A bare number, else a part that stands in the answer, else what the whole of it says."""
    bare = turn.text.strip(" .!")
    if bare.isdecimal() and int(bare) <= 100:
        return int(bare)
    found = changes.percentage(turn, goal)
    return read_progress(turn.text) if found is None else found


def _left(form: Form) -> Reply:
    text = {
        "drop": "Good, it stays.",
        "edit": "All right, it stays as it is.",
    }.get(form.kind, "All right, we leave it there.")
    buttons = (shown.MY_GOALS,) if form.kind == "drop" else ()
    return goal_reply("cancelled", text, buttons=buttons)

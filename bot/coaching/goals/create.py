"""A new goal: asks only for what is missing, comments on the wording once, saves at the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.coaching.goals import interruptions as says
from bot.coaching.goals import questions, suggestions
from bot.coaching.goals.book import GoalBook
from bot.coaching.goals.dates import read_date
from bot.coaching.goals.form import Form, GoalOutcome, NotAnAnswer, goal_reply
from bot.coaching.goals.wording import begun, is_measurable, is_too_short, is_vague, measure_in
from bot.coaching.turn import Turn
from bot.knowledge import Knowledge
from bot.store.records import LONGEST_TITLE, MOST_OPEN_GOALS, GoalFields, TooManyGoals


def begin(knowledge: Knowledge, turn: Turn, book: GoalBook) -> GoalOutcome:
    """Open a form with what the message, or the card that it is about, says already."""
    if len(book.goals(status="open")) >= MOST_OPEN_GOALS:
        return GoalOutcome((questions.too_many(),), turn.thread)
    form = suggestions.goal_of_card(knowledge, turn) or _from_words(knowledge, turn)
    if said := turn.entities.get("target_date"):
        reading = read_date(said, book.today)
        form = form.with_value("target_date", reading.day) if reading.day else form
    if form.held:
        return GoalOutcome((questions.weak_wording(form),), turn.thread, form=form)
    if "title" not in form.values and (length := len(_title(turn))) > LONGEST_TITLE:
        return GoalOutcome((questions.too_long(form, length),), turn.thread, form=form)
    return _checked(knowledge, turn, book, form)


def take(knowledge: Knowledge, turn: Turn, form: Form, book: GoalBook) -> GoalOutcome:
    """Take the answer to the form's step in; NotAnAnswer where it is something else."""
    text = " ".join(turn.text.split())
    chosen = turn.entities.get("value") if turn.label == "inform" else None
    if chosen == "cancel" or says.is_cancel(text):
        return GoalOutcome((questions.cancelled(),), turn.thread)
    if says.is_back(text):
        return _back(turn, form, book)
    if field := says.field_to_change(text):
        return _changed(knowledge, turn, form, book, field)
    if form.step == "target_date":
        return _take_date(knowledge, turn, form, book, chosen)
    if form.offered and (chosen == "offered" or says.takes_offer(text)):
        return _filled(knowledge, turn, book, form, form.offered)
    if form.held and (chosen == "held" or says.keeps_own(text)):
        return _filled(knowledge, turn, book, form, form.held)
    if chosen:
        return ask(turn, form, book, again=True)
    if says.is_something_else(turn):
        raise NotAnAnswer
    if form.step != "title" and says.is_skip(text):
        return _filled(knowledge, turn, book, form, "")
    return _take_text(knowledge, turn, form, book, text)


def ask(turn: Turn, form: Form, book: GoalBook, *, again: bool = False) -> GoalOutcome:
    """The question of the form's step; `again` after something else was answered."""
    return GoalOutcome((questions.question(form, book.today, again=again),), turn.thread, form=form)


def _take_text(
    knowledge: Knowledge, turn: Turn, form: Form, book: GoalBook, text: str
) -> GoalOutcome:
    """Any words are the answer, if there are enough and not too many of them."""
    if is_too_short(form.step, text):
        return GoalOutcome((questions.too_short(form),), turn.thread, form=form)
    if len(text) > LONGEST_TITLE:
        return GoalOutcome((questions.too_long(form, len(text)),), turn.thread, form=form)
    if _is_weak(form.step, text) and not form.held:
        better = (
            form.offered if form.step == "measure" else suggestions.better_wording(knowledge, turn)
        )
        topic = form.topic or suggestions.topic_of(knowledge, turn)
        held = replace(form, held=text, offered=better, topic=topic)
        return GoalOutcome((questions.weak_wording(held),), turn.thread, form=held)
    if form.step == "title" and not form.topic:
        form = replace(form, topic=suggestions.topic_of(knowledge, turn))
    return _filled(knowledge, turn, book, form, text)


def _is_weak(step: str, text: str) -> bool:
    """Whether the wording is to be commented on: a broad goal, a measure that measures nothing."""
    return is_vague(text) if step == "title" else step == "measure" and not is_measurable(text)


def _take_date(
    knowledge: Knowledge, turn: Turn, form: Form, book: GoalBook, chosen: str | None
) -> GoalOutcome:
    """A day that is named; whatever cannot be placed is asked back."""
    if turn.pressed and not chosen:
        raise NotAnAnswer
    reading = read_date(chosen or turn.text, book.today)
    if reading.day:
        return _filled(knowledge, turn, book, form, reading.day)
    if reading.problem == "none" and says.is_skip(turn.text):
        return GoalOutcome((questions.date_needed(form),), turn.thread, form=form)
    if reading.problem in ("none", "unclear") and says.is_something_else(turn):
        raise NotAnAnswer
    return GoalOutcome((questions.date_problem(reading, book.today),), turn.thread, form=form)


def _filled(
    knowledge: Knowledge, turn: Turn, book: GoalBook, form: Form, value: str | date
) -> GoalOutcome:
    """The step is answered; an answer that was changed goes back to where the form was."""
    value = begun(value) if isinstance(value, str) else value
    asked = (*(step for step in form.asked if step != form.step), form.step)
    return _checked(knowledge, turn, book, replace(form.with_value(form.step, value), asked=asked))


def _checked(knowledge: Knowledge, turn: Turn, book: GoalBook, form: Form) -> GoalOutcome:
    """Ask for the first field that is missing, or save the goal."""
    title = form.values.get("title", "")
    metric = turn.entities.get("metric") if title and "measure" not in form.values else None
    if measure := measure_in(title, metric):
        form = form.with_value("measure", measure)
    if step := form.missing:
        offered = suggestions.for_step(knowledge, turn, form, step)
        return ask(turn, replace(form, step=step, offered=offered), book)
    return _saved(turn, book, form)


def _saved(turn: Turn, book: GoalBook, form: Form) -> GoalOutcome:
    values = dict(form.values)
    day = date.fromisoformat(values.pop("target_date"))
    try:
        goal = book.create(GoalFields(target_date=day, **values), form.topic)
    except TooManyGoals:
        return GoalOutcome((questions.too_many(),), turn.thread)
    return GoalOutcome((questions.saved(goal, book.today),), turn.thread)


def _back(turn: Turn, form: Form, book: GoalBook) -> GoalOutcome:
    """The step before; at the first one there is none."""
    before = [step for step in form.asked if step != form.step]
    if not before:
        first = goal_reply("asked", "That was the first question. Say “cancel” to stop.")
        again = questions.question(form, book.today, again=True)
        return GoalOutcome((first, again), turn.thread, form=form)
    return _reopened(turn, replace(form, asked=tuple(before)), book, before[-1])


def _changed(
    knowledge: Knowledge, turn: Turn, form: Form, book: GoalBook, field: str
) -> GoalOutcome:
    """Take another answer to a field, or ask for it where the message does not say it."""
    asked = _reopened(turn, form, book, field)
    value = says.changed_to(turn.text)
    if asked.form is None or not value:
        return asked
    if field == "target_date":
        return _take_date(knowledge, turn, asked.form, book, value)
    return _take_text(knowledge, turn, asked.form, book, value)


def _reopened(turn: Turn, form: Form, book: GoalBook, field: str) -> GoalOutcome:
    """Ask again for a field that was answered; the other answers stay."""
    asked = tuple(step for step in form.asked if step != field)
    values = {name: value for name, value in form.values.items() if name != field}
    if field == "title" and "measure" not in form.asked:
        # It was read from the title that is about to change.
        values.pop("measure", None)
    again = replace(form, step=field, values=values, asked=asked, offered="", held="")
    return ask(turn, again, book)


def _from_words(knowledge: Knowledge, turn: Turn) -> Form:
    """The title in the message; one that would fit anybody is commented on first."""
    title = _title(turn)
    if is_too_short("title", title) or len(title) > LONGEST_TITLE:
        return Form("create", step="title")
    topic = suggestions.topic_of(knowledge, turn)
    if is_vague(title):
        better = suggestions.better_wording(knowledge, turn)
        return Form("create", step="title", held=title, offered=better, topic=topic)
    return Form("create", values={"title": begun(title)}, topic=topic)


def _title(turn: Turn) -> str:
    """What the message says that the person wants; a button says it by its card alone."""
    return "" if turn.pressed else " ".join(turn.entities.get("goal_title", "").split())

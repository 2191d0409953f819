"""What the form for a new goal asks and says."""

from __future__ import annotations

from datetime import date

from bot.coaching.goals.dates import DateReading, said_date
from bot.coaching.goals.form import FIELDS, Form, goal_reply
from bot.coaching.turn import Button, Reply, payload
from bot.store.records import LONGEST_TITLE, MOST_OPEN_GOALS, Goal

FIELD_NAMES = {
    "title": "goal",
    "measure": "measure",
    "target_date": "date",
    "first_step": "first step",
}
_LONGEST_BUTTON_DATE = 34
_CANCEL = Button("Cancel", payload("inform", value="cancel"))


def question(form: Form, today: date, *, again: bool = False) -> Reply:
    """Ask for the form's step, showing what is known so far."""
    known = [_known(name, form.values[name], today) for name in FIELDS if form.values.get(name)]
    opening = "Back to your goal. " if again else ""
    text = "\n".join([*known, *([""] if known else []), opening + _ASKED[form.step]])
    if form.offered:
        text += f"\nFor example: “{form.offered}”"
    return goal_reply("asked", text, buttons=(*_buttons(form), _CANCEL), field=form.step)


def weak_wording(form: Form) -> Reply:
    """Say what is not specific or not measurable yet, and offer a wording that is."""
    lack = {
        "title": f"“{form.held}” is broad: it does not say yet what you would do differently.",
        "measure": f"“{form.held}” is hard to check: a number, a count, or a yes or no helps.",
    }[form.step]
    offer = f" How about: “{form.offered}”?" if form.offered else ""
    text = f"{lack}{offer}\n**Send me a sharper wording, or keep yours.**"
    offered = (Button("Use that wording", payload("inform", value="offered")),)
    keep = Button("Keep mine", payload("inform", value="held"))
    buttons = (*(offered if form.offered else ()), keep, _CANCEL)
    return goal_reply("asked", text, buttons=buttons, field=form.step)


def too_long(form: Form, length: int) -> Reply:
    """The answer has no room."""
    name = FIELD_NAMES[form.step]
    text = (
        f"That is {length} characters, and a {name} has room for {LONGEST_TITLE}."
        " Could you say it shorter?"
    )
    return goal_reply("asked", text, buttons=(_CANCEL,), field=form.step)


def too_short(form: Form) -> Reply:
    """The answer is hardly one."""
    text = f"That is very short for a {FIELD_NAMES[form.step]}. {_ENOUGH[form.step]}"
    return goal_reply("asked", text, buttons=(*_buttons(form), _CANCEL), field=form.step)


def date_needed(form: Form) -> Reply:
    """Why this step cannot be left out, said where somebody wants to."""
    text = (
        "A goal needs a date to work towards. A rough one will do, and you can move it later."
        f" {_ASKED[form.step]}"
    )
    return goal_reply("asked", text, buttons=(*_buttons(form), _CANCEL), field=form.step)


def date_problem(reading: DateReading, today: date) -> Reply:
    """Ask back for a day that could not be placed."""
    said = f"“{reading.words}”" if reading.words else "that"
    text = {
        "past": f"{said} is over already. **Which day do you mean?**",
        "ambiguous": f"{said} could be more than one day. **Which one is it?**",
        "far": f"{said} is years away. **Which day could you reach first?**",
        "unclear": f"I can't tell which day {said} is. **Which date would that be?**",
    }.get(reading.problem or "", _ASKED["target_date"])
    buttons = tuple(_day(day, today) for day in reading.choices[:3])
    return goal_reply("asked", text, buttons=(*buttons, _CANCEL), field="target_date")


def saved(goal: Goal, today: date) -> Reply:
    """The goal as it was stored."""
    text = "\n".join(
        [
            f"Saved as goal {goal.number}.",
            "",
            f"**{goal.title}**",
            f"Measured by: {goal.measure or 'not said yet'}",
            f"By: {said_date(goal.target_date, today)}",
            f"First step: {goal.first_step or 'not said yet'}",
            "",
            f"Tell me how it goes, in your own words: “halfway with goal {goal.number}”.",
        ]
    )
    return goal_reply("created", text, goal.number, buttons=(MY_GOALS,))


def cancelled() -> Reply:
    """The form is closed."""
    return goal_reply("cancelled", "All right, I saved nothing. Another time, perhaps.")


def too_many() -> Reply:
    """The limit, said kindly."""
    text = (
        f"You have {MOST_OPEN_GOALS} open goals, which is as many as I keep. Complete or drop one"
        " first; fewer at a time tend to get further."
    )
    return goal_reply("declined", text, buttons=(MY_GOALS,))


MY_GOALS = Button("My goals", payload("goal_list"))

_ASKED = {
    "title": (
        "**What do you want to reach?** One sentence, as concrete as you can, such as"
        " “ask for feedback after one call a week”."
    ),
    "measure": (
        "**How will you measure it?** A number, a count, or a yes or no that shows you are there."
    ),
    "target_date": "**By when?** “End of March”, “in 6 weeks” or a date will do.",
    "first_step": "**What is the first small step,** something you can do this week?",
}
_IN_A_FEW_WORDS = "Could you say it in a few words?"
_ENOUGH = {
    "title": _IN_A_FEW_WORDS,
    "measure": "A number will do, such as “90 %” or “3 calls a day”.",
    "first_step": _IN_A_FEW_WORDS,
}
_SPANS = {"In 2 weeks": "in 2 weeks", "In 6 weeks": "in 6 weeks", "In 3 months": "in 3 months"}


def _buttons(form: Form) -> tuple[Button, ...]:
    if form.step == "target_date":
        return tuple(Button(title, payload("inform", value=v)) for title, v in _SPANS.items())
    if form.offered:
        return (Button("Use that", payload("inform", value="offered")),)
    return ()


def _known(name: str, value: str, today: date) -> str:
    shown = {
        "title": f"**{value}**",
        "measure": f"Measured by: {value}",
        "first_step": f"First step: {value}",
    }
    return shown.get(name) or f"By: {said_date(date.fromisoformat(value), today)}"


def _day(day: date, today: date) -> Button:
    return Button(
        said_date(day, today)[:_LONGEST_BUTTON_DATE], payload("inform", value=day.isoformat())
    )

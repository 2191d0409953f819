"""A goal that was begun and is not saved yet, when the person wants something else meanwhile."""

from __future__ import annotations

from dataclasses import replace

from bot.coaching.goals import create
from bot.coaching.goals import interruptions as says
from bot.coaching.goals.book import GoalBook
from bot.coaching.goals.controls import I_WILL, THAT_GOAL, said, whole
from bot.coaching.goals.form import RESUME, Form, GoalOutcome, NotAnAnswer, goal_reply
from bot.coaching.goals.questions import cancelled
from bot.coaching.turn import Button, Reply, Turn, payload
from bot.knowledge import Knowledge

_MAKING = ("create", RESUME)
_THE_OLD_ONE = "(?:the )?(?:old|first) (?:one|goal)"
_GO_ON = whole(
    rf"{I_WILL}(?:go on|continue|resume|carry on|finish)"
    rf"(?:(?: with)? (?:{THAT_GOAL}|{_THE_OLD_ONE}))?(?: first)?",
    _THE_OLD_ONE,
)
_ANEW = whole(
    r"(?:(?:nope|nah)\W+)?(?:(?:start|make|set) )?(?:(?:a|the) )?(?:new|other|second) (?:one|goal)",
    "start (?:anew|over|again|afresh)",
)
_NO = whole("no+|nope|nah|hindi|nahi")


def is_half_made(form: Form | None) -> bool:
    """Whether the form holds anything of a new goal that would be lost with it."""
    return form is not None and form.kind in _MAKING and bool(form.values or form.held)


def begin(knowledge: Knowledge, turn: Turn, before: Form | None, book: GoalBook) -> GoalOutcome:
    """A new goal, unless one is half made: then ask which of the two."""
    if before is None or not is_half_made(before):
        return create.begin(knowledge, turn, book)
    return offer(turn, replace(before, kind=RESUME, wish=turn.text, said=dict(turn.entities)))


def beside(outcome: GoalOutcome, before: Form | None, *, asks_again: bool) -> GoalOutcome:
    """What was wished, and then the goal that was half made before it.

    `asks_again` says that its form is open still and does so by itself; it is not where the
    conversation has rested for long.
    """
    if before is None or not is_half_made(before):
        return outcome
    if outcome.form is not None:
        reply, form = _aside(before), outcome.form
    elif asks_again:
        return outcome
    else:
        form = replace(before, kind=RESUME, wish="", said={})
        reply = _question(form)
    return replace(outcome, replies=(*outcome.replies, reply), form=form)


def offer(turn: Turn, form: Form) -> GoalOutcome:
    """Ask whether to go on with the goal that is half made."""
    return GoalOutcome((_question(form),), turn.thread, form=form)


def take(knowledge: Knowledge, turn: Turn, form: Form, book: GoalBook) -> GoalOutcome:
    """Go on with it, begin the other one, or leave it; NotAnAnswer for anything else."""
    value = turn.entities.get("value") if turn.label == "inform" else None
    if value == "resume" or says.takes_offer(turn.text) or said(_GO_ON, turn.text):
        return create.ask(turn, replace(form, kind="create", wish="", said={}), book, again=True)
    refused = said(_NO, turn.text)
    if value == "anew" or said(_ANEW, turn.text) or (refused and form.wish):
        wished = replace(turn, label="goal_create", text=form.wish, entities=form.said)
        return create.begin(knowledge, wished, book)
    if value == "cancel" or says.is_cancel(turn.text) or refused:
        return GoalOutcome((cancelled(),), turn.thread)
    if value:
        return offer(turn, form)
    raise NotAnAnswer


def _question(form: Form) -> Reply:
    go_on = Button("Go on with it", payload("inform", value="resume"))
    if form.wish:
        text = f"{_named(form)} is not finished yet. **Go on with it, or start the new one?**"
        other = Button("Start the new one", payload("inform", value="anew"))
    else:
        text = f"{_named(form)} is not finished yet, and not saved. **Shall we go on with it?**"
        other = Button("Leave it", payload("inform", value="cancel"))
    return goal_reply("asked", text, buttons=(go_on, other))


def _aside(form: Form) -> Reply:
    """The form that opens takes the place of the one for the new goal."""
    text = f"{_named(form)} was not finished, and I have not saved it. “New goal” starts again."
    return goal_reply("cancelled", text)


def _named(form: Form) -> str:
    title = form.values.get("title") or form.held
    return f"The goal you began, **{title}**," if title else "The goal you began"

"""The coach's own check-in: it asks about one goal, and takes what is said to that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.coaching.goals import changes, check_ins, shown
from bot.coaching.goals import interruptions as says
from bot.coaching.goals.book import GoalBook
from bot.coaching.goals.form import CHECK_IN, Form, GoalOutcome, NotAnAnswer, goal_reply
from bot.coaching.goals.progress import read_progress
from bot.coaching.turn import Button, Turn, payload
from bot.knowledge import Knowledge
from bot.store.records import Goal

ASK = payload("check_in", part="ask")
"""What makes the coach ask; no button has it."""

_STOP = re.compile(r"\W*(?:(?:please|pls)\W+)?stop(?:\W+(?:please|pls|now|it|this))?\W*", re.I)
_SAYS_LITTLE = ("out_of_scope/nonsense", "out_of_scope/command")
_SAYS_HOW_IT_GOES = "greet/how_are_you"
"""What "going well" is understood as, where nobody has asked."""
_TOLD = re.compile(
    r"\W*(?:(?:i|i'?ve|we|we'?ve|yes|yeah|yep|just|already|finally|also|have|only|today|yesterday)"
    r"\W+)*(?:talked|spoke|spoken|asked|told|tried|did|done|started|began|finished|made|had|met"
    r"|sent|wrote|read|practi[sc]ed|used|gave|took|listened|booked|planned|set up|reviewed"
    r"|shadowed|called|worked|managed|learned|learnt|kept|got (?:my|the|a)|went|joined|watched)\b",
    re.IGNORECASE,
)
"""Beginnings of a report on what somebody did."""


def is_own_check_in(turn: Turn) -> bool:
    """Whether the coach asks by itself, and nobody has written anything."""
    return turn.text == ASK


def ask(turn: Turn, book: GoalBook) -> GoalOutcome:
    """Ask about the open goal that was left alone for longest; what is said next is about it."""
    still_open = book.goals(status="open")
    if not still_open:
        return nothing_due(turn)
    goal = min(still_open, key=lambda goal: (goal.updated_at, goal.number))
    text = (
        f"A quick check-in: how is it going with **{goal.title}**?\n"
        f"{shown.standing(goal, book.today)}\n"
        f"Tap how far you are, or tell me in your own words.{_others(still_open)}"
    )
    reply = goal_reply(CHECK_IN, text, goal.number, buttons=_buttons(goal))
    thread = replace(turn.thread, waiting=CHECK_IN)
    return GoalOutcome((reply,), thread, form=Form(CHECK_IN, number=goal.number))


def nothing_due(turn: Turn) -> GoalOutcome:
    """What a face leaves unsaid: nobody has asked."""
    text = "There is no open goal to ask about."
    return GoalOutcome((goal_reply("nothing_due", text),), turn.thread)


def take(knowledge: Knowledge, turn: Turn, form: Form, book: GoalBook) -> GoalOutcome:
    """What was said to the check-in: how far it is, a note, or not now; NotAnAnswer otherwise."""
    if not turn.pressed and _STOP.fullmatch(turn.text):
        return check_ins.respond(replace(turn, entities={"part": "stop"}), book)
    if turn.entities.get("value") == "cancel" or _declines(turn):
        return GoalOutcome((goal_reply("cancelled", "All right, we leave it there."),), turn.thread)
    percent = _percent(turn.text)
    if not _is_report(turn, percent):
        raise NotAnAnswer
    goal = next((goal for goal in book.goals(status="open") if goal.number == form.number), None)
    if goal is None:
        return GoalOutcome((shown.gone(),), turn.thread)
    note = "" if percent is not None else turn.text
    return changes.reported(knowledge, turn, book, goal, percent, note)


def _declines(turn: Turn) -> bool:
    """ "Not now", "nothing yet"; "skip" is a wish about check-ins, and understood as one."""
    if turn.label.startswith("check_in"):
        return False
    return says.is_cancel(turn.text) or says.is_skip(turn.text)


def _is_report(turn: Turn, percent: int | None) -> bool:
    """Whether the words are about the goal that was asked about, and no worry or command.

    What is understood as being about goals finds this one too, but minds which goal it names.
    """
    if says.is_something_else(turn) or turn.label in _SAYS_LITTLE:
        return False
    if percent is not None and not turn.label.startswith("goal_"):
        return True
    if turn.decision == "answer":
        return bool(_TOLD.match(turn.text))
    return turn.decision in ("clarify", "out_of_scope") or turn.label == _SAYS_HOW_IT_GOES


def _percent(text: str) -> int | None:
    """A bare number, or a part of the whole in any form."""
    bare = text.strip(" .!")
    return int(bare) if bare.isdecimal() and int(bare) <= 100 else read_progress(text)


def _buttons(goal: Goal) -> tuple[Button, ...]:
    number = str(goal.number)
    steps = (
        Button(f"{percent} %", payload("goal_progress", goal_number=number, progress=f"{percent}%"))
        for percent in (25, 50, 75)
    )
    return (
        Button("Done", payload("goal_complete", goal_number=number)),
        *steps,
        Button("Snooze a day", payload("check_in", part="snooze")),
        Button("Skip", payload("check_in", part="pass")),
        Button("Stop", payload("check_in", part="stop")),
    )


def _others(still_open: Sequence[Goal]) -> str:
    count = len(still_open) - 1
    if not count:
        return ""
    return f"\n({count} other {'goal is' if count == 1 else 'goals are'} open too.)"

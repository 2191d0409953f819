"""What is said about goals that are there: find the one that is meant, and do it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.charts import described
from bot.coaching.goals import changes, editing, shown
from bot.coaching.goals.book import GoalBook, clock_of
from bot.coaching.goals.form import Form, GoalOutcome, goal_reply
from bot.coaching.goals.which import which
from bot.coaching.turn import Button, Turn, payload
from bot.knowledge import Knowledge
from bot.store.records import Goal

Handler = Callable[[Knowledge, Turn, GoalBook, Goal], GoalOutcome]


def respond(knowledge: Knowledge, turn: Turn, book: GoalBook) -> GoalOutcome:
    """Do what the label says with the goal that is meant, or ask which one that is."""
    wish = turn.label
    if turn.entities.get("part") in ("picture", "history"):
        wish = f"goal_list/{turn.entities['part']}"
    everything = book.goals()
    if not everything:
        return GoalOutcome((shown.no_goals(),), turn.thread)
    if wish == "goal_list" or (wish == "goal_list/picture" and not _names_one(turn)):
        return overview(knowledge, turn, book, everything, picture=wish != "goal_list")
    found = which(_fitting(wish, everything), turn)
    if found.goal is None:
        return _ask_which(turn, wish, found.near, everything)
    try:
        return _HANDLERS[wish][0](knowledge, turn, book, found.goal)
    except LookupError:
        # Another chat of the person's has closed it, or opened it, since it was looked up.
        named = {**turn.entities, "goal_number": str(found.goal.number)}
        return _ask_which(replace(turn, entities=named), wish, (), book.goals())


def choose(
    knowledge: Knowledge, turn: Turn, form: Form, book: GoalBook, number: int
) -> GoalOutcome:
    """Go on with the wish that waited, for the goal that was chosen."""
    entities = {**form.said, "goal_number": str(number)}
    waiting = replace(turn, label=form.wish, text=form.held, entities=entities)
    return respond(knowledge, waiting, book)


_EVENTS = {"progress": "progressed", "note": "progressed"}
"""Of a line of the history, where the event is called otherwise."""


def already(turn: Turn, goal: Goal, book: GoalBook) -> GoalOutcome:
    """What this message has done before the answer to it got lost."""
    text = f"That is saved already: **{goal.title}**.\n{shown.standing(goal, book.today)}"
    last = next((update.kind for update in reversed(book.history(goal))), "progress")
    event = _EVENTS.get(last, last)
    reply = goal_reply(event, text, goal.number, buttons=(shown.MY_GOALS,))
    return GoalOutcome((reply,), turn.thread)


def overview(
    knowledge: Knowledge, turn: Turn, book: GoalBook, goals: Sequence[Goal], *, picture: bool
) -> GoalOutcome:
    """The list, or the picture of all that are open."""
    still_open = [goal for goal in goals if goal.status == "open"]
    if not picture or not still_open:
        return GoalOutcome((shown.goal_list(knowledge, goals, book.today),), turn.thread)
    return _picture(turn, book, still_open, "**Your goals**")


def look_back(knowledge: Knowledge, turn: Turn, book: GoalBook, goal: Goal) -> GoalOutcome:
    """One goal's history."""
    lines = shown.history(goal, book.history(goal), book.today, clock_of(book))
    return GoalOutcome((lines,), turn.thread)


def draw(knowledge: Knowledge, turn: Turn, book: GoalBook, goal: Goal) -> GoalOutcome:
    """One goal's picture."""
    return _picture(turn, book, [goal], f"**{goal.title}**")


def _picture(turn: Turn, book: GoalBook, goals: Sequence[Goal], heading: str) -> GoalOutcome:
    """Progress over time as a picture; the face draws it, or the channel does for it."""
    lines = [shown.line_of(goal, book.history(goal), clock_of(book)) for goal in goals]
    text = f"{heading}\n{described(lines, book.today)}"
    chart = {"lines": [line.as_json() for line in lines], "today": book.today.isoformat()}
    reply = goal_reply("listed", text, *(g.number for g in goals), buttons=(shown.MY_GOALS,))
    return GoalOutcome((replace(reply, image=chart),), turn.thread)


def _ask_which(
    turn: Turn, wish: str, near: Sequence[Goal], everything: Sequence[Goal]
) -> GoalOutcome:
    """List the goals that it could be; the wish waits for the choice."""
    fitting = _fitting(wish, everything)
    if not fitting:
        text = _named_but_unfit(turn, everything) or _none_fits(wish, len(everything))
        ways_on = (shown.MY_GOALS, shown.NEW_GOAL)
        return GoalOutcome((goal_reply("asked", text, buttons=ways_on),), turn.thread)
    offered = near or fitting[:_MOST_OFFERED]
    opening = _named_but_unfit(turn, everything) or _no_such_number(turn)
    listed = "\n".join(f"{goal.number}. {goal.title}" for goal in offered)
    buttons = tuple(
        Button(_short(goal), payload("inform", goal_number=str(goal.number))) for goal in offered
    )
    cancel = Button("None of these", payload("inform", value="cancel"))
    reply = goal_reply(
        "asked",
        f"{opening} **Which goal do you mean?**\n{listed}".lstrip(),
        *(goal.number for goal in offered),
        buttons=(*buttons, cancel),
    )
    said = {k: v for k, v in turn.entities.items() if k not in ("goal_number", "goal_ref")}
    numbers = tuple(goal.number for goal in offered)
    form = Form("choose", wish=wish, said=said, held=turn.text, numbers=numbers)
    return GoalOutcome((reply,), turn.thread, form=form)


def _fitting(wish: str, everything: Sequence[Goal]) -> list[Goal]:
    """The goals whose status allows the wish."""
    return [goal for goal in everything if goal.status in _HANDLERS[wish][1]]


def _none_fits(wish: str, count: int) -> str:
    states = " or ".join(_HANDLERS[wish][1])
    whose = f"None of your {count} goals is" if count > 1 else "Your goal is not"
    return f"{whose} {states}, so there is nothing to do there."


def _named_but_unfit(turn: Turn, everything: Sequence[Goal]) -> str:
    """Why the goal that was named is not among those that the wish fits; "" where none was."""
    named = which(everything, turn).goal if _names_one(turn) else None
    return f"Goal {named.number} is {named.status} already." if named else ""


def _no_such_number(turn: Turn) -> str:
    return "There is no such number." if "goal_number" in turn.entities else ""


def _names_one(turn: Turn) -> bool:
    return bool({"goal_number", "goal_ref"} & set(turn.entities))


def _short(goal: Goal) -> str:
    """The title as a button has room for it."""
    room = _LONGEST_BUTTON - len(str(goal.number)) - 2
    title = goal.title if len(goal.title) <= room else f"{goal.title[: room - 1].rstrip()}…"
    return f"{goal.number}. {title}"


_MOST_OFFERED = 5
_LONGEST_BUTTON = 34
_OPEN, _CLOSED = ("open",), ("completed", "dropped")
_HANDLERS: dict[str, tuple[Handler, tuple[str, ...]]] = {
    "goal_progress": (changes.report, _OPEN),
    "goal_complete": (changes.complete, _OPEN),
    "goal_drop": (changes.drop, _OPEN),
    "goal_edit": (editing.edit, _OPEN),
    "goal_reopen": (changes.reopen, _CLOSED),
    "goal_list/history": (look_back, _OPEN + _CLOSED),
    "goal_list/picture": (draw, _OPEN + _CLOSED),
}

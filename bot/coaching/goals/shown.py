"""Goals as text: the list with its bars, one goal's history, what a change did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from bot.charts import ProgressLine, bar
from bot.coaching.goals.dates import said_date
from bot.coaching.goals.form import goal_reply
from bot.coaching.turn import Button, Reply, payload
from bot.knowledge import Knowledge
from bot.store.records import Goal, GoalUpdate

_MOST_LINES = 15
"""Lines of a history that fit a phone."""


def goal_list(knowledge: Knowledge, goals: Sequence[Goal], today: date) -> Reply:
    """Open goals first, each with its bar, when it is due, and the topic that it came from."""
    still_open = [goal for goal in goals if goal.status == "open"]
    closed = [goal for goal in goals if goal.status != "open"]
    blocks = [_block(knowledge, goal, today) for goal in still_open]
    if closed:
        ended = "\n".join(f"{goal.number}. {goal.title} ({goal.status})" for goal in closed)
        blocks.append(f"**Closed**\n{ended}")
    heading = "**Your goals**" if still_open else "You have no open goal."
    picture = (Button("Picture", payload("goal_list", part="picture")),) if still_open else ()
    buttons = (*picture, NEW_GOAL)
    return goal_reply("listed", "\n\n".join([heading, *blocks]), *_ids(goals), buttons=buttons)


def no_goals() -> Reply:
    """Nothing to list yet."""
    text = (
        "You have no goals yet. Tell me one, such as “I want to ask for feedback once a week until"
        " the end of March”, or press “Make it a goal” below an answer."
    )
    return goal_reply("listed", text, buttons=(NEW_GOAL,))


def gone() -> Reply:
    """The goal was closed or deleted in the meantime, in another chat perhaps."""
    return goal_reply("asked", "That goal is not open any more.", buttons=(MY_GOALS,))


def history(goal: Goal, updates: Sequence[GoalUpdate], today: date, zone: tzinfo) -> Reply:
    """What happened to the goal, the latest last."""
    left_out = max(0, len(updates) - _MOST_LINES)
    lines = [_happened(update, zone) for update in updates[left_out:]]
    more = [f"({left_out} earlier ones are in your export.)"] if left_out else []
    head = f"**{goal.title}**\n{standing(goal, today)}"
    text = "\n".join([head, "", *more, *lines])
    return goal_reply("listed", text, goal.number, buttons=(picture_of(goal), MY_GOALS))


def standing(goal: Goal, today: date) -> str:
    """The bar, the percentage and when the goal is due."""
    return f"{bar(goal.progress)} {goal.progress} % · {due(goal, today)}"


def due(goal: Goal, today: date) -> str:
    """When it is due; overdue goals say so."""
    day = said_date(goal.target_date, today)
    if goal.status != "open":
        return goal.status
    if goal.target_date < today:
        return f"**overdue** since {day}"
    return "due today" if goal.target_date == today else f"due {day}"


def line_of(goal: Goal, updates: Sequence[GoalUpdate], zone: tzinfo) -> ProgressLine:
    """The goal as a chart draws it."""
    points = tuple((update.at.astimezone(zone).date(), update.progress) for update in updates)
    return ProgressLine(
        title=goal.title,
        started=goal.created_at.astimezone(zone).date(),
        target=goal.target_date,
        points=points,
        done=goal.status == "completed",
    )


def picture_of(goal: Goal) -> Button:
    """The button that draws the goal."""
    return Button("Picture", payload("goal_list", part="picture", goal_number=str(goal.number)))


MY_GOALS = Button("My goals", payload("goal_list"))
NEW_GOAL = Button("New goal", payload("goal_create"))


def _block(knowledge: Knowledge, goal: Goal, today: date) -> str:
    topic = knowledge.topics.get(goal.topic or "")
    about = f" · {topic.title}" if topic else ""
    return f"{goal.number}. **{goal.title}**\n{standing(goal, today)}{about}"


def _happened(update: GoalUpdate, zone: tzinfo) -> str:
    day = f"{_local(update.at, zone):%-d %b}"
    said = {
        "created": "set",
        "progress": f"{update.progress} %",
        "note": update.note,
        "completed": "completed",
        "dropped": f"dropped: {update.note}" if update.note else "dropped",
        "reopened": f"open again at {update.progress} %",
        "edited": f"changed its {update.note.replace('_', ' ')}",
    }[update.kind]
    extra = f" ({update.note})" if update.kind == "progress" and update.note else ""
    return f"• {day}: {said}{extra}"


def _local(at: datetime, zone: tzinfo) -> datetime:
    return at.astimezone(zone)


def _ids(goals: Sequence[Goal]) -> list[int]:
    return [goal.number for goal in goals]

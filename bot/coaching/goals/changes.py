"""What people do with the goals that they have: report, complete, drop, reopen."""

from __future__ import annotations

import re

from bot.coaching.cards import choose_card
from bot.coaching.goals import shown
from bot.coaching.goals.book import GoalBook, clock_of
from bot.coaching.goals.doubts import date_or_part
from bot.coaching.goals.form import Form, GoalOutcome, goal_reply
from bot.coaching.goals.progress import mentions_done, read_progress, says_nothing_else
from bot.coaching.goals.questions import too_many
from bot.coaching.goals.which import which
from bot.coaching.turn import Button, Reply, Turn, payload
from bot.knowledge import AdviceCard, Knowledge
from bot.progress_forms import says_not_done
from bot.store.records import LONGEST_NOTE, Goal, TooManyGoals

_ORDER = re.compile(
    r"\b(?:pls|please|can you|could you|update|updates?|log|report|record|note|add|set|mark|put"
    r"|enter|progress|status|my|the|a|an|on|to|for|in|of|about|goals?|targets?|number|no|some|want"
    r"|i|hey|coach|new|this|that|it|one|first|second|third|last|\d+)\b|\W+",
    re.IGNORECASE,
)
_FEWEST_WORDS = 2
"""Words of a report beside the order itself ("update my goal") that make it a note."""


def report(knowledge: Knowledge, turn: Turn, book: GoalBook, goal: Goal) -> GoalOutcome:
    """Progress in percent, else a note; asked for where the message holds neither."""
    if doubt := date_or_part(turn, goal, book):
        return doubt
    percent = percentage(turn, goal)
    words = "" if turn.pressed else turn.text
    if percent is None and len(_ORDER.sub(" ", words).split()) < _FEWEST_WORDS:
        return GoalOutcome((how_far(goal),), turn.thread, form=Form("report", number=goal.number))
    return reported(knowledge, turn, book, goal, percent, "" if percent is not None else words)


def percentage(turn: Turn, goal: Goal) -> int | None:
    """The progress that was found in the message; all of it only where it says nothing else."""
    percent = read_progress(turn.entities.get("progress", ""))
    return None if percent == 100 and not _says_only_that(turn, goal) else percent


def reported(
    knowledge: Knowledge, turn: Turn, book: GoalBook, goal: Goal, percent: int | None, note: str
) -> GoalOutcome:
    """Store it and show where the goal stands; all of it is for the person to call done."""
    if len(note) > LONGEST_NOTE:
        text = f"That is {len(note)} characters; a note has room for {LONGEST_NOTE}. Shorter?"
        form = Form("report", number=goal.number)
        return GoalOutcome((goal_reply("asked", text, goal.number),), turn.thread, form=form)
    if percent == 100:
        return complete(knowledge, turn, book, goal)
    now = book.report(goal.number, progress=percent, note=note)
    opening = "Noted for" if percent is None else _step(goal.progress, percent)
    closing = "\nIs all of it done? Then press “Done”." if mentions_done(note) else ""
    text = f"{opening} **{now.title}**.\n{shown.standing(now, book.today)}{closing}"
    buttons = (_done(now), shown.picture_of(now), shown.MY_GOALS)
    reply = goal_reply("progressed", text, now.number, buttons=buttons)
    return GoalOutcome((reply,), turn.thread)


def complete(knowledge: Knowledge, turn: Turn, book: GoalBook, goal: Goal) -> GoalOutcome:
    """A line of praise, and a question to think about; "not finished yet" is a report."""
    if not turn.pressed and says_not_done(turn.text):
        return report(knowledge, turn, book, goal)
    done = book.complete(goal.number)
    made = done.created_at.astimezone(clock_of(book)).date()
    early = done.target_date > book.today > made
    praise = "before its date, too" if early else "you said it and you did it"
    text = f"Well done: **{done.title}** is reached, {praise}.\n\n{_reflection(knowledge, done)}"
    buttons = (shown.picture_of(done), shown.NEW_GOAL)
    reply = goal_reply("completed", text, done.number, buttons=buttons)
    return GoalOutcome((reply,), turn.thread)


def drop(knowledge: Knowledge, turn: Turn, book: GoalBook, goal: Goal) -> GoalOutcome:
    """Ask why, once, before it is dropped."""
    text = (
        f"All right, **{goal.title}** goes. What made you let it go? A word helps you next time,"
        " and “skip” is fine."
    )
    skip = Button("Just drop it", payload("inform", value="skip"))
    keep = Button("Keep it", payload("inform", value="cancel"))
    reply = goal_reply("asked", text, goal.number, buttons=(skip, keep))
    return GoalOutcome((reply,), turn.thread, form=Form("drop", number=goal.number))


def dropped(turn: Turn, book: GoalBook, number: int, reason: str) -> GoalOutcome:
    """Let it go, without a reproach; too long a reason is cut, not asked for twice."""
    goal = book.drop(number, reason[:LONGEST_NOTE])
    text = f"**{goal.title}** is dropped. If you want it back, say “reopen goal {goal.number}”."
    if len(reason) > LONGEST_NOTE:
        text += f"\nOf your reason I kept the first {LONGEST_NOTE} characters."
    return GoalOutcome(
        (goal_reply("dropped", text, goal.number, buttons=(shown.MY_GOALS,)),), turn.thread
    )


def reopen(knowledge: Knowledge, turn: Turn, book: GoalBook, goal: Goal) -> GoalOutcome:
    """Open it again, where it stood."""
    try:
        now = book.reopen(goal.number)
    except TooManyGoals:
        return GoalOutcome((too_many(),), turn.thread)
    text = f"**{now.title}** is open again.\n{shown.standing(now, book.today)}"
    return GoalOutcome((goal_reply("reopened", text, now.number),), turn.thread)


def how_far(goal: Goal) -> Reply:
    """Ask for progress, with the usual answers as buttons."""
    steps = (("25 %", "25%"), ("50 %", "50%"), ("75 %", "75%"), ("Done", "100%"))
    buttons = tuple(
        Button(title, payload("goal_progress", goal_number=str(goal.number), progress=value))
        for title, value in steps
    )
    text = (
        f"**{goal.title}**: how far are you? A percentage, “halfway”, “done”, or a note in your"
        " own words."
    )
    return goal_reply("asked", text, goal.number, buttons=buttons)


def _says_only_that(turn: Turn, goal: Goal) -> bool:
    """Whether a button, or a message about nothing else, says that the goal is done."""
    if turn.pressed:
        return True
    named = (goal.title, *(turn.entities.get(name, "") for name in ("progress", "goal_ref")))
    only = says_nothing_else(_ORDER.sub(" ", turn.text), " ".join(named))
    return only and which([goal], turn).goal is not None and not says_not_done(turn.text)


def _step(before: int, after: int) -> str:
    """A word on the way that was made."""
    if after > before:
        return f"From {before} to {after} %:" if before else f"A start, {after} %:"
    return "Still the same:" if after == before else f"Back from {before} to {after} %, it happens:"


def _done(goal: Goal) -> Button:
    return Button("Done", payload("goal_complete", goal_number=str(goal.number)))


def _reflection(knowledge: Knowledge, goal: Goal) -> str:
    """The question of the card that the goal came from, else one that fits any goal."""
    topic = knowledge.topics.get(goal.topic or "")
    card = choose_card(knowledge, topic.id, None).card if topic else None
    question = card.reflect if isinstance(card, AdviceCard) else _REFLECT
    return f"**Ask yourself:** {question}"


_REFLECT = "What did you do differently this time, and where else would that help you?"

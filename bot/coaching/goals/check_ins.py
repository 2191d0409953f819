"""What people say about check-ins: how often, when, not now, not at all."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.clock import zone
from bot.coaching.goals.book import GoalBook
from bot.coaching.goals.form import CHECK_IN, GoalOutcome, goal_reply
from bot.coaching.goals.rhythm import (
    read_days,
    read_hours,
    read_quiet_hours,
    read_rhythm,
    read_weekday,
    refuses_weekday,
    wants_no_hour_there_is,
    wants_quiet,
)
from bot.coaching.goals.zones import zone_of
from bot.coaching.turn import Button, Turn, payload
from bot.store.records import Person
from bot.store.schedule import is_quiet

_LONGEST_SNOOZE = 60
"""Days."""


def respond(turn: Turn, book: GoalBook) -> GoalOutcome:
    """Take the wish in and say what holds from now on."""
    wish = turn.entities.get("part") or turn.detail or "set"
    return _HANDLERS.get(wish, _set)(turn, book)


def _set(turn: Turn, book: GoalBook) -> GoalOutcome:
    """Rhythm, weekday and hour, or the quiet hours; a message that names none is shown them."""
    text = turn.text
    if wants_quiet(text):
        return _set_quiet(turn, book)
    if refuses_weekday(text):
        return _asked(turn, "Which day suits you instead? For example “check in on fridays”.")
    if wants_no_hour_there_is(text):
        return _asked(turn, "There is no such hour. Try “check in at 9” or “at 5 pm”.")
    wishes: dict[str, Any] = {}
    if (weekday := read_weekday(text)) is not None:
        wishes |= {"check_in_weekday": weekday, "check_in_days": 7}
    if days := read_rhythm(text):
        wishes["check_in_days"] = days
    if hours := read_hours(text):
        wishes["check_in_hour"] = hours[0]
    if not wishes:
        if book.person.check_in_days:
            return _show(turn, book)
        wishes["check_in_days"] = 7
    elif not book.person.check_in_days:
        wishes.setdefault("check_in_days", 7)
    return _planned(turn, "Done.", book, wishes)


def _set_quiet(turn: Turn, book: GoalBook) -> GoalOutcome:
    """ "Nothing after 10pm", "quiet between 9 pm and 7 am"."""
    hours = read_quiet_hours(turn.text)
    if not hours:
        example = "For example “no check-ins from 9 pm to 8 am”."
        return _asked(turn, f"From when until when shall I be quiet? {example}")
    before = re.search(r"\bbefore\b", turn.text, re.IGNORECASE)
    wishes: dict[str, Any]
    if len(hours) > 1:
        wishes = {"quiet_from": hours[0], "quiet_until": hours[1]}
    else:
        wishes = {"quiet_until" if before else "quiet_from": hours[0]}
    span = _quiet_span(replace(book.person, **wishes))
    return _planned(turn, f"Noted, I keep quiet then. That is from {span}.", book, wishes)


def _planned(turn: Turn, opening: str, book: GoalBook, wishes: dict[str, Any]) -> GoalOutcome:
    """Take the wishes in, and say it where the hour of check-ins is a quiet one."""
    planned = book.plan_check_ins(**wishes)
    person = replace(book.person, **wishes)
    if planned and is_quiet(person, person.check_in_hour):
        hour = f"{person.check_in_hour:02}:00"
        opening += (
            f" {hour} is in your quiet hours ({_quiet_span(person)}), so I ask when they end."
        )
    return _said(turn, opening, book, planned)


def _snooze(turn: Turn, book: GoalBook) -> GoalOutcome:
    days = read_days(turn.text)
    if days is None and (weekday := read_weekday(turn.text)) is not None:
        days = (weekday - book.today.weekday() - 1) % 7 + 1
    days = min(max(days or 1, 1), _LONGEST_SNOOZE)
    return _said(turn, "Later, then.", book, book.snooze_check_in(days))


def _skip(turn: Turn, book: GoalBook) -> GoalOutcome:
    """Leave the next one out; in answer to one that has come, it is that one."""
    if not turn.pressed and turn.thread.waiting == CHECK_IN:
        return _pass(turn, book)
    return _said(turn, "Skipped.", book, book.skip_check_in())


def _pass(turn: Turn, book: GoalBook) -> GoalOutcome:
    """Leave the question open that has come; the next one was planned with it."""
    return _said(turn, "Skipped.", book, book.next_check_in())


def _stop(turn: Turn, book: GoalBook) -> GoalOutcome:
    book.plan_check_ins(check_in_days=0)
    text = "No more check-ins. Your goals stay; “check in weekly” brings them back."
    return GoalOutcome((goal_reply("asked", text, buttons=(_WEEKLY,)),), turn.thread)


def _show(turn: Turn, book: GoalBook) -> GoalOutcome:
    return _said(turn, "", book, book.next_check_in())


def _zone(turn: Turn, book: GoalBook) -> GoalOutcome:
    """The time zone by its own name, or by a city or country that has one."""
    name = zone_of(turn.text)
    if name is None or zone(name) is None:
        text = (
            f"I count your days in {book.person.time_zone}. Tell me another as a city, for example"
            " “my time zone is Manila”."
        )
        return _asked(turn, text)
    planned = book.plan_check_ins(time_zone=name)
    text = f"I count your days in {name} from now on."
    if planned:
        text += f" Next check-in: {_moment(planned)}."
    return GoalOutcome((goal_reply("edited", text),), turn.thread)


def _said(turn: Turn, opening: str, book: GoalBook, planned: datetime | None) -> GoalOutcome:
    """What is planned, and that a chat in which the coach cannot write first has none."""
    if planned is None:
        none = "No check-in is planned; they begin with your first goal, or with “check in weekly”."
        reply = goal_reply("asked", f"{opening} {none}".strip(), buttons=(_WEEKLY,))
        return GoalOutcome((reply,), turn.thread)
    text = (
        f"{opening} Your next check-in is planned for {_moment(planned)} ({planned.tzinfo})."
        " It reaches you in chats where I can write first."
    )
    buttons = tuple(
        Button(title, payload("check_in", part=part))
        for title, part in (("A day later", "snooze"), ("Skip it", "skip"), ("Stop them", "stop"))
    )
    return GoalOutcome((goal_reply("asked", text.strip(), buttons=buttons),), turn.thread)


def _asked(turn: Turn, text: str) -> GoalOutcome:
    """A question back; nothing is changed."""
    return GoalOutcome((goal_reply("asked", text),), turn.thread)


def _quiet_span(person: Person) -> str:
    return f"{person.quiet_from:02}:00 to {person.quiet_until:02}:00"


def _moment(moment: datetime) -> str:
    return f"{moment:%a} {moment.day} {moment:%B, %H:%M}"


_WEEKLY = Button("Check in weekly", payload("check_in", part="weekly"))
_HANDLERS = {
    "snooze": _snooze,
    "skip": _skip,
    "pass": _pass,
    "stop": _stop,
    "show": _show,
    "zone": _zone,
}

"""What is said about progress: days, how long ago, where a goal stands, a picture in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.charts.fitting import one_line, shortened
from bot.charts.progress import ProgressLine, nearest_due

# Not strftime's names, which follow the locale of the machine.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LISTED = 3
_TITLE = 60


def day_name(day: date, today: date) -> str:
    """“6 Oct”, with the year where it is not this one."""
    name = f"{day.day} {_MONTHS[day.month - 1]}"
    return name if day.year == today.year else f"{name} {day.year}"


def due_words(line: ProgressLine, today: date) -> str:
    """“done”, “overdue since 6 Oct”, “due today”, “due 6 Oct” or “no date yet”."""
    if line.done:
        return "done"
    if line.target is None:
        return "no date yet"
    if line.target == today:
        return "due today"
    name = day_name(line.target, today)
    return f"overdue since {name}" if line.overdue(today) else f"due {name}"


def standing(line: ProgressLine, today: date) -> str:
    """“45 % after 3 weeks”, or “done after 3 weeks”."""
    reached = "done" if line.done else f"{line.percent} %"
    return f"{reached} {_after(line.age(today))}"


def described(lines: Sequence[ProgressLine], today: date) -> str:
    """What the picture of these lines shows, in a sentence for those who cannot see it."""
    if not lines:
        return "No goals yet."
    if len(lines) == 1:
        line = lines[0]
        return f"{_named(line)}: {standing(line, today)}{_outlook(line, today)}."
    return f"{len(lines)} goals{_counted(lines, today)}: {_listed(lines, today)}."


def _outlook(line: ProgressLine, today: date) -> str:
    if line.done:
        return ""
    planned = line.planned(today)
    if planned is None or line.overdue(today):
        return f"; {due_words(line, today)}"
    return f"; the line to the target would be at {planned} %"


def _counted(lines: Sequence[ProgressLine], today: date) -> str:
    done = sum(line.done for line in lines)
    overdue = sum(line.overdue(today) for line in lines)
    counts = [f"{count} {word}" for count, word in ((done, "done"), (overdue, "overdue")) if count]
    return f", {', '.join(counts)}" if counts else ""


def _listed(lines: Sequence[ProgressLine], today: date) -> str:
    listed = [
        f"{shortened(_named(line), _TITLE, len)} ({line.percent} %, {due_words(line, today)})"
        for line in nearest_due(lines)[:_LISTED]
    ]
    others = len(lines) - len(listed)
    return "; ".join(listed) + (f"; and {others} more" if others else "")


def _named(line: ProgressLine) -> str:
    """The title without the full stop that would end our sentence."""
    return one_line(line.title).rstrip(" .,;:") or "Your goal"


def _after(days: int) -> str:
    if days == 0:
        return "on the first day"
    for length, unit in ((365, "year"), (30, "month"), (7, "week")):
        if days >= 2 * length:
            return f"after {days // length} {unit}s"
    return "after 1 day" if days == 1 else f"after {days} days"

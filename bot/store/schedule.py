"""When a check-in is due: at the person's hour, in the person's zone, never in quiet hours."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta, timezone

from bot.clock import zone
from bot.store.records import Person


def local_now(person: Person, now: datetime) -> datetime:
    """The moment on the person's clock; UTC's where the zone is not known any more."""
    return now.astimezone(zone(person.time_zone) or timezone.utc)


def next_due(person: Person, after: datetime) -> datetime | None:
    """The next regular check-in after a moment; None for somebody who wants none."""
    days = person.check_in_days
    if days == 0:
        return None
    today = local_now(person, after).date()
    if days % 7 == 0:
        weekday = person.check_in_weekday + _days_moved(person)
        days += (weekday - today.weekday() - 1) % 7 + 1 - 7
    return on_day(person, today + timedelta(days=days))


def replanned(
    before: Person, after: Person, wishes: Collection[str], planned: datetime | None, now: datetime
) -> datetime | None:
    """When the next one is after wishes have changed the person.

    Another rhythm begins now. Anything else (the hour, quiet hours, the zone) keeps the day that
    was planned, which may be one that the person has put it off to.
    """
    if _RHYTHM & set(wishes) or (planned is None and "check_in_hour" in wishes):
        return next_due(after, now)
    if planned is None:
        return None
    day = local_now(before, planned).date() - timedelta(days=_days_moved(before))
    moment = at_hour(after, day)
    return moment if moment > now else next_due(after, now)


def on_day(person: Person, day: date) -> datetime:
    """The check-in that comes on that day: at the hour, or as the quiet hours with it end."""
    return at_hour(person, day - timedelta(days=_days_moved(person)))


def at_hour(person: Person, day: date) -> datetime:
    """The person's hour on that day, moved to the end of the quiet hours where it lies in them."""
    hour = person.check_in_hour
    if is_quiet(person, hour):
        day += timedelta(days=_days_moved(person))
        hour = person.quiet_until
    # An hour that the clocks skip is read as the one after it, one that comes twice as the first.
    moment = datetime.combine(day, time(hour), zone(person.time_zone) or timezone.utc)
    return moment.astimezone(timezone.utc)


def after_quiet(person: Person, now: datetime) -> datetime | None:
    """When the quiet hours end that hold now; None if it is not quiet."""
    local = local_now(person, now)
    if not is_quiet(person, local.hour):
        return None
    wraps = person.quiet_from > person.quiet_until
    day = local.date() + timedelta(days=1 if wraps and local.hour >= person.quiet_from else 0)
    return datetime.combine(day, time(person.quiet_until), local.tzinfo).astimezone(timezone.utc)


def is_quiet(person: Person, hour: int) -> bool:
    """Whether the hour lies in the quiet hours; from and until the same means that none are."""
    start, end = person.quiet_from, person.quiet_until
    return start <= hour < end if start <= end else hour >= start or hour < end


def _days_moved(person: Person) -> int:
    """1 where the person's hour lies in quiet hours that end on the day after, else 0."""
    wraps = person.quiet_from > person.quiet_until
    hour = person.check_in_hour
    return int(is_quiet(person, hour) and wraps and hour >= person.quiet_from)


_RHYTHM = {"check_in_days", "check_in_weekday"}

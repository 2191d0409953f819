"""One person's goal book within one turn: the coaching side of the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.store import checkins, goals, users
from bot.store.records import Goal, GoalFields, GoalUpdate, Person
from bot.store.schedule import local_now
from bot.store.session import Session


@dataclass(frozen=True)
class StoredGoalBook:
    """See bot.coaching.goals.book.GoalBook; nothing is kept until the session commits."""

    session: Session
    person: Person
    message_id: str
    now: datetime

    @property
    def today(self) -> date:
        """The day on the person's clock."""
        return local_now(self.person, self.now).date()

    def goals(self, *, status: str | None = None) -> list[Goal]:
        """See goals.mine."""
        return goals.mine(self.session, self.person.id, status=status)

    def changed_already(self) -> Goal | None:
        """See goals.changed_by."""
        return goals.changed_by(self.session, self.person.id, self.message_id)

    def history(self, goal: Goal) -> list[GoalUpdate]:
        """See goals.history."""
        return goals.history(self.session, goal)

    def create(self, fields: GoalFields, topic: str | None) -> Goal:
        """See goals.create; with the first goal check-ins begin."""
        made = goals.create(
            self.session, self.person.id, self.message_id, fields, self.now, topic=topic
        )
        checkins.plan_first(self.session, self.person, self.now)
        return made

    def report(self, number: int, *, progress: int | None, note: str) -> Goal:
        """See goals.report."""
        return goals.report(*self._change(number), progress=progress, note=note)

    def complete(self, number: int) -> Goal:
        """See goals.complete."""
        return goals.complete(*self._change(number))

    def drop(self, number: int, reason: str) -> Goal:
        """See goals.drop."""
        return goals.drop(*self._change(number), reason=reason)

    def reopen(self, number: int) -> Goal:
        """See goals.reopen."""
        return goals.reopen(*self._change(number))

    def edit(self, number: int, field: str, value: str | date) -> Goal:
        """See goals.edit."""
        session, person, message, number, now = self._change(number)
        return goals.edit(session, person, message, number, field, value, now)

    def next_check_in(self) -> datetime | None:
        """When the coach asks next, on the person's clock."""
        return self._local(checkins.due_at(self.session, self.person.id))

    def plan_check_ins(self, **wishes: int | str) -> datetime | None:
        """Take the wishes in and plan again; nothing is planned where none are wanted."""
        users.change(self.session, self.person.id, **wishes)
        planned = checkins.plan_again(self.session, self.person, wishes, self.now)
        changed = users.get(self.session, self.person.id) or self.person
        return planned and local_now(changed, planned)

    def snooze_check_in(self, days: int) -> datetime | None:
        """See checkins.snooze."""
        moved = checkins.snooze(self.session, self.person, self.message_id, days, self.now)
        return self._local(moved)

    def skip_check_in(self) -> datetime | None:
        """See checkins.skip."""
        return self._local(checkins.skip(self.session, self.person, self.message_id, self.now))

    def _change(self, number: int) -> tuple[Session, str, str, int, datetime]:
        return self.session, self.person.id, self.message_id, number, self.now

    def _local(self, moment: datetime | None) -> datetime | None:
        return local_now(self.person, moment) if moment else None

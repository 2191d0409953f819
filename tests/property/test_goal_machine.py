"""Goals in the database are what a plain model says, whatever is done in whatever order."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.store import goals
from bot.store.records import Goal, GoalFields, GoalUpdate, TooManyGoals
from tests.helpers.stores import BACKENDS, NOW, committing, fresh_database, joined, sessions_of

CHECK = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
FEW = 3
"""Open goals that one may have here, so that the limit is met often."""

# The channel lets neither in, and PostgreSQL has no room for them.
LETTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
WORDS = st.text(LETTERS, min_size=1, max_size=200)
NOTES = st.text(LETTERS, max_size=400)
DAYS = st.dates(date(2026, 9, 1), date(2036, 9, 1))
FIELDS = st.builds(GoalFields, title=WORDS, measure=WORDS, target_date=DAYS, first_step=WORDS)
EDITS = st.one_of(
    st.tuples(st.sampled_from(["title", "measure", "first_step"]), WORDS),
    st.tuples(st.just("target_date"), DAYS),
)
WHO = st.integers(0, 1)
NUMBERS = st.integers(1, 5)
PERCENT = st.integers(0, 100)


class ModelBook:
    """One person's goals as they should be; raises what the store should raise."""

    def __init__(self):
        self.goals: dict[int, Goal] = {}
        self.history: dict[int, list[GoalUpdate]] = {}
        self.done: dict[str, int] = {}

    def open_goals(self):
        return [goal for goal in self.goals.values() if goal.status == "open"]

    def create(self, message, fields, now, topic):
        if len(self.open_goals()) >= FEW:
            raise TooManyGoals
        number = len(self.goals) + 1
        made = {"topic": topic, "status": "open", "progress": 0, "closed_at": None}
        times = {"created_at": now, "updated_at": now}
        self.goals[number] = Goal(**vars(fields), id=0, number=number, **made, **times)
        self.history[number] = []
        return self._note(message, number, "created", "", now)

    def change(self, message, number, kind, note, now, **changes):
        self._require(number, "open")
        self.goals[number] = replace(self.goals[number], updated_at=now, **changes)
        return self._note(message, number, kind, note, now)

    def reopen(self, message, number, now):
        if len(self.open_goals()) >= FEW:
            raise TooManyGoals
        self._require(number, "completed", "dropped")
        before = [line.progress for line in self.history[number] if line.kind != "completed"][-1]
        opened = {"status": "open", "closed_at": None, "progress": before, "updated_at": now}
        self.goals[number] = replace(self.goals[number], **opened)
        return self._note(message, number, "reopened", "", now)

    def _require(self, number, *statuses):
        if number not in self.goals or self.goals[number].status not in statuses:
            raise LookupError

    def _note(self, message, number, kind, note, now):
        goal = self.goals[number]
        self.history[number].append(GoalUpdate(kind, goal.progress, note, now))
        self.done[message] = number
        return goal


class GoalMachine(RuleBasedStateMachine):
    """Two people who send the same message ids; nothing of one may reach the other."""

    def __init__(self, sessions):
        super().__init__()
        self.commit = committing(sessions)
        self.people = [joined(sessions, uuid.uuid4().hex).id for _ in range(2)]
        self.books = [ModelBook(), ModelBook()]
        self.sent = 0

    def compare(self, who, in_store, in_model):
        """Send the next message to both; they answer the same, or raise the same."""
        self.sent += 1
        message, now = f"m{self.sent}", NOW + timedelta(minutes=self.sent)
        try:
            wanted = in_model(self.books[who], message, now)
        except (LookupError, TooManyGoals) as error:
            with pytest.raises(type(error)):
                self.commit(in_store, self.people[who], message, now)
        else:
            assert without_id(self.commit(in_store, self.people[who], message, now)) == wanted

    @rule(who=WHO, fields=FIELDS, topic=st.none() | st.just("listening"))
    def create(self, who, fields, topic):
        self.compare(
            who,
            lambda session, user, m, now: goals.create(session, user, m, fields, now, topic=topic),
            lambda book, m, now: book.create(m, fields, now, topic),
        )

    @rule(who=WHO, number=NUMBERS, percent=PERCENT, note=NOTES)
    def report(self, who, number, percent, note):
        self.compare(
            who,
            lambda session, user, m, now: goals.report(
                session, user, m, number, now, progress=percent, note=note
            ),
            lambda book, m, now: book.change(m, number, "progress", note, now, progress=percent),
        )

    @rule(who=WHO, number=NUMBERS, note=NOTES)
    def note(self, who, number, note):
        self.compare(
            who,
            lambda session, user, m, now: goals.report(session, user, m, number, now, note=note),
            lambda book, m, now: book.change(m, number, "note", note, now),
        )

    @rule(who=WHO, number=NUMBERS)
    def complete(self, who, number):
        self.compare(
            who,
            lambda session, user, m, now: goals.complete(session, user, m, number, now),
            lambda book, m, now: book.change(
                m, number, "completed", "", now, status="completed", progress=100, closed_at=now
            ),
        )

    @rule(who=WHO, number=NUMBERS, reason=NOTES)
    def drop(self, who, number, reason):
        self.compare(
            who,
            lambda session, user, m, now: goals.drop(session, user, m, number, now, reason=reason),
            lambda book, m, now: book.change(
                m, number, "dropped", reason, now, status="dropped", closed_at=now
            ),
        )

    @rule(who=WHO, number=NUMBERS)
    def reopen(self, who, number):
        self.compare(
            who,
            lambda session, user, m, now: goals.reopen(session, user, m, number, now),
            lambda book, m, now: book.reopen(m, number, now),
        )

    @rule(who=WHO, number=NUMBERS, edit=EDITS)
    def edit(self, who, number, edit):
        field, value = edit
        self.compare(
            who,
            lambda session, user, m, now: goals.edit(session, user, m, number, field, value, now),
            lambda book, m, now: book.change(m, number, "edited", field, now, **{field: value}),
        )

    @precondition(lambda self: any(book.done for book in self.books))
    @rule(data=st.data(), number=NUMBERS, percent=PERCENT)
    def repeat(self, data, number, percent):
        """A message that changed something comes again, and is even read in another way."""
        who = data.draw(st.sampled_from([who for who in (0, 1) if self.books[who].done]))
        message = data.draw(st.sampled_from(sorted(self.books[who].done)))
        change = data.draw(st.sampled_from(["report", "complete", "reopen"]))
        options = {"progress": percent} if change == "report" else {}
        person = self.people[who]
        again = self.commit(getattr(goals, change), person, message, number, NOW, **options)
        assert without_id(again) == self.books[who].goals[self.books[who].done[message]]

    @invariant()
    def the_database_holds_what_the_model_holds(self):
        stored = self.commit(everything, self.people)
        for found, book in zip(stored, self.books, strict=True):
            assert [without_id(goal) for goal, _ in found] == list(book.goals.values())
            assert [history for _, history in found] == list(book.history.values())


def everything(session, people):
    """The goals of each of the people, each with its history."""
    return [
        [(goal, goals.history(session, goal)) for goal in goals.mine(session, person)]
        for person in people
    ]


def without_id(goal):
    """The database's own key is nobody's business."""
    return replace(goal, id=0)


@pytest.mark.parametrize("backend", BACKENDS)
def test_goals_are_what_the_model_says(backend, tmp_path, monkeypatch):
    monkeypatch.setattr(goals, "MOST_OPEN_GOALS", FEW)
    with fresh_database(backend, tmp_path) as url, sessions_of(url) as sessions:
        run_state_machine_as_test(lambda: GoalMachine(sessions), settings=CHECK)

"""A talk about goals, turn by turn, as the actions run it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.coaching.goals import answers, asking, check_ins, commands, create
from bot.coaching.goals.form import Form, GoalOutcome
from bot.coaching.turn import Reply, Thread, Turn
from bot.knowledge import Knowledge
from tests.helpers.goal_book import MemoryGoalBook
from tests.helpers.small_knowledge import KNOWLEDGE


@dataclass
class GoalTalk:
    """Each message is a new turn, and the form lasts from one to the next as JSON."""

    book: MemoryGoalBook = field(default_factory=MemoryGoalBook)
    knowledge: Knowledge = KNOWLEDGE
    thread: Thread = Thread()
    form: Form | None = None
    replies: tuple[Reply, ...] = ()

    def say(self, text: str, label: str = "", **said: Any) -> str:
        """What the coach answers; NotAnAnswer where the open form does not take the message."""
        self.book.next_turn(f"{self.book.message_id}+")
        asker = {"thread": self.thread, "role": self.book.person.role}
        turn = Turn(label=label, text=text, **{**asker, **said})
        outcome = self._outcome(turn).remembered
        self.replies, self.thread = outcome.replies, outcome.thread
        self.form = stored_and_restored(outcome.form)
        return "\n\n".join(reply.text for reply in outcome.replies)

    def press(self, title: str) -> str:
        """What the coach answers to a button of the last reply."""
        named = {button.title: button.payload for button in self.replies[-1].buttons}
        return self.send(named[title])

    def send(self, payload: str) -> str:
        """What the coach answers to a button's payload."""
        intent, brace, entities = payload.removeprefix("/").partition("{")
        return self.say(payload, intent, entities=json.loads(brace + entities or "{}"))

    def ask_again(self) -> str:
        """What the coach asks after it answered something else; "" where it lets the form go."""
        assert self.form is not None
        turn = Turn("", thread=self.thread)
        outcome = answers.ask_again(turn, self.form, self.book) or GoalOutcome((), self.thread)
        self.replies, self.form = outcome.replies, stored_and_restored(outcome.form)
        return "\n\n".join(reply.text for reply in outcome.replies)

    @property
    def values(self) -> Mapping[str, str]:
        """What the open form knows so far."""
        assert self.form is not None
        return self.form.values

    @property
    def step(self) -> str | None:
        """The step that the open form asks for; None where none is open."""
        return self.form and self.form.step

    def _outcome(self, turn: Turn) -> GoalOutcome:
        if asking.is_own_check_in(turn):
            return asking.ask(turn, self.book)
        if self.form:
            return answers.take(self.knowledge, turn, self.form, self.book)
        if turn.label == "goal_create":
            return create.begin(self.knowledge, turn, self.book)
        if turn.label.startswith("check_in"):
            return check_ins.respond(turn, self.book)
        return commands.respond(self.knowledge, turn, self.book)


def stored_and_restored(form: Form | None) -> Form | None:
    """The form as the next turn finds it in its slot."""
    if form is None:
        return None
    restored = Form.restored(json.loads(json.dumps(form.stored())))
    assert restored == form
    return restored

"""The form that is open while the coach waits for an answer about a goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from bot.coaching.turn import Outcome, Reply

CHECK_IN = "check_in"
"""Kind of the form, event of the reply, and what the thread waits for when the coach has asked."""
RESUME = "resume"
"""Kind of the form that asks whether to go on with a goal that is half made."""
FIELDS = ("title", "measure", "target_date", "first_step")
"""What the form for a new goal asks for, in this order."""


@dataclass(frozen=True)
class Form:
    """What was asked, and what is known so far.

    `kind` says what the answer is for: create, edit (a field of goal `number`), report (how far
    goal `number` is), check_in (the same, but the coach has asked), drop (why), choose (which of
    `numbers`, for the wish that waits), resume (whether to go on with a new goal). `step` is the
    field of create and edit. `values` are the fields so far, dates as in ISO 8601; `asked` the
    steps that were gone through. `offered` is a wording that a button takes, `held` what the person
    wrote and may keep. `wish` is the label of the command that waits for the choice (of resume, the
    message), `said` the words that go with it.
    """

    kind: str
    step: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    offered: str = ""
    held: str = ""
    topic: str | None = None
    number: int = 0
    numbers: tuple[int, ...] = ()
    wish: str = ""
    said: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def restored(cls, stored: object) -> Form | None:
        """The form from its slot; None for what is none (an older version's)."""
        if not isinstance(stored, Mapping) or set(stored) != set(cls.__dataclass_fields__):
            return None
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in stored.items()
        }
        form = cls(**values)
        return form if form._whole() else None

    def stored(self) -> dict[str, Any]:
        """The form as its slot keeps it: JSON types only."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}

    def with_value(self, name: str, value: str | date) -> Form:
        """The form with a field filled in and nothing on offer."""
        written = value.isoformat() if isinstance(value, date) else value
        return replace(self, values={**self.values, name: written}, offered="", held="")

    @property
    def missing(self) -> str | None:
        """The first field that is not known yet."""
        return next((name for name in FIELDS if name not in self.values), None)

    def _whole(self) -> bool:
        texts = (self.kind, self.step, self.offered, self.held, self.wish)
        tables = (self.values, self.said)
        return (
            all(isinstance(text, str) for text in texts)
            and all(isinstance(table, Mapping) for table in tables)
            and all(isinstance(t, str) for table in tables for t in (*table, *table.values()))
            and isinstance(self.asked, tuple)
            and all(isinstance(step, str) for step in self.asked)
            and isinstance(self.numbers, tuple)
            and all(isinstance(number, int) for number in self.numbers)
            and isinstance(self.number, int)
            and (self.topic is None or isinstance(self.topic, str))
        )


_LEAVES_ASKED = frozenset([CHECK_IN, "listed", "nothing_due"])
"""Events after which a check-in still waits for its answer."""


@dataclass(frozen=True)
class GoalOutcome(Outcome):
    """Replies about goals, and the form that is open after them; None where none is."""

    form: Form | None = None

    @property
    def remembered(self) -> GoalOutcome:
        """The outcome whose thread knows the one goal that was spoken of: "make it 60%".

        A check-in is over with whatever was done about a goal.
        """
        thread = self.thread
        events = {reply.details.get("event") for reply in self.replies}
        if thread.waiting == CHECK_IN and events - _LEAVES_ASKED:
            thread = replace(thread, waiting=None)
        numbers = {n for reply in self.replies for n in reply.details.get("goal_ids", ())}
        if len(numbers) == 1:
            thread = replace(thread, goal=str(*numbers))
        return replace(self, thread=thread)


class NotAnAnswer(Exception):
    """What the person wrote does not answer the form: it is to be answered by itself, then asked
    again."""


def goal_reply(event: str, text: str, *numbers: int, **more: Any) -> Reply:
    """A reply of kind goal; `more` are its buttons and whatever else `custom` carries."""
    buttons = more.pop("buttons", ())
    return Reply("goal", text, buttons, {"event": event, "goal_ids": list(numbers), **more})

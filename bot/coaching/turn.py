"""What a coaching function sees of a turn, and what it hands back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Button:
    """A button: its title, and the payload that a press sends back."""

    title: str
    payload: str


def payload(intent: str, **entities: str) -> str:
    """A button's payload in Rasa's form: `/intent{"entity": "value"}`."""
    return f"/{intent}{json.dumps(entities) if entities else ''}"


@dataclass(frozen=True)
class Reply:
    """One reply object; `details` are the fields of `custom` that its kind carries.

    `image` is a chart's data and `document` a reference: what they show is not put into words here.
    """

    kind: str
    text: str
    buttons: tuple[Button, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    image: Mapping[str, Any] | None = None
    document: Mapping[str, Any] | None = None

    @property
    def custom(self) -> dict[str, Any]:
        """The reply's `custom` object; the channel adds the model's id."""
        return {"kind": self.kind, **self.details}


@dataclass(frozen=True)
class Thread:
    """What the conversation is about, kept in a slot between turns.

    `topic` and `audience` name the card on the table, `shown` its parts so far, `options` the
    topics last listed ("the second one"), `ranking` the topics that were next best for the last
    question, `second` a worry that was offered, `waiting` what was asked (role, second, check_in,
    nothing, or one of the lists in `options`: closest, related, topics), `about` the id of the
    message that the card or the list answers, `goal` the number of the goal last spoken of,
    `implied_role` the role that the person's words gave away, `hurry` whether the last question
    was asked without time.
    """

    topic: str | None = None
    audience: str | None = None
    shown: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    ranking: tuple[str, ...] = ()
    second: str | None = None
    waiting: str | None = None
    about: str | None = None
    goal: str | None = None
    role_asked: bool = False
    implied_role: str | None = None
    hurry: bool = False

    @classmethod
    def restored(cls, stored: object) -> Thread:
        """The thread from its slot; whatever does not fit (an older version's) starts afresh."""
        if not isinstance(stored, Mapping):
            return cls()
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in stored.items()
        }
        blank = asdict(cls())
        fits = all(key in blank and _alike(value, blank[key]) for key, value in values.items())
        return cls(**values) if fits else cls()

    def stored(self) -> dict[str, Any]:
        """The thread as its slot keeps it: JSON types only."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}

    def with_card(self, topic: str, audience: str, shown: tuple[str, ...]) -> Thread:
        """The thread with that card on the table; a list that was open is gone."""
        waiting = None if self.waiting in ("closest", "related", "topics") else self.waiting
        about = self.about if topic == self.topic else None
        card = replace(self, topic=topic, audience=audience, shown=shown, about=about)
        return replace(card, options=(), waiting=waiting)


@dataclass(frozen=True)
class Turn:
    """One message as understood, with what is remembered of the person and the thread.

    `ranking` holds topics, best first, and `chances` how likely (0 to 1) each of them is.
    `decision` is answer, clarify, out_of_scope, safety or command; "" for a pressed button.
    """

    label: str
    text: str = field(default="", repr=False)
    message_id: str = ""
    sender: str = ""
    entities: Mapping[str, str] = field(default_factory=dict)
    ranking: tuple[str, ...] = ()
    chances: tuple[float, ...] = ()
    decision: str = ""
    second: str | None = None
    correction: bool = False
    hurry: bool = False
    refers_back: bool = False
    role: str | None = None
    said_role: str | None = None
    implied_role: str | None = None
    thread: Thread = Thread()

    @property
    def detail(self) -> str:
        """What follows the intent in the label ("why" of more_detail/why), or ""."""
        return self.label.partition("/")[2]

    @property
    def pressed(self) -> bool:
        """Whether a button was pressed; a typed slash is escaped by the channel."""
        return self.text.startswith("/")

    @property
    def asker(self) -> str | None:
        """The role to answer for: said, remembered, or given away by the words."""
        said = None if self.said_role == "ambiguous" else self.said_role
        return said or self.role or self.implied_role or self.thread.implied_role


@dataclass(frozen=True)
class Opinion:
    """What a person made of a card: helpful, not_helpful, or chosen as what they had meant.

    `card` has topic, card and card_version; `about` is the id of the message that it answers.
    """

    verdict: str
    card: Mapping[str, Any]
    about: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Outcome:
    """Replies in order, the thread to remember, and what of this turn outlasts the conversation."""

    replies: tuple[Reply, ...]
    thread: Thread
    role: str | None = None
    opinion: Opinion | None = None

    def then(self, *replies: Reply, **changes: Any) -> Outcome:
        """The outcome with further replies, and changes to the thread."""
        return replace(self, replies=self.replies + replies, thread=replace(self.thread, **changes))


def _alike(value: object, default: object) -> bool:
    """Whether a stored value has the type of the field's default; None stands for a name."""
    if isinstance(default, tuple):
        return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    if isinstance(default, bool):
        return isinstance(value, bool)
    return value is None or isinstance(value, str)

"""Faults that a test schedules for the next calls."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from tests.helpers.bot_api.calls import Call
from tests.helpers.bot_api.errors import ControlError

KINDS = ("too_many", "error", "delay", "reset")


@dataclass
class Fault:
    """One fault: its kind, for which calls, how often (0: until cleared), before or after they
    take effect."""

    kind: str
    method: str = "*"
    chat_id: int | None = None
    times: int = 1
    after: bool = False
    retry_after: int = 1
    code: int = 502
    description: str = "Bad Gateway"
    body: str | None = None
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ControlError(f"fault kind {self.kind!r} is none of {', '.join(KINDS)}")
        self.method = self.method.lower()

    def hits(self, call: Call) -> bool:
        """Whether it is for this call."""
        to_chat = self.chat_id is None or str(call.values.get("chat_id")) == str(self.chat_id)
        return self.method in ("*", call.method.lower()) and to_chat


@dataclass
class Faults:
    """The faults still to come, in the order they were scheduled."""

    scheduled: list[Fault] = field(default_factory=list)

    def take(self, call: Call) -> Fault | None:
        """The fault for this call, counted."""
        fault = next((each for each in self.scheduled if each.hits(call)), None)
        if fault and fault.times:
            fault.times -= 1
            if not fault.times:
                self.scheduled.remove(fault)
        return fault

    def as_records(self) -> list[dict[str, Any]]:
        """What is still scheduled."""
        return [asdict(fault) for fault in self.scheduled]

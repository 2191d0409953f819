"""Actions that call for a person: whatever becomes of the call, the reply is told."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.base import delivered, sessions, turn_of
from bot import clock
from bot.coaching.turn import Outcome, Turn
from bot.store import calls, users

_log = logging.getLogger(__name__)


class CallingAction(Action, ABC):
    """An action that keeps a call for the trainers, committed before the reply is told."""

    action_name: ClassVar[str]

    def name(self) -> str:
        """The action's name in domain.yml."""
        return self.action_name

    @abstractmethod
    def reason(self, turn: Turn) -> str:
        """What the call is about: human, or a kind of danger."""

    @abstractmethod
    def respond(self, turn: Turn, *, called: bool) -> Outcome:
        """The outcome of the turn; `called` says whether the call was kept."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Call, then answer; a database that is away costs the call and never the answer."""
        turn = turn_of(tracker)
        called = await asyncio.to_thread(_call, turn, self.reason(turn))
        outcome = self.respond(turn, called=called)
        return delivered(replace(outcome, role=turn.role), dispatcher)


def _call(turn: Turn, reason: str) -> bool:
    """Whether the call is kept; a guest's counts as well."""
    try:
        with sessions().begin() as session:
            if users.is_retired(session, turn.sender):
                return False
            calls.record(session, turn.sender, turn.message_id, reason, clock.now())
    except Exception as error:
        # Whatever it is: somebody may be in danger, and waits for the reply.
        _log.error("a call for a person was not kept: %s", type(error).__name__)
        return False
    return True

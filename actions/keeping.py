"""Actions that keep something: the turn and its transaction end together."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.base import sessions, turn_of
from bot.coaching.turn import Turn
from bot.store.session import Session


class KeepingAction(Action, ABC):
    """An action that reads or writes the store: one turn, one transaction, in a thread."""

    action_name: ClassVar[str]

    def name(self) -> str:
        """The action's name in domain.yml."""
        return self.action_name

    @abstractmethod
    def keep(
        self, session: Session, turn: Turn, tracker: Tracker, dispatcher: CollectingDispatcher
    ) -> list[EventType]:
        """Answer the turn; whatever is written is committed at the end, or none of it."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answer the turn; a database that has to be waited for holds up nobody else's."""
        return await asyncio.to_thread(self._run, dispatcher, tracker)

    def _run(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        # Nothing is told before it is committed: a failed commit ends the turn without a reply.
        said = CollectingDispatcher()
        with sessions().begin() as session:
            events = self.keep(session, turn_of(tracker), tracker, said)
        dispatcher.messages.extend(said.messages)
        return events

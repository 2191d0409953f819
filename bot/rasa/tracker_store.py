"""Rasa's SQL tracker store at the database of the settings, with honest failures."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.agent import Agent
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import FailSafeTrackerStore, SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import ConnectionException

from bot.settings import Settings
from bot.store import deletions, users
from bot.store.records import StoreError
from bot.store.session import reading, sessions_for
from bot.store.upgrade import upgrade


class ConversationStore(SQLTrackerStore):
    """Conversations in SQLite (in WAL mode) or wherever COACH_DATABASE_URL points."""

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        settings = Settings.from_env()
        require_database(settings)
        # Rasa takes a host with "://" in it for a whole URL.
        kwargs["host"] = self._url = settings.database_url
        super().__init__(domain=domain, event_broker=event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Save the turn, but never what a deletion has taken away while the turn ran."""
        await super().save(tracker)
        await asyncio.to_thread(self._forget_what_came_late, tracker.sender_id)

    def _forget_what_came_late(self, sender_id: str) -> None:
        sessions = sessions_for(self._url)
        with reading(sessions) as session:
            retired = users.is_retired(session, sender_id)
        if retired:
            with sessions.begin() as session:
                deletions.forget_what_came_late(session, sender_id)

    def has_message(self, sender_id: str, message_id: str) -> bool:
        """Whether a message with that id was stored in any session of the conversation."""
        part = f'"{message_id}"'
        with self.session_scope() as session:
            found = (
                session.query(self.SQLEvent.id)
                .filter(
                    self.SQLEvent.sender_id == sender_id,
                    self.SQLEvent.type_name == UserUttered.type_name,
                    self.SQLEvent.data.contains(part, autoescape=True),
                )
                .first()
            )
        return found is not None


def require_database(settings: Settings) -> None:
    """Bring the database to our schema, or fail at once with a clear line.

    Rasa alone would retry for ever, or go on without tables.
    """
    try:
        upgrade(settings.database_url)
    except StoreError as error:
        raise ConnectionException(str(error)) from error


def unwrapped_store(agent: Agent) -> ConversationStore:
    """The tracker store without Rasa's fallback to memory, which loses conversations silently.

    A turn that cannot be stored raises instead, and the person is told.
    """
    if isinstance(agent.tracker_store, FailSafeTrackerStore):
        agent.tracker_store = agent.tracker_store._tracker_store
        agent.processor.tracker_store = agent.tracker_store
    store: ConversationStore = agent.tracker_store
    return store

"""What happens after a turn, and now and then: deletions, guests whose day is over, old talk."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from bot.settings import Settings
from bot.store import deletions, retention, users
from bot.store.session import Sessions, reading, sessions_for

_log = logging.getLogger(__name__)
EVERY_SECONDS = 600
"""How often the housekeeping runs beside the conversations."""


class Housekeeping:
    """The store's side of the channel."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def _sessions(self) -> Sessions:
        return sessions_for(self._settings.database_url)

    def is_retired(self, sender: str) -> bool:
        """Whether the sender's data is deleted; a deletion that was cut off is finished now."""
        with reading(self._sessions) as session:
            retired = users.is_retired(session, sender)
        if retired:
            self.delete(sender)
        return retired

    def receipt_for(self, sender: str, message_id: str) -> str | None:
        """The receipt, if this very message had everything deleted."""
        with reading(self._sessions) as session:
            return deletions.receipt_for(session, sender, message_id)

    def delete(self, sender: str) -> None:
        """Do the deletion that the turn has asked for, now that Rasa has saved the turn.

        It was committed with the turn: if it cannot be done now, the sweep does it later.
        """
        try:
            with self._sessions.begin() as session:
                deletions.finish(session, sender, clock.now())
        except SQLAlchemyError as error:
            _log.error("a deletion has to wait: %s", type(error).__name__)

    async def run(self) -> None:
        """Sweep at start and every few minutes; a database that is away is tried again later."""
        while True:
            try:
                swept = await asyncio.to_thread(self.sweep)
                if swept != retention.Swept():
                    _log.info("swept: %s", swept)
            except SQLAlchemyError as error:
                _log.error("housekeeping failed: %s", type(error).__name__)
            await asyncio.sleep(EVERY_SECONDS)

    def sweep(self) -> retention.Swept:
        """See retention.sweep."""
        return retention.sweep(self._sessions, clock.now(), self._settings.retention_days)

"""Rasa's SQL tracker store at the database of the settings, with honest failures."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.exceptions import ConnectionException

from bot.settings import Settings


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
        kwargs["host"] = settings.database_url
        super().__init__(domain=domain, event_broker=event_broker, **kwargs)

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
    """Fail at once with a clear line; Rasa alone would retry for ever or go on without tables."""
    try:
        url = sa.engine.make_url(settings.database_url)
    except sa.exc.ArgumentError as error:
        raise ConnectionException(
            "COACH_DATABASE_URL is not the address of a database, such as sqlite:////data/coach.db."
        ) from error
    sqlite = url.get_backend_name() == "sqlite"
    try:
        if sqlite:
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(url)
        with engine.connect() as connection:
            if sqlite:
                connection.execute(sa.text("PRAGMA journal_mode=WAL"))
            connection.execute(sa.text("CREATE TABLE IF NOT EXISTS coach_probe (id INTEGER)"))
            connection.execute(sa.text("DROP TABLE coach_probe"))
        engine.dispose()
    except (sa.exc.SQLAlchemyError, OSError) as error:
        place = url.database if sqlite else f"{url.host}/{url.database}"
        cause = str(getattr(error, "orig", None) or error)
        raise ConnectionException(
            f"The database {place} cannot be used ({cause}); free it, make room,"
            " or set COACH_DATABASE_URL to another."
        ) from error

"""Serve the actions: `python -m actions.server`. Started by bot.rasa.processes."""

from __future__ import annotations

import sys

from rasa_sdk.endpoint import create_app

from actions.base import knowledge
from bot import logs
from bot.knowledge import KnowledgeError
from bot.lifeline import exit_with_parent
from bot.settings import Settings, SettingsError
from bot.store.records import StoreError
from bot.store.upgrade import upgrade


def main() -> int:
    """Serve on loopback until stopped; faulty knowledge is said at once, not at the first turn."""
    try:
        settings = Settings.from_env()
        knowledge()
        upgrade(settings.database_url)
    except (SettingsError, KnowledgeError, StoreError) as error:
        print(f"coach: {str(error).splitlines()[0]}", file=sys.stderr, flush=True)  # noqa: T201
        return 1
    logs.configure()
    exit_with_parent()
    create_app("actions").run("127.0.0.1", settings.actions_port, workers=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())

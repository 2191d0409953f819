"""Serve our channel with Rasa: `python -m bot.rasa.server`. Started by bot.rasa.processes."""

from __future__ import annotations

import os
import sys
from typing import Any

from bot import logs
from bot.lifeline import exit_with_parent
from bot.rasa.lean import import_lean
from bot.rasa.training import TrainingError, current_model
from bot.settings import Settings, SettingsError


def main() -> int:
    """Serve until stopped; a reason not to start is one line on standard error."""
    try:
        settings = Settings.from_env()
        model = current_model(settings)
    except (SettingsError, TrainingError) as error:
        return _refuse(str(error))
    logs.configure()
    exit_with_parent()
    import_lean(settings.root / "config.yml")
    return _serve(settings, str(model))


def _serve(settings: Settings, model: str) -> int:
    # Rasa is imported here and not above: import_lean has to come first.
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints
    from rasa.shared.exceptions import RasaException

    from bot.rasa.tracker_store import require_database

    endpoints = AvailableEndpoints.read_endpoints(str(settings.root / "endpoints.yml"))
    if settings.actions_url:
        endpoints.action.url = settings.actions_url
    try:
        require_database(settings)
        serve_application(
            model_path=model,
            credentials=str(settings.root / "credentials.yml"),
            interface="127.0.0.1",
            port=settings.rasa_port,
            endpoints=endpoints,
            enable_api=False,
            server_listeners=[(_require_model, "after_server_start")],
        )
    except RasaException as error:
        return _refuse(str(error))
    return 0


async def _require_model(app: Any, _: Any) -> None:
    """Rasa goes on without a model that it cannot load; we stop and say so."""
    agent = getattr(app.ctx, "agent", None)
    if agent is None or not agent.is_ready():
        os._exit(_refuse("The trained model cannot be loaded; run `make train`."))


def _refuse(reason: str) -> int:
    print(f"coach: {' '.join(reason.split())}", file=sys.stderr, flush=True)  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main())

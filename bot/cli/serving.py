"""`coach up`."""

from __future__ import annotations

from bot.cli.output import one_line, say
from bot.settings import Settings


def up() -> None:
    """Run the coach on Telegram: start all its parts, and again what dies, until Ctrl-C."""
    from bot.rasa.starting import StartError
    from bot.rasa.training import TrainingError, ensure_model
    from bot.supervision.programs import programs_of
    from bot.supervision.running import serve

    settings = Settings.from_env()
    with one_line(StartError, TrainingError):
        # What is missing is said before a training that takes minutes.
        programs = programs_of(settings)
        ensure_model(settings, say)
        serve(settings, programs, say)

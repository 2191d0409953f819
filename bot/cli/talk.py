"""`coach chat`."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import Annotated

import typer

from bot.cli.output import one_line, require_role, say
from bot.settings import ROLES, Settings


def chat(
    role: Annotated[str | None, typer.Option(help=f"One of {', '.join(ROLES)}.")] = None,
    user: Annotated[str, typer.Option(help="Keeps one person's chat apart.")] = "me",
    as_json: Annotated[
        bool, typer.Option("--json", help="A message and a JSON line each.")
    ] = False,
) -> None:
    """Talk to the coach here in the terminal."""
    from bot import chat as terminal
    from bot.rasa.processes import running_coach
    from bot.rasa.starting import StartError
    from bot.rasa.training import TrainingError, ensure_model
    from bot.reception import Reception

    require_role(role)
    settings = Settings.from_env()
    with one_line(TrainingError):
        ensure_model(settings, say)
    with ExitStack() as stack:

        def address() -> terminal.Address:
            try:
                running = stack.enter_context(running_coach(settings))
            except StartError as error:
                raise terminal.StartError(f"coach: {error}") from error
            return terminal.Address(running.url, running.token)

        status = terminal.run(
            address,
            Reception(settings, "terminal"),
            user=user,
            role=role,
            as_json=as_json,
            stdin=sys.stdin,
            stdout=sys.stdout,
            stderr=sys.stderr,
            turn_seconds=settings.turn_seconds + 10,
        )
    raise typer.Exit(status)

"""The programs that make up the coach on Telegram, and the ports that they keep."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from bot.rasa.starting import StartError, environment, free_port
from bot.settings import Settings

_TOKENLESS = (
    "TELEGRAM_BOT_TOKEN is not set. Send /newbot to @BotFather on Telegram to get a token, and"
    " write TELEGRAM_BOT_TOKEN=<token> into {file}. To talk to the coach here, `make chat` needs"
    " none."
)


@dataclass(frozen=True)
class Program:
    """A module that serves on loopback; the variable tells it its port."""

    name: str
    module: str
    variable: str
    port: int
    health: str

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"


def programs_of(settings: Settings) -> list[Program]:
    """Action server, Rasa and gateway, in the order in which they need each other.

    The ports are chosen here, once, so that a program that is started again keeps its own.
    StartError where one is taken, or where Telegram's token is missing.
    """
    if not settings.telegram_token:
        raise StartError(_TOKENLESS.format(file=settings.root / ".env"))
    modules = (
        ("actions", "actions.server", settings.actions_port, "/health"),
        ("rasa", "bot.rasa.server", settings.rasa_port, "/webhooks/coach/"),
        ("telegram", "bot.telegram", settings.telegram_port, "/healthz"),
    )
    found = []
    for name, module, wanted, health in modules:
        variable = f"COACH_{name.upper()}_PORT"
        found.append(Program(name, module, variable, free_port(wanted, variable), health))
    return found


def environment_of(settings: Settings, programs: Sequence[Program]) -> dict[str, str]:
    """The environment of these programs; the channel's token is a new one unless one is set."""
    ports = {program.variable: program.port for program in programs}
    token = settings.channel_token or secrets.token_urlsafe(24)
    shared = environment(
        settings,
        token=token,
        actions_port=ports.get("COACH_ACTIONS_PORT", 0),
        rasa_port=ports.get("COACH_RASA_PORT", 0),
    )
    return {**shared, **{variable: str(port) for variable, port in ports.items()}}

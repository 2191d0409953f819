"""What starting our servers has in common: ports, their environment, first answer, last words."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import httpx

from bot.settings import Settings

START_SECONDS = 120
"""How long the servers may take to answer for the first time."""


class StartError(RuntimeError):
    """A server could not be started or kept; the message is one line that says what to do."""


def free_port(wanted: int, variable: str) -> int:
    """The wanted port if it is free, or any free one for 0; StartError names the variable."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError as error:
            raise StartError(
                f"Port {wanted} cannot be used ({error.strerror}); stop what uses it,"
                f" or set {variable} to another."
            ) from error
        port: int = probe.getsockname()[1]
        return port


def environment(
    settings: Settings, *, token: str, actions_port: int, rasa_port: int
) -> dict[str, str]:
    """The environment of the coach's servers; they find each other at these ports."""
    return {
        **os.environ,
        "COACH_DATA_DIR": str(settings.data_dir),
        "COACH_DATABASE_URL": settings.database_url,
        "COACH_CHANNEL_TOKEN": token,
        "COACH_ACTIONS_PORT": str(actions_port),
        "COACH_RASA_PORT": str(rasa_port),
        "COACH_ACTIONS_URL": f"http://127.0.0.1:{actions_port}/webhook",
        "MPLCONFIGDIR": str(settings.cache_dir / "matplotlib"),
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONWARNINGS": "ignore",
    }


def answers(url: str) -> bool:
    """Whether a server on this machine answers there, and well."""
    try:
        # The environment's proxy is for the world outside, not for this machine.
        return httpx.get(url, timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def last_words(log: Path, offset: int = 0) -> str | None:
    """The last reason that a server gave in its log, from that byte on; None where it gave none."""
    try:
        with log.open("rb") as file:
            file.seek(offset)
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return None
    said = [line.removeprefix("coach: ") for line in lines if line.startswith("coach: ")]
    return said[-1] if said else None

"""`.env` in the house: variables for those who set none in the environment."""

from __future__ import annotations

import os
from pathlib import Path

from bot.settings import ROOT, SettingsError


def load_env_file() -> None:
    """Take from .env, or the file that COACH_ENV_FILE names, what the environment does not set."""
    file = Path(os.environ.get("COACH_ENV_FILE") or ROOT / ".env")
    if not file.is_file():
        return
    # Imported only where there is something to read: every command starts here.
    from dotenv import load_dotenv

    try:
        # A password may contain "${": nothing in it is replaced.
        load_dotenv(file, interpolate=False)
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file} cannot be read: {' '.join(str(error).split())}.") from error

"""Where and when something was measured."""

from __future__ import annotations

import datetime
import platform
import subprocess
from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


def about(settings: Settings) -> dict[str, str]:
    """Commit, machine and date of a measurement."""
    git = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    machine = f"{platform.machine()}, {settings.encoder_threads} threads"
    return {"commit": commit.strip(), "machine": machine, "date": today()}


def today() -> str:
    """The date in UTC."""
    return datetime.datetime.now(datetime.timezone.utc).date().isoformat()

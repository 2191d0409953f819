"""Settings: the one place that reads the environment."""

from __future__ import annotations

import os
import reprlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

from tzlocal import get_localzone_name

from bot.clock import zone

ROOT = Path(__file__).resolve().parent.parent
ROLES = ("agent", "manager", "executive")


class SettingsError(ValueError):
    """A variable of the environment that cannot be used; the message names it."""


@dataclass(frozen=True)
class Settings:
    """What a process of the coach needs to know; build it with `Settings.from_env()`."""

    root: Path
    data_dir: Path
    database_url: str = field(repr=False)
    rasa_port: int = 0
    actions_port: int = 0
    actions_url: str = ""
    channel_token: str = field(default="", repr=False)
    turn_seconds: float = 20.0
    weights_dir: Path | None = None
    model_hub: str | None = None
    encoder_threads: int = 2
    retention_days: int = 180
    time_zone: str = "UTC"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read every COACH_ variable; raises SettingsError naming the first that cannot be used."""
        env = os.environ if environ is None else environ
        data_dir = _folder(env, "COACH_DATA_DIR") or ROOT / ".coach"
        rasa_port = _number(env, "COACH_RASA_PORT", 0, top=65535)
        actions_port = _number(env, "COACH_ACTIONS_PORT", 0, top=65535)
        if rasa_port and rasa_port == actions_port:
            raise SettingsError(
                f"COACH_RASA_PORT and COACH_ACTIONS_PORT must differ, not both be {rasa_port}."
            )
        return cls(
            root=ROOT,
            data_dir=data_dir,
            database_url=env.get("COACH_DATABASE_URL") or _sqlite(data_dir / "conversations.db"),
            rasa_port=rasa_port,
            actions_port=actions_port,
            actions_url=env.get("COACH_ACTIONS_URL", ""),
            channel_token=env.get("COACH_CHANNEL_TOKEN", ""),
            turn_seconds=float(_number(env, "COACH_TURN_SECONDS", 20, bottom=1, top=600)),
            weights_dir=_folder(env, "COACH_WEIGHTS_DIR"),
            model_hub=env.get("COACH_MODEL_HUB") or None,
            encoder_threads=_number(env, "COACH_ENCODER_THREADS", 2, bottom=1, top=64),
            retention_days=_number(env, "COACH_RETENTION_DAYS", 180, top=36_500),
            time_zone=_zone(env, "COACH_TIME_ZONE"),
        )

    @property
    def knowledge_dir(self) -> Path:
        """Folder of the knowledge base."""
        return self.root / "knowledge"

    @property
    def models_dir(self) -> Path:
        """Folder where Rasa keeps trained models."""
        return self.root / "models"

    @property
    def cache_dir(self) -> Path:
        """Folder of what is derived once from the encoder's weights."""
        return self.data_dir / "cache"


def _folder(env: Mapping[str, str], name: str) -> Path | None:
    """The variable as an absolute path, or None where it is unset."""
    raw = env.get(name)
    if not raw:
        return None
    try:
        return Path(raw).expanduser().absolute()
    except RuntimeError as error:
        raise SettingsError(f"{name} begins with a home that is not known: {raw!r}.") from error


def _sqlite(file: Path) -> str:
    """The address of a file for SQLAlchemy, which reads what follows a "?" as options."""
    return f"sqlite:///{file.as_uri()}?uri=true" if "?" in str(file) else f"sqlite:///{file}"


def _zone(env: Mapping[str, str], name: str) -> str:
    """The variable as the name of a time zone; the machine's own where it is unset."""
    wanted = env.get(name, "").strip()
    if not wanted:
        with suppress(ZoneInfoNotFoundError, OSError, ValueError):
            return str(get_localzone_name())
        return "UTC"
    if zone(wanted) is None:
        shown = reprlib.repr(wanted)
        raise SettingsError(f"{name} must be a time zone such as Asia/Manila, not {shown}.")
    return wanted


def _number(env: Mapping[str, str], name: str, default: int, *, bottom: int = 0, top: int) -> int:
    """The variable as a whole number between bottom and top, or the default where it is unset."""
    raw = env.get(name, "").strip()
    if not raw:
        return default
    # More digits than these are no port; int() would refuse thousands with words of its own.
    number = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) <= 9 else -1
    if not bottom <= number <= top:
        shown = reprlib.repr(raw)
        raise SettingsError(f"{name} must be a whole number from {bottom} to {top}, not {shown}.")
    return number

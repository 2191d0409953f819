"""Settings: the one place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

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

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read every COACH_ variable; raises SettingsError naming the first that cannot be used."""
        env = os.environ if environ is None else environ
        data_dir = Path(env.get("COACH_DATA_DIR") or ROOT / ".coach").expanduser().absolute()
        weights = env.get("COACH_WEIGHTS_DIR")
        return cls(
            root=ROOT,
            data_dir=data_dir,
            database_url=env.get("COACH_DATABASE_URL")
            or f"sqlite:///{data_dir / 'conversations.db'}",
            rasa_port=_number(env, "COACH_RASA_PORT", 0, top=65535),
            actions_port=_number(env, "COACH_ACTIONS_PORT", 0, top=65535),
            actions_url=env.get("COACH_ACTIONS_URL", ""),
            channel_token=env.get("COACH_CHANNEL_TOKEN", ""),
            turn_seconds=float(_number(env, "COACH_TURN_SECONDS", 20, bottom=1, top=600)),
            weights_dir=Path(weights).expanduser() if weights else None,
            model_hub=env.get("COACH_MODEL_HUB") or None,
            encoder_threads=_number(env, "COACH_ENCODER_THREADS", 2, bottom=1, top=64),
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


def _number(env: Mapping[str, str], name: str, default: int, *, bottom: int = 0, top: int) -> int:
    """The variable as a whole number between bottom and top, or the default where it is unset."""
    raw = env.get(name, "").strip()
    if not raw:
        return default
    if not raw.isdecimal() or not bottom <= int(raw) <= top:
        raise SettingsError(f"{name} must be a whole number from {bottom} to {top}, not {raw!r}.")
    return int(raw)

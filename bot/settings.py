"""Settings: the one place that reads the environment."""

from __future__ import annotations

import os
import reprlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfoNotFoundError

from tzlocal import get_localzone_name

from bot.clock import zone

ROOT = Path(__file__).resolve().parent.parent
ROLES = ("agent", "manager", "executive")
ACCESS = ("open", "closed")
"""Who may talk to the coach: everybody, or only who was invited."""


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
    telegram_token: str = field(default="", repr=False)
    telegram_api_url: str = ""
    telegram_port: int = 0
    burst_seconds: float = 2.0
    access: str = "open"
    company: str = ""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read every variable; raises SettingsError naming the first that cannot be used."""
        env = os.environ if environ is None else environ
        data_dir = _folder(env, "COACH_DATA_DIR") or ROOT / ".coach"
        ports = _ports(env, "COACH_RASA_PORT", "COACH_ACTIONS_PORT", "COACH_TELEGRAM_PORT")
        rasa_port, actions_port, telegram_port = ports
        company = " ".join(env.get("COACH_COMPANY", "").split())
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
            telegram_token=env.get("TELEGRAM_BOT_TOKEN", "").strip(),
            telegram_api_url=_web_address(env, "TELEGRAM_API_URL"),
            telegram_port=telegram_port,
            burst_seconds=float(_number(env, "COACH_BURST_SECONDS", 2, top=10)),
            # Who names a company means its people, not everybody who finds the bot.
            access=_one_of(env, "COACH_ACCESS", ACCESS) or ("closed" if company else "open"),
            company=company,
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


def _one_of(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    """The variable, which must be one of these words; empty where it is unset."""
    wanted = env.get(name, "").strip()
    if wanted and wanted not in choices:
        raise SettingsError(f"{name} must be {' or '.join(choices)}, not {reprlib.repr(wanted)}.")
    return wanted


def _web_address(env: Mapping[str, str], name: str) -> str:
    """The variable as an address without a slash at its end; empty where it is unset."""
    address = env.get(name, "").strip().rstrip("/")
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if address and not usable:
        # Not shown, for it may hold a token.
        raise SettingsError(f"{name} must be an address such as https://api.example.com.")
    return address


def _ports(env: Mapping[str, str], *names: str) -> list[int]:
    """The variables as ports, which must differ; 0, any free one, where one is unset."""
    ports = {name: _number(env, name, 0, top=65535) for name in names}
    for one, other in combinations(names, 2):
        if ports[one] and ports[one] == ports[other]:
            raise SettingsError(f"{one} and {other} must differ, not both be {ports[one]}.")
    return list(ports.values())


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

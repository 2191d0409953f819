"""Train the model when what it is made of changed; say which model serves."""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from bot.private_files import private_file
from bot.rasa.lean import import_lean
from bot.settings import Settings

STAMP = "current.json"
_MADE_OF = (
    "config.yml",
    "domain.yml",
    "data/**/*.yml",
    "data/**/*.yaml",
    "bot/nlu/**/*.py",
    "knowledge/topics/*.yml",
    "knowledge/bridges.yml",
    "requirements/base.lock",
)


class TrainingError(RuntimeError):
    """No model can be had; the message says what to do."""


def fingerprint(settings: Settings) -> str:
    """Changes when data, config, components, the encoder's registry or pinned libraries change."""
    digest = hashlib.sha256()
    for path in _files(settings.root):
        digest.update(f"{path.relative_to(settings.root)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def current_model(settings: Settings) -> Path:
    """The trained model, whole as it was written; TrainingError where there is none such."""
    stamp = _stamp(settings)
    model = settings.models_dir / str(stamp.get("model", ""))
    if not stamp or not model.is_file():
        raise TrainingError("There is no trained model yet; run `make train`.")
    if hashlib.sha256(model.read_bytes()).hexdigest() != stamp.get("sha256"):
        raise TrainingError(f"The model {model.name} is damaged; run `make train`.")
    return model


def ensure_model(settings: Settings, say: Callable[[str], None], *, force: bool = False) -> Path:
    """The model for today's data and config; trains one where it is missing, stale or damaged."""
    wanted = fingerprint(settings)
    if not force and _stamp(settings).get("fingerprint") == wanted:
        try:
            return current_model(settings)
        except TrainingError as error:
            say(f"{error} Doing that now.")
    model = _train(settings, say, f"coach-{wanted[:12]}")
    stamp = {
        "model": model.name,
        "fingerprint": wanted,
        "sha256": hashlib.sha256(model.read_bytes()).hexdigest(),
    }
    temporary = settings.models_dir / f".{STAMP}"
    temporary.write_text(json.dumps(stamp, indent=2), encoding="utf-8")
    temporary.replace(settings.models_dir / STAMP)
    for old in settings.models_dir.glob("coach-*.tar.gz"):
        if old != model:
            old.unlink()
    return model


def _train(settings: Settings, say: Callable[[str], None], name: str) -> Path:
    # Rasa is imported only when there is something to train, and lean where that is enough.
    import_lean(settings.root / "config.yml")
    from rasa.engine.exceptions import GraphComponentException
    from rasa.model_training import train
    from rasa.shared.exceptions import RasaException

    from bot.nlu.encoder import EncoderError

    say("Training the model; the first time takes some minutes.")
    started = time.monotonic()
    root = settings.root
    try:
        with _progress(settings, say):
            result = train(
                domain=str(root / "domain.yml"),
                config=str(root / "config.yml"),
                training_files=[str(root / "data")],
                output=str(settings.models_dir),
                fixed_model_name=name,
                force_training=True,
            )
    except (RasaException, GraphComponentException, EncoderError, OSError) as error:
        cause = error.__cause__ if isinstance(error, GraphComponentException) else error
        raise TrainingError(f"Training failed: {' '.join(str(cause or error).split())}") from error
    if result.code or not result.model:
        raise TrainingError("Training failed; `coach data check` says what is wrong with the data.")
    say(f"Trained in {time.monotonic() - started:.0f} s.")
    return Path(result.model)


@contextmanager
def _progress(settings: Settings, say: Callable[[str], None]) -> Iterator[None]:
    """Our components' steps are said; all that Rasa prints goes to a log in the data folder."""
    outside = sys.stderr

    def said(line: str) -> None:
        with redirect_stderr(outside):
            say(line)

    handler = _Said(said)
    ours = logging.getLogger("bot")
    file = private_file(settings.data_dir / "logs" / "training.log")
    level = ours.level
    with file.open("w", encoding="utf-8") as log:
        ours.addHandler(handler)
        ours.setLevel(logging.INFO)
        try:
            with redirect_stdout(log), redirect_stderr(log):
                yield
        finally:
            ours.removeHandler(handler)
            ours.setLevel(level)


class _Said(logging.Handler):
    """Hands each message on, indented below the headline."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__(logging.INFO)
        self._say = say

    def emit(self, record: logging.LogRecord) -> None:
        self._say(f"  {record.getMessage()}")


def _stamp(settings: Settings) -> dict[str, str]:
    """What was trained last; empty where nothing was, or the stamp is damaged."""
    try:
        stamp = json.loads((settings.models_dir / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _files(root: Path) -> Iterator[Path]:
    for pattern in _MADE_OF:
        yield from sorted(root.glob(pattern))

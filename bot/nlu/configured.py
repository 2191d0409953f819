"""The sentence encoder as settings and config.yml have it."""

from __future__ import annotations

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.nlu.encoder import Encoder, EncoderError
from bot.nlu.onnx_graph import Precision
from bot.settings import Settings

_COMPONENT = "SentenceVectors"


def load_encoder(settings: Settings, name: str, precision: Precision) -> Encoder:
    """An encoder with the weights, the cache and the threads that the settings name."""
    return Encoder.load(
        name,
        settings.cache_dir,
        folder=settings.weights_dir,
        hub=settings.model_hub,
        precision=precision,
        threads=settings.encoder_threads,
    )


def configured_encoder(settings: Settings) -> Encoder:
    """The encoder of config.yml's pipeline; EncoderError where that names none."""
    try:
        pipeline = YAML(typ="safe").load(settings.root / "config.yml")["pipeline"]
        (options,) = (part for part in pipeline if part["name"].endswith(f".{_COMPONENT}"))
        name, precision = options["encoder"], options["precision"]
    except (OSError, UnicodeDecodeError, YAMLError, KeyError, TypeError, ValueError) as error:
        problem = " ".join(str(error).split())
        raise EncoderError(f"config.yml: its {_COMPONENT} cannot be read ({problem})") from error
    return load_encoder(settings, name, precision)

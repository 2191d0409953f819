"""One step of a benchmark in a process of its own, so that its memory and start count alone.

    python -m benchmarks.measure train CONFIG NLU FOLDER
    python -m benchmarks.measure parse CONFIG MODEL TEXTS

Prints one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

STARTED = time.perf_counter()
os.environ.update(RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3")
_WARM_UP = 20


def train(config: str, nlu: str, folder: str) -> dict[str, Any]:
    """Train NLU only; seconds from before Rasa's import, and the peak of memory."""
    _import_as_we_would(config)
    from rasa.model_training import train_nlu

    model = train_nlu(config, nlu, folder)
    return {"model": model, "train_s": _seconds(), "train_mb": _peak()}


def parse(config: str, model: str, texts: str) -> dict[str, Any]:
    """Load the model and parse a file of one JSON text a line; rankings, times and memory."""
    _import_as_we_would(config)
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    loaded = _seconds()
    messages = [json.loads(line) for line in Path(texts).read_text(encoding="utf-8").splitlines()]
    loop = asyncio.new_event_loop()
    for text in messages[:_WARM_UP]:
        loop.run_until_complete(agent.parse_message(text))
    rankings, took = [], []
    for text in messages:
        before = time.perf_counter()
        parsed = loop.run_until_complete(agent.parse_message(text))
        took.append((time.perf_counter() - before) * 1000)
        rankings.append(_ranking(parsed))
    return {"load_s": loaded, "parse_mb": _peak(), "ms": took, "rankings": rankings}


def _ranking(parsed: dict[str, Any]) -> list[str]:
    """Labels below ask, best first, of our decider or of a stock classifier."""
    if "coach" in parsed:
        return [f"ask/{topic['id']}" for topic in parsed["coach"]["topics"]]
    names = [parsed["intent"]["name"], *(i["name"] for i in parsed["intent_ranking"])]
    return [name.replace("__", "/") for name in dict.fromkeys(names) if name]


def _import_as_we_would(config: str) -> None:
    from bot.rasa.lean import import_lean

    import_lean(Path(config))


def _seconds() -> float:
    return round(time.perf_counter() - STARTED, 1)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    step = {"train": train, "parse": parse}[sys.argv[1]]
    print(json.dumps(step(*sys.argv[2:])))

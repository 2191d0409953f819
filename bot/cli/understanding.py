"""`coach train`, `coach parse`, `coach evaluate`: the model, and what it makes of messages."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.output import one_line, say
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.rasa.understanding import Understanding


def train(
    force: Annotated[bool, typer.Option(help="Even if nothing has changed.")] = False,
) -> None:
    """Train the model, if anything it is made of has changed."""
    from bot.rasa.training import TrainingError, ensure_model

    with one_line(TrainingError):
        model = ensure_model(Settings.from_env(), say, force=force)
    say(f"The model is {model.name}.")


def parse() -> None:
    """Read JSON lines {"text": …}, write what the coach makes of each, in order."""
    from bot.evaluation import BadLine, parse_lines

    with one_line(BadLine, *_understanding_errors()):
        for line in parse_lines(sys.stdin, _parsed):
            typer.echo(line)


def evaluate(
    files: Annotated[list[Path], typer.Argument(help="JSON lines with text and topic or intent.")],
    min_top1: float = 0.0,
    min_top3: float = 0.0,
    min_right: float = 0.0,
    min_one_tap: float = 0.0,
    max_wrong: float = 1.0,
    max_declined: float = 1.0,
) -> None:
    """Measure understanding on labelled messages; exit status 1 below a given floor."""
    from bot.evaluation import BadLine, evaluated

    floors = {"top1": min_top1, "top3": min_top3, "right": min_right, "one_tap": min_one_tap}
    ceilings = {"wrong": max_wrong, "declined": max_declined}
    with one_line(BadLine, *_understanding_errors()):
        report = evaluated(files, _parsed)
    typer.echo(report.text())
    missed = report.missed(floors, ceilings)
    for line in missed:
        say(f"coach: {line}")
    raise typer.Exit(1 if missed else 0)


def _understanding_errors() -> tuple[type[Exception], ...]:
    from bot.rasa.training import TrainingError

    return (TrainingError, RuntimeError)


def _parsed(text: str) -> dict[str, Any]:
    return _understanding().parse(text)


@cache
def _understanding() -> Understanding:
    """The trained model, trained first where need be."""
    from bot.rasa.training import ensure_model
    from bot.rasa.understanding import Understanding

    settings = Settings.from_env()
    return Understanding(settings, ensure_model(settings, say))

"""`coach …`: each command parses its arguments, calls one function, and renders."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
# Rasa 3.6 needs SQLAlchemy 1.4; that this is the older one is nothing to tell at every start.
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

from bot.settings import ROLES, Settings, SettingsError  # noqa: E402

if TYPE_CHECKING:
    from bot.rasa.understanding import Understanding

app = typer.Typer(
    help="A coach for people who work in call centres.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
knowledge_app = typer.Typer(help="The knowledge base.", no_args_is_help=True)
data_app = typer.Typer(help="The training data.", no_args_is_help=True)
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(data_app, name="data")


def main() -> None:
    """Run a command; a setting that cannot be used is one line."""
    try:
        app()
    except SettingsError as error:
        sys.exit(f"coach: {error}")


def _say(line: str) -> None:
    typer.echo(line, err=True)


@contextmanager
def _one_line(*errors: type[Exception]) -> Iterator[None]:
    """An expected failure is one line on standard error, and exit status 1."""
    try:
        yield
    except errors as error:
        _say(f"coach: {error}")
        raise typer.Exit(1) from error
    except OSError as error:
        _say(f"coach: {error.strerror or error}: {error.filename or 'no file named'}")
        raise typer.Exit(1) from error


@app.command()
def chat(
    role: Annotated[str | None, typer.Option(help=f"One of {', '.join(ROLES)}.")] = None,
    user: Annotated[str, typer.Option(help="Keeps one person's chat apart.")] = "me",
    as_json: Annotated[
        bool, typer.Option("--json", help="A message and a JSON line each.")
    ] = False,
) -> None:
    """Talk to the coach here in the terminal."""
    from bot import chat as terminal
    from bot.rasa.processes import StartError, running_coach
    from bot.rasa.training import TrainingError, ensure_model
    from bot.reception import Reception

    if role is not None and role not in ROLES:
        _say(f"coach: --role must be one of {', '.join(ROLES)}, not {role!r}.")
        raise typer.Exit(2)
    settings = Settings.from_env()
    with _one_line(TrainingError):
        ensure_model(settings, _say)
    with ExitStack() as stack:

        def address() -> terminal.Address:
            try:
                running = stack.enter_context(running_coach(settings))
            except StartError as error:
                raise terminal.StartError(f"coach: {error}") from error
            return terminal.Address(running.url, running.token)

        status = terminal.run(
            address,
            Reception(settings, "terminal"),
            user=user,
            role=role,
            as_json=as_json,
            stdin=sys.stdin,
            stdout=sys.stdout,
            stderr=sys.stderr,
            turn_seconds=settings.turn_seconds + 10,
        )
    raise typer.Exit(status)


@app.command()
def train(
    force: Annotated[bool, typer.Option(help="Even if nothing has changed.")] = False,
) -> None:
    """Train the model, if anything it is made of has changed."""
    from bot.rasa.training import TrainingError, ensure_model

    with _one_line(TrainingError):
        model = ensure_model(Settings.from_env(), _say, force=force)
    _say(f"The model is {model.name}.")


@app.command()
def parse() -> None:
    """Read JSON lines {"text": …}, write what the coach makes of each, in order."""
    from bot.evaluation import BadLine, parse_lines

    with _one_line(BadLine, *_understanding_errors()):
        for line in parse_lines(sys.stdin, _parsed):
            typer.echo(line)


@app.command()
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
    with _one_line(BadLine, *_understanding_errors()):
        report = evaluated(files, _parsed)
    typer.echo(report.text())
    missed = report.missed(floors, ceilings)
    for line in missed:
        _say(f"coach: {line}")
    raise typer.Exit(1 if missed else 0)


@knowledge_app.command("check")
def knowledge_check() -> None:
    """Print everything that is wrong in knowledge/, with file and key."""
    from bot.checks import knowledge_problems

    _report(lambda: knowledge_problems(Settings.from_env()), "The knowledge base is in order.")


@knowledge_app.command("tips")
def knowledge_tips() -> None:
    """List every tip of the sources, and a line of a card that carries it."""
    from bot.checks import tick_list
    from bot.knowledge import KnowledgeError, load_knowledge

    with _one_line(KnowledgeError):
        for line in tick_list(load_knowledge(Settings.from_env().knowledge_dir)):
            typer.echo(line)


@knowledge_app.command("shingles")
def knowledge_shingles(
    files: Annotated[list[Path], typer.Argument(help="Source documents as plain text.")],
) -> None:
    """Note the runs of seven words of source documents, as hashes, to recognise copied words."""
    from bot.checks import remember_sources
    from bot.knowledge import KnowledgeError

    with _one_line(KnowledgeError, UnicodeDecodeError):
        _say(f"{remember_sources(Settings.from_env(), files)} runs of seven words are known.")


@data_app.command("check")
def data_check() -> None:
    """Print everything that is wrong in data/nlu, against knowledge and domain."""
    from bot.checks import data_problems
    from bot.nlu.configured import configured_encoder
    from bot.nlu.encoder import EncoderError
    from bot.nlu.vector_cache import VectorCache

    settings = Settings.from_env()
    with _one_line(EncoderError):
        cache = VectorCache(settings.cache_dir, configured_encoder(settings))
    _report(lambda: data_problems(settings, cache.encode), "The training data is in order.")


def _report(problems: Callable[[], list[str]], fine: str) -> None:
    found = problems()
    for line in found:
        _say(line)
    if found:
        _say(f"coach: {len(found)} problem{'s' if len(found) > 1 else ''} found.")
        raise typer.Exit(1)
    _say(fine)


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
    return Understanding(settings, ensure_model(settings, _say))

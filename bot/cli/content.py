"""`coach knowledge …` and `coach data …`: what the coach knows and learns from, checked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import one_line, report, say
from bot.settings import Settings

knowledge = typer.Typer(help="The knowledge base.", no_args_is_help=True)
data = typer.Typer(help="The training data.", no_args_is_help=True)


@knowledge.command("check")
def knowledge_check() -> None:
    """Print everything that is wrong in knowledge/, with file and key."""
    from bot.checks import knowledge_problems

    report(lambda: knowledge_problems(Settings.from_env()), "The knowledge base is in order.")


@knowledge.command("tips")
def knowledge_tips() -> None:
    """List every tip of the sources, and a line of a card that carries it."""
    from bot.checks import tick_list
    from bot.knowledge import KnowledgeError, load_knowledge

    with one_line(KnowledgeError):
        for line in tick_list(load_knowledge(Settings.from_env().knowledge_dir)):
            typer.echo(line)


@knowledge.command("shingles")
def knowledge_shingles(
    files: Annotated[list[Path], typer.Argument(help="Source documents as plain text.")],
) -> None:
    """Note the runs of seven words of source documents, as hashes, to recognise copied words."""
    from bot.checks import remember_sources
    from bot.knowledge import KnowledgeError

    with one_line(KnowledgeError, UnicodeDecodeError):
        say(f"{remember_sources(Settings.from_env(), files)} runs of seven words are known.")


@data.command("check")
def data_check() -> None:
    """Print everything that is wrong in data/nlu, against knowledge and domain."""
    from bot.checks import data_problems
    from bot.nlu.configured import configured_encoder
    from bot.nlu.encoder import EncoderError
    from bot.nlu.vector_cache import VectorCache

    settings = Settings.from_env()
    with one_line(EncoderError):
        cache = VectorCache(settings.cache_dir, configured_encoder(settings))
    report(lambda: data_problems(settings, cache.encode), "The training data is in order.")

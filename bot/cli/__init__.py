"""`coach …`: each command parses its arguments, calls one function, and renders."""

from __future__ import annotations

import os
import sys

import typer

from bot.cli import administration, admission, content, serving, talk, understanding
from bot.cli.env_file import load_env_file
from bot.settings import SettingsError

app = typer.Typer(
    help="A coach for people who work in call centres.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    talk.chat,
    serving.up,
    understanding.train,
    understanding.parse,
    understanding.evaluate,
):
    app.command()(command)
app.add_typer(content.knowledge, name="knowledge")
app.add_typer(content.data, name="data")
app.add_typer(administration.db, name="db")
app.add_typer(administration.users, name="users")
app.add_typer(administration.retention, name="retention")
app.add_typer(admission.review, name="review")


def main() -> None:
    """Run a command; a setting that cannot be used is one line."""
    try:
        load_env_file()
        os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
        # Rasa 3.6 needs SQLAlchemy 1.4; that this is the older one is nothing to tell each time.
        os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
        app()
    except SettingsError as error:
        sys.exit(f"coach: {error}")

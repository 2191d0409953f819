"""What every command says in the same way."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import typer

from bot.settings import ROLES


def say(line: str) -> None:
    """A line for the person on standard error; standard output is for what was asked for."""
    typer.echo(line, err=True)


def agreed(question: str) -> bool:
    """Ask on standard error; anything but a yes on standard input is a no."""
    typer.echo(f"{question} [y/N] ", err=True, nl=False)
    return sys.stdin.buffer.readline().strip().lower() in (b"y", b"yes")


def require_role(role: str | None) -> None:
    """End with a line that lists the roles where this is none of them; None is fine."""
    if role is not None and role not in ROLES:
        say(f"coach: --role must be one of {', '.join(ROLES)}, not {role!r}.")
        raise typer.Exit(2)


@contextmanager
def one_line(*errors: type[Exception]) -> Iterator[None]:
    """An expected failure is one line on standard error, and exit status 1."""
    try:
        yield
    except errors as error:
        say(f"coach: {error}")
        raise typer.Exit(1) from error
    except OSError as error:
        say(f"coach: {error.strerror or error}: {error.filename or 'no file named'}")
        raise typer.Exit(1) from error


def report(problems: Callable[[], list[str]], fine: str) -> None:
    """A line for each problem, and exit status 1; the line that all is fine where there is none."""
    found = problems()
    for line in found:
        say(line)
    if found:
        say(f"coach: {len(found)} problem{'s' if len(found) > 1 else ''} found.")
        raise typer.Exit(1)
    say(fine)


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines with the columns one below the other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()

"""`coach db …`, `coach users …` and `coach retention …`: for whoever runs the coach."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from bot import clock
from bot.cli.output import agreed, one_line, say, table
from bot.settings import Settings

db = typer.Typer(help="The database: its schema, backups.", no_args_is_help=True)
users = typer.Typer(help="The people who agreed to be remembered.", no_args_is_help=True)
retention = typer.Typer(help="What is kept no longer than needed.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="ID", help="As `coach users list` shows it.")]


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the schema of this version; the coach does so at each start, too."""
    from bot.store.records import StoreError
    from bot.store.upgrade import upgrade

    with one_line(StoreError):
        revision = upgrade(Settings.from_env().database_url)
    typer.echo(f"The database is at revision {revision}.")


@db.command("backup")
def db_backup(
    file: Annotated[Path, typer.Argument(help="To be written, such as coach-backup.gz.")],
    force: Annotated[bool, typer.Option(help="Replace a file of that name.")] = False,
) -> None:
    """Write everything into one file, while the coach runs or not."""
    from bot.store.backup import backup
    from bot.store.records import StoreError

    with one_line(StoreError):
        rows = backup(Settings.from_env().database_url, file, clock.now(), force=force)
    typer.echo(f"Backed up {_counted(rows)}.")


@db.command("restore")
def db_restore(file: Annotated[Path, typer.Argument(help="That `db backup` has written.")]) -> None:
    """Take a backup into an empty database."""
    from bot.store.backup import restore
    from bot.store.records import StoreError

    with one_line(StoreError):
        restored = restore(Settings.from_env().database_url, file)
    typer.echo(f"Restored {_counted(restored.rows)}.")
    if restored.left_out:
        typer.echo(f"Rows left out, because their people were deleted: {restored.left_out}.")


@users.command("list")
def users_list() -> None:
    """List who there is: id, role, time zone, since when, goals, last activity."""
    from bot.store.administration import listed, opened
    from bot.store.records import StoreError
    from bot.store.session import reading

    with (
        one_line(StoreError),
        opened(Settings.from_env().database_url) as sessions,
        reading(sessions) as session,
    ):
        people = listed(session)
    head = ("id", "role", "time zone", "since", "goals", "last active (UTC)")
    rows = [
        (
            person.id,
            person.role or "-",
            person.time_zone,
            f"{person.since:%Y-%m-%d}",
            str(person.goals),
            f"{person.last_active:%Y-%m-%d %H:%M}" if person.last_active else "-",
        )
        for person in people
    ]
    for line in table([head, *rows]):
        typer.echo(line)


@users.command("export")
def users_export(
    sender: Id,
    file: Annotated[
        Path | None, typer.Argument(help="To be written; standard output without one.")
    ] = None,
) -> None:
    """Write everything that is stored of a person, as JSON (docs/export.md)."""
    from bot.store.administration import opened, require_known
    from bot.store.exports import collect
    from bot.store.new_file import new_file
    from bot.store.records import StoreError
    from bot.store.session import reading

    with one_line(StoreError):
        with opened(Settings.from_env().database_url) as sessions, reading(sessions) as session:
            require_known(session, sender)
            everything = collect(session, sender, clock.now())
        document = json.dumps(everything, ensure_ascii=False, indent=2).encode()
        if file:
            with new_file(file) as out:
                out.write(document)
    if not file:
        typer.echo(document)


@users.command("delete")
def users_delete(
    sender: Id,
    yes: Annotated[bool, typer.Option("--yes", help="Without a question.")] = False,
) -> None:
    """Delete everything that is stored of a person, and print the receipt."""
    from bot.store.administration import opened, require_known
    from bot.store.records import StoreError
    from bot.store.retention import erase

    with one_line(StoreError), opened(Settings.from_env().database_url) as sessions:
        with sessions.begin() as session:
            require_known(session, sender)
        question = f"Delete all of {sender}? Nobody can bring it back."
        if not yes and not agreed(question):
            say("Nothing is deleted.")
            raise typer.Exit(1)
        receipt = erase(sessions, sender, clock.now())
    typer.echo(receipt)


@retention.command("run")
def retention_run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """Finish deletions, purge guests after a day, forget old conversations; the coach does, too."""
    from bot.store.administration import opened
    from bot.store.records import StoreError
    from bot.store.retention import sweep

    settings = Settings.from_env()
    with one_line(StoreError), opened(settings.database_url) as sessions:
        swept = sweep(sessions, clock.now(), settings.retention_days, dry_run=dry_run)
    typer.echo(
        f"{'Would delete' if dry_run else 'Deleted'}: {swept.deletions} who had asked for it,"
        f" {swept.guests} guests, {swept.events} old events of {swept.conversations} conversations."
    )


def _counted(rows: Counter[str]) -> str:
    named = (f"{number} {name.replace('_', ' ')}" for name, number in rows.items() if number)
    return ", ".join(named) or "nothing, for there is nothing yet"

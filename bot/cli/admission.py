"""`coach users invite|allow|offboard`, `coach review link`: who may come in, who is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from bot import clock
from bot.cli.administration import users
from bot.cli.output import agreed, one_line, require_role, say
from bot.settings import ROLES, Settings

review = typer.Typer(help="For trainers.", no_args_is_help=True)

Role = Annotated[str | None, typer.Option(help=f"One of {', '.join(ROLES)}; unset, they say it.")]


@users.command("invite")
def users_invite(
    uses: Annotated[int, typer.Option(min=1, max=10_000, help="So many people.")] = 1,
    days: Annotated[int, typer.Option(min=1, max=365, help="So long it works.")] = 14,
    role: Role = None,
) -> None:
    """Make an invite code; people send it to the bot as “/start CODE”."""
    require_role(role)
    code = _new_code(days, uses=uses, role=role)
    typer.echo(code)
    people = "one person" if uses == 1 else f"{uses} people"
    say(f"Lets {people} in for {days} days. They send “/start {code}” to the bot.")


@users.command("allow")
def users_allow(
    chat: Annotated[str, typer.Argument(metavar="CHAT", help="Such as telegram:12345.")],
    role: Role = None,
) -> None:
    """Let a chat in without a code, also one that was barred."""
    from bot.store import access
    from bot.store.administration import opened
    from bot.store.offboarding import chat_of
    from bot.store.records import StoreError

    require_role(role)
    named = chat_of(chat)
    if named is None:
        say("coach: Name the chat with its messenger, such as telegram:12345.")
        raise typer.Exit(2)
    with (
        one_line(StoreError),
        opened(Settings.from_env().database_url) as sessions,
        sessions.begin() as session,
    ):
        access.allow(session, *named, clock.now(), role=role)
    say(f"{chat} may come in.")


@users.command("offboard")
def users_offboard(
    who: Annotated[
        str, typer.Argument(metavar="WHO", help="As `users list` shows it, or telegram:12345.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Without a question.")] = False,
) -> None:
    """Somebody leaves: bar their chats and delete everything that is stored of them."""
    from bot.store.administration import opened
    from bot.store.offboarding import offboard
    from bot.store.records import StoreError

    with one_line(StoreError), opened(Settings.from_env().database_url) as sessions:
        if not yes and not agreed(f"Bar {who} and delete everything of them?"):
            say("Nothing is changed.")
            raise typer.Exit(1)
        receipt = offboard(sessions, who, clock.now())
    typer.echo(receipt or "Barred; nothing was stored.")


@review.command("link")
def review_link(
    days: Annotated[int, typer.Option(min=1, max=365, help="So long the code works.")] = 2,
) -> None:
    """Make a code that links a trainer's chat: it is told when somebody calls for a person."""
    code = _new_code(days, kind="reviewer")
    typer.echo(code)
    say(f"The trainer sends “/start {code}” to the bot.")


def _new_code(days: int, *, uses: int = 1, role: str | None = None, kind: str = "member") -> str:
    from bot.store import access
    from bot.store.administration import opened
    from bot.store.records import StoreError

    now = clock.now()
    with (
        one_line(StoreError),
        opened(Settings.from_env().database_url) as sessions,
        sessions.begin() as session,
    ):
        return access.invite(
            session, now, now + timedelta(days=days), uses=uses, role=role, kind=kind
        )

"""The coach on the tests' Telegram: the gateway for a running coach, or all of it, to be killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.rasa.processes import Running
from bot.rasa.starting import environment
from bot.settings import Settings
from bot.store.session import Sessions, sessions_for
from tests.helpers.bot_api.client import BotApi
from tests.helpers.bot_api.process import running_bot_api
from tests.helpers.own_coach import free_port
from tests.helpers.servers import Server

BURST_SECONDS = 1
"""Shorter than people are given, so that a journey takes seconds."""


@dataclass
class OnTelegram:
    """A Telegram of the test's own and the gateway to the coach; people write by Phone(api)."""

    api: BotApi
    settings: Settings
    gateway: Server

    @property
    def sessions(self) -> Sessions:
        """The database that the coach and the gateway share."""
        return sessions_for(self.settings.database_url)

    def served(self, *, polls: bool = True) -> None:
        """Return when the gateway polls, or when it stands by."""
        wanted = "polling" if polls else "standing by"
        self.gateway.wait_until_well(40, lambda told: told["status"] == wanted)

    def another(self) -> Server:
        """A second gateway for the same bot, not started yet."""
        port = str(free_port())
        return replace(
            self.gateway,
            health=f"http://127.0.0.1:{port}/healthz",
            environ={**self.gateway.environ, "COACH_TELEGRAM_PORT": port},
            log=self.gateway.log.with_name("telegram.other.log"),
            process=None,
        )

    @contextmanager
    def changed(self, **environ: str) -> Iterator[None]:
        """The gateway started anew with other settings, for a while."""
        usual = self.gateway.environ
        self.gateway.end()
        self.gateway.environ = {**usual, **environ}
        try:
            self.gateway.start(wait=False)
            self.served()
            yield
        finally:
            self.gateway.end()
            self.gateway.environ = usual
            self.gateway.start(wait=False)
            self.served()


@dataclass
class WholeCoach(OnTelegram):
    """The same with a coach of the test's own, each of whose processes can be taken away."""

    actions: Server
    rasa: Server


@contextmanager
def on_telegram(settings: Settings, running: Running) -> Iterator[OnTelegram]:
    """A Telegram and a gateway for a coach that runs with these settings."""
    port = urlsplit(running.url).port or 0
    known = replace(settings, rasa_port=port, channel_token=running.token)
    with _telegram(known) as (api, known, make):
        telegram = OnTelegram(api, known, make("telegram", "bot.telegram", "/healthz"))
        telegram.gateway.start(wait=False)
        telegram.served()
        yield telegram


@contextmanager
def whole_coach(settings: Settings, **environ: str) -> Iterator[WholeCoach]:
    """A Telegram, gateway, Rasa and action server, all of the test's own; `environ` for all."""
    ports = {"rasa_port": free_port(), "actions_port": free_port(), "channel_token": "hush-channel"}
    with _telegram(replace(settings, **ports), **environ) as (api, known, make):
        whole = WholeCoach(
            api,
            known,
            make("telegram", "bot.telegram", "/healthz"),
            make("actions", "actions.server", "/health"),
            make("rasa", "bot.rasa.server", "/webhooks/coach/"),
        )
        for server in (whole.actions, whole.rasa, whole.gateway):
            server.start(wait=False)
        whole.actions.wait_until_well()
        whole.rasa.wait_until_well()
        whole.served()
        yield whole


@contextmanager
def _telegram(
    settings: Settings, **environ: str
) -> Iterator[tuple[BotApi, Settings, Callable[[str, str, str], Server]]]:
    """A Bot API server, the settings for it, and what makes servers that end with the `with`."""
    with running_bot_api() as api, ExitStack() as stack:
        known = replace(
            settings, telegram_token=api.token, telegram_api_url=api.url, telegram_port=free_port()
        )
        shared = {**_environment(known), **environ}

        def make(name: str, module: str, health: str) -> Server:
            url = f"http://127.0.0.1:{getattr(known, f'{name}_port')}{health}"
            server = Server(module, url, shared, known.data_dir / "logs" / f"{name}.log")
            stack.callback(lambda: server.process and server.kill())
            return server

        yield api, known, make


def _environment(settings: Settings) -> dict[str, str]:
    """What all of the coach's processes get to know."""
    shared = environment(
        settings,
        token=settings.channel_token,
        actions_port=settings.actions_port,
        rasa_port=settings.rasa_port,
    )
    return {
        **shared,
        "TELEGRAM_BOT_TOKEN": settings.telegram_token,
        "TELEGRAM_API_URL": settings.telegram_api_url,
        "COACH_TELEGRAM_PORT": str(settings.telegram_port),
        "COACH_BURST_SECONDS": str(BURST_SECONDS),
    }

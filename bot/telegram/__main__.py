"""Serve Telegram: `python -m bot.telegram`. Started by `coach up`."""

from __future__ import annotations

import asyncio
import signal
import sys

from telegram.error import InvalidToken

from bot import logs
from bot.client.messages import Address
from bot.lifeline import exit_with_parent
from bot.settings import Settings, SettingsError
from bot.store.records import StoreError
from bot.store.upgrade import upgrade
from bot.telegram.gateway import run
from bot.telegram.lease import LeaseLost

MISCONFIGURED = 78
"""Exit status of a start that cannot work, however often it is tried (EX_CONFIG)."""


def main() -> int:
    """Serve until stopped; a reason to end is one line on standard error."""
    try:
        settings = Settings.from_env()
        address = _address(settings)
        upgrade(settings.database_url)
    except SettingsError as error:
        return _refuse(str(error), MISCONFIGURED)
    except StoreError as error:
        return _refuse(str(error), 1)
    logs.configure()
    exit_with_parent()
    try:
        asyncio.run(_serve(settings, address))
    except InvalidToken:
        text = "Telegram does not know this TELEGRAM_BOT_TOKEN; ask @BotFather for the bot's token."
        return _refuse(text, MISCONFIGURED)
    except LeaseLost:
        return _refuse("Another gateway polls now, or the database was away for too long.", 1)
    except SettingsError as error:
        return _refuse(str(error), MISCONFIGURED)
    except StoreError as error:
        return _refuse(str(error), 1)
    except OSError as error:
        return _refuse(f"Port {settings.telegram_port} cannot be used ({error.strerror}).", 1)
    return 0


async def _serve(settings: Settings, address: Address) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await run(settings, address, stop)


def _address(settings: Settings) -> Address:
    """Where the channel listens; what is missing is named."""
    for name, value in (
        ("TELEGRAM_BOT_TOKEN", settings.telegram_token),
        ("COACH_CHANNEL_TOKEN", settings.channel_token),
        ("COACH_RASA_PORT", settings.rasa_port),
    ):
        if not value:
            raise SettingsError(f"{name} is not set; `coach up` sets what belongs together.")
    url = f"http://127.0.0.1:{settings.rasa_port}/webhooks/coach/webhook"
    return Address(url, settings.channel_token)


def _refuse(reason: str, status: int) -> int:
    print(f"coach: {' '.join(reason.split())}", file=sys.stderr, flush=True)  # noqa: T201
    return status


if __name__ == "__main__":
    sys.exit(main())

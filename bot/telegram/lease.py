"""Which of two gateways polls: on one machine by a locked file, among machines by a lease."""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from bot import clock
from bot.private_files import private_file
from bot.settings import SettingsError
from bot.store import leases
from bot.store.awaited import Kept
from bot.store.records import StoreError

_log = logging.getLogger(__name__)
_NAME = "telegram-polling"
_SECONDS = 30
_RENEW_SECONDS = 8.0
_LOOK_SECONDS = 1.0


class LeaseLost(Exception):
    """Another gateway polls now, or the database was away for too long."""


class Lease:
    """Held by one gateway at a time; one that was killed is followed on its machine at once.

    The lock on the file ends with its process, and only who has it may use the name beside it.
    So the lease of a dead gateway is renewed by the next one, where another machine has to wait.
    """

    def __init__(self, kept: Kept, folder: Path) -> None:
        """SettingsError where the folder cannot be written."""
        self._kept = kept
        self._name_file = folder / "telegram.id"
        try:
            self._file = FileLock(private_file(folder / "telegram.lock"), timeout=0)
        except OSError as error:
            raise SettingsError(f"{folder} cannot be written ({error.strerror}).") from error
        self._holder = ""

    async def wait(self, stop: asyncio.Event) -> bool:
        """Wait until this gateway is the one that polls; False if it is to stop before."""
        told = ""
        while not stop.is_set():
            try:
                if self._alone() and await self._take():
                    return True
                reason = "another gateway polls"
            except StoreError as error:
                reason = str(error)
            if reason != told:
                _log.warning("standing by: %s", reason)
                told = reason
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(stop.wait(), _LOOK_SECONDS)
        return False

    async def hold(self) -> None:
        """Hold it as long as it can be renewed in time; raises LeaseLost then."""
        now = asyncio.get_running_loop().time
        over = now() + _SECONDS
        while now() + _RENEW_SECONDS < over:
            await asyncio.sleep(_RENEW_SECONDS)
            asked = now()
            try:
                # Who waits for a locked database must not poll on when the lease is over.
                if not await asyncio.wait_for(self._take(), over - asked):
                    break
                over = asked + _SECONDS
            except (StoreError, asyncio.TimeoutError) as error:
                _log.error("the lease was not renewed: %s", type(error).__name__)
        raise LeaseLost

    async def give_up(self) -> None:
        """Let the next one poll at once."""
        with suppress(StoreError):
            await self._kept.write(leases.release, _NAME, self._holder)
        self._file.release()

    def _alone(self) -> bool:
        """Whether no other gateway with this folder lives."""
        try:
            self._file.acquire()
        except Timeout:
            return False
        self._holder = self._holder or f"{socket.gethostname()[:31]} {self._own_name()}"
        return True

    def _own_name(self) -> str:
        """The folder's name among all that use the database."""
        with suppress(FileNotFoundError):
            if name := self._name_file.read_text(encoding="ascii").strip():
                return name
        name = secrets.token_hex(16)
        private_file(self._name_file).write_text(name, encoding="ascii")
        return name

    async def _take(self) -> bool:
        return await self._kept.write(
            leases.take, _NAME, self._holder, clock.now(), seconds=_SECONDS
        )

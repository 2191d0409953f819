"""The store for a process that must not wait: each call is a transaction in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from bot.store.records import StoreError
from bot.store.session import Session, Sessions, reading

P = ParamSpec("P")
T = TypeVar("T")


class Kept:
    """Functions of the store, awaited; StoreError where the database cannot be used."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def write(
        self, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call the function in a transaction of its own."""
        return await asyncio.to_thread(self._write, partial(_call, function, args, kwargs))

    async def read(
        self, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a function that only reads."""
        return await asyncio.to_thread(self._read, partial(_call, function, args, kwargs))

    def _write(self, call: Callable[[Session], T]) -> T:
        try:
            with self._sessions.begin() as session:
                return call(session)
        except sa.exc.SQLAlchemyError as error:
            raise StoreError(f"The database cannot be used ({type(error).__name__}).") from error

    def _read(self, call: Callable[[Session], T]) -> T:
        try:
            with reading(self._sessions) as session:
                return call(session)
        except sa.exc.SQLAlchemyError as error:
            raise StoreError(f"The database cannot be used ({type(error).__name__}).") from error


def _call(
    function: Callable[..., T],
    args: tuple[object, ...],
    kwargs: dict[str, object],
    session: Session,
) -> T:
    return function(session, *args, **kwargs)

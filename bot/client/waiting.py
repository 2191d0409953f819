"""A client of the coach's channel for a face that talks with many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx

from bot.client.blocking import CONNECT_SECONDS
from bot.client.messages import Address, ChannelError, Reply, body_of, replies_in

_MOST_AT_ONCE = 8
"""Turns that are under way; further ones wait here, where no time of theirs runs out.

Rasa works on one at a time: more at once make each slower and none sooner."""


class Away(ChannelError):
    """The coach cannot be reached or gave no sense: the same message may be sent again."""


class WaitingClient:
    """Speaks to the channel; to be closed."""

    def __init__(self, address: Address, turn_seconds: float) -> None:
        self._address = address
        # trust_env off: a proxy of the environment has no business with a loopback address.
        self._http = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {address.token}"},
            timeout=httpx.Timeout(turn_seconds, connect=CONNECT_SECONDS),
            trust_env=False,
        )
        self._room = asyncio.Semaphore(_MOST_AT_ONCE)

    async def send(
        self, sender: str, message_id: str, *, metadata: Mapping[str, Any], **said: str | None
    ) -> list[Reply]:
        """The replies to one message, payload or command; raises Away, Gone or ChannelError."""
        body = body_of(sender, message_id, metadata=metadata, **said)
        try:
            async with self._room:
                response = await self._http.post(self._address.url, json=body)
        except httpx.HTTPError as error:
            raise Away("The coach cannot be reached.") from error
        if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise Away("The coach is not well.")
        return replies_in(response)

    async def is_well(self) -> bool:
        """Whether the coach can answer now."""
        try:
            response = await self._http.get(self._address.url.removesuffix("webhook"), timeout=2)
        except httpx.HTTPError:
            return False
        return response.is_success

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

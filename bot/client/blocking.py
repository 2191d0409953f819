"""A client of the coach's channel that waits for its answers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import httpx

from bot.client.messages import ChannelError, Reply, body_of, replies_in

TURN_SECONDS = 30.0
"""Seconds to wait for an answer, longer than the channel itself waits before it says so."""
CONNECT_SECONDS = 5.0


class ChannelClient:
    """Speaks to the channel; to be closed, or used in a `with`."""

    def __init__(self, url: str, token: str, *, turn_seconds: float = TURN_SECONDS) -> None:
        self._url = url
        # trust_env off: a proxy of the environment has no business with a loopback address.
        self._http = httpx.Client(
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(turn_seconds, connect=CONNECT_SECONDS),
            trust_env=False,
        )

    def __enter__(self) -> ChannelClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(
        self,
        sender: str,
        *,
        message: str | None = None,
        payload: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> list[Reply]:
        """Send a message or press a button, and return the replies; raises ChannelError or Gone."""
        said = {"message": message, "payload": payload}
        body = body_of(sender, str(uuid.uuid4()), **said, metadata=metadata)
        return replies_in(self._post(body))

    def _post(self, body: Mapping[str, Any]) -> httpx.Response:
        """Post the body, twice where the connection breaks: its message_id makes that safe."""
        try:
            try:
                return self._http.post(self._url, json=body)
            except httpx.TransportError:
                return self._http.post(self._url, json=body)
        except httpx.ReadTimeout as error:
            raise ChannelError(
                "The coach is taking too long to answer. Please try again in a moment."
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ChannelError(
                "The coach cannot be reached. Please try again in a moment."
            ) from error

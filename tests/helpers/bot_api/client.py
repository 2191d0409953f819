"""A test's side of the server: make people, order faults, read what has happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import httpx

Json = dict[str, Any]


@dataclass
class BotApi:
    """A running server, as a test sees it; refusals of the control interface are assertions."""

    url: str
    token: str
    _http: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._http = httpx.Client(base_url=self.url, timeout=30)

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as `base_url`; the token comes after it."""
        return f"{self.url}/bot"

    def call(self, method: str, *, token: str | None = None, **request: Any) -> httpx.Response:
        """Call a method as a bot would, with httpx's `json`, `data`, `files` or `params`."""
        return self._http.post(f"/bot{token or self.token}/{method}", **request)

    def do(self, what: str, **wanted: Any) -> Json:
        """POST to /control/<what>."""
        answer = self._http.post(f"/control/{what}", json=wanted)
        assert answer.status_code == 200, f"{what} {wanted}: {answer.text}"
        done: Json = answer.json()
        return done

    def fault(self, kind: str, method: str = "*", **more: Any) -> None:
        """Order a fault for the next calls (a poll that waits already is not one of them)."""
        self.do("faults", kind=kind, method=method, **more)

    def clear_faults(self) -> None:
        """Take back what was ordered."""
        self._http.delete("/control/faults").raise_for_status()

    def state(self) -> Json:
        """Everything that has happened."""
        state: Json = self._http.get("/control/state").raise_for_status().json()
        return state

    def violations(self, *kinds: str) -> list[Json]:
        """The refusals, of all kinds or of some."""
        return [each for each in self.state()["violations"] if not kinds or each["kind"] in kinds]

    def messages(self, chat_id: int) -> list[Json]:
        """All messages of a chat, the bot's and people's."""
        answer = self._http.get("/control/messages", params={"chat_id": chat_id})
        found: list[Json] = answer.raise_for_status().json()
        return found

    def file(self, message_id: int) -> bytes:
        """The bytes of a photo or a document that the bot sent."""
        return self._http.get(f"/control/files/{message_id}").raise_for_status().content

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

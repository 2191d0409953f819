"""What the server says when it refuses a call."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An answer with `ok: false`; `kind` sorts it in the list of violations."""

    def __init__(
        self, code: int, description: str, kind: str = "request", retry_after: int | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.kind = kind
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """The answer as Telegram writes it."""
        parameters = {"parameters": {"retry_after": self.retry_after}} if self.retry_after else {}
        return {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
            **parameters,
        }


class ControlError(Exception):
    """A test asked for something that cannot happen on Telegram; the text says what."""


def bad_request(reason: str, kind: str = "request") -> Refusal:
    """400 Bad Request with its reason."""
    return Refusal(400, f"Bad Request: {reason}", kind)


def cannot_parse(reason: str) -> Refusal:
    """400 for a text whose formatting is wrong."""
    return bad_request(f"can't parse entities: {reason}")


def unauthorized() -> Refusal:
    """401: the token is wrong or revoked."""
    return Refusal(401, "Unauthorized", "token")


def not_found(what: str) -> Refusal:
    """404."""
    return Refusal(404, f"Not Found: {what}")


def conflict() -> Refusal:
    """409: somebody else polls with the same token."""
    return Refusal(
        409,
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
        "conflict",
    )


def too_many_requests(retry_after: int, kind: str = "flood") -> Refusal:
    """429: come back after so many seconds."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", kind, retry_after)

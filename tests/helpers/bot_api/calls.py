"""A call of a Bot API method, read from a query string, a form, a multipart form or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.helpers.bot_api.errors import bad_request

_TRUE = {"true", "yes", "1"}
_FALSE = {"false", "no", "0", ""}


@dataclass(frozen=True)
class Upload:
    """A file as it came in; the name is empty when none was given."""

    name: str
    content: bytes
    content_type: str = ""


@dataclass
class Call:
    """A method's name and its parameters, as they were sent."""

    method: str
    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def refuse_unknown(self, known: frozenset[str]) -> None:
        """400 when a parameter or a file is not one of the method's."""
        attached = {
            value.removeprefix("attach://")
            for value in self.values.values()
            if isinstance(value, str) and value.startswith("attach://")
        }
        unknown = sorted((set(self.values) | (set(self.uploads) - attached)) - known)
        if unknown:
            raise bad_request(f"unknown parameters of {self.method}: {', '.join(unknown)}")

    def text(self, name: str) -> str:
        """A string; empty when it is missing."""
        value = self.values.get(name, "")
        if not isinstance(value, str):
            raise bad_request(f'parameter "{name}" must be a string')
        return value

    def integer(self, name: str, default: int | None = None) -> int | None:
        """A whole number, or the default when it is missing."""
        value = self.values.get(name, default)
        if isinstance(value, bool) or not (value is None or isinstance(value, int | str)):
            raise bad_request(f'parameter "{name}" must be an integer')
        try:
            return None if value is None else int(value)
        except ValueError:
            raise bad_request(f'parameter "{name}" must be an integer') from None

    def flag(self, name: str) -> bool:
        """True or false; false when it is missing."""
        value = str(self.values.get(name, "")).lower()
        if value not in _TRUE | _FALSE:
            raise bad_request(f'parameter "{name}" must be a boolean')
        return value in _TRUE

    def structure(self, name: str) -> Any:
        """A nested object or list, given as JSON in a string or as itself; None when missing."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """The file of a parameter: its own part, or the part that attach:// names."""
        value = self.values.get(name, "")
        if isinstance(value, bytes | bytearray):
            return Upload("", bytes(value))
        if isinstance(value, str) and value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return self.uploads.get(name)


async def read_call(request: web.Request) -> Call:
    """What a request asks for; 400 when its body cannot be read."""
    call = Call(request.match_info["method"], dict(request.query))
    if request.content_type == "application/json" and request.can_read_body:
        try:
            body = await request.json()
        except ValueError:
            raise bad_request("can't parse request body as JSON") from None
        if not isinstance(body, dict):
            raise bad_request("request body must be a JSON object")
        call.values.update({key: value for key, value in body.items() if value is not None})
        return call
    form: Mapping[str, Any] = await request.post()
    for name, value in form.items():
        if isinstance(value, web.FileField):
            call.uploads[name] = Upload(value.filename, value.file.read(), value.content_type)
        else:
            call.values[name] = value
    return call

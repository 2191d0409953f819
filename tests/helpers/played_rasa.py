"""A channel in this process that plays Rasa: answers as a test tells it to, over real HTTP."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.client.messages import Address

TOKEN = "the-token"
Json = dict[str, Any]


class PlayedRasa:
    """Answers with what `answer(body)` returns: replies, (status, text), or None to hang up.

    As the real one it runs a turn once: the same message_id again gives the same replies.
    """

    def __init__(self) -> None:
        self.answer: Callable[[Json], Any] = lambda body: [said(f"You said {words_of(body)}.")]
        self.bodies: list[Json] = []
        self.tokens: list[str | None] = []
        self.runs: list[str] = []
        self.well = True
        self.address = Address("", TOKEN)
        self._known: dict[tuple[str, str], Any] = {}

    @property
    def heard(self) -> list[str]:
        """What came in, in order: words, payloads and commands as they are."""
        return [words_of(body) for body in self.bodies]

    async def receive(self, request: web.Request) -> web.Response:
        """POST to the webhook."""
        body = await request.json()
        self.bodies.append(body)
        self.tokens.append(request.headers.get("Authorization"))
        about = (body["sender"], body["message_id"])
        if about not in self._known:
            answer = self.answer(body)
            answer = await answer if inspect.isawaitable(answer) else answer
            if not isinstance(answer, list) or _failed(answer):
                return self._trouble(request, answer)
            self.runs.append(words_of(body))
            self._known[about] = answer
        return web.json_response({"replies": self._known[about]})

    async def health(self, _: web.Request) -> web.Response:
        """GET beside it."""
        return web.json_response({}, status=200 if self.well else 503)

    def _trouble(self, request: web.Request, answer: Any) -> web.Response:
        if isinstance(answer, list):
            return web.json_response({"replies": answer})
        if answer is None:
            assert request.transport
            request.transport.abort()
            return web.Response()
        status, text = answer
        return web.Response(status=status, text=text)


@asynccontextmanager
async def played_rasa() -> AsyncIterator[PlayedRasa]:
    """One that listens on a free loopback port."""
    rasa = PlayedRasa()
    app = web.Application()
    app.router.add_post("/webhooks/coach/webhook", rasa.receive)
    app.router.add_get("/webhooks/coach/", rasa.health)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    rasa.address = Address(f"http://127.0.0.1:{port}/webhooks/coach/webhook", TOKEN)
    try:
        yield rasa
    finally:
        await runner.cleanup()


def said(text: str, *titles: str, kind: str = "help", **custom: Any) -> Json:
    """A reply as the channel writes it; a button's payload is its title after a slash."""
    buttons = [{"title": title, "payload": f"/{title}"} for title in titles]
    return {"text": text, "buttons": buttons, "custom": {"kind": kind, **custom}}


def error(event: str) -> Json:
    """The one honest reply to a turn that failed."""
    return said(f"Sorry, {event}.", kind="error", event=event)


def words_of(body: Json) -> str:
    """The words, payload or command of a body."""
    [what] = [body[name] for name in ("message", "payload", "command") if name in body]
    return str(what)


async def forever(_: Json) -> None:
    """An answer that does not come."""
    await asyncio.Event().wait()


def _failed(answer: list[Json]) -> bool:
    return any(reply.get("custom", {}).get("kind") == "error" for reply in answer)

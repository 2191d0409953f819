"""The HTTP server: Bot API methods under /bot<token>/, what tests want under /control/."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any

from aiohttp import web

from tests.helpers.bot_api.calls import Call, read_call
from tests.helpers.bot_api.control import WORLD, add_control_routes
from tests.helpers.bot_api.errors import Refusal, bad_request, not_found, too_many_requests
from tests.helpers.bot_api.faults import Fault
from tests.helpers.bot_api.methods import GET_UPDATES, METHODS
from tests.helpers.bot_api.world import World

_LARGEST_BODY = 64 * 1024**2
# Above the longest poll that clients ask for; the real server stops at 50 s.
_LONGEST_POLL = 50


class _HangUp(Exception):
    """The connection is to be reset."""


class _Raw(Exception):
    """An answer that is not Telegram's, like a proxy's error page."""


def make_app(token: str) -> web.Application:
    """The application with one bot in an empty world."""
    app = web.Application(client_max_size=_LARGEST_BODY)
    app[WORLD] = [World(token)]
    app.router.add_route("*", "/bot{token}/{method}", _answer)
    add_control_routes(app)
    return app


async def _answer(request: web.Request) -> web.StreamResponse:
    world = request.app[WORLD][0]
    call = Call(request.match_info["method"])
    fault: Fault | None = None
    try:
        call = await read_call(request)
        world.check_token(request.match_info["token"])
        fault = world.faults.take(call)
        body, code = await _run(world, call, fault, request)
    except Refusal as refusal:
        body, code = refusal.body(), refusal.code
        # A poller that hung up long ago has done nothing wrong.
        if refusal.kind != "fault" and not _gone(request):
            world.note_violation(call, refusal)
    except ConnectionResetError:
        # Whoever called has hung up, or was killed, before the call was read.
        return web.Response()
    except _HangUp:
        world.note_call(call, 0, "reset")
        _reset(request)
        return web.Response()
    except _Raw as raw:
        world.note_call(call, fault.code if fault else 502, "error")
        return web.Response(text=str(raw), status=fault.code if fault else 502)
    world.note_call(call, code, fault.kind if fault else None)
    return web.json_response(body, status=code, dumps=_dumps)


async def _run(
    world: World, call: Call, fault: Fault | None, request: web.Request
) -> tuple[dict[str, Any], int]:
    """Run a method, with its fault before or after it takes effect."""
    if fault and not fault.after:
        await _strike(fault)
    result = await _result(world, call, request)
    if fault and fault.after:
        await _strike(fault)
    return {"ok": True, "result": result}, 200


async def _result(world: World, call: Call, request: web.Request) -> Any:
    name = call.method.lower()
    if name == "getupdates":
        return await _get_updates(world, call, request)
    if name not in METHODS:
        raise not_found("method not found")
    call.refuse_unknown(METHODS[name].parameters)
    return METHODS[name].run(world, call)


async def _get_updates(world: World, call: Call, request: web.Request) -> list[dict[str, Any]]:
    call.refuse_unknown(GET_UPDATES)
    offset, limit = call.integer("offset", 0) or 0, call.integer("limit", 100) or 0
    seconds = call.integer("timeout", 0) or 0
    if not 1 <= limit <= 100:
        raise bad_request("limit must be between 1 and 100")
    if not 0 <= seconds <= _LONGEST_POLL:
        raise bad_request(f"timeout must be between 0 and {_LONGEST_POLL}")
    if "allowed_updates" in call.values:
        world.updates.allow(call.structure("allowed_updates") or [])
    return await world.updates.poll(offset, limit, seconds, lambda: not _gone(request))


async def _strike(fault: Fault) -> None:
    if fault.kind == "delay":
        await asyncio.sleep(fault.seconds)
    elif fault.kind == "too_many":
        raise too_many_requests(fault.retry_after, "fault")
    elif fault.kind == "reset":
        raise _HangUp
    elif fault.body is not None:
        raise _Raw(fault.body)
    else:
        raise Refusal(fault.code, fault.description, "fault")


def _gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()


def _reset(request: web.Request) -> None:
    """Reset the connection, so that the client sees no orderly end."""
    if request.transport is None:
        return
    connection = request.transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.transport.abort()


def _dumps(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False)

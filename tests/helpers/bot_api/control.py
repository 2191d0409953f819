"""What tests want, under /control/: people who do things, faults, and all that has happened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import fields
from typing import Any

from aiohttp import web

from tests.helpers.bot_api import people
from tests.helpers.bot_api.errors import ControlError, conflict
from tests.helpers.bot_api.faults import Fault
from tests.helpers.bot_api.flood import Flood
from tests.helpers.bot_api.world import World

Json = dict[str, Any]
WORLD = web.AppKey("world", list)
_FLOOD = [each.name for each in fields(Flood) if not each.name.startswith("_")]


def add_control_routes(app: web.Application) -> None:
    """Add every route below /control/."""
    posts: dict[str, Callable[[World, Json], Any]] = {
        "users": people.add_user,
        "groups": people.add_group,
        "messages": people.write,
        "edits": people.edit,
        "presses": people.press,
        "members": people.change_member,
        "repeats": _repeat,
        "faults": _schedule,
        "settings": _change_settings,
        "token": _change_token,
    }
    for name, act in posts.items():
        app.router.add_post(f"/control/{name}", _posted(act))
    app.router.add_delete("/control/faults", _clear_faults)
    app.router.add_post("/control/reset", _reset)
    app.router.add_get("/control/state", _state)
    app.router.add_get("/control/messages", _messages)
    app.router.add_get("/control/files/{message_id}", _file)


def _posted(act: Callable[[World, Json], Any]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response(act(request.app[WORLD][0], await request.json()))
        except (ControlError, KeyError, TypeError, ValueError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)

    return handle


def _repeat(world: World, wanted: Json) -> Json:
    world.updates.push_again(wanted["update_id"])
    return {}


def _schedule(world: World, wanted: Json) -> Json:
    world.faults.scheduled.append(Fault(**wanted))
    return {}


def _change_settings(world: World, wanted: Json) -> Json:
    """`callback_seconds`, and the limits of the flood control, which starts anew."""
    unknown = sorted(set(wanted) - {"callback_seconds", *_FLOOD})
    if unknown:
        raise ControlError(f"unknown: {', '.join(unknown)}")
    world.callback_seconds = wanted.pop("callback_seconds", world.callback_seconds)
    now = {name: getattr(world.flood, name) for name in _FLOOD}
    world.flood = Flood(**{**now, **wanted})
    return {}


def _change_token(world: World, wanted: Json) -> Json:
    if wanted["revoked"]:
        world.revoke()
    else:
        world.revoked = False
    return {}


async def _clear_faults(request: web.Request) -> web.Response:
    request.app[WORLD][0].faults.scheduled.clear()
    return web.json_response({})


async def _reset(request: web.Request) -> web.Response:
    """An empty world; whoever polls is sent away."""
    worlds = request.app[WORLD]
    worlds[0].updates.interrupt(conflict())
    worlds[0] = worlds[0].emptied()
    return web.json_response({})


async def _state(request: web.Request) -> web.Response:
    world: World = request.app[WORLD][0]
    return web.json_response(
        {
            "messages": [each.as_record() for each in world.messages.values() if each.by_bot],
            "answers": world.answers,
            "actions": world.actions,
            "calls": world.calls,
            "violations": world.violations,
            "polls": world.updates.polls,
            "pending": [each["update_id"] for each in world.updates.pending],
            "faults": world.faults.as_records(),
            "profile": world.profile,
        }
    )


async def _messages(request: web.Request) -> web.Response:
    """Everything in one chat, by the bot and by people, in order."""
    chat_id = int(request.query["chat_id"])
    world: World = request.app[WORLD][0]
    here = [each for each in world.messages.values() if each.chat["id"] == chat_id]
    return web.json_response([each.as_record() for each in here])


async def _file(request: web.Request) -> web.Response:
    """The bytes of the photo or document that the bot sent."""
    message = request.app[WORLD][0].messages.get(int(request.match_info["message_id"]))
    if message is None or message.file is None:
        return web.json_response({"error": "no such file"}, status=404)
    return web.Response(body=message.file.upload.content)

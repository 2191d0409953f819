"""Methods about the bot itself: who it is, its commands and descriptions, its webhook."""

from __future__ import annotations

import re
from typing import Any

from tests.helpers.bot_api.calls import Call
from tests.helpers.bot_api.errors import bad_request
from tests.helpers.bot_api.world import World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_SCOPES = {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
}
DESCRIPTION_LIMIT = 512
SHORT_DESCRIPTION_LIMIT = 120
COMMAND_LIMIT = 100


def get_me(world: World, call: Call) -> dict[str, Any]:
    """The bot as a User object with what it may do."""
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def delete_webhook(world: World, call: Call) -> bool:
    """There never is a webhook; updates that wait are dropped if asked."""
    if call.flag("drop_pending_updates"):
        world.updates.drop()
    return True


def get_webhook_info(world: World, call: Call) -> dict[str, Any]:
    """No webhook, and how many updates wait."""
    pending = len(world.updates.pending)
    return {"url": "", "has_custom_certificate": False, "pending_update_count": pending}


def set_my_commands(world: World, call: Call) -> bool:
    """The menu of commands, by scope and language."""
    commands = call.structure("commands")
    if not isinstance(commands, list) or not commands or len(commands) > COMMAND_LIMIT:
        raise bad_request(f"between 1 and {COMMAND_LIMIT} commands must be specified")
    for command in commands:
        _check_command(command)
    scope = call.structure("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope")
    key = f"{scope['type']}:{_language(call)}"
    world.profile.setdefault("commands", {})[key] = commands
    return True


def set_my_description(world: World, call: Call) -> bool:
    """What an empty chat shows."""
    return _describe(world, call, "description", DESCRIPTION_LIMIT)


def set_my_short_description(world: World, call: Call) -> bool:
    """What the bot's page shows."""
    return _describe(world, call, "short_description", SHORT_DESCRIPTION_LIMIT)


def _describe(world: World, call: Call, name: str, limit: int) -> bool:
    text = call.text(name)
    if len(text) > limit:
        raise bad_request(f"{name} is too long")
    world.profile.setdefault(name, {})[_language(call)] = text
    return True


def _language(call: Call) -> str:
    language = call.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _check_command(command: Any) -> None:
    if not isinstance(command, dict) or set(command) != {"command", "description"}:
        raise bad_request("can't parse BotCommand")
    if not _COMMAND.fullmatch(str(command["command"]).removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(str(command["description"])) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")

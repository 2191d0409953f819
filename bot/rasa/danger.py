"""What is said to somebody in danger even where the turn itself has failed."""

from __future__ import annotations

import asyncio
import logging

from rasa.core.agent import Agent

from bot.coaching import safety
from bot.coaching.turn import Turn
from bot.knowledge import load_knowledge
from bot.rasa.inbound import Inbound
from bot.rasa.replies import ReplyJson
from bot.settings import Settings

_log = logging.getLogger(__name__)


async def caring_reply(agent: Agent, message: Inbound, settings: Settings) -> list[ReplyJson]:
    """The reply to words of danger, understood outside any conversation; none for all others."""
    if not message.text:
        return []
    try:
        parsed = await agent.parse_message(message.text)
        if parsed["intent"]["name"] != "safety":
            return []
        knowledge = await asyncio.to_thread(load_knowledge, settings.knowledge_dir)
        [reply] = safety.respond(knowledge, Turn(label=parsed["coach"]["label"])).replies
    except Exception as error:
        # The turn has failed already, and its own error is told instead.
        _log.error("turn %s not looked through: %s", message.message_id, type(error).__name__)
        return []
    return [{"text": reply.text, "buttons": [], "custom": reply.custom}]

"""The one door into Rasa: a token, one object per reply, payloads as offered, no turn twice."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Request, Sanic, response
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from bot import logs
from bot.coaching import own_data
from bot.coaching.goals.form import CHECK_IN
from bot.coaching.own_data import DELETING
from bot.rasa import inbound, replies
from bot.rasa.danger import caring_reply
from bot.rasa.housekeeping import Housekeeping
from bot.rasa.inbound import BadRequest, Inbound
from bot.rasa.pictures import drawn
from bot.rasa.replies import ReplyJson
from bot.rasa.tracker_store import unwrapped_store
from bot.settings import Settings

_log = logging.getLogger(__name__)
_LOCK_POLL_SECONDS = 0.05


class Retired(Exception):
    """The sender's data was deleted: the person goes on under another."""


class CoachInput(InputChannel):
    """`POST /webhooks/coach/webhook`; docs/channel.md describes requests and replies."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._housekeeping = Housekeeping(settings)
        logs.redact()

    @classmethod
    def name(cls) -> str:
        """The part of the URL behind /webhooks/."""
        return "coach"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> CoachInput:
        """Called by Rasa; everything is read from the settings, credentials.yml holds no secret."""
        return cls(Settings.from_env())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes."""
        routes = Blueprint("coach_channel")

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            ready = request.app.ctx.agent.is_ready()
            return response.json({"status": "ok" if ready else "no model"}, 200 if ready else 503)

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not self._allowed(request.token):
                return response.json({"error": "The token is missing or wrong."}, 401)
            if len(request.body) > inbound.LONGEST_BODY:
                return response.json({"error": "The request is too large."}, 413)
            try:
                message = inbound.parse(request.json)
            except BadRequest as error:
                return response.json({"error": str(error)}, 400)
            except SanicException:
                return response.json({"error": "The body is not JSON."}, 400)
            agent: Agent = request.app.ctx.agent
            try:
                return response.json({"replies": await self._answer(agent, message)})
            except Retired:
                return response.json({"error": "This sender's data was deleted."}, 410)

        @routes.listener("after_server_start")
        async def sweep(app: Sanic, _: Any) -> None:
            app.add_task(self._housekeeping.run())

        return routes

    def _allowed(self, token: str | None) -> bool:
        """Without a token in the settings nobody is let in."""
        expected = self._settings.channel_token
        return bool(expected) and hmac.compare_digest(expected.encode(), (token or "").encode())

    async def _answer(self, agent: Agent, message: Inbound) -> list[ReplyJson]:
        """Replies to one message; whatever fails becomes one honest reply."""
        masked: list[str] = list(message.masked)
        try:
            turn = self._turn(agent, message)
            answered, masked = await asyncio.wait_for(turn, self._settings.turn_seconds)
            answered = [await asyncio.to_thread(drawn, reply) for reply in answered]
        except Retired:
            raise
        except SQLAlchemyError as error:
            _log.error("turn %s not saved: %s", message.message_id, type(error).__name__)
            answered = [replies.error_reply(replies.NOT_SAVED)]
        except Exception as error:
            _log.error("turn %s failed: %s", message.message_id, type(error).__name__)
            answered = [replies.error_reply(replies.FAILED)]
        if replies.failed(answered):
            answered = await caring_reply(agent, message, self._settings) or answered
        return replies.finished(answered, masked, agent.model_id)

    async def _turn(self, agent: Agent, message: Inbound) -> tuple[list[ReplyJson], list[str]]:
        """One turn under the conversation's lock, unless this message was answered before."""
        masked = list(message.masked)
        if message.too_long:
            return [replies.error_reply(replies.TOO_LONG)], masked
        if not message.payload and not message.text:
            return [replies.error_reply(replies.NO_WORDS)], masked
        store = unwrapped_store(agent)
        lock = agent.lock_store.lock(message.sender, wait_time_in_seconds=_LOCK_POLL_SECONDS)
        async with lock:
            # What may have to wait for the database waits in a thread: others' turns go on.
            if await asyncio.to_thread(self._housekeeping.is_retired, message.sender):
                return await asyncio.to_thread(self._after_deletion, message), masked
            tracker = await store.retrieve(message.sender)
            if await asyncio.to_thread(store.has_message, message.sender, message.message_id):
                whole = await store.retrieve_full_tracker(message.sender)
                if before := replies.earlier(whole, message.message_id):
                    return before
            if message.needs_offer and not await self._was_offered(agent, tracker, message):
                return [replies.error_reply(replies.OUTDATED)], masked
            answered = await self._handle(agent, message)
        if not answered:
            _log.error("turn %s ended without a reply", message.message_id)
        return answered or [replies.error_reply(replies.FAILED)], masked

    async def _handle(self, agent: Agent, message: Inbound) -> list[ReplyJson]:
        """Rasa's replies; a deletion that the turn has asked for holds, whatever fails after it."""
        output = replies.CollectedReplies()
        try:
            await agent.processor.handle_message(_for_rasa(message, output))
        except SQLAlchemyError as error:
            if not _is_deleting(output):
                raise
            _log.error("turn %s not saved: %s", message.message_id, type(error).__name__)
        if _is_deleting(output):
            await asyncio.to_thread(self._housekeeping.delete, message.sender)
        return output.replies

    def _after_deletion(self, message: Inbound) -> list[ReplyJson]:
        """The receipt once more, if the answer to this message got lost; else Retired."""
        receipt = self._housekeeping.receipt_for(message.sender, message.message_id)
        if receipt is None:
            raise Retired
        [reply] = own_data.deleting(receipt)
        return [{"text": reply.text, "buttons": [], "custom": reply.custom}]

    async def _was_offered(
        self, agent: Agent, tracker: DialogueStateTracker | None, message: Inbound
    ) -> bool:
        """Whether the payload was offered in a session that has not ended since, or to be kept."""
        if tracker is None:
            return False
        ended = agent.processor._has_session_expired(tracker)
        if not ended and replies.was_offered(tracker, message.payload):
            return True
        # Who is asked in the morning may answer at night: these buttons say all that they need.
        whole = await unwrapped_store(agent).retrieve_full_tracker(message.sender)
        return replies.was_offered(whole, message.payload, event=CHECK_IN)


def _is_deleting(output: replies.CollectedReplies) -> bool:
    return any(reply["custom"].get("event") == DELETING for reply in output.replies)


def _for_rasa(message: Inbound, output: replies.CollectedReplies) -> UserMessage:
    return UserMessage(
        message.payload or message.text,
        output,
        message.sender,
        input_channel=CoachInput.name(),
        message_id=message.message_id,
        metadata=dict(message.metadata),
    )

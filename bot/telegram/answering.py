"""From a turn to its replies: who may go on, consent, the coach itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot import clock
from bot.client.messages import ChannelError, Gone
from bot.client.waiting import Away, WaitingClient
from bot.reception import Reception
from bot.settings import Settings
from bot.store import chats, payloads
from bot.store.awaited import Kept
from bot.store.users import Visitor
from bot.telegram import gate, words
from bot.telegram.bursts import Turn
from bot.telegram.commands import as_said, parsed
from bot.telegram.gate import CHANNEL
from bot.telegram.words import Body

_WORTH_ANOTHER_TRY = ("failed", "not_saved")
_NOTHING = "nothing_due"


class Failed(Away):
    """The coach could not answer this one; `replies` say so."""

    def __init__(self, replies: list[Body]) -> None:
        super().__init__("The turn failed.")
        self.replies = replies


class Answering:
    """Answers turns, each as often as it takes: the same turn again changes nothing twice."""

    def __init__(
        self, settings: Settings, kept: Kept, reception: Reception, client: WaitingClient
    ) -> None:
        self._settings = settings
        self._kept = kept
        self._reception = reception
        self._client = client

    async def replies(self, turn: Turn) -> list[Body]:
        """The replies; raises Away where it has to be tried again, StoreError likewise."""
        if turn.kind == "other":
            return [words.local(words.INSTEAD[turn.entries[0].body])]
        passed = await self._passed(turn)
        if passed.told:
            return [] if turn.kind == "check_in" else [words.local(passed.told)]
        said = await self._said(turn)
        if isinstance(said, str):
            return [words.local(said)]
        visitor = await self._visitor(turn.chat_id, passed.role)
        asked = await self._kept.read(chats.was_asked, CHANNEL, turn.chat_id)
        answered = await asyncio.to_thread(
            self._reception.answer,
            visitor,
            message=said.get("message"),
            payload=said.get("payload"),
            asked=asked,
        )
        if answered is not None:
            return answered
        replies = await self._coached(visitor, turn, said, passed.role)
        asks = await asyncio.to_thread(self._reception.question, visitor, replies)
        # The role is asked for right after the consent: two questions at once are one too many.
        return [*(r for r in replies if not asks or not _asks_for_role(r)), *asks]

    async def _passed(self, turn: Turn) -> gate.Passed:
        closed = self._settings.access == "closed"
        company = self._settings.company
        return await self._kept.write(
            gate.passed, turn, clock.now(), closed=closed, company=company
        )

    async def _said(self, turn: Turn) -> dict[str, str] | str:
        """What goes to the channel; a text where the gateway answers by itself."""
        if turn.kind == "check_in":
            return {"command": "check_in"}
        if turn.kind == "button":
            payload = await self._kept.read(payloads.payload_of, turn.body)
            return {"payload": payload} if payload else words.OUTDATED
        if turn.kind == "command":
            return as_said(*parsed(turn.body)) or words.UNKNOWN_COMMAND
        return {"message": turn.body}

    async def _visitor(self, chat_id: str, role: str | None) -> Visitor:
        """Who writes; a role that came with the invite holds until the person tells another."""
        visitor = await asyncio.to_thread(self._reception.visitor, chat_id)
        return replace(visitor, role=visitor.role or role)

    async def _coached(
        self, visitor: Visitor, turn: Turn, said: Mapping[str, str], role: str | None
    ) -> list[Body]:
        """The coach's replies; somebody whose data was deleted begins as new."""
        try:
            return await self._asked_of(visitor, turn, said)
        except Gone:
            fresh = await self._visitor(turn.chat_id, role)
            return await self._asked_of(fresh, turn, said)

    async def _asked_of(self, visitor: Visitor, turn: Turn, said: Mapping[str, str]) -> list[Body]:
        metadata: dict[str, Any] = {"role": visitor.role} if visitor.role else {}
        try:
            replies = await self._client.send(visitor.sender, turn.id, metadata=metadata, **said)
        except (Away, Gone):
            raise
        except ChannelError as error:
            return [words.local(str(error))]
        bodies = [reply.as_json() for reply in replies]
        events = [reply.custom.get("event") for reply in replies if reply.custom["kind"] == "error"]
        if any(event in _WORTH_ANOTHER_TRY for event in events):
            raise Failed(bodies)
        return [body for body in bodies if body["custom"].get("event") != _NOTHING]


def _asks_for_role(reply: Body) -> bool:
    return (reply["custom"]["kind"], reply["custom"].get("event")) == ("role", "asked")

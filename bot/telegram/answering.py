"""From a turn to its replies: who may go on, consent, the coach itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from bot import clock
from bot.client.messages import ChannelError, Gone
from bot.client.waiting import Away, WaitingClient
from bot.reception import Reception, question_due
from bot.settings import Settings
from bot.store import chats, deletions, payloads
from bot.store.awaited import Kept
from bot.store.users import Visitor
from bot.telegram import gate, words
from bot.telegram.bursts import Turn
from bot.telegram.commands import as_said, parsed
from bot.telegram.gate import CHANNEL
from bot.telegram.words import Body

_WORTH_ANOTHER_TRY = ("failed", "not_saved")
_NOTHING = "nothing_due"
"""The event of a check-in that has nothing to ask about."""


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
        said = {"command": "start"} if passed.is_code else await self._said(turn)
        if isinstance(said, str):
            return [words.local(said)]
        for _ in range(2):
            # Somebody whose data was deleted begins as new.
            with suppress(Gone):
                return await self._answered(turn, said, passed.role)
        raise Away("The sender's data is not deleted yet.")

    async def _answered(self, turn: Turn, said: Mapping[str, str], role: str | None) -> list[Body]:
        """What the desk says, or the coach and, where it is due, the question for consent."""
        visitor = await self._visitor(turn, role)
        if turn.kind == "check_in":
            return await self._checked_in(visitor, turn, said)
        asked = await self._kept.read(chats.was_asked, CHANNEL, turn.chat_id)
        answered = await asyncio.to_thread(
            self._reception.answer,
            _as_found(visitor, turn),
            message=said.get("message"),
            payload=said.get("payload"),
            asked=asked,
        )
        if answered is not None:
            return answered
        replies = await self._coached(visitor, turn, said)
        asks = question_due(visitor, replies)
        # The role is asked for right after the consent: two questions at once are one too many.
        return [*(r for r in replies if not asks or not _asks_for_role(r)), *asks]

    async def _checked_in(
        self, visitor: Visitor, turn: Turn, said: Mapping[str, str]
    ) -> list[Body]:
        """The coach's question about a goal; nothing to somebody who has none, or in trouble."""
        replies = await self._coached(visitor, turn, said) if visitor.lasting else []
        customs = [reply["custom"] for reply in replies]
        unasked = any(c["kind"] == "error" or c.get("event") == _NOTHING for c in customs)
        return [] if unasked else replies

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

    async def _visitor(self, turn: Turn, role: str | None) -> Visitor:
        """Who writes; a role that came with the invite holds until the person tells another."""
        visitor = await asyncio.to_thread(self._reception.visitor, turn.chat_id)
        if not visitor.lasting and (
            gone := await self._kept.read(deletions.asked_by, turn.id, turn.received_at)
        ):
            # The turn has deleted all of them already; they are owed the receipt.
            return Visitor(gone, lasting=True)
        return replace(visitor, role=visitor.role or role)

    async def _coached(self, visitor: Visitor, turn: Turn, said: Mapping[str, str]) -> list[Body]:
        """The coach's replies; raises Away, Failed and Gone."""
        metadata: dict[str, Any] = {"role": visitor.role} if visitor.role else {}
        try:
            replies = await self._client.send(visitor.sender, turn.id, metadata=metadata, **said)
        except (Away, Gone):
            raise
        except ChannelError as error:
            return [words.local(str(error), kind="error")]
        bodies = [reply.as_json() for reply in replies]
        events = [reply.custom.get("event") for reply in replies if reply.custom["kind"] == "error"]
        if any(event in _WORTH_ANOTHER_TRY for event in events):
            raise Failed(bodies)
        return bodies


def _as_found(visitor: Visitor, turn: Turn) -> Visitor:
    """The visitor before this turn: after a crash, a yes in words is taken once more."""
    agreed_since = visitor.agreed_at is not None and visitor.agreed_at >= turn.received_at
    return replace(visitor, lasting=False) if turn.kind == "text" and agreed_since else visitor


def _asks_for_role(reply: Body) -> bool:
    return (reply["custom"]["kind"], reply["custom"].get("event")) == ("role", "asked")

"""The queue of updates, and whoever waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.helpers.bot_api.errors import ControlError, Refusal, bad_request, conflict

Update = dict[str, Any]
KINDS = frozenset(
    [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
    ]
)
_ONLY_IF_ASKED = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass
class Updates:
    """Updates in order; those below the offset of a poll are acknowledged and forgotten."""

    next_id: int = 1
    pending: list[Update] = field(default_factory=list)
    known: dict[int, Update] = field(default_factory=dict)
    allowed: frozenset[str] = KINDS - _ONLY_IF_ASKED
    polls: int = 0
    _again: list[Update] = field(default_factory=list)
    _waiting: asyncio.Future[None] | None = None

    def push(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        """Add an update; `queued` is false when the bot did not ask for this kind."""
        update_id = self.next_id
        self.next_id += 1
        update = self.known[update_id] = {"update_id": update_id, kind: body}
        if kind in self.allowed:
            self.pending.append(update)
            self._wake()
        return {"update_id": update_id, "queued": kind in self.allowed}

    def push_again(self, update_id: int) -> None:
        """Deliver an update once more, whether or not it was acknowledged."""
        if update_id not in self.known:
            raise ControlError(f"there is no update {update_id}")
        self._again.append(self.known[update_id])
        self._wake()

    def allow(self, kinds: Any) -> None:
        """What the bot asks for from now on; an empty list means the usual ones."""
        if not isinstance(kinds, list) or not set(kinds) <= KINDS:
            raise bad_request(f"can't parse allowed updates: {kinds}")
        self.allowed = frozenset(kinds) or KINDS - _ONLY_IF_ASKED

    def drop(self) -> None:
        """Forget everything that waits."""
        self.pending.clear()

    async def poll(
        self, offset: int, limit: int, seconds: int, alive: Callable[[], bool]
    ) -> list[Update]:
        """Acknowledge below the offset, then the next updates, waited for; 409 ends the wait."""
        self.polls += 1
        self.interrupt(conflict())
        self._acknowledge(offset)
        if seconds and not self.pending and not self._again:
            await self._wait(seconds)
        again: list[Update] = []
        # What goes to a client that has hung up would be lost.
        if alive():
            again, self._again = self._again[:limit], self._again[limit:]
        return again + self.pending[: limit - len(again)]

    def interrupt(self, refusal: Refusal) -> None:
        """End the wait of whoever polls now."""
        waiting, self._waiting = self._waiting, None
        if waiting and not waiting.done():
            waiting.set_exception(refusal)

    def _acknowledge(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [each for each in self.pending if each["update_id"] >= offset]

    async def _wait(self, seconds: int) -> None:
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(waiting, seconds)
        except asyncio.TimeoutError:
            return
        finally:
            if self._waiting is waiting:
                self._waiting = None

    def _wake(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

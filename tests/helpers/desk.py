"""A desk for tests of the chat itself: everybody is remembered already, nobody is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.store.users import Visitor


@dataclass
class PlainDesk:
    """One lasting sender for each chat; `files` are handed over by their references, once."""

    role: str | None = None
    files: dict[str, bytes] = field(default_factory=dict)

    def visitor(self, external_id: str) -> Visitor:
        return Visitor(f"sender-of-{external_id}", lasting=True, role=self.role, asked=True)

    def answer(
        self, visitor: Visitor, *, message: str | None, payload: str | None, asked: bool
    ) -> list[dict[str, Any]] | None:
        return None

    def question(self, visitor: Visitor, replies: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        return []

    def export(self, reference: str) -> bytes | None:
        return self.files.pop(reference, None)

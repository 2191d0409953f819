"""What all actions share: a turn from Rasa's tracker, and an outcome back to it."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import replace
from functools import cache
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot import clock
from bot.coaching.turn import Outcome, Thread, Turn
from bot.knowledge import AUDIENCES, Knowledge, load_knowledge
from bot.settings import Settings
from bot.store import feedback, users
from bot.store.session import Sessions, reading, sessions_for


@cache
def knowledge() -> Knowledge:
    """The knowledge base, read when it is first needed and kept for the process's life."""
    return load_knowledge(Settings.from_env().knowledge_dir)


@cache
def sessions() -> Sessions:
    """The sessions of the database, made when they are first needed."""
    return sessions_for(Settings.from_env().database_url)


class CoachAction(Action, ABC):
    """An action that answers by one coaching function; a subclass names itself and the function."""

    action_name: ClassVar[str]

    def name(self) -> str:
        """The action's name in domain.yml."""
        return self.action_name

    @abstractmethod
    def respond(self, turn: Turn) -> Outcome:
        """The outcome of the turn; knows no Rasa."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answer the turn; a role that only the face told is remembered too."""
        turn = turn_of(tracker)
        outcome = self.respond(turn)
        outcome = replace(outcome, role=outcome.role or turn.role)
        if outcome.opinion or outcome.role:
            await asyncio.to_thread(_keep, turn, outcome)
        return delivered(outcome, dispatcher)


def _keep(turn: Turn, outcome: Outcome) -> None:
    """What outlasts the conversation: the role, and opinions; nothing of a guest."""
    with reading(sessions()) as session:
        person = users.get(session, turn.sender)
    # A role may have been told before there was anybody to remember.
    fresh = person is not None and outcome.role not in (None, person.role)
    if person is None or not (fresh or outcome.opinion):
        return
    with sessions().begin() as session:
        if users.get(session, person.id, lock=True) is None:
            return
        if fresh:
            users.change(session, person.id, role=outcome.role)
        if opinion := outcome.opinion:
            feedback.judge(
                session,
                person.id,
                turn.message_id,
                opinion.verdict,
                opinion.card,
                clock.now(),
                answer_id=opinion.about or "",
                reason=opinion.reason,
            )


def delivered(outcome: Outcome, dispatcher: CollectingDispatcher) -> list[EventType]:
    """Utter the replies, one object each; the role and the thread are remembered in slots."""
    for reply in outcome.replies:
        attached = {"image": reply.image, "document": reply.document}
        dispatcher.utter_message(
            text=reply.text,
            buttons=[vars(button) for button in reply.buttons],
            json_message=reply.custom | {k: v for k, v in attached.items() if v is not None},
        )
    events: list[EventType] = [SlotSet("thread", outcome.thread.stored())]
    if outcome.role:
        events.append(SlotSet("user_role", outcome.role))
    return events


def _words(text: str) -> str:
    """What was written; a button's payload is the only text that begins with a slash."""
    return text[1:].lstrip("/ ") if text.startswith("\\") else text


def turn_of(tracker: Tracker) -> Turn:
    """The latest message as Rasa understood it, with the slots that remember."""
    message: dict[str, Any] = tracker.latest_message or {}
    decided: dict[str, Any] = message.get("coach") or {}
    entities: list[dict[str, Any]] = message.get("entities") or []
    roles = {e.get("group", "said"): e["value"] for e in entities if e["entity"] == "role"}
    role = tracker.get_slot("user_role") or (message.get("metadata") or {}).get("role")
    return Turn(
        label=str(decided.get("label") or (message.get("intent") or {}).get("name") or ""),
        text=_words(str(message.get("text") or "")),
        message_id=str(message.get("message_id") or ""),
        sender=tracker.sender_id,
        entities={e["entity"]: str(e["value"]) for e in reversed(entities) if e["entity"] != "role"}
        | ({"role": roles["asked"]} if "asked" in roles else {}),
        ranking=tuple(topic["id"] for topic in decided.get("topics", ())),
        chances=tuple(float(topic["confidence"]) for topic in decided.get("topics", ())),
        decision=str(decided.get("decision") or ""),
        second=decided.get("second"),
        correction=bool(decided.get("correction")),
        hurry=bool(decided.get("hurry")),
        refers_back=bool(decided.get("refers_back")),
        role=role if role in AUDIENCES else None,
        said_role=roles.get("said"),
        implied_role=roles.get("implied"),
        thread=Thread.restored(tracker.get_slot("thread")),
    )

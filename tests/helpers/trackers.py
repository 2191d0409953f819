"""Trackers as Rasa sends them to the action server, and what an action does with one."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher


def tracker(
    text: str = "my words",
    *,
    slots: dict[str, Any] | None = None,
    sender: str = "terminal-1",
    loop: str | None = None,
    after: str = "action_listen",
    **message: Any,
) -> Tracker:
    """A tracker whose latest message is `text`; `after` is the action that ran last."""
    parsed = {
        "intent": {"name": "ask", "confidence": 0.8},
        "entities": [],
        "text": text,
        "message_id": "m-1",
        "metadata": {"masked": []},
        "text_tokens": [[0, 2], [3, 8]],
        "intent_ranking": [],
        **message,
    }
    return Tracker.from_dict(
        {
            "sender_id": sender,
            "slots": {"user_role": None, "thread": None, "form": None, **(slots or {})},
            "latest_message": parsed,
            "latest_event_time": 1700000000.0,
            "followup_action": None,
            "paused": False,
            "events": [{"event": "action", "name": after, "timestamp": 1700000000.0}],
            "latest_input_channel": "coach",
            "active_loop": {"name": loop} if loop else {},
            "latest_action_name": after,
        }
    )


def entity(name: str, value: Any, **more: Any) -> dict[str, Any]:
    """An entity as Rasa's pipeline writes it."""
    return {"start": 0, "end": 1, "entity": name, "value": value, "extractor": "X", **more}


def pressed(payload: str, **more: Any) -> Tracker:
    """A tracker whose latest message is a button's payload."""
    intent, brace, entities = payload.removeprefix("/").partition("{")
    said = json.loads(brace + entities or "{}")
    named = [entity(name, value) for name, value in said.items()]
    return tracker(payload, intent={"name": intent, "confidence": 1.0}, entities=named, **more)


def run(action: Action, tracked: Tracker) -> tuple[list[dict[str, Any]], list[EventType]]:
    """The messages and the events of the action, which are JSON through and through."""
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, tracked, {}))
    assert json.loads(json.dumps([dispatcher.messages, events])) == [dispatcher.messages, events]
    return dispatcher.messages, events


def slots_set(events: list[EventType]) -> dict[str, Any]:
    """What the events set, by the name of the slot."""
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


def others(events: list[EventType]) -> list[tuple[str, str | None]]:
    """The events that set no slot: what they are, and the name they carry."""
    return [(event["event"], event.get("name")) for event in events if event["event"] != "slot"]

"""What is no question on a topic: safety, help, people, and fixed replies from the domain."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import CoachAction, delivered, knowledge, turn_of
from actions.calling import CallingAction
from bot.coaching import follow_ups, safety
from bot.coaching import help as coach_help
from bot.coaching.turn import Outcome, Turn


class ActionSafety(CallingAction):
    """Never coaches: a caring reply with contacts, or a clear no."""

    action_name = "action_safety"

    def reason(self, turn: Turn) -> str:
        """See safety.category."""
        return safety.category(turn)

    def respond(self, turn: Turn, *, called: bool) -> Outcome:
        """See safety.respond."""
        return safety.respond(knowledge(), turn)


class ActionHelp(CoachAction):
    """Says what the coach can do."""

    action_name = "action_help"

    def respond(self, turn: Turn) -> Outcome:
        """See help.overview and help.topic_list."""
        topics = "topics" in (turn.detail, turn.entities.get("part"))
        tell = coach_help.topic_list if topics else coach_help.overview
        return tell(knowledge(), turn)


class ActionAskHuman(CallingAction):
    """Names the people one can turn to, and tells the trainers."""

    action_name = "action_ask_human"

    def reason(self, turn: Turn) -> str:
        """A person is wanted."""
        return "human"

    def respond(self, turn: Turn, *, called: bool) -> Outcome:
        """See help.people."""
        return coach_help.people(knowledge(), turn, trainers_told=called)


class ActionSpeak(Action):
    """Speaks the domain's fixed response for the label, or for its intent."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_speak"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """`utter_out_of_scope_near_miss` where it exists, else `utter_out_of_scope`."""
        turn = turn_of(tracker)
        label = turn.label
        special = f"utter_{label.replace('/', '_')}"
        plain = f"utter_{label.partition('/')[0]}"
        responses = domain.get("responses", {})
        dispatcher.utter_message(response=special if special in responses else plain)
        return [SlotSet("user_role", turn.role)] if turn.role else []


class ActionOutOfScope(ActionSpeak):
    """Says what lies outside; what leans on the card on the table is asked back instead."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_out_of_scope"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """See follow_ups.still_about."""
        outcome = follow_ups.still_about(knowledge(), turn_of(tracker))
        return (
            delivered(outcome, dispatcher) if outcome else super().run(dispatcher, tracker, domain)
        )

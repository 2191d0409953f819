"""A person's own data: shown, exported, deleted."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions import goals
from actions.base import delivered
from actions.keeping import KeepingAction
from bot import clock
from bot.coaching import own_data
from bot.coaching.goals import half_made
from bot.coaching.goals import interruptions as says
from bot.coaching.goals.form import Form
from bot.coaching.turn import Outcome, Turn
from bot.store import deletions, exports
from bot.store.session import Session

FORM = "delete_form"


class ActionExport(KeepingAction):
    """Says what is known of the person, or hands all of it over."""

    action_name = "action_export"

    def keep(
        self, session: Session, turn: Turn, tracker: Tracker, dispatcher: CollectingDispatcher
    ) -> list[EventType]:
        """See own_data.about and own_data.export."""
        now = clock.now()
        if "what_you_know" in (turn.detail, turn.entities.get("part")):
            everything = exports.collect(session, turn.sender, now)
            return delivered(own_data.about(turn, everything), dispatcher)
        reference = exports.ticket(session, turn.sender, now)
        return delivered(own_data.export(turn, reference), dispatcher)


class ActionDelete(KeepingAction):
    """Asks before everything is deleted."""

    action_name = "action_delete"

    def keep(
        self, session: Session, turn: Turn, tracker: Tracker, dispatcher: CollectingDispatcher
    ) -> list[EventType]:
        """See own_data.ask_before_deleting."""
        asked = delivered(own_data.ask_before_deleting(turn), dispatcher)
        return [*asked, ActiveLoop(FORM), FollowupAction("action_listen")]


class DeleteForm(KeepingAction):
    """Takes the answer; anything but a clear yes deletes nothing."""

    action_name = FORM

    def keep(
        self, session: Session, turn: Turn, tracker: Tracker, dispatcher: CollectingDispatcher
    ) -> list[EventType]:
        """A yes leaves a job that the channel does after the turn: Rasa saves the turn first."""
        if tracker.latest_action_name != "action_listen":
            return _back_to_the_goal(tracker)
        answer = turn.entities.get("value") if turn.pressed else None
        if answer == "yes" or (not turn.pressed and says.confirms_deletion(turn.text)):
            receipt = deletions.request(session, turn.sender, clock.now(), turn.message_id)
            outcome = Outcome(own_data.deleting(receipt), turn.thread)
            return [*delivered(outcome, dispatcher), ActiveLoop(None)]
        if answer == "cancel" or says.keeps_own(turn.text) or says.is_cancel(turn.text):
            return [*delivered(own_data.kept(turn), dispatcher), *_back_to_the_goal(tracker)]
        raise ActionExecutionRejection(FORM, "something else was said")


def _back_to_the_goal(tracker: Tracker) -> list[EventType]:
    """Close this form; that of a goal which was half made before it is run, and asks again."""
    if half_made.is_half_made(Form.restored(tracker.get_slot("form"))):
        return [ActiveLoop(goals.FORM), FollowupAction(goals.FORM)]
    return [ActiveLoop(None)]

"""Personal development goals."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.base import delivered, knowledge
from actions.keeping import KeepingAction
from bot import clock
from bot.coaching import consent
from bot.coaching.goals import answers, asking, check_ins, commands, half_made
from bot.coaching.goals.book import GoalBook
from bot.coaching.goals.form import Form, GoalOutcome, NotAnAnswer
from bot.coaching.turn import Outcome, Turn
from bot.store import users
from bot.store.goal_book import StoredGoalBook
from bot.store.session import Session

FORM = "goal_form"


class GoalAction(KeepingAction):
    """An action over one person's goal book; a guest is asked for consent instead."""

    def keep(
        self, session: Session, turn: Turn, tracker: Tracker, dispatcher: CollectingDispatcher
    ) -> list[EventType]:
        """Answer the turn, and leave the form as the outcome has it."""
        person = users.get(session, turn.sender)
        if person is None:
            return delivered(self.respond_to_guest(turn), dispatcher)
        book = StoredGoalBook(session, person, turn.message_id, clock.now())
        outcome = self.respond(turn, book, tracker).remembered
        return [*delivered(outcome, dispatcher), *self.form_events(outcome)]

    def respond_to_guest(self, turn: Turn) -> Outcome:
        """Goals are kept for nobody who did not agree to it."""
        return consent.needed(turn)

    def form_events(self, outcome: GoalOutcome) -> list[EventType]:
        """Open the form that the outcome asks with; one that is open already goes on."""
        if outcome.form is None:
            return []
        opened = [SlotSet("form", outcome.form.stored()), ActiveLoop(FORM)]
        # It has asked already: without this Rasa would run the form to ask.
        return [*opened, FollowupAction("action_listen")]

    @abstractmethod
    def respond(self, turn: Turn, book: GoalBook, tracker: Tracker) -> GoalOutcome:
        """The outcome of the turn."""


class ActionGoalCreate(GoalAction):
    """Opens the form for a new goal."""

    action_name = "action_goal_create"

    def respond(self, turn: Turn, book: GoalBook, tracker: Tracker) -> GoalOutcome:
        """See half_made.begin; the same holds as for ActionGoals."""
        before = _form(tracker)
        return _done_before(turn, book) or half_made.begin(knowledge(), turn, before, book)


class ActionGoals(GoalAction):
    """Lists, reports, completes, drops, reopens, edits and draws goals."""

    action_name = "action_goals"

    def respond(self, turn: Turn, book: GoalBook, tracker: Tracker) -> GoalOutcome:
        """See commands.respond; a turn that is run again after a crash only says what it did."""
        outcome = _done_before(turn, book) or commands.respond(knowledge(), turn, book)
        asks_again = bool(tracker.active_loop_name)
        return half_made.beside(outcome, _form(tracker), asks_again=asks_again)


class ActionCheckIns(GoalAction):
    """Plans, moves and stops check-ins, and asks when one is due."""

    action_name = "action_check_ins"

    def respond(self, turn: Turn, book: GoalBook, tracker: Tracker) -> GoalOutcome:
        """See check_ins.respond and asking.ask."""
        if not asking.is_own_check_in(turn):
            return check_ins.respond(turn, book)
        outcome = asking.ask(turn, book)
        # Unasked it takes no other form's place, nor that of a goal which is half made.
        taken = tracker.active_loop_name or half_made.is_half_made(_form(tracker))
        return replace(outcome, form=None) if taken else outcome

    def respond_to_guest(self, turn: Turn) -> Outcome:
        """Nobody is asked for consent out of the blue."""
        if asking.is_own_check_in(turn):
            return asking.nothing_due(turn)
        return super().respond_to_guest(turn)


class GoalForm(GoalAction):
    """Takes an answer to the open form; Rasa runs it for every message while it is open."""

    action_name = FORM

    def respond(self, turn: Turn, book: GoalBook, tracker: Tracker) -> GoalOutcome:
        """See answers.take; after anything that it was not the answer to, the form asks again."""
        form = _form(tracker)
        if form is None:
            return GoalOutcome((), turn.thread)
        if tracker.latest_action_name != "action_listen":
            return answers.ask_again(turn, form, book) or GoalOutcome((), turn.thread)
        before = _done_before(turn, book)
        try:
            # Run again it changes nothing more, but rejects again what was not for the form.
            outcome = answers.take(knowledge(), turn, form, book)
        except NotAnAnswer as error:
            raise ActionExecutionRejection(FORM, "something else was said") from error
        return before or outcome

    def form_events(self, outcome: GoalOutcome) -> list[EventType]:
        """Keep the form as the outcome has it, or close it."""
        if outcome.form is None:
            return [SlotSet("form", None), ActiveLoop(None)]
        return [SlotSet("form", outcome.form.stored())]


class ActionStale(GoalAction):
    """A button of a form that is closed."""

    action_name = "action_form_closed"

    def respond(self, turn: Turn, book: GoalBook, tracker: Tracker) -> GoalOutcome:
        """See answers.closed."""
        return answers.closed(turn)

    def respond_to_guest(self, turn: Turn) -> Outcome:
        """A guest may have left a form as well: that for deleting everything."""
        return answers.closed(turn)


def _form(tracker: Tracker) -> Form | None:
    """The form as its slot keeps it; one that is half made outlasts the session."""
    return Form.restored(tracker.get_slot("form"))


def _done_before(turn: Turn, book: GoalBook) -> GoalOutcome | None:
    """What this message has changed in a turn that was cut off after it; None at first."""
    goal = book.changed_already()
    return commands.already(turn, goal, book) if goal else None

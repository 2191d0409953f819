"""Helpful and not helpful."""

from __future__ import annotations

from actions.base import CoachAction, knowledge
from bot.coaching import choices
from bot.coaching.turn import Outcome, Reply, Turn


class ActionNotHelpful(CoachAction):
    """After a wrong or useless answer, offers the next best."""

    action_name = "action_not_helpful"

    def respond(self, turn: Turn) -> Outcome:
        """See choices.offer_next."""
        return choices.offer_next(knowledge(), turn)


class ActionHelpful(CoachAction):
    """Takes praise."""

    action_name = "action_helpful"

    def respond(self, turn: Turn) -> Outcome:
        """A word back; the thread stays, so that "more" goes on with the card."""
        text = "Glad it helps. Say “more” if you want the rest, and tell me how it goes."
        return Outcome((Reply("smalltalk", text),), turn.thread)

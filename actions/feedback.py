"""Helpful and not helpful."""

from __future__ import annotations

from actions.base import CoachAction, knowledge
from bot.coaching import opinions
from bot.coaching.turn import Outcome, Turn


class ActionNotHelpful(CoachAction):
    """After a wrong or useless answer, offers the next best."""

    action_name = "action_not_helpful"

    def respond(self, turn: Turn) -> Outcome:
        """See opinions.not_helpful."""
        return opinions.not_helpful(knowledge(), turn)


class ActionHelpful(CoachAction):
    """Takes praise."""

    action_name = "action_helpful"

    def respond(self, turn: Turn) -> Outcome:
        """See opinions.helpful."""
        return opinions.helpful(knowledge(), turn)

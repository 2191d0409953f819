"""Guidance, clarification and follow-ups."""

from __future__ import annotations

from actions.base import CoachAction, knowledge
from bot.coaching import choices, follow_ups, guidance
from bot.coaching.turn import Outcome, Turn


class ActionGuidance(CoachAction):
    """Answers a question with a card."""

    action_name = "action_guidance"

    def respond(self, turn: Turn) -> Outcome:
        """See guidance.answer."""
        return guidance.answer(knowledge(), turn)


class ActionClarify(CoachAction):
    """Asks which topic is closest."""

    action_name = "action_clarify"

    def respond(self, turn: Turn) -> Outcome:
        """See guidance.clarify; what leans on the card on the table may be about that card."""
        leaning = follow_ups.still_about(knowledge(), turn)
        return leaning or guidance.clarify(knowledge(), turn)


class ActionFollowUp(CoachAction):
    """Goes on with the card on the table."""

    action_name = "action_follow_up"

    def respond(self, turn: Turn) -> Outcome:
        """See follow_ups.follow_up."""
        return follow_ups.follow_up(knowledge(), turn)


class ActionChoose(CoachAction):
    """Takes "the second one"."""

    action_name = "action_choose"

    def respond(self, turn: Turn) -> Outcome:
        """See choices.choose."""
        return choices.choose(knowledge(), turn)


class ActionAffirm(CoachAction):
    """Takes a yes."""

    action_name = "action_affirm"

    def respond(self, turn: Turn) -> Outcome:
        """See choices.yes."""
        return choices.yes(knowledge(), turn)


class ActionDeny(CoachAction):
    """Takes a no."""

    action_name = "action_deny"

    def respond(self, turn: Turn) -> Outcome:
        """See choices.no."""
        return choices.no(knowledge(), turn)


class ActionSetRole(CoachAction):
    """Takes the role in."""

    action_name = "action_set_role"

    def respond(self, turn: Turn) -> Outcome:
        """See follow_ups.set_role."""
        return follow_ups.set_role(knowledge(), turn)

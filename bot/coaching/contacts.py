"""Whom to turn to, when a card is not enough."""

from __future__ import annotations

from bot.knowledge import Knowledge


def contact_lines(knowledge: Knowledge, need: str) -> str:
    """The contacts for a need, one a line; "" where the company names none."""
    contacts = knowledge.contacts_for(need)
    lines = "\n".join(f"• **{contact.name}:** {contact.how}" for contact in contacts)
    return f"Who can help:\n{lines}" if lines else ""

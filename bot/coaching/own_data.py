"""A person's own data, in words: what is kept, the export, the deletion."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from bot.clock import zone
from bot.coaching.turn import Button, Outcome, Reply, Turn, payload

DELETING = "deleting"
"""The event of the reply after which the channel deletes, when the turn is over."""

_EXPORT = Button("Export my data", payload("export_my_data"))
_DELETE = Button("Delete my data", payload("delete_my_data"))
_FILE = "coach-export.json"


def about(turn: Turn, kept: Mapping[str, Any]) -> Outcome:
    """What is stored, in numbers and names; `kept` is the export's document."""
    person = kept["person"]
    written = sum(message["from"] == "you" for message in kept["conversation"])
    lines = [f"• {_counted(written, 'message')} of yours in this conversation, and my answers"]
    if person:
        updates = sum(len(goal["history"]) for goal in kept["goals"])
        lines += [
            f"• {_counted(len(kept['goals']), 'goal')},"
            f" with {_counted(updates, 'entry', 'entries')} of history",
            f"• when I ask about them: {_next_check_in(kept)}",
            f"• {_counted(len(kept['feedback']), 'opinion')} on my answers",
            f"• your role ({person['role'] or 'not said'}) and your time zone"
            f" ({person['time_zone']})",
            f"• that you agreed, on {person['consented_at'][:10]}, and which chat is yours",
        ]
    ending = (
        "I don't ask for your name; names that you wrote are in the conversation."
        " Whoever runs me at your company, and its trainers, can read all of this."
        if person
        else "You have not agreed to be remembered, so this is gone within a day."
    )
    text = "\n".join(["**What I know about you**", *lines, "", ending])
    reply = Reply("data", text, (_EXPORT, _DELETE), {"event": "shown"})
    return Outcome((reply,), turn.thread)


def export(turn: Turn, reference: str) -> Outcome:
    """Hand the file over by a reference, so that it is not written into the conversation."""
    text = (
        "Here is everything I keep of you, as a file. I hand it out once; ask again for a new one."
    )
    document = {"reference": reference, "name": _FILE}
    reply = Reply("data", text, details={"event": "exported"}, document=document)
    return Outcome((reply,), turn.thread)


def ask_before_deleting(turn: Turn) -> Outcome:
    """The one question before it is too late."""
    text = (
        "**Delete everything?** Our conversation, your goals and their history, your opinions,"
        " check-ins and settings: all of it goes, and nobody can bring it back."
    )
    yes = Button("Yes, delete it all", payload("inform", value="yes"))
    no = Button("No, keep it", payload("inform", value="cancel"))
    return Outcome((Reply("data", text, (yes, no), {"event": "asked"}),), turn.thread)


def deleting(receipt: str) -> tuple[Reply, ...]:
    """It is asked for and happens right after this turn; the person goes on as new."""
    text = (
        f"All right, I am deleting all of it now. Your receipt is **{receipt}**; nothing of you is"
        " in it. If you write again, we begin as if we had never met."
    )
    return (Reply("data", text, details={"event": DELETING, "receipt": receipt}),)


def kept(turn: Turn) -> Outcome:
    """Nothing was deleted."""
    reply = Reply("data", "Good, nothing is deleted.", details={"event": "kept"})
    return Outcome((reply,), turn.thread)


def _next_check_in(kept: Mapping[str, Any]) -> str:
    """The day on the person's clock."""
    if not kept["check_in_due_at"]:
        return "not at all for now"
    there = zone(kept["person"]["time_zone"]) or timezone.utc
    due = datetime.fromisoformat(kept["check_in_due_at"]).astimezone(there)
    return f"next on {due.day} {due:%B}"


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"

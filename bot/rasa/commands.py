"""Commands of a messenger's menu, and the coach's own check-in: what each is to Rasa."""

from __future__ import annotations

from bot.coaching.goals.asking import ASK
from bot.coaching.turn import payload

PAYLOADS = {
    "start": payload("greet"),
    "help": payload("help"),
    "topics": payload("help", part="topics"),
    "goals": payload("goal_list"),
    "newgoal": payload("goal_create"),
    "progress": payload("goal_list", part="picture"),
    "role": payload("set_role"),
    "checkins": payload("check_in", part="show"),
    "privacy": payload("export_my_data", part="what_you_know"),
    "export": payload("export_my_data"),
    "delete": payload("delete_my_data"),
    "human": payload("ask_human"),
    "cancel": payload("inform", value="cancel"),
    "check_in": ASK,
}
"""By the command's name; these need not have been offered, as a button's payload has to be."""

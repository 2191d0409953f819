"""Many people who write at once, and when each was answered."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.helpers.bot_api.client import BotApi, Json
from tests.helpers.gateway import OnTelegram
from tests.helpers.people import remembered
from tests.helpers.phone import Phone

QUESTIONS = {
    "i keep getting told my tone is rude on calls": "Clear communication",
    "i get defensive when i get feedback": "Asking for and using feedback",
    "how do i stop micromanaging my team": "Micromanaging and delegating",
}
"""What each of them asks, in this order, and how the answer is headed."""
_LOOK_SECONDS = 2.0


@dataclass
class Asker:
    """One of the crowd: when each question was sent, in seconds of the monotonic clock."""

    phone: Phone
    sent_at: list[float] = field(default_factory=list)
    answered_at: list[float] = field(default_factory=list)
    heard_at: list[float] = field(default_factory=list)
    """When the first words came after each question, an answer or that it takes longer."""
    in_order: bool = False

    @property
    def waited(self) -> list[float]:
        """Seconds from each question to its answer."""
        return [b - a for a, b in zip(self.sent_at, self.answered_at, strict=True)]

    @property
    def silence(self) -> list[float]:
        """Seconds from each question to whatever the person heard first."""
        return [b - a for a, b in zip(self.sent_at, self.heard_at, strict=True)]


def a_crowd(telegram: OnTelegram, people: int) -> list[Asker]:
    """So many agents who agreed to be remembered, so that each question gets one reply."""
    crowd = [Asker(Phone(telegram.api, f"P{number}")) for number in range(people)]
    for each in crowd:
        chat = str(each.phone.chat_id)
        remembered(telegram.settings.database_url, channel="telegram", chat=chat, role="agent")
    return crowd


def let_them_ask(crowd: Sequence[Asker], *, apart: float, seconds: float) -> None:
    """All ask at once, and ask on after so many seconds, answered or not; until all is answered."""
    api = crowd[0].phone.api
    begun = time.monotonic()
    for number, question in enumerate(QUESTIONS):
        time.sleep(max(0.0, begun + number * apart - time.monotonic()))
        for each in crowd:
            each.sent_at.append(time.monotonic())
            each.phone.say(question)
    deadline = time.monotonic() + seconds
    waiting = list(crowd)
    while waiting:
        assert time.monotonic() < deadline, f"{len(waiting)} are not answered"
        time.sleep(_LOOK_SECONDS)
        waiting = [each for each in waiting if len(_headed(api, each)) < len(QUESTIONS)]
    _note_times(crowd, api)


def quantile(values: Sequence[float], percent: int) -> float:
    """The value below which so many percent lie."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _headed(api: BotApi, each: Asker) -> dict[str, int]:
    """The place of each answer among what the bot wrote, by its heading."""
    places: dict[str, int] = {}
    shown = [message for message in api.messages(each.phone.chat_id) if message["by_bot"]]
    for place, message in enumerate(shown):
        for heading in QUESTIONS.values():
            if message["text"].startswith(heading):
                places.setdefault(heading, place)
    return places


def _note_times(crowd: Sequence[Asker], api: BotApi) -> None:
    """When the server took each answer; its clock is the machine's monotonic one, as ours is."""
    taken: dict[int, list[Json]] = {}
    for call in api.state()["calls"]:
        if call["method"].lower() == "sendmessage" and call["code"] == 200:
            taken.setdefault(call["chat_id"], []).append(call)
    for each in crowd:
        times = [call["at"] for call in taken[each.phone.chat_id]]
        places = _headed(api, each)
        in_turn = [places[heading] for heading in QUESTIONS.values()]
        each.in_order = in_turn == sorted(in_turn)
        each.answered_at = [times[place] for place in in_turn]
        each.heard_at = [next(at for at in times if at > sent) for sent in each.sent_at]

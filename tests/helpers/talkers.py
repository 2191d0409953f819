"""People who go on talking about their goals, whatever happens to the coach meanwhile."""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.helpers.phone import Phone

_MOST_A_MINUTE = 18
"""Messages; the gateway reads twenty."""
_LOOK_SECONDS = 0.3
_REPORTS = ((3, 7), (12, 18), (25, 31))
"""Percentages of each goal, told two at a time."""


@dataclass
class Talker:
    """One person: makes a goal, tells how far it is, makes the next; keeps what was said."""

    phone: Phone
    number: int
    patience: float = 150
    expected: list[re.Pattern[str]] = field(default_factory=list)
    """What the answer to each message looks like, in the order in which they were sent."""
    titles: list[str] = field(default_factory=list)
    trouble: BaseException | None = None
    _sent_at: deque[float] = field(default_factory=deque)
    _thread: threading.Thread = field(init=False, repr=False)

    def start(self, stop: threading.Event) -> None:
        """Talk in a thread of one's own until told to stop, and then end the goal one is at."""
        self._thread = threading.Thread(target=self._talk, args=(stop,), daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait until the last answer is there; fails with the reason if one is missing."""
        self._thread.join(seconds)
        assert not self._thread.is_alive(), (
            f"{self.phone.chat_id} still waits: {self.expected[-2:]}"
        )
        self.raise_trouble()

    def raise_trouble(self) -> None:
        """Fail with the reason, where an answer did not come."""
        if self.trouble:
            raise self.trouble

    def _talk(self, stop: threading.Event) -> None:
        try:
            while not stop.is_set():
                self._make_a_goal()
        except BaseException as error:
            self.trouble = error

    def _make_a_goal(self) -> None:
        title = f"Hear call {self.number}{len(self.titles):03} again"
        self.titles.append(title)
        self._say(f"/newgoal {title}", f"{title}\n\nHow will you measure")
        self._hear()
        self._say("two calls a week", f"{title}\nMeasured by: Two calls a week\n\nBy when")
        self._hear()
        first_step = f"{title}\nMeasured by: Two calls a week\nBy: "
        self._tell(lambda: self.phone.press("In 6 weeks"), first_step)
        self._hear()
        # After a kill the action may run once more, and tells how it stands.
        saved = rf"Saved as goal {len(self.titles)}\.\n\n{title}|{title}\.\n\W+ 0 % "
        self._say("book room 7", saved)
        self._hear()
        for reports in _REPORTS:
            for percent in reports:
                said = f"goal {len(self.titles)} is at {percent} %"
                self._say(said, rf"{title}\.\n\W+ {percent} % ")
            self._hear()

    def _say(self, text: str, answer: str) -> None:
        self._tell(lambda: self.phone.say(text), answer)

    def _tell(self, act: Callable[[], object], answer: str) -> None:
        """Do it, as often a minute as is read."""
        if len(self._sent_at) == _MOST_A_MINUTE:
            time.sleep(max(0.0, self._sent_at.popleft() + 61 - time.monotonic()))
        self._sent_at.append(time.monotonic())
        act()
        self.expected.append(re.compile(answer))

    def _hear(self) -> None:
        """Wait for the answer to what was said last."""
        answer, deadline = self.expected[-1], time.monotonic() + self.patience
        while not any(map(answer.search, self.heard())):
            # The last look fails with what the chat shows.
            if time.monotonic() > deadline:
                self.phone.wait_for(lambda _: any(map(answer.search, self.heard())), 0)
            time.sleep(_LOOK_SECONDS)

    def heard(self) -> list[str]:
        """All that the coach has written to the person, the oldest first."""
        return [message["text"] for message in self.phone.messages()]

    def reported(self) -> list[int]:
        """The progress of each goal, as it was told."""
        return [percent for reports in _REPORTS for percent in reports]

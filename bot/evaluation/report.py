"""How well labelled messages were understood."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from bot.evaluation.judged import Judged
from bot.evaluation.lines import read_labelled

_OUTSIDE, _SAFETY = "out_of_scope", "safety"
_GROUPS = {
    "Topics": {
        "top1": "right topic ranked first",
        "top3": "right topic among the first three",
        "right": "answered with a right topic",
        "one_tap": "the same, or offered in a choice of three",
        "wrong": "answered with a wrong topic, or taken for something else",
        "declined": "declined as out of scope",
    },
    "Intents": {"intent": "right intent", "label": "right label below the intent, where given"},
    "Entities": {"entities": "all that the actions read are exact"},
    "Out of scope": {"refused": "refused", "answered": "answered with a topic all the same"},
    "Safety": {"safety_recall": "recognised", "false_alarms": "false alarms on other lines"},
}


class Rate(NamedTuple):
    """How many of how many."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where nothing was measured."""
        return self.hits / self.of if self.of else 0.0

    def __str__(self) -> str:
        return f"{self.share:.4f} ({self.hits} of {self.of})"


@dataclass(frozen=True)
class Report:
    """The judged lines, and what can be said of them."""

    lines: Sequence[Judged]

    @property
    def rates(self) -> dict[str, Rate]:
        """Every measure by name; `of` is 0 where no line bears on it."""
        topic = [line for line in self.lines if line.wanted.topics]
        intent = [line for line in self.lines if line.wanted.intent]
        labelled = [line for line in intent if line.wanted.label]
        marked = [line for line in intent if line.wanted.entities is not None]
        outside = [line for line in intent if line.wanted.intent == _OUTSIDE]
        danger = [line for line in intent if line.wanted.intent == _SAFETY]
        harmless = [line for line in self.lines if line.wanted.intent != _SAFETY]
        return {
            "top1": _rate(topic, lambda line: line.ranked(1)),
            "top3": _rate(topic, lambda line: line.ranked(3)),
            "right": _rate(topic, lambda line: line.right),
            "one_tap": _rate(topic, lambda line: line.one_tap),
            "wrong": _rate(topic, lambda line: line.wrong),
            "declined": _rate(topic, lambda line: line.decision == _OUTSIDE),
            "intent": _rate(intent, lambda line: line.intent == line.wanted.intent),
            "label": _rate(labelled, lambda line: line.label == line.wanted.label),
            "entities": _rate(marked, lambda line: line.entities_exact),
            "refused": _rate(outside, lambda line: line.decision == _OUTSIDE),
            "answered": _rate(outside, lambda line: line.decision == "answer"),
            "safety_recall": _rate(danger, lambda line: line.decision == _SAFETY),
            "false_alarms": _rate(harmless, lambda line: line.decision == _SAFETY),
        }

    @property
    def intents(self) -> dict[str, Rate]:
        """Right intents by wanted intent."""
        names = sorted({line.wanted.intent for line in self.lines if line.wanted.intent})
        return {
            name: _rate(
                [line for line in self.lines if line.wanted.intent == name],
                lambda line: line.intent == line.wanted.intent,
            )
            for name in names
        }

    @property
    def confusions(self) -> list[tuple[str, str, int]]:
        """Wanted, got and how often; the most frequent first."""
        counts = Counter(pair for line in self.lines if (pair := line.confusion))
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [(wanted, got, count) for (wanted, got), count in ordered]

    def text(self, examples: int = 3) -> str:
        """A plain table, with up to so many example texts for each confusion."""
        return "\n".join([*self._measures(), *self._by_intent(), *self._mixed_up(examples)])

    def missed(self, floors: Mapping[str, float], ceilings: Mapping[str, float]) -> list[str]:
        """A line for each measure that is below its floor or above its ceiling, or not there."""
        rates = self.rates
        broken = [
            (name, f"below {floor}") for name, floor in floors.items() if rates[name].share < floor
        ] + [
            (name, f"above {ceiling}")
            for name, ceiling in ceilings.items()
            if rates[name].share > ceiling or (ceiling < 1 and not rates[name].of)
        ]
        return [
            f"{name} is {rates[name]}, {how}"
            if rates[name].of
            else f"{name} has a limit, but no line measures it"
            for name, how in broken
        ]

    def _measures(self) -> Iterator[str]:
        rates = self.rates
        for group, names in _GROUPS.items():
            measured = {name: title for name, title in names.items() if rates[name].of}
            if measured:
                yield group
            for name, title in measured.items():
                yield f"  {name:<14}{rates[name]!s:<22}{title}"

    def _by_intent(self) -> Iterator[str]:
        if self.intents:
            yield "By intent"
        for name, rate in self.intents.items():
            yield f"  {name:<20}{rate}"

    def _mixed_up(self, examples: int) -> Iterator[str]:
        texts: dict[tuple[str, str], list[str]] = defaultdict(list)
        for line in self.lines:
            if pair := line.confusion:
                texts[pair].append(line.wanted.text)
        if texts:
            yield "Mixed up (how often, wanted, got)"
        for wanted, got, count in self.confusions:
            yield f"  {count:>3}  {wanted}  ->  {got}"
            yield from (f"         “{text}”" for text in texts[wanted, got][:examples])


def evaluated(files: Iterable[Path], parse: Callable[[str], dict[str, Any]]) -> Report:
    """Parse every labelled line of the files; BadLine before any is parsed if one is unusable."""
    wanted = [line for file in files for line in read_labelled(file)]
    return Report([Judged(line, parse(line.text)) for line in wanted])


def _rate(lines: Sequence[Judged], holds: Callable[[Judged], bool]) -> Rate:
    return Rate(sum(map(holds, lines)), len(lines))

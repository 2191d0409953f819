"""Turn calibrated probabilities into what the coach does first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.nlu.crisis import crisis
from bot.nlu.goals.frames import goal_frame
from bot.nlu.text import Framed, has_words, in_other_script

ASK, FALLBACK, OUT_OF_SCOPE, SAFETY = "ask", "nlu_fallback", "out_of_scope", "safety"

# What the coach itself tells people to say; it must never fail to know its own words.
_OWN_WORDS = {
    "topics": "help/topics",
    "help": "help",
    "more": "more_detail",
    "why": "more_detail/why",
    "quick": "more_detail/hurry",
    "what should i avoid": "more_detail/avoid",
    "where is that from": "more_detail/sources",
    "and for managers": "more_detail/audience",
    "what goal would fit": "more_detail/goal",
    "that's not it": "feedback_negative/wrong_topic",
    "none of these": "choose/none",
    "talk to a person": "ask_human",
    "cancel": "deny",
    "my goals": "goal_list",
    "new goal": "goal_create",
    "make it a goal": "goal_create",
    "check-ins": "check_in/show",
    "check in weekly": "check_in",
    "export my data": "export_my_data",
    "delete my data": "delete_my_data",
    "what do you know about me": "export_my_data/what_you_know",
}
_RATHER_ASK = 3
"""So many times likelier than out of scope, some topic or other is worth asking back about."""
_FRAMED = 0.1
"""Weight from which words that frame a goal decide; below it the rest says something else."""
_SIGNS = {
    "👍": "feedback_positive",
    "👎": "feedback_negative",
    "🙏": "thanks",
    "❤": "thanks",
    "👋": "greet",
}


@dataclass(frozen=True)
class Thresholds:
    """Calibrated probabilities from which the coach acts; see benchmarks/results for the curves."""

    answer: float = 0.6
    clarify: float = 0.25
    command: float = 0.45
    second: float = 0.8
    leaning: float = 0.95
    safety: float = 0.4
    safety_clause: float = 0.9


@dataclass(frozen=True)
class Decision:
    """What to do first with a message in a fresh conversation."""

    decision: str
    intent: str
    label: str
    confidence: float
    topics: tuple[tuple[str, float], ...]
    second: str | None = None
    correction: bool = False
    hurry: bool = False
    refers_back: bool = False

    def as_dict(self) -> dict[str, object]:
        """The decision as it travels in the message: JSON types only."""
        return {
            "decision": self.decision,
            "label": self.label,
            "topics": [{"id": name, "confidence": round(p, 4)} for name, p in self.topics],
            "second": self.second,
            "correction": self.correction,
            "hurry": self.hurry,
            "refers_back": self.refers_back,
        }


@dataclass(frozen=True)
class Decider:
    """Thresholds, and the topics that each bridge (a worry without a source) leads to."""

    thresholds: Thresholds = field(default_factory=Thresholds)
    bridges: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def decide(
        self,
        message: Framed,
        chances: Mapping[str, float],
        clauses: Sequence[Mapping[str, float]] = (),
    ) -> Decision:
        """Decide on a message from its label probabilities, and from those of its clauses."""
        topics = self._topics(chances)
        decision, intent, label, confidence = self._first(message, chances, topics)
        worries = self._worries(clauses)
        if decision != "safety" and (danger := self._danger(clauses)):
            decision, intent, (label, confidence) = "safety", SAFETY, danger
        elif decision == "clarify" and label.startswith(ASK) and len(worries) > 1:
            # Unsure of the whole because it is about two things, each of which is clear.
            topics = self._topics({**chances, **dict(worries)})
            surest = next(pair for pair in worries if self._topic_of(pair[0]) == topics[0][0])
            decision, intent, (label, confidence) = "answer", ASK, surest
        return Decision(
            decision,
            intent,
            label,
            confidence,
            tuple(topics),
            second=self._other(label, worries) if decision == "answer" else None,
            correction=message.correction,
            hurry=message.hurry,
            refers_back=message.refers_back,
        )

    def _first(
        self, message: Framed, chances: Mapping[str, float], topics: Sequence[tuple[str, float]]
    ) -> tuple[str, str, str, float]:
        """Decision, intent, full label and confidence."""
        limits, text = self.thresholds, message.text
        safety, danger = _heaviest(chances, SAFETY)
        if category := crisis(text):
            return SAFETY, SAFETY, f"{SAFETY}/{category}", danger
        if own := _OWN_WORDS.get(" ".join(text.casefold().split()).strip("?!. ")):
            return "command", own.partition("/")[0], own, 1.0
        if text.startswith("\\/"):
            return OUT_OF_SCOPE, OUT_OF_SCOPE, "out_of_scope/command", 1.0
        if not has_words(text):
            sign = next((intent for mark, intent in _SIGNS.items() if mark in text), None)
            label = sign or "out_of_scope/nonsense"
            return "command" if sign else OUT_OF_SCOPE, label.partition("/")[0], label, 1.0
        if in_other_script(text):
            return OUT_OF_SCOPE, OUT_OF_SCOPE, "out_of_scope/other_language", 1.0
        if danger >= limits.safety:
            return SAFETY, SAFETY, safety, danger

        framed = goal_frame(text)
        if framed and (weight := _heaviest(chances, framed)[1]) >= _FRAMED:
            return "command", framed, framed, weight
        asked, asking = _heaviest(chances, ASK)
        outside, beyond = _heaviest(chances, OUT_OF_SCOPE)
        command, wish = self._command(chances)
        best_topic = topics[0][1] if topics else 0.0
        if wish >= max(asking, beyond, limits.command):
            if command == FALLBACK:
                return "clarify", FALLBACK, command, wish
            return "command", command.partition("/")[0], command, wish
        if beyond > asking and (beyond >= limits.answer or best_topic < limits.clarify):
            return OUT_OF_SCOPE, OUT_OF_SCOPE, outside, beyond
        if best_topic >= (limits.leaning if message.refers_back else limits.answer):
            return "answer", ASK, self._label_of(topics[0][0], chances), best_topic
        if best_topic >= limits.clarify or asking > _RATHER_ASK * beyond:
            return "clarify", FALLBACK, asked, best_topic
        said = outside if beyond >= limits.clarify else OUT_OF_SCOPE
        return OUT_OF_SCOPE, OUT_OF_SCOPE, said, beyond

    def _danger(self, clauses: Sequence[Mapping[str, float]]) -> tuple[str, float] | None:
        """A clause that by itself is surely about safety, whatever the rest is about."""
        weighed = [_heaviest(chances, SAFETY) for chances in clauses]
        sure = [found for found in weighed if found[1] >= self.thresholds.safety_clause]
        return max(sure, key=lambda found: found[1], default=None)

    def _command(self, chances: Mapping[str, float]) -> tuple[str, float]:
        """The likeliest of the other intents: its heaviest label, and the intent's whole weight."""
        intents = {label.partition("/")[0] for label in chances} - {ASK, SAFETY, OUT_OF_SCOPE}
        weighed = [_heaviest(chances, intent) for intent in intents]
        return max(weighed, key=lambda pair: (pair[1], pair[0]), default=("", 0.0))

    def _topics(self, chances: Mapping[str, float]) -> list[tuple[str, float]]:
        """Topic ids, best first; what a bridge weighs goes to the nearest of its topics."""
        weights: dict[str, float] = {}
        for label, chance in chances.items():
            if label.startswith(f"{ASK}/"):
                topic = self._topic_of(label)
                weights[topic] = weights.get(topic, 0.0) + chance
        return sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))

    def _topic_of(self, label: str) -> str:
        """The topic that a label of ask is about; of a bridge, the nearest."""
        name = label.partition("/")[2]
        return self.bridges[name][0] if name in self.bridges else name

    def _label_of(self, topic: str, chances: Mapping[str, float]) -> str:
        """The topic's own label, or that of a bridge to it that is clearly likelier."""
        own = f"{ASK}/{topic}"
        bridged = [f"{ASK}/{name}" for name, to in self.bridges.items() if to[0] == topic]
        best = max(bridged, key=lambda label: chances.get(label, 0.0), default=own)
        # Its opening line names the worry: better a plain card than the wrong name.
        return best if chances.get(best, 0.0) > 2 * chances.get(own, 0.0) else own

    def _worries(self, clauses: Sequence[Mapping[str, float]]) -> list[tuple[str, float]]:
        """Labels of the clauses that are each clearly about a topic, the surest first."""
        found: dict[str, float] = {}
        for chances in filter(None, clauses):
            best = max(chances, key=lambda name: chances[name])
            if best.startswith(f"{ASK}/") and chances[best] >= self.thresholds.second:
                found[best] = max(found.get(best, 0.0), chances[best])
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))

    @staticmethod
    def _other(label: str, worries: Sequence[tuple[str, float]]) -> str | None:
        """Beside the worry that is answered, the surest other one."""
        names = [name for name, _ in worries]
        others = [name for name in names if name != label]
        return others[0].partition("/")[2] if label in names and others else None


def _heaviest(chances: Mapping[str, float], intent: str) -> tuple[str, float]:
    """The likeliest label below an intent ("" where it has none), and the intent's whole weight."""
    below = {n: p for n, p in chances.items() if n == intent or n.startswith(f"{intent}/")}
    return max(below, key=lambda name: below[name], default=""), sum(below.values())

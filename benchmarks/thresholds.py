"""`make bench-thresholds`: what each threshold of the decider costs and brings, on the dev sets.

Writes results/thresholds.md; the values in use are in config.yml.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ruamel.yaml import YAML

from benchmarks.about import ROOT, about
from bot.evaluation.judged import Judged
from bot.evaluation.lines import read_labelled
from bot.evaluation.report import Report
from bot.knowledge import load_knowledge
from bot.nlu.classifier import LabelClassifier
from bot.nlu.configured import configured_encoder
from bot.nlu.decision import Decider, Thresholds
from bot.nlu.text import Framed, clauses, frame, wording
from bot.rasa.training import current_model
from bot.settings import Settings

DEV = ("dev_topics", "dev_intents", "dev_commands", "dev_safety", "harmless")
GRID: Mapping[str, Sequence[float]] = {
    "answer": (0.4, 0.45, 0.5, 0.55, 0.6, 0.7),
    "clarify": (0.1, 0.15, 0.2, 0.25, 0.3),
    "command": (0.3, 0.35, 0.4, 0.45, 0.5, 0.6),
    "second": (0.5, 0.6, 0.7, 0.8),
    "safety": (0.3, 0.35, 0.4, 0.45, 0.5, 0.6),
    "safety_clause": (0.7, 0.8, 0.9, 0.95, 1.0),
}
SHOWN = (
    "right",
    "one_tap",
    "wrong",
    "declined",
    "intent",
    "refused",
    "safety_recall",
    "false_alarms",
)


class Understood:
    """The development lines with the probabilities that the trained model gives them."""

    def __init__(self, settings: Settings) -> None:
        self._bridges = load_knowledge(settings.knowledge_dir).bridges
        files = [ROOT / f"tests/nlu/{name}.jsonl" for name in DEV]
        self._lines = [line for file in files for line in read_labelled(file)]
        classifier = _classifier(settings)
        encoder = configured_encoder(settings)
        self._parts: list[tuple[Framed, list[dict[str, float]]]] = []
        for line in self._lines:
            framed = frame(line.text)
            texts = [wording(part) for part in (framed.text, *clauses(framed.text))]
            rows = classifier.probabilities(texts, encoder.encode(texts))
            chances = [dict(zip(classifier.labels, map(float, row), strict=True)) for row in rows]
            self._parts.append((framed, chances))

    def report(self, thresholds: Thresholds) -> Report:
        """What the decider makes of the lines with these thresholds."""
        decider = Decider(thresholds, {b.id: b.topics for b in self._bridges.values()})
        decided = (decider.decide(f, chances[0], chances[1:]) for f, chances in self._parts)
        judged = (
            Judged(line, d.as_dict() | {"intent": d.intent, "confidence": d.confidence})
            for line, d in zip(self._lines, decided, strict=True)
        )
        return Report(list(judged))


def main() -> None:
    """Move one threshold at a time from where config.yml has it."""
    settings = Settings.from_env()
    pipeline = YAML(typ="safe").load(ROOT / "config.yml")["pipeline"]
    used = Thresholds(**{k: v for k, v in pipeline[-1].items() if k != "name"})
    text = "\n".join(_tables(Understood(settings), used, about(settings))) + "\n"
    (ROOT / "benchmarks/results/thresholds.md").write_text(text, encoding="utf-8")
    print(text)


def _tables(understood: Understood, used: Thresholds, where: Mapping[str, str]) -> Iterator[str]:
    yield "# Thresholds, one moved at a time\n"
    yield f"Commit {where['commit']}, {where['machine']}, {where['date']}.\n"
    yield f"On the development sets ({', '.join(DEV)}). Bold: the value in config.yml.\n"
    for name, values in GRID.items():
        yield f"## {name}\n"
        yield "| | " + " | ".join(SHOWN) + " |"
        yield "|" + "---|" * (len(SHOWN) + 1)
        for value in values:
            rates = understood.report(replace(used, **{name: value})).rates
            shown = f"**{value}**" if value == getattr(used, name) else str(value)
            yield f"| {shown} | " + " | ".join(f"{rates[s].share:.3f}" for s in SHOWN) + " |"
        yield ""


def _classifier(settings: Settings) -> LabelClassifier:
    """The trained classifier out of the model's archive."""
    with tarfile.open(current_model(settings)) as archive:
        member = next(m for m in archive.getmembers() if m.name.endswith("classifier.npz"))
        stored = archive.extractfile(member)
        assert stored is not None  # noqa: S101
        return LabelClassifier.load(io.BytesIO(stored.read()))


if __name__ == "__main__":
    main()

"""Which lines of the cards carry which section and tip of the sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bot.knowledge import Knowledge, keyed_lines_of


def carried_by(knowledge: Knowledge) -> dict[str, list[str]]:
    """For each section and tip id, in the order of the sources, where it is carried."""
    places: dict[str, list[str]] = defaultdict(list)
    for topic in knowledge.topics.values():
        for audience, card in topic.cards.items():
            for key, line in keyed_lines_of(card):
                for tip in line.tips:
                    places[tip].append(f"{topic.id}.{audience} {key}: {line.text}")
    return {reference: places[reference] for reference in knowledge.sections}


def tick_list(knowledge: Knowledge) -> Iterator[str]:
    """A readable list of every tip, ticked where a line carries it, with the first such line."""
    places = carried_by(knowledge)
    ticks: list[bool] = []
    for document in knowledge.documents:
        yield f"{document.id} {document.title}"
        for section in document.sections:
            yield f"  {section.id} {section.title}"
            for tip in section.tips:
                found = places[tip.id]
                ticks.append(bool(found))
                yield f"    [{'x' if found else ' '}] {tip.id} {tip.title}"
                yield from (f"          {place}" for place in found[:1])
    yield f"{sum(ticks)} of {len(ticks)} tips are carried by some line."

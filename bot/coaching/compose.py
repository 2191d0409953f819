"""Compose the screens of a card: texts short enough for a phone, each with its source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.coaching.cards import Choice
from bot.knowledge import AdviceCard, FactCard, Knowledge, Line, lines_of

LONGEST_FIRST_SCREEN = 900
"""Characters that a first screen stays below."""

_ADVICE_PARTS = ("main", "why", "dos", "donts", "goal")
_FACT_PARTS = ("main", "follows")


def parts_of(choice: Choice) -> tuple[str, ...]:
    """The screens of a card, in the order in which More walks through them."""
    return _ADVICE_PARTS if isinstance(choice.card, AdviceCard) else _FACT_PARTS


def screens_of(choice: Choice) -> tuple[str, ...]:
    """Every screen that a card has: those of the walk, and those that one has to ask for."""
    extra = ("hurry", "today") if isinstance(choice.card, AdviceCard) else ("hurry",)
    return (*parts_of(choice), *extra)


def screen(knowledge: Knowledge, choice: Choice, part: str) -> str:
    """The text of one part of a card: main, hurry, why, dos, donts, goal, today or follows."""
    title = choice.topic.title
    card = choice.card
    if part == "hurry":
        lines: Sequence[Line] = card.hurry
        heading = f"**{title}, in three lines**"
        return _joined(heading, choice.opening, numbered(lines), _source(knowledge, lines))
    if isinstance(card, FactCard):
        lines, heading = (
            (card.facts, title) if part == "main" else (card.follows, f"{title}: what follows")
        )
        opening = choice.opening if part == "main" else ""
        return _joined(f"**{heading}**", opening, bulleted(lines), _source(knowledge, lines))
    if part == "main":
        return _main(knowledge, choice, card)
    return _rest(knowledge, title, card, part)


def _main(knowledge: Knowledge, choice: Choice, card: AdviceCard) -> str:
    """The first screen: the pitfall, the steps, one thing for today, the question, the sources."""
    lines = [card.pitfall, *card.steps, card.today]
    paragraphs = (
        f"**{choice.topic.title}**",
        choice.opening,
        card.pitfall.text,
        numbered(card.steps),
        f"**Try today:** {card.today.text}\n**Ask yourself:** {card.reflect}",
    )
    text = _joined(*paragraphs, _source(knowledge, lines))
    if len(text) < LONGEST_FIRST_SCREEN:
        return text
    return _joined(*paragraphs, _source(knowledge, lines, sections=False))


def _rest(knowledge: Knowledge, title: str, card: AdviceCard, part: str) -> str:
    lines: Sequence[Line]
    if part == "why":
        lines, body = [card.why], card.why.text
        heading = f"Why it matters: {title}"
    elif part == "dos":
        lines, body = card.dos, bulleted(card.dos)
        heading = f"Worth doing: {title}"
    elif part == "donts":
        lines, body = card.donts, bulleted(card.donts)
        heading = f"Better avoided: {title}"
    elif part == "today":
        lines, body = [card.today], card.today.text
        heading = f"Try today: {title}"
    else:
        lines = []
        body = f"{card.goal.title}\n**How you would measure it:** {card.goal.measure}"
        heading = f"A goal that fits: {title}"
    return _joined(f"**{heading}**", body, _source(knowledge, lines))


def bridge_screen(
    knowledge: Knowledge, choice: Choice, opening: str, part: str, ending: str
) -> str:
    """The nearest card's steps below a bridge's honest opening; `ending` are contacts or ""."""
    card = choice.card
    if part == "hurry" or isinstance(card, FactCard):
        return _joined(opening, screen(knowledge, choice, part), ending)
    head = (opening, f"**{choice.topic.title}**", choice.opening, numbered(card.steps))
    today = f"**Try today:** {card.today.text}"
    lines = [*card.steps, card.today]
    texts = (
        _joined(*head, today, _source(knowledge, lines), ending),
        _joined(*head, today, _source(knowledge, lines, sections=False), ending),
        _joined(*head, _source(knowledge, card.steps, sections=False), ending),
    )
    return next((text for text in texts if len(text) < LONGEST_FIRST_SCREEN), texts[-1])


def sources_screen(knowledge: Knowledge, choice: Choice) -> str:
    """Every section that the card draws on, below the title of its document."""
    by_document: dict[str, list[str]] = {}
    for document, section in _sections(knowledge, lines_of(choice.card)):
        by_document.setdefault(document, []).append(section)
    blocks = (
        f"{document}:\n" + "\n".join(f"• {section}" for section in sections)
        for document, sections in by_document.items()
    )
    return _joined(
        f"**Sources: {choice.topic.title}**",
        *blocks,
        "The words are mine, the advice is theirs.",
    )


def numbered_lines(choice: Choice, part: str = "main") -> Sequence[Line]:
    """The lines that "point 2" counts: the three of the hurried screen, else the card's own."""
    if part == "hurry":
        return choice.card.hurry
    return choice.card.steps if isinstance(choice.card, AdviceCard) else choice.card.facts


def point_screen(
    knowledge: Knowledge, choice: Choice, point: int, part: str = "main"
) -> str | None:
    """More on one numbered line of the screen: what else the card says on the same tips."""
    listed = numbered_lines(choice, part)
    index = len(listed) if point == -1 else point
    if not 1 <= index <= len(listed):
        return None
    line = listed[index - 1]
    sections = {_section_id(tip) for tip in line.tips}
    kin = [
        other.text
        for other in lines_of(choice.card)
        if other not in (line, *listed) and sections & {_section_id(tip) for tip in other.tips}
    ]
    more = "\n".join(f"• {text}" for text in kin[:3])
    return _joined(
        f"**Point {index}: {choice.topic.title}**",
        line.text,
        f"What goes with it:\n{more}" if more else "My sources say no more on this one.",
        _source(knowledge, [line]),
    )


def numbered(lines: Iterable[Line]) -> str:
    """Lines as a numbered list."""
    return "\n".join(f"{n}. {line.text}" for n, line in enumerate(lines, 1))


def bulleted(lines: Iterable[Line]) -> str:
    """Lines as a list with bullets."""
    return "\n".join(f"• {line.text}" for line in lines)


def _source(knowledge: Knowledge, lines: Iterable[Line], *, sections: bool = True) -> str:
    """One line that names documents, and their sections where there is room; "" without tips."""
    by_document: dict[str, list[str]] = {}
    for document, section in _sections(knowledge, lines):
        by_document.setdefault(document, []).append(section)
    named = (
        f"{document} ({'; '.join(names)})" if sections else document
        for document, names in by_document.items()
    )
    return f"Source: {' · '.join(named)}" if by_document else ""


def _sections(knowledge: Knowledge, lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Titles of document and section behind the lines' tips, each once, in order."""
    found: dict[tuple[str, str], None] = {}
    for line in lines:
        for tip in line.tips:
            document, section = knowledge.source_of(tip)
            found[document.title, section.title] = None
    return list(found)


def _section_id(tip: str) -> str:
    return ".".join(tip.split(".")[:2])


def _joined(*paragraphs: str) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)

"""What can be wrong with the knowledge base beyond its schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from bot.checks.originality import originality_problems
from bot.coaching.cards import Choice
from bot.coaching.compose import LONGEST_FIRST_SCREEN, screen
from bot.coaching.guidance import answer
from bot.coaching.help import overview, topic_list
from bot.coaching.turn import Reply, Turn
from bot.knowledge import AUDIENCES, Knowledge, KnowledgeError, load_knowledge
from bot.knowledge.schema import Need
from bot.settings import Settings

LONGEST_HURRY_SCREEN = 550
"""Characters that the three lines for someone in a hurry stay below, with heading and source."""
LONGEST_BUTTON = 34
_ASKERS = (None, *AUDIENCES)


def knowledge_problems(settings: Settings) -> list[str]:
    """Everything that is wrong in knowledge/, each with its file and key."""
    try:
        knowledge = load_knowledge(settings.knowledge_dir)
    except KnowledgeError as error:
        found = error.problems
    else:
        found = [
            *_screens(knowledge),
            *_bridges(knowledge),
            *_buttons(knowledge),
            *_needs(knowledge),
        ]
    return [*found, *originality_problems(settings)]


def _screens(knowledge: Knowledge) -> Iterator[str]:
    """A card's screens must fit a phone, whoever asks: another role's opening line counts too."""
    limits = (("first", "main", LONGEST_FIRST_SCREEN), ("hurry", "hurry", LONGEST_HURRY_SCREEN))
    for topic in knowledge.topics.values():
        for audience in topic.cards:
            choices = [Choice(topic, audience, asker) for asker in _ASKERS]
            for name, part, limit in limits:
                length = max(len(screen(knowledge, choice, part)) for choice in choices)
                if length >= limit:
                    yield (
                        f"knowledge/topics/{topic.id}.yml: cards.{audience}: the {name} screen has"
                        f" {length} characters and must stay below {limit}"
                    )


def _bridges(knowledge: Knowledge) -> Iterator[str]:
    """A bridge's first screen, with its opening and its contacts, must fit a phone too."""
    for name in knowledge.bridges:
        turns = [
            Turn(f"ask/{name}", role=asker, hurry=hurry)
            for asker in _ASKERS
            for hurry in (False, True)
        ]
        length = max(len(answer(knowledge, turn).replies[0].text) for turn in turns)
        if length >= LONGEST_FIRST_SCREEN:
            yield (
                f"knowledge/bridges.yml: {name}: the first screen has {length} characters"
                f" and must stay below {LONGEST_FIRST_SCREEN}"
            )


def _buttons(knowledge: Knowledge) -> Iterator[str]:
    titles = {button.title: None for reply in _replies(knowledge) for button in reply.buttons}
    for title in titles:
        if len(title) > LONGEST_BUTTON:
            yield (
                f"knowledge: button {title!r}: has {len(title)} characters,"
                f" at most {LONGEST_BUTTON} fit"
            )


def _replies(knowledge: Knowledge) -> Iterator[Reply]:
    """What the coach says first about each topic and bridge to each role, and its lists."""
    for asker in _ASKERS:
        yield from overview(knowledge, Turn("help", role=asker)).replies
        yield from topic_list(knowledge, Turn("help/topics", role=asker)).replies
        for name in (*knowledge.topics, *knowledge.bridges):
            yield from answer(knowledge, Turn(f"ask/{name}", role=asker)).replies


def _needs(knowledge: Knowledge) -> Iterator[str]:
    for need in get_args(Need):
        if not knowledge.contacts_for(need):
            yield f"knowledge/contacts.yml: for: nobody is there for {need!r}"

"""A knowledge base of five short topics, so that tests do not depend on what the coach knows."""

from __future__ import annotations

from typing import Any

from bot.coaching.turn import Outcome, Reply, Thread, Turn
from bot.knowledge import Bridge, Contact, Knowledge, Topic
from bot.knowledge.schema import Document


def advice(word: str, tip: str, *related: str, **changes: Any) -> dict[str, Any]:
    """An advice card; every one of its texts holds `word` and says which part it is."""
    section = tip.rpartition(".")[0]
    return {
        "kind": "advice",
        "pitfall": {"text": f"{word} goes wrong like this.", "tips": [section]},
        "why": {"text": f"{word} matters since people notice.", "tips": [tip]},
        "steps": [
            {"text": f"{word} step one.", "tips": [tip]},
            {"text": f"{word} step two.", "tips": ["S2.plans.1"]},
            f"{word} step three.",
        ],
        "dos": [{"text": f"{word} do this.", "tips": [tip]}, f"{word} do that."],
        "donts": [{"text": f"{word} never this.", "tips": [section]}, f"{word} never that."],
        "today": {"text": f"{word} today, once.", "tips": [tip]},
        "reflect": f"{word}: how did it go?",
        "goal": {"title": f"{word} every week", "measure": f"{word} counted on Fridays"},
        "hurry": [f"{word} line one.", {"text": f"{word} line two.", "tips": [tip]}, "Breathe."],
        "related": list(related),
        **changes,
    }


NIGHTS = {
    "kind": "fact",
    "facts": [
        {"text": "Nights follow the client's clock.", "tips": ["S1.nights.1"]},
        "Night fact without a source.",
    ],
    "follows": [{"text": "So sleep is part of the job.", "tips": ["S1.nights.1"]}],
    "hurry": ["Night line one.", "Night line two.", "Night line three."],
    "related": ["listening"],
}

TOPICS = (
    {
        "id": "listening",
        "title": "Hearing people out",
        "about": "Letting others finish.",
        "audiences": ["agent", "manager", "executive"],
        "cards": {
            "agent": advice("Agents listen", "S1.calls.1", "handover", "night_shift"),
            "manager": advice("Managers listen", "S1.calls.2", "planning"),
            "executive": advice("Executives listen", "S2.plans.1", "planning", borrowed=True),
        },
    },
    {
        "id": "planning",
        "title": "Planning the week",
        "about": "Deciding what comes first.",
        "audiences": ["manager", "executive"],
        "cards": {
            "manager": advice("Managers plan", "S2.plans.1", "listening"),
            "executive": advice("Executives plan", "S2.plans.1", "listening"),
        },
    },
    {
        "id": "handover",
        "title": "Handing over a shift",
        "about": "Leaving nothing open.",
        "audiences": ["agent", "manager"],
        "cards": {
            "agent": advice("Agents hand over", "S1.calls.1", "listening"),
            "manager": advice("Managers hand over", "S1.calls.1", "listening"),
        },
    },
    {
        "id": "night_shift",
        "title": "What a night shift is",
        "about": "Working the client's hours.",
        "audiences": ["agent"],
        "cards": {"agent": NIGHTS},
    },
    {
        "id": "praise",
        "title": "Giving praise",
        "about": "Saying what went well.",
        "audiences": ["manager"],
        "cards": {"manager": advice("Managers praise", "S1.calls.2", "listening")},
    },
)

DOCUMENTS = (
    {
        "id": "S1",
        "title": "The Book of Calls",
        "audiences": ["agent"],
        "sections": [
            {
                "id": "S1.calls",
                "title": "Calls",
                "kind": "pitfall",
                "tips": [
                    {"id": "S1.calls.1", "title": "Wait"},
                    {"id": "S1.calls.2", "title": "Ask"},
                ],
            },
            {
                "id": "S1.nights",
                "title": "Nights",
                "kind": "fact",
                "tips": [{"id": "S1.nights.1", "title": "Clock"}],
            },
        ],
    },
    {
        "id": "S2",
        "title": "Letters to Leaders",
        "audiences": ["manager"],
        "sections": [
            {
                "id": "S2.plans",
                "title": "Plans",
                "kind": "principle",
                "tips": [{"id": "S2.plans.1", "title": "Plan"}],
            }
        ],
    },
)

BRIDGES = (
    {
        "id": "rude_callers",
        "title": "Rude callers",
        "opening": "Nobody wrote about rude callers.",
        "topics": ["listening", "handover"],
        "contacts": True,
    },
    {
        "id": "lost_badge",
        "title": "A lost badge",
        "opening": "Nobody wrote about badges.",
        "topics": ["night_shift"],
    },
)

CONTACTS = (
    {"id": "helpline", "name": "Helpline", "how": "Ring 1.", "for": ["self_harm"]},
    {"id": "hr", "name": "HR", "how": "Second floor.", "for": ["harassment", "self_harm", "other"]},
    {"id": "floor", "name": "Floor lead", "how": "Raise a hand.", "for": ["abuse"]},
)


def small_knowledge(
    topics: Any = TOPICS, documents: Any = DOCUMENTS, contacts: Any = CONTACTS
) -> Knowledge:
    """The knowledge base; nobody is named for threats and fraud."""
    read = tuple(Document.parse_obj(document) for document in documents)
    return Knowledge(
        topics={item["id"]: Topic.parse_obj(item) for item in topics},
        documents=read,
        bridges={item["id"]: Bridge.parse_obj(item) for item in BRIDGES},
        contacts=tuple(Contact.parse_obj(item) for item in contacts),
        sections={
            reference: (document, section)
            for document in read
            for section in document.sections
            for reference in (section.id, *(tip.id for tip in section.tips))
        },
    )


KNOWLEDGE = small_knowledge()


def on_table(topic: str, audience: str, *shown: str, **more: Any) -> Thread:
    """A thread with that card on the table."""
    return Thread(topic=topic, audience=audience, shown=shown or ("main",), **more)


def turn(label: str, thread: Thread | None = None, **said: Any) -> Turn:
    """A turn as understood."""
    return Turn(label=label, thread=thread or Thread(), **said)


def only(outcome: Outcome) -> Reply:
    """The one reply of an outcome."""
    assert len(outcome.replies) == 1, outcome.replies
    return outcome.replies[0]


def titles(reply: Reply) -> list[str]:
    """The titles of a reply's buttons."""
    return [button.title for button in reply.buttons]

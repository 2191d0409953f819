"""What the coach knows: schema and loader of the knowledge base."""

from bot.knowledge.loader import KnowledgeError, load_knowledge
from bot.knowledge.schema import (
    AUDIENCES,
    AdviceCard,
    Bridge,
    Card,
    Contact,
    FactCard,
    Knowledge,
    Line,
    Topic,
    keyed_lines_of,
    lines_of,
    tips_of,
    version_of,
)

__all__ = [
    "AUDIENCES",
    "AdviceCard",
    "Bridge",
    "Card",
    "Contact",
    "FactCard",
    "Knowledge",
    "KnowledgeError",
    "Line",
    "Topic",
    "keyed_lines_of",
    "lines_of",
    "load_knowledge",
    "tips_of",
    "version_of",
]

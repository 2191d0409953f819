"""Lists of topics to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.coaching.turn import Button, Outcome, Reply, Thread, payload
from bot.knowledge import Knowledge

_OFFERED = 3


def offer(
    knowledge: Knowledge,
    thread: Thread,
    ranked: Iterable[str],
    text: str,
    *,
    waiting: str = "closest",
) -> Outcome:
    """List up to three topics as buttons; what is left of the ranking stays for the next try."""
    known = tuple(topic for topic in ranked if topic in knowledge.topics)
    listed, rest = known[:_OFFERED], known[_OFFERED:]
    if not listed:
        return rephrase(thread)
    return _listed(
        knowledge, replace(thread, ranking=rest, second=None, waiting=waiting), listed, text
    )


def offer_again(knowledge: Knowledge, thread: Thread, text: str) -> Outcome:
    """The list that is open, once more, as long as any of it is still known."""
    listed = tuple(topic for topic in thread.options if topic in knowledge.topics)
    return _listed(knowledge, thread, listed, text) if listed else rephrase(thread)


def rephrase(thread: Thread) -> Outcome:
    """Nothing (more) to offer: ask for other words."""
    text = (
        "Then I have not understood it yet. Tell me in other words what happened, who was involved,"
        " and what you would like to be different. Say “topics” for what I know about."
    )
    closed = replace(thread, options=(), ranking=(), waiting=None, hurry=False)
    return Outcome((Reply("help", text),), closed)


def topic_buttons(knowledge: Knowledge, topics: Iterable[str]) -> tuple[Button, ...]:
    """A button for each topic, with its title."""
    return tuple(Button(knowledge.topics[t].title, payload("ask", topic=t)) for t in topics)


def _listed(knowledge: Knowledge, thread: Thread, listed: tuple[str, ...], text: str) -> Outcome:
    names = "\n".join(f"{n}. {knowledge.topics[t].title}" for n, t in enumerate(listed, 1))
    none = Button("None of these", payload("choose", point="0"))
    reply = Reply(
        "clarify",
        f"{text}\n\n{names}",
        (*topic_buttons(knowledge, listed), none),
        {"topics": list(listed)},
    )
    return Outcome((reply,), replace(thread, options=listed))

"""What a person says to what the coach asked: one of a list, none of it, yes, no."""

from __future__ import annotations

from dataclasses import replace

from bot.coaching.follow_ups import follow_up
from bot.coaching.guidance import answer
from bot.coaching.offers import offer, offer_again, rephrase
from bot.coaching.turn import Outcome, Reply, Thread, Turn
from bot.knowledge import Knowledge


def choose(knowledge: Knowledge, turn: Turn) -> Outcome:
    """ "The second one": of the topics last listed, else of the points of the card."""
    thread = turn.thread
    if turn.detail == "none" or turn.entities.get("point") == "0":
        return _none_of_these(knowledge, turn)
    if not thread.options:
        return follow_up(knowledge, replace(turn, label="more_detail/point"))
    point = int(turn.entities.get("point", 0))
    if point == 0 or point > len(thread.options) or -point > len(thread.options):
        text = f"I listed {len(thread.options)}. **Which of these is it?**"
        return offer_again(knowledge, thread, text)
    return _open(knowledge, turn, thread.options[point - 1 if point > 0 else point])


def offer_next(knowledge: Knowledge, turn: Turn) -> Outcome:
    """After a wrong answer, or "none of these": the next best, as long as there are any."""
    thread = turn.thread
    left = [t for t in thread.ranking if t != thread.topic and t in knowledge.topics]
    if not left:
        return rephrase(thread)
    return offer(knowledge, thread, left, "Sorry, then I misread you. **Is one of these closer?**")


def yes(knowledge: Knowledge, turn: Turn) -> Outcome:
    """Yes to what was offered; otherwise an invitation to go on."""
    thread = turn.thread
    if thread.waiting == "second" and thread.second:
        # What the word "yes" ranks as topics must not become the next best.
        worry = replace(turn, label=f"ask/{thread.second}", second=None, ranking=())
        return answer(knowledge, replace(worry, thread=replace(thread, ranking=())))
    if len(thread.options) == 1:
        return _open(knowledge, turn, thread.options[0])
    if thread.options:
        return offer_again(knowledge, thread, "Good. **Which one?** Its number will do.")
    text = "Good. Say “more” for the rest, or tell me what else is on your mind."
    return Outcome((Reply("smalltalk", text),), thread)


def no(knowledge: Knowledge, turn: Turn) -> Outcome:
    """No to what was offered; after "which is closest?" it means none of these."""
    if turn.thread.waiting == "closest" and turn.thread.options:
        return offer_next(knowledge, turn)
    return _leave(turn.thread)


def _none_of_these(knowledge: Knowledge, turn: Turn) -> Outcome:
    """The next best of a guess; of a list that was asked for, there is no next best."""
    if turn.thread.waiting in ("related", "topics"):
        return _leave(turn.thread)
    return offer_next(knowledge, turn)


def _open(knowledge: Knowledge, turn: Turn, topic: str) -> Outcome:
    thread = turn.thread
    pressed = {"topic": topic}
    chosen = replace(turn, label="ask", entities=pressed, ranking=thread.ranking, second=None)
    return answer(knowledge, replace(chosen, hurry=turn.hurry or thread.hurry))


def _leave(thread: Thread) -> Outcome:
    text = "All right, we leave it there. If something else comes up, just write."
    closed = replace(thread, second=None, waiting=None, options=())
    return Outcome((Reply("smalltalk", text),), closed)

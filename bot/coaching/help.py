"""What the coach can do, what it knows about, and who else can help."""

from __future__ import annotations

from dataclasses import replace

from bot.coaching.contacts import contact_lines
from bot.coaching.offers import topic_buttons
from bot.coaching.turn import Button, Outcome, Reply, Turn, payload
from bot.knowledge import Knowledge

_LONGEST_EXPLAINED = 12
"""Topics up to which the list says what each is about: more would not fit a phone."""


def overview(knowledge: Knowledge, turn: Turn) -> Outcome:
    """What one can ask, by example, for the role where it is known."""
    example = {
        "agent": "“qa says my tone is rude, how do i fix it”",
        "manager": "“my agents wait for me to approve everything”",
        "executive": "“sales promised the client a date we can't make”",
    }.get(turn.role or "agent", "")
    text = (
        "Tell me what is going on at work, in your own words, and I look for documented advice:\n"
        f"• for example: {example}\n"
        "• no time? Add “quick”, and you get three lines\n"
        "• after an answer: “more”, “why?”, “what should I avoid?”, “where is that from?”\n"
        "• wrong answer? “That's not it”\n"
        "• a goal: “new goal”, “my goals”, “halfway with the csat one”\n"
        "• your data: “what do you know about me?”\n"
        "I only say what my sources hold, and I can't look anything up in your company's systems."
    )
    reply = Reply(
        "help",
        text,
        (Button("Topics", payload("help", part="topics")), _my_goals(), _people_button()),
    )
    return Outcome((reply,), turn.thread)


def topic_list(knowledge: Knowledge, turn: Turn) -> Outcome:
    """The topics for the role, on a short list with what each is about; their buttons open them."""
    topics = knowledge.topics_for(turn.asker)
    about = len(topics) <= _LONGEST_EXPLAINED
    lines = "\n".join(
        f"{n}. **{t.title}:** {t.about}" if about else f"{n}. {t.title}"
        for n, t in enumerate(topics, 1)
    )
    ids = tuple(topic.id for topic in topics)
    opening = "This is what I know about. Tap one or say its number:"
    reply = Reply("help", f"{opening}\n\n{lines}", topic_buttons(knowledge, ids))
    return Outcome((reply,), replace(turn.thread, options=ids, second=None, waiting="topics"))


def people(knowledge: Knowledge, turn: Turn, *, trainers_told: bool) -> Outcome:
    """Whom to turn to when a person is wanted, and that the trainers are told where they are."""
    opening = "A person can do more than I can here."
    if trainers_told:
        opening += " I am letting the trainers know that you asked for one."
    text = f"{opening}\n\n{contact_lines(knowledge, 'other')}".strip()
    return Outcome((Reply("help", text),), turn.thread)


def _people_button() -> Button:
    return Button("Talk to a person", payload("ask_human"))


def _my_goals() -> Button:
    return Button("My goals", payload("goal_list"))

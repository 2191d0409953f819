"""Consent: what is said before anything lasts."""

from __future__ import annotations

import pytest

from bot.coaching import consent
from bot.coaching.turn import Thread, Turn
from tests.helpers.small_knowledge import only, titles


def test_the_question_says_what_is_kept_who_reads_it_and_how_to_get_rid_of_it():
    reply = consent.question()
    for words in ("conversation", "role", "goals", "your company", "can read", "delete my data"):
        assert words in reply.text
    assert "your goals here; whoever runs me at your company, and its trainers, can read it" in (
        reply.text
    ), "not the conversation alone"
    assert titles(reply) == ["Yes, remember me", "No, forget this chat"]
    assert [button.payload for button in reply.buttons] == [consent.YES, consent.NO]


@pytest.mark.parametrize(
    ("reply", "event"),
    [
        (consent.question(), "consent_asked"),
        (consent.accepted(), "consented"),
        (consent.refused(), "consent_declined"),
        (consent.too_late(), "forgotten"),
    ],
)
def test_each_reply_says_what_happened(reply, event):
    assert reply.custom == {"kind": "data", "event": event}


def test_who_said_no_is_told_how_to_say_yes():
    assert "“remember me”" in consent.refused().text


def test_what_needs_consent_says_so_and_leaves_the_thread():
    thread = Thread(topic="listening", audience="agent", shown=("main",))
    outcome = consent.needed(Turn("goal_create", thread=thread))
    assert only(outcome).custom == {"kind": "data", "event": consent.ASK}
    assert outcome.thread == thread
    assert outcome.opinion is None

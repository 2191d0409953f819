"""Reply objects: what an error says of itself, and which buttons were offered."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from rasa.shared.core.events import BotUttered, UserUttered

from bot.rasa import replies

DONE, MORE = '/goal_complete{"goal_number": "1"}', '/more_detail{"topic": "listening"}'


@pytest.mark.parametrize(
    ("text", "event", "again"),
    [
        (replies.FAILED, "failed", True),
        (replies.NOT_SAVED, "not_saved", True),
        (replies.TOO_LONG, "too_long", False),
        (replies.NO_WORDS, "no_words", False),
        (replies.OUTDATED, "outdated", False),
    ],
)
def test_an_error_says_what_it_is_and_whether_it_is_worth_sending_again(text, event, again):
    reply = replies.error_reply(text)
    assert reply == {"text": text, "buttons": [], "custom": {"kind": "error", "event": event}}
    assert replies.failed([reply]) is again


def test_an_answer_is_no_failure():
    assert not replies.failed([{"text": "Steps", "buttons": [], "custom": {"kind": "guidance"}}])
    assert not replies.failed([])


def said(payload, **custom):
    buttons = [{"title": "A button", "payload": payload}]
    return BotUttered("text", {"buttons": buttons, "custom": {"kind": "goal", **custom}})


def tracker(*events):
    return SimpleNamespace(events=[UserUttered("words"), *events])


def test_what_was_offered_is_known_to_the_letter():
    talk = tracker(said(MORE), BotUttered("no buttons"), BotUttered("none", {"buttons": None}))
    assert replies.was_offered(talk, MORE)
    assert not replies.was_offered(talk, MORE + " ")
    assert not replies.was_offered(None, MORE)


def test_what_a_check_in_offered_is_told_apart():
    talk = tracker(said(MORE, event="listed"), said(DONE, event="check_in"), BotUttered("plain"))
    assert replies.was_offered(talk, DONE, event="check_in")
    assert not replies.was_offered(talk, MORE, event="check_in")

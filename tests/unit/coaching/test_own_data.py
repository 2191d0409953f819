"""One's own data, in words."""

from __future__ import annotations

import pytest

from bot.coaching import own_data
from bot.coaching.turn import Turn
from tests.helpers.small_knowledge import only, titles

TURN = Turn("export_my_data", "what do you know about me")
PERSON = {"role": "agent", "time_zone": "Asia/Manila", "consented_at": "2026-03-10T04:30:00+00:00"}


def everything(**changes):
    """What an export holds, of somebody who has just come by."""
    nothing = {"person": None, "goals": [], "feedback": [], "conversation": []}
    nothing["check_in_due_at"] = None
    return {**nothing, **changes}


def said(*who):
    return [{"from": one, "text": "…"} for one in who]


def test_what_is_kept_is_said_in_numbers_and_names():
    goals = [{"title": "a", "history": [{}, {}]}, {"title": "b", "history": [{}]}]
    kept = everything(
        person=PERSON,
        goals=goals,
        feedback=[{}],
        conversation=said("you", "coach", "you"),
        # On Monday already in Manila.
        check_in_due_at="2026-03-15T23:00:00+00:00",
    )
    reply = only(own_data.about(TURN, kept))
    assert "• 2 messages of yours in this conversation" in reply.text
    assert "• 2 goals, with 3 entries of history" in reply.text
    assert "• 1 opinion on my answers" in reply.text
    assert "• your role (agent) and your time zone (Asia/Manila)" in reply.text
    assert "that you agreed, on 2026-03-10," in reply.text
    assert "• when I ask about them: next on 16 March" in reply.text
    assert "names that you wrote are in the conversation" in reply.text
    assert "never stored" not in reply.text
    assert "Whoever runs me at your company, and its trainers, can read all of this." in reply.text
    assert titles(reply) == ["Export my data", "Delete my data"]
    assert reply.custom == {"kind": "data", "event": "shown"}


@pytest.mark.parametrize(
    ("goals", "words"),
    [
        ([], "• 0 goals, with 0 entries of history"),
        ([{"history": [{}]}], "• 1 goal, with 1 entry of history"),
    ],
)
def test_one_is_one(goals, words):
    kept = everything(person=PERSON | {"role": None}, goals=goals, conversation=said("you"))
    text = only(own_data.about(TURN, kept)).text
    assert words in text
    assert "• 1 message of yours" in text
    assert "your role (not said)" in text
    assert "• when I ask about them: not at all for now" in text


def test_a_guest_is_told_that_nothing_lasts():
    text = only(own_data.about(TURN, everything(conversation=said("you", "coach")))).text
    assert "• 1 message of yours" in text
    assert "gone within a day" in text
    for word in ("goal", "opinion", "role", "agreed, on"):
        assert word not in text


def test_what_was_written_is_not_repeated():
    kept = everything(person=PERSON, conversation=[{"from": "you", "text": "my secret"}])
    assert "my secret" not in only(own_data.about(TURN, kept)).text


def test_an_export_is_handed_over_by_its_reference_and_not_in_the_text():
    reply = only(own_data.export(TURN, "a-secret-reference"))
    assert reply.document == {"reference": "a-secret-reference", "name": "coach-export.json"}
    assert "a-secret-reference" not in reply.text
    assert "a-secret-reference" not in str(reply.custom)


def test_before_everything_is_deleted_there_is_one_question():
    outcome = own_data.ask_before_deleting(TURN)
    assert "nobody can bring it back" in only(outcome).text
    assert [b.payload for b in only(outcome).buttons] == [
        '/inform{"value": "yes"}',
        '/inform{"value": "cancel"}',
    ]


def test_the_receipt_is_said_and_the_channel_is_told():
    (reply,) = own_data.deleting("DEL-1-2-3")
    assert "**DEL-1-2-3**" in reply.text
    assert reply.custom == {"kind": "data", "event": "deleting", "receipt": "DEL-1-2-3"}


def test_what_was_not_confirmed_is_kept():
    reply = only(own_data.kept(TURN))
    assert "nothing is deleted" in reply.text
    assert reply.custom["event"] == "kept"

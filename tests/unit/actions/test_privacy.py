"""One's own data over a real database: shown, exported, and deleted after a clear yes only."""

from __future__ import annotations

import asyncio

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.privacy import ActionDelete, ActionExport, DeleteForm
from bot.coaching.goals.form import Form
from bot.store import deletions, exports, users
from tests.helpers.goal_book import NOW
from tests.helpers.trackers import others, pressed, run, slots_set, tracker

CLOSED = [("active_loop", None)]


@pytest.fixture(params=["ana", "guest"])
def sender(request):
    """Whoever it is: what is stored of a guest is theirs, too."""
    return request.getfixturevalue(request.param)


def asked(sessions):
    """Senders whose deletion was asked for."""
    with sessions.begin() as session:
        return deletions.pending(session)


SENTENCE = {"coach": {"label": "export_my_data/what_you_know"}}
COMMAND = '/export_my_data{"part": "what_you_know"}'


@pytest.mark.parametrize("typed", [True, False])
def test_what_is_kept_is_shown(ana, typed):
    by_words = tracker("what do you know", sender=ana, **SENTENCE)
    about = by_words if typed else pressed(COMMAND, sender=ana)
    messages, _ = run(ActionExport(), about)
    assert "your time zone (Asia/Manila)" in messages[0]["text"]
    assert messages[0]["custom"] == {"kind": "data", "event": "shown"}


def test_a_guest_is_told_that_nothing_lasts(guest):
    about = tracker(
        "what do you know", sender=guest, coach={"label": "export_my_data/what_you_know"}
    )
    messages, _ = run(ActionExport(), about)
    assert "gone within a day" in messages[0]["text"]


def test_an_export_is_handed_over_by_a_reference_that_works_once(sessions, sender):
    messages, events = run(ActionExport(), tracker("export my data", sender=sender))
    reference = messages[0]["custom"]["document"]["reference"]
    assert reference not in messages[0]["text"]
    assert reference not in str(events)
    with sessions.begin() as session:
        document = exports.redeem(session, reference, NOW)
        assert exports.redeem(session, reference, NOW) is None
    assert (document["person"] or {}).get("id") in (None, sender)


def test_before_anything_is_deleted_there_is_a_question(sessions, sender):
    messages, events = run(ActionDelete(), tracker("delete my data", sender=sender))
    assert "Delete everything?" in messages[0]["text"]
    assert others(events) == [("active_loop", "delete_form"), ("followup", "action_listen")]
    assert asked(sessions) == []


@pytest.mark.parametrize("answer", ["yes", "Yes please", "yes, delete it all", "do it", "button"])
def test_a_clear_yes_leaves_a_job_and_hands_out_its_receipt(sessions, sender, answer):
    confirmed = (
        pressed('/inform{"value": "yes"}', sender=sender)
        if answer == "button"
        else tracker(answer, sender=sender)
    )
    messages, events = run(DeleteForm(), confirmed)
    assert asked(sessions) == [sender]
    with sessions.begin() as session:
        receipt = deletions.receipt_for(session, sender, "m-1")
    assert messages[0]["custom"] == {"kind": "data", "event": "deleting", "receipt": receipt}
    assert receipt in messages[0]["text"]
    assert others(events) == CLOSED


def test_the_person_is_still_there_when_the_turn_ends(sessions, ana):
    run(DeleteForm(), tracker("yes", sender=ana))
    with sessions.begin() as session:
        assert users.get(session, ana)
        assert users.is_retired(session, ana)


def test_the_same_yes_again_has_the_same_receipt(sessions, ana):
    receipts = {
        run(DeleteForm(), tracker("yes", sender=ana))[0][0]["custom"]["receipt"] for _ in range(2)
    }
    assert len(receipts) == 1
    assert asked(sessions) == [ana]


@pytest.mark.parametrize("answer", ["no", "cancel", "never mind", "keep it", "not sure", "button"])
def test_a_no_keeps_everything(sessions, ana, answer):
    refused = (
        pressed('/inform{"value": "cancel"}', sender=ana)
        if answer == "button"
        else tracker(answer, sender=ana)
    )
    messages, events = run(DeleteForm(), refused)
    assert "nothing is deleted" in messages[0]["text"]
    assert others(events) == CLOSED
    assert asked(sessions) == []


@pytest.mark.parametrize(
    "answer",
    ["yes but export it first", "what happens then?", "my goals", "", '/inform{"value": "held"}']
    + ['/affirm{"value": "no"}', "/goal_list"],
)
def test_anything_else_deletes_nothing_and_is_answered_by_itself(sessions, ana, answer):
    dispatcher = CollectingDispatcher()
    said = (pressed if answer.startswith("/") else tracker)(answer, sender=ana)
    with pytest.raises(ActionExecutionRejection):
        asyncio.run(DeleteForm().run(dispatcher, said, {}))
    assert dispatcher.messages == []
    assert asked(sessions) == []


def test_a_yes_in_the_entities_of_typed_words_is_no_button(sessions, ana):
    said = tracker("how sure are you", sender=ana, entities=[{"entity": "value", "value": "yes"}])
    with pytest.raises(ActionExecutionRejection):
        run(DeleteForm(), said)
    assert asked(sessions) == []


def test_after_something_else_was_answered_the_question_is_let_go(sessions, ana):
    messages, events = run(DeleteForm(), tracker("yes", sender=ana, after="action_help"))
    assert (messages, slots_set(events), others(events)) == ([], {}, CLOSED)
    assert asked(sessions) == []


HALF_MADE = {"form": Form("create", step="measure", values={"title": "Leave on time"}).stored()}
BACK_TO_THE_GOAL = [("active_loop", "goal_form"), ("followup", "goal_form")]


@pytest.mark.parametrize(("answer", "after"), [("no", "action_listen"), ("hm", "action_help")])
def test_a_goal_that_was_half_made_before_goes_on_after_the_question(ana, answer, after):
    said = tracker(answer, sender=ana, slots=HALF_MADE, loop="delete_form", after=after)
    _, events = run(DeleteForm(), said)
    assert others(events) == BACK_TO_THE_GOAL
    assert "form" not in slots_set(events)


def test_after_a_yes_no_goal_goes_on(ana):
    said = tracker("yes", sender=ana, slots=HALF_MADE, loop="delete_form")
    assert others(run(DeleteForm(), said)[1]) == CLOSED

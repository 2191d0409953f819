"""Reporting, completing, dropping and reopening goals."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timezone

import pytest

from bot.coaching.goals import changes
from bot.coaching.turn import Turn
from bot.store.records import LONGEST_NOTE, MOST_OPEN_GOALS
from tests.helpers.goal_book import a_book
from tests.helpers.goal_messages import NOT_DONE
from tests.helpers.small_knowledge import KNOWLEDGE, only, titles

TITLE = "Leave on time"


@pytest.fixture
def book():
    return a_book(TITLE, "Praise two agents")


def report(book, text="", number=1, **entities):
    """What is answered to a message about how far a goal is."""
    turn = Turn("goal_progress", text, entities=entities)
    return changes.report(KNOWLEDGE, turn, book, book.goals()[number - 1])


def kept(book, number=1):
    """The last line of the goal's history: its kind, progress and note."""
    last = book.history(book.goals()[number - 1])[-1]
    return last.kind, last.progress, last.note


def test_progress_is_kept_and_shown(book):
    outcome = report(book, "im at 60% now", progress="60%")
    assert kept(book) == ("progress", 60, "")
    reply = only(outcome)
    assert "A start, 60 %: **Leave on time**" in reply.text
    assert "60 % · due Fri 1 May" in reply.text
    assert reply.custom == {"kind": "goal", "event": "progressed", "goal_ids": [1]}
    assert titles(reply) == ["Done", "Picture", "My goals"]
    assert outcome.form is None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (0, 20, "A start, 20 %:"),
        (20, 60, "From 20 to 60 %:"),
        (60, 60, "Still the same:"),
        (60, 40, "Back from 60 to 40 %, it happens:"),
        (60, 0, "Back from 60 to 0 %, it happens:"),
    ],
)
def test_the_way_that_was_made_gets_a_word(book, before, after, said):
    book.report(1, progress=before, note="")
    book.next_turn("m-2")
    assert said in only(report(book, progress=f"{after}%")).text


@pytest.mark.parametrize(
    "note", ["had a good call with the client", "i slipped back on goal 1", "left late twice"]
)
def test_words_without_a_figure_are_a_note(book, note):
    outcome = report(book, note)
    assert kept(book) == ("note", 0, note)
    assert "Noted for **Leave on time**" in only(outcome).text


@pytest.mark.parametrize(
    "order", ["update my goal", "log progress", "report progress on goal 1", "pls update it", ""]
)
def test_an_order_without_progress_asks_how_far_it_is(book, order):
    outcome = report(book, order)
    assert "how far are you?" in only(outcome).text
    assert titles(only(outcome)) == ["25 %", "50 %", "75 %", "Done"]
    assert (outcome.form.kind, outcome.form.number) == ("report", 1)
    assert kept(book) == ("created", 0, "")


def test_the_buttons_say_which_goal_and_how_far(book):
    reply = only(report(book, "", number=2))
    sent = [json.loads(b.payload.removeprefix("/goal_progress")) for b in reply.buttons]
    assert {entities["goal_number"] for entities in sent} == {"2"}
    for entities in sent:
        book.next_turn(f"m-{entities['progress']}")
        report(book, "/goal_progress", number=2, **entities)
    assert [u.progress for u in book.history(book.goals()[1])] == [0, 25, 50, 75, 100]
    assert book.goals()[1].status == "completed"


def test_a_button_is_no_note(book):
    pressed = '/goal_progress{"goal_number": "1", "colour": "a deep blue"}'
    assert report(book, pressed).form is not None
    assert kept(book)[0] == "created"


def test_a_note_that_is_too_long_is_asked_for_shorter_and_what_just_fits_is_kept(book):
    outcome = report(book, "so it went " * 200)
    assert str(LONGEST_NOTE) in only(outcome).text
    assert outcome.form.kind == "report"
    assert kept(book)[0] == "created"
    report(book, "ab " * 666 + "ab")
    assert kept(book)[0] == "note"


def test_all_of_it_is_done(book):
    outcome = report(book, "100% now", progress="100%")
    assert kept(book) == ("completed", 100, "")
    assert only(outcome).custom["event"] == "completed"


@pytest.mark.parametrize("progress", ["half done", "almost done"])
def test_what_is_done_in_part_is_not_closed(book, progress):
    report(book, f"goal 1 is {progress}", progress=progress)
    assert book.goals()[0].status == "open"


@pytest.mark.parametrize("label", ["goal_progress", "goal_complete"])
@pytest.mark.parametrize("progress", ["", "done"])
@pytest.mark.parametrize("text", NOT_DONE)
def test_what_is_not_done_yet_is_a_note_whatever_it_was_taken_for(book, text, label, progress):
    turn = Turn(label, text, entities={"progress": progress} if progress else {})
    change = changes.complete if label == "goal_complete" else changes.report
    outcome = change(KNOWLEDGE, turn, book, book.goals()[0])
    assert book.goals()[0].status == "open"
    # Too few words are no note, and it asks.
    assert outcome.form or kept(book) == ("note", 0, text)


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("goal 1 is done", {"progress": "done", "goal_number": "1"}),
        ("first goal 100%", {"progress": "100%", "goal_number": "1"}),
        ("i finished my leaving goal", {"progress": "finished", "goal_ref": "leaving"}),
        ("leave on time is done", {"progress": "done"}),
        ("set my goal to 100 percent pls", {"progress": "100 percent"}),
    ],
)
def test_a_goal_that_is_only_said_to_be_done_is_closed(book, text, entities):
    report(book, text, **entities)
    assert book.goals()[0].status == "completed"


@pytest.mark.parametrize(
    ("text", "progress"),
    [
        ("my TL finished the review of goal 1", "finished"),
        ("im 100% sure goal 1 will work out", "100%"),
        ("5 of 5 agents liked goal 1", "5 of 5"),
    ],
)
def test_what_is_done_beside_other_words_is_a_note_with_a_button_to_close_it(book, text, progress):
    outcome = report(book, text, progress=progress, goal_number="1")
    assert kept(book) == ("note", 0, text)
    assert "Done" in titles(only(outcome))


def test_completing_praises_and_leaves_a_question(book):
    outcome = changes.complete(KNOWLEDGE, Turn("goal_complete"), book, book.goals()[0])
    goal = book.goals()[0]
    assert (goal.status, goal.progress) == ("completed", 100)
    reply = only(outcome)
    assert "Well done: **Leave on time** is reached, you said it and you did it." in reply.text
    assert "**Ask yourself:** What did you do differently" in reply.text
    assert titles(reply) == ["Picture", "New goal"]


@pytest.mark.parametrize(("days", "early"), [(0, False), (1, True), (51, True), (52, False)])
def test_before_its_date_is_said_but_not_of_a_goal_of_the_same_day(book, days, early):
    book.next_turn("m-2", days=days)
    reply = only(changes.complete(KNOWLEDGE, Turn("goal_complete"), book, book.goals()[0]))
    assert ("before its date, too" in reply.text) is early


@pytest.mark.parametrize(
    ("made", "zone", "early"),
    [
        # Ten past midnight of the 11th in Manila, when it is the 10th in UTC.
        (datetime(2026, 3, 10, 16, 10, tzinfo=timezone.utc), "Asia/Manila", False),
        (datetime(2026, 3, 10, 15, 50, tzinfo=timezone.utc), "Asia/Manila", True),
        (datetime(2026, 3, 10, 16, 10, tzinfo=timezone.utc), "UTC", True),
        (datetime(2026, 3, 10, 16, 10, tzinfo=timezone.utc), "Gone/Nowhere", True),
    ],
)
def test_a_goal_of_the_same_day_is_one_of_the_person_s_own_day(made, zone, early):
    book = a_book(TITLE, time_zone=zone)
    book._goals[1] = replace(book.goals()[0], created_at=made)
    book.now = datetime(2026, 3, 11, 4, 0, tzinfo=timezone.utc)
    reply = only(changes.complete(KNOWLEDGE, Turn("goal_complete"), book, book.goals()[0]))
    assert ("before its date, too" in reply.text) is early


@pytest.mark.parametrize(
    ("topic", "question"),
    [
        ("listening", "Agents listen: how did it go?"),
        ("night_shift", "What did you do differently"),
        ("gone", "What did you do differently"),
        (None, "What did you do differently"),
    ],
)
def test_the_question_is_that_of_the_goal_s_card(book, topic, question):
    book._goals[1] = replace(book.goals()[0], topic=topic)
    reply = only(changes.complete(KNOWLEDGE, Turn("goal_complete"), book, book.goals()[0]))
    assert question in reply.text


def test_dropping_asks_why_and_drops_nothing_yet(book):
    outcome = changes.drop(KNOWLEDGE, Turn("goal_drop"), book, book.goals()[0])
    assert "What made you let it go?" in only(outcome).text
    assert titles(only(outcome)) == ["Just drop it", "Keep it"]
    assert (outcome.form.kind, outcome.form.number) == ("drop", 1)
    assert book.goals()[0].status == "open"


@pytest.mark.parametrize("reason", ["", "the metric is gone"])
def test_a_goal_that_is_dropped_keeps_its_reason(book, reason):
    reply = only(changes.dropped(Turn("goal_drop"), book, 1, reason))
    assert kept(book) == ("dropped", 0, reason)
    assert "**Leave on time** is dropped" in reply.text
    assert "reopen goal 1" in reply.text


def test_a_goal_is_reopened_where_it_stood(book):
    book.report(1, progress=40, note="")
    for number, change in enumerate((book.complete, book.reopen, book.complete)):
        book.next_turn(f"m-{number + 2}")
        change(1)
    book.next_turn("m-5")
    reply = only(changes.reopen(KNOWLEDGE, Turn("goal_reopen"), book, book.goals()[0]))
    assert (book.goals()[0].status, book.goals()[0].progress) == ("open", 40)
    assert "is open again" in reply.text
    assert "40 %" in reply.text


def test_where_fifty_are_open_none_is_reopened():
    book = a_book(*(f"goal {n}" for n in range(1, MOST_OPEN_GOALS + 1)))
    book.drop(1, "")
    book.next_turn("m-2")
    book.reopen(1)
    book.next_turn("m-3")
    book._goals[51] = replace(book.goals()[0], number=51, status="dropped", closed_at=book.now)
    reply = only(changes.reopen(KNOWLEDGE, Turn("goal_reopen"), book, book.goals()[-1]))
    assert "as many as I keep" in reply.text
    assert book.goals()[-1].status == "dropped"


def test_the_same_message_again_changes_nothing_more(book):
    for _ in range(2):
        report(book, "left late twice")
    assert len(book.history(book.goals()[0])) == 2
    assert book.goals()[0].target_date == date(2026, 5, 1)

"""The coach's own check-in: about which goal, and what is taken for an answer to it."""

from __future__ import annotations

import pytest

from bot.coaching.goals import asking
from bot.coaching.goals.asking import ASK
from bot.coaching.goals.form import NotAnAnswer
from bot.coaching.turn import Thread
from bot.store.records import LONGEST_NOTE
from tests.helpers.goal_book import a_book
from tests.helpers.goal_talk import GoalTalk
from tests.helpers.small_knowledge import titles, turn

UNSURE = {"decision": "clarify"}
SURE = {"decision": "answer"}


@pytest.fixture
def talk():
    """Two goals; the first was reported on since the second was made."""
    talk = GoalTalk(a_book("Leave on time", "Praise two agents"))
    talk.book.next_turn("since", days=2)
    talk.book.report(1, progress=40, note="")
    talk.book.next_turn("now", days=5)
    return talk


@pytest.fixture
def asked(talk):
    talk.send(ASK)
    return talk


def goal(talk, number=2):
    return talk.book.goals()[number - 1]


def last(talk, number=2):
    update = talk.book.history(goal(talk, number))[-1]
    return update.kind, update.progress, update.note


def test_it_asks_about_the_goal_that_was_left_alone_for_longest(talk):
    said = talk.send(ASK)
    assert "how is it going with **Praise two agents**?" in said
    assert "0 % · due" in said
    assert "1 other goal is open too" in said
    (reply,) = talk.replies
    assert reply.custom == {"kind": "goal", "event": "check_in", "goal_ids": [2]}
    assert titles(reply) == ["Done", "25 %", "50 %", "75 %", "Snooze a day", "Skip", "Stop"]
    assert talk.thread.goal == "2"


def test_one_goal_stands_alone_and_many_are_counted():
    alone = GoalTalk(a_book("Leave on time"))
    assert "other goal" not in alone.send(ASK)
    assert "2 other goals are open too" in GoalTalk(a_book("One", "Two", "Three")).send(ASK)


def test_a_closed_goal_is_not_asked_about(talk):
    talk.book.complete(2)
    assert "Leave on time" in talk.send(ASK)


@pytest.mark.parametrize("closed", [(), ("Leave on time",)])
def test_without_an_open_goal_nothing_is_due(closed):
    talk = GoalTalk(a_book(*closed))
    if closed:
        talk.book.drop(1, "")
    assert talk.send(ASK)
    (reply,) = talk.replies
    assert reply.custom == {"kind": "goal", "event": "nothing_due", "goal_ids": []}
    assert reply.buttons == ()
    assert talk.form is None


def pressed(talk, title):
    """A button of the check-in; the form leaves it to the rule of its intent."""
    with pytest.raises(NotAnAnswer):
        talk.press(title)
    talk.form = None
    return talk.press(title)


@pytest.mark.parametrize(("title", "percent"), [("25 %", 25), ("50 %", 50), ("75 %", 75)])
def test_a_percentage_is_pressed(asked, title, percent):
    assert f"{percent} %" in pressed(asked, title)
    assert last(asked) == ("progress", percent, "")
    assert goal(asked, 1).progress == 40


def test_done_is_praised_and_followed_by_a_question(asked):
    said = pressed(asked, "Done")
    assert "Well done: **Praise two agents**" in said
    assert "Ask yourself" in said
    assert goal(asked).status == "completed"


def test_a_button_is_good_long_after(asked):
    asked.form, asked.thread = None, Thread()
    asked.book.next_turn("later", days=9)
    asked.press("50 %")
    assert last(asked) == ("progress", 50, "")


def test_snooze_asks_tomorrow(asked):
    assert pressed(asked, "Snooze a day").startswith("Later, then.")
    assert asked.book.next_check_in().day == asked.book.today.day + 1


def test_skip_leaves_the_next_one_as_it_is_planned(asked):
    before = asked.book.due_at
    assert pressed(asked, "Skip").startswith("Skipped.")
    assert asked.book.due_at == before


def test_a_typed_skip_means_the_one_that_has_come(asked):
    before = asked.book.due_at
    with pytest.raises(NotAnAnswer):
        asked.say("skip this one", "check_in/skip")
    asked.form = None
    asked.say("skip this one", "check_in/skip")
    assert asked.book.due_at == before
    asked.say("skip the next one", "check_in/skip")
    assert asked.book.due_at > before


def test_stop_stops_them(asked):
    assert "No more check-ins" in pressed(asked, "Stop")
    assert asked.book.next_check_in() is None


@pytest.mark.parametrize("text", ["stop", "Stop!", "please stop", "STOP it"])
def test_so_does_the_word(asked, text):
    assert "No more check-ins" in asked.say(text, "deny", decision="command")
    assert asked.book.next_check_in() is None


@pytest.mark.parametrize(
    ("text", "percent"), [("40", 40), ("halfway", 50), ("60%", 60), ("3 of 5", 60)]
)
def test_how_far_it_is_counts_for_that_goal(asked, text, percent):
    asked.say(text, **UNSURE)
    assert last(asked) == ("progress", percent, "")
    assert asked.form is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("talked to my tl", {"label": "ask/listening", **UNSURE}),
        ("still stuck", {"label": "out_of_scope/near_miss", "decision": "out_of_scope"}),
        ("asked my TL for feedback twice", {"label": "ask/listening", **SURE}),
        ("i finally spoke with both of them", {"label": "ask/praise", **SURE}),
        ("going well", {"label": "greet/how_are_you", "decision": "command"}),
    ],
)
def test_other_words_are_a_note_on_that_goal(asked, text, said):
    assert asked.say(text, **said).startswith("Noted for **Praise two agents**")
    assert last(asked) == ("note", 0, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("my caller screamed at me today", {"label": "ask/listening", **SURE}),
        ("how do i handle rude callers?", {"label": "ask/listening", **SURE}),
        ("how are you?", {"label": "greet/how_are_you", "decision": "command"}),
        ("i can't go on", {"label": "safety/self_harm", "decision": "safety"}),
        ("my goals", {"label": "goal_list", "decision": "command"}),
        ("new goal", {"label": "goal_create", "decision": "command"}),
        ("thanks", {"label": "thanks", "decision": "command"}),
        ("check in on fridays", {"label": "check_in", "decision": "command"}),
        ("asdf", {"label": "out_of_scope/nonsense", "decision": "out_of_scope"}),
        ("/restart", {"label": "out_of_scope/command", "decision": "out_of_scope"}),
        # These name another goal, which is found by what follows.
        ("60% with goal 1", {"label": "goal_progress", "decision": "command"}),
    ],
)
def test_whatever_is_about_something_else_is_answered_by_itself(asked, text, said):
    with pytest.raises(NotAnAnswer):
        asked.say(text, **said)
    assert last(asked) == ("created", 0, "")


@pytest.mark.parametrize("text", ["not now", "nothing yet", "no", "cancel", "later", "never mind"])
def test_who_has_nothing_to_say_is_left_alone(asked, text):
    assert asked.say(text, "deny", decision="command") == "All right, we leave it there."
    assert last(asked) == ("created", 0, "")
    assert asked.form is None


def test_progress_without_a_name_is_of_the_goal_that_was_asked_about(asked):
    """Also when the form is over, with a session that ended since."""
    asked.form = None
    asked.say("halfway", "goal_progress", entities={"progress": "halfway"})
    assert last(asked) == ("progress", 50, "")


def test_a_goal_that_is_named_is_the_one(asked):
    asked.form = None
    asked.say("60%", "goal_progress", entities={"progress": "60%", "goal_number": "1"})
    assert (goal(asked, 1).progress, goal(asked, 2).progress) == (60, 0)


def test_what_was_done_since_ends_the_check_in(asked):
    asked.form = None
    asked.say("my goals", "goal_list")
    assert asked.thread.waiting == "check_in"
    asked.say("halfway", "goal_progress", entities={"progress": "halfway"})
    assert asked.thread.waiting is None
    asked.say("75%", "goal_progress", entities={"progress": "75%"})
    assert asked.form.kind == "choose"


def test_a_goal_that_was_closed_meanwhile_is_gone(asked):
    asked.book.complete(2)
    assert "not open any more" in asked.say("halfway", **UNSURE)


def test_too_long_a_note_is_asked_for_again(asked):
    assert "Shorter?" in asked.say("talked " * LONGEST_NOTE, **UNSURE)
    asked.say("talked to both", **UNSURE)
    assert last(asked) == ("note", 0, "talked to both")


@pytest.mark.parametrize("text", ['\\/check_in{"part": "ask"}', "check in", ""])
def test_nobody_else_can_make_it_ask(text):
    assert not asking.is_own_check_in(turn("check_in", text=text))

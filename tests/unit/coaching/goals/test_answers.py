"""Answers to the forms that ask about goals that are there, and what is no answer."""

from __future__ import annotations

import pytest

from bot.coaching.goals import answers
from bot.coaching.goals.form import Form, NotAnAnswer
from bot.coaching.turn import Turn, payload
from bot.nlu.goals.phrases import find_goal_phrases
from bot.store.records import LONGEST_NOTE
from tests.helpers.goal_book import a_book
from tests.helpers.goal_messages import DONE, NOT_DONE, NOTES
from tests.helpers.goal_talk import GoalTalk
from tests.helpers.small_knowledge import titles

TITLES = ("Raise my QA score", "Ask for feedback", "Leave on time")
OF_A_GOAL = ("choose", "report", "drop", "edit")
CANCEL = {"value": "cancel"}


@pytest.fixture
def talk():
    return GoalTalk(a_book(*TITLES))


def asked(talk, kind):
    """The talk with that form open, about goal 2 where it is about one."""
    if kind == "choose":
        talk.say("mark one as done", "goal_complete")
    else:
        label = {"report": "goal_progress", "drop": "goal_drop", "edit": "goal_edit"}[kind]
        text = "rename goal 2" if kind == "edit" else "update goal 2"
        talk.say(text, label, entities={"goal_number": "2"})
    assert talk.form.kind == kind
    return talk


def unchanged(talk):
    return all(u.kind == "created" for g in talk.book.goals() for u in talk.book.history(g))


def test_a_goal_is_chosen_by_its_button(talk):
    asked(talk, "choose").press("2. Ask for feedback")
    assert [goal.status for goal in talk.book.goals()] == ["open", "completed", "open"]
    assert talk.form is None


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("2", {"point": "2"}),
        ("2.", {}),
        (" #2 ", {"point": "2"}),
        ("2!", {}),
        ("goal 2", {"goal_number": "2"}),
        ("the second one", {"point": "2"}),
        ("number two", {"point": "2"}),
        ("the second goal", {"goal_number": "2"}),
        ("feedback", {}),
        ("the feedback one", {"goal_ref": "feedback"}),
        ("ask for feedbak", {}),
        ("Ask for feedback", {}),
    ],
)
def test_a_goal_is_chosen_by_number_place_or_words(talk, text, entities):
    asked(talk, "choose").say(text, "choose", entities=entities)
    assert [goal.status for goal in talk.book.goals()] == ["open", "completed", "open"]


@pytest.mark.parametrize(
    ("point", "chosen"), [("1", 3), ("2", 4), ("-1", 5), ("-3", 3)], ids=["1", "2", "last", "first"]
)
def test_the_second_one_counts_in_the_list_and_a_number_is_the_goal_s_own(point, chosen):
    talk = GoalTalk(a_book("Coach Ana", "Coach Ben", *TITLES))
    for number in (1, 2):
        talk.book.next_turn(f"closed-{number}")
        talk.book.drop(number, "")
    asked(talk, "choose").say("the second one", "choose", entities={"point": point})
    assert talk.book.goals()[chosen - 1].status == "completed"


def test_a_bare_number_is_the_goal_s_own():
    talk = GoalTalk(a_book("Coach Ana", *TITLES))
    talk.book.drop(1, "")
    asked(talk, "choose").say("2", "choose", entities={"point": "2"})
    assert talk.book.goals()[1].status == "completed"


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("9", {"point": "9"}),
        ("0", {"point": "0"}),
        ("goal 9", {"goal_number": "9"}),
        ("the ninth one", {"point": "9"}),
        ("delegation", {}),
        ("hmm", {}),
        ("99999999999", {}),
    ],
)
def test_what_is_not_listed_is_no_choice(talk, text, entities):
    asked(talk, "choose")
    with pytest.raises(NotAnAnswer):
        talk.say(text, "choose", entities=entities)
    assert unchanged(talk)


def test_a_goal_that_is_there_but_was_not_listed_is_no_choice(talk):
    talk.book.drop(1, "")
    asked(talk, "choose")
    with pytest.raises(NotAnAnswer):
        talk.say("1", "choose", entities={"point": "1"})


@pytest.mark.parametrize(
    ("text", "label", "entities"),
    [
        ("drop goal 2", "goal_drop", {"goal_number": "2"}),
        ("goal 2 is done", "goal_complete", {"goal_number": "2"}),
        ("60% on the second", "goal_progress", {"point": "2", "progress": "60%"}),
        ("show my goals", "goal_list", {}),
        ("how do i handle rude callers?", "ask/rude_callers", {}),
        ("help", "help", {}),
        ("i can't go on", "safety/self_harm", {}),
        ("/goal_list", "goal_list", {}),
    ],
)
def test_another_command_in_the_middle_is_not_a_choice(talk, text, label, entities):
    asked(talk, "choose")
    with pytest.raises(NotAnAnswer):
        talk.say(text, label, entities=entities)
    assert unchanged(talk)


def test_the_last_goal_is_the_last_that_was_listed(talk):
    asked(talk, "choose").say("the last goal", "choose", entities={"goal_number": "-1"})
    assert talk.book.goals()[2].status == "completed"


def test_a_title_in_full_is_a_choice_whatever_it_reads_like():
    talk = GoalTalk(a_book("Log calls on time", "Set boundaries"))
    asked(talk, "choose").say("log calls on time", "choose")
    assert talk.book.goals()[0].status == "completed"


def test_words_that_name_no_goal_complete_none():
    talk = GoalTalk(a_book("Ask for feedback after one call a week", "Leave on time"))
    asked(talk, "choose")
    with pytest.raises(NotAnAnswer):
        talk.say("all", "choose")


@pytest.mark.parametrize("kind", OF_A_GOAL)
@pytest.mark.parametrize("words", ["cancel", "never mind", "stop it", "forget it pls"])
def test_every_form_can_be_left_and_nothing_has_changed(talk, kind, words):
    asked(talk, kind).say(words)
    assert talk.replies[0].custom["event"] == "cancelled"
    assert talk.form is None
    assert unchanged(talk)


@pytest.mark.parametrize(
    ("kind", "button", "said"),
    [
        ("choose", "None of these", "we leave it there"),
        ("drop", "Keep it", "Good, it stays."),
    ],
)
def test_a_form_can_be_left_by_its_button(talk, kind, button, said):
    assert said in asked(talk, kind).press(button)
    assert unchanged(talk)


@pytest.mark.parametrize("words", ["none of these", "neither", "neither of them"])
def test_none_of_the_listed_closes_the_list(talk, words):
    asked(talk, "choose").say(words, "choose/none")
    assert talk.form is None
    assert unchanged(talk)


KEPT = [
    "keep it", "no, keep it", "don't", "don’t drop it", "no", "No!", "nope", "no no", "oh no",
    "no wait", "hmm wait", "wait", "hold on", "keep", "keep the goal", "keep it open",
    "actually keep going with it", "i want to keep working on it", "i'll continue with that goal",
    "i didn't mean that", "I didn’t mean that one", "i did not want to drop it", "wrong goal",
    "oops wrong one", "that's the wrong goal", "not that one", "not this goal", "the other one",
    "i still want it", "i'm not giving up", "it stays", "that was a mistake", "wag po", "nahi",
]  # fmt: skip


@pytest.mark.parametrize("words", KEPT)
def test_a_goal_that_is_to_be_kept_is_not_dropped(talk, words):
    said = asked(talk, "drop").say(words)
    assert talk.book.goals()[1].status == "open"
    assert said == "Good, it stays."
    assert talk.form is None


@pytest.mark.parametrize("kind", OF_A_GOAL)
@pytest.mark.parametrize(
    ("text", "label"),
    [("what is csat", "ask/metrics"), ("my goals", "goal_list"), ("/goal_list", "goal_list")],
)
def test_something_else_is_left_to_the_rest_of_the_coach(talk, kind, text, label):
    asked(talk, kind)
    with pytest.raises(NotAnAnswer):
        talk.say(text, label)
    assert talk.ask_again() == ""
    assert talk.form is None


@pytest.mark.parametrize(
    ("text", "progress"),
    [("60", 60), ("60.", 60), ("60%", 60), ("halfway", 50), ("3 of 5", 60), ("0", 0), ("٦٠", 60)],
)
def test_progress_is_taken_in_any_form(talk, text, progress):
    asked(talk, "report").say(text)
    assert talk.book.goals()[1].progress == progress
    assert talk.form is None


@pytest.mark.parametrize("text", ["100", "done", "100%"])
def test_all_of_it_completes_the_goal(talk, text):
    asked(talk, "report").say(text)
    assert talk.book.goals()[1].status == "completed"


@pytest.mark.parametrize("text", ["went well today", "101", "150%"])
def test_other_words_are_a_note(talk, text):
    asked(talk, "report").say(text)
    assert talk.book.history(talk.book.goals()[1])[-1].note == text


def reported(text):
    """The one goal after that answer to how far it is, read as Rasa reads it; and its last note."""
    talk = GoalTalk(a_book("Praise two agents"))
    talk.say("update my goal", "goal_progress")
    talk.say(text, entities={phrase.entity: phrase.value for phrase in find_goal_phrases(text)})
    (goal,) = talk.book.goals()
    return goal, talk.book.history(goal)[-1].note


@pytest.mark.parametrize("text", [*NOTES, *NOT_DONE])
def test_words_that_tell_no_progress_are_kept_as_a_note(text):
    goal, note = reported(text)
    assert (goal.status, goal.progress, note) == ("open", 0, text)


@pytest.mark.parametrize("text", DONE)
def test_whoever_says_only_that_it_is_done_has_reached_it(text):
    assert reported(text)[0].status == "completed"


@pytest.mark.parametrize(
    ("text", "progress"),
    [
        ("halfway with the book", 50),
        ("about half way through it", 50),
        ("almost done with my calls", 90),
        ("two modules out of six", 33),
        ("a quarter of the way, it is slow", 25),
        ("seventy five percent", 75),
        ("it went from 40% to 60%", 60),
    ],
)
def test_a_part_is_taken_beside_other_words(text, progress):
    goal, _ = reported(text)
    assert goal.progress == progress


def test_another_goal_that_is_done_does_not_close_this_one(talk):
    asked(talk, "report").say("goal 1 is done", entities={"progress": "done", "goal_number": "1"})
    assert [goal.status for goal in talk.book.goals()] == ["open", "open", "open"]


def test_where_something_is_done_the_note_shows_how_to_close_the_goal(talk):
    said = asked(talk, "report").say("talked to my TL, she finished early")
    assert "Is all of it done? Then press “Done”." in said
    talk.press("Done")
    assert talk.book.goals()[1].status == "completed"


def test_a_button_of_the_question_reports(talk):
    asked(talk, "report")
    with pytest.raises(NotAnAnswer):
        talk.press("50 %")
    button = next(b for b in talk.replies[0].buttons if b.title == "50 %")
    talk.form = None
    talk.send(button.payload)
    assert talk.book.goals()[1].progress == 50


def test_a_note_that_is_too_long_keeps_the_form_open(talk):
    asked(talk, "report").say("so it went " * 300)
    assert talk.form == Form("report", number=2)
    assert unchanged(talk)


def test_a_goal_that_was_closed_meanwhile_is_said_so(talk):
    asked(talk, "report").book.drop(2, "")
    assert "is not open any more" in talk.say("60%")
    assert talk.form is None


@pytest.mark.parametrize("kind", ["drop", "edit"])
def test_a_goal_that_was_closed_meanwhile_is_said_so_in_every_form(talk, kind):
    asked(talk, kind).book.complete(2)
    assert "is not open any more" in talk.say("calm calls")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("the metric is gone", "the metric is gone"),
        *((words, words) for words in ("no time", "no longer my job", "not mine any more")),
        *((words, words) for words in ("wait for next year", "keeping it is too much")),
        *((words, "") for words in ("skip", "no reason", "idk", "nothing", "not sure")),
    ],
)
def test_a_goal_is_dropped_with_its_reason_or_without(talk, words, reason):
    asked(talk, "drop").say(words)
    assert talk.book.goals()[1].status == "dropped"
    assert talk.book.history(talk.book.goals()[1])[-1].note == reason


def test_a_goal_is_dropped_by_a_button_and_can_be_taken_up_again(talk):
    said = asked(talk, "drop").press("Just drop it")
    assert "say “reopen goal 2”" in said
    talk.say("reopen goal 2", "goal_reopen", entities={"goal_number": "2"})
    assert talk.book.goals()[1].status == "open"


def test_a_reason_that_is_too_long_is_cut_and_that_is_said(talk):
    said = asked(talk, "drop").say("because " * 300)
    assert "I kept the first 2000 characters" in said
    assert len(talk.book.history(talk.book.goals()[1])[-1].note) == LONGEST_NOTE


def test_a_new_title_is_taken(talk):
    asked(talk, "edit").say("calm calls")
    assert talk.book.goals()[1].title.lower() == "calm calls"


def test_a_step_back_is_no_title(talk):
    asked(talk, "edit")
    assert "stays as it is" in talk.say("go back")
    assert unchanged(talk)


@pytest.mark.parametrize("kind", ["report", "drop", "edit"])
@pytest.mark.parametrize("value", ["held", "offered", "in 2 weeks"])
def test_a_button_of_another_question_is_no_answer(talk, kind, value):
    said = asked(talk, kind).send(payload("inform", value=value))
    assert "I left that aside" in said
    assert unchanged(talk)


@pytest.mark.parametrize("label", ["safety", "safety/self_harm"])
def test_after_a_word_of_danger_no_form_asks_again(talk, label):
    form = Form("create", step="title")
    assert answers.ask_again(Turn(label), form, talk.book) is None
    assert answers.ask_again(Turn("ask"), form, talk.book).form == form


def test_a_button_of_a_form_that_is_closed_changes_nothing(talk):
    outcome = answers.closed(Turn("inform", payload("inform", value="held")))
    assert "I left that aside" in outcome.replies[0].text
    assert titles(outcome.replies[0]) == ["New goal"]
    assert outcome.form is None


def test_where_nothing_is_open_nothing_is_cancelled():
    outcome = answers.closed(Turn("inform", payload("inform", value="cancel"), entities=CANCEL))
    assert outcome.replies[0].text.startswith("There is nothing open to cancel.")
    assert outcome.replies[0].custom["event"] == "cancelled"


@pytest.mark.parametrize("kind", OF_A_GOAL)
def test_whichever_form_is_open_is_left_by_the_command(talk, kind):
    asked(talk, kind).send(payload("inform", value="cancel"))
    assert talk.replies[0].custom["event"] == "cancelled"
    assert talk.form is None
    assert unchanged(talk)

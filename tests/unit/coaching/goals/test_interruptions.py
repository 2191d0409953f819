"""What answers a form, what steers it, and what is something else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching.goals import interruptions as says
from bot.coaching.turn import Turn
from tests.helpers.goal_messages import OWN_COMMANDS, QUESTIONS, TITLES

CHECK = settings(max_examples=200, deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize("title", TITLES)
def test_a_goal_is_an_answer_whatever_it_reads_like(title):
    assert not says.is_cancel(title)
    assert not says.is_back(title)
    assert not says.is_skip(title)
    assert says.field_to_change(title) is None
    assert not says.takes_offer(title)
    assert not says.keeps_own(title)
    for label in ("ask/listening", "goal_list", "delete_my_data", "help", ""):
        assert not says.is_something_else(Turn(label, title))


CONTROLS = {
    says.is_cancel: (
        "cancel",
        "Cancel!",
        "cancel it please",
        "cancel my goal",
        "ok cancel",
        "never mind",
        "nevermind that",
        "forget it",
        "forget about it",
        "stop",
        "stop this pls",
        "quit",
        "exit",
        "not now",
        "i changed my mind",
        "no wait, cancel that",
        "i don't want this anymore",
        "none of these",
        "wag na",
        "rehne do",
    ),
    says.is_back: (
        "back",
        "go back",
        "Go  back.",
        "one step back",
        "take a step back",
        "can i go back?",
        "go back one step",
        "go back to the previous question",
        "previous",
        "the previous one please",
        "undo",
    ),
    says.is_skip: (
        "skip",
        "skip this",
        "skip it pls",
        "none",
        "nothing yet",
        "no idea",
        "not sure",
        "not sure yet",
        "i don't know",
        "dont know",
        "idk",
        "later",
        "pass",
        "no",
        "nope",
        "no thanks",
        "wala po",
    ),
    says.takes_offer: (
        "yes",
        "yes please",
        "Yep!",
        "sure",
        "ok",
        "sounds good",
        "yes, use that",
        "use that",
        "use that wording",
        "take the suggestion",
        "i'll take yours",
        "yours is better",
        "let's go with that",
        "that works",
        "perfect, thanks",
        "sige po",
        "haan",
    ),
    says.keeps_own: (
        "keep mine",
        "no, keep mine",
        "no keep it as it is",
        "keep my own words",
        "yes keep it",
        "i'll keep mine",
        "use mine",
        "mine",
        "mine is fine",
        "leave it as it is",
        "as is",
        "don't change it",
        "no",
        "nope",
        "hindi",
        "nahi",
    ),
    says.confirms_deletion: (
        "yes",
        "Yes.",
        "yes please",
        "yes, delete it",
        "yes delete everything",
        "yes, delete my data",
        "yes delete all of it",
        "delete",
        "delete it all",
        "erase my data",
        "do it",
        "go ahead",
        "i'm sure",
        "yes I am sure",
        "confirm",
        "oo",
    ),
}


@pytest.mark.parametrize(
    ("control", "text"),
    [(control, text) for control, texts in CONTROLS.items() for text in texts],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_a_control_is_understood_with_its_politeness(control, text):
    assert control(text)


@pytest.mark.parametrize("text", ["yes", "ok", "fine", "skip", "i don't know"])
def test_who_has_no_better_wording_keeps_their_own(text):
    assert says.keeps_own(text)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "cancel",
        "never mind",
        "ok",
        "maybe",
        "what",
        "yes but export it first",
        "yes? what happens then",
        "not yet",
        "don't delete it",
        "what do you know about me",
        "deleted",
        "delete the last goal",
        "",
        "/inform",
    ],
)
def test_nothing_but_a_clear_yes_confirms_a_deletion(text):
    assert not says.confirms_deletion(text)


@pytest.mark.parametrize("text", ["no", "cancel", "never mind", "keep it", "don't", "no thanks"])
def test_a_deletion_is_called_off_in_plain_words(text):
    assert says.keeps_own(text) or says.is_cancel(text)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("change the title", "title"),
        ("change my goal", "title"),
        ("can i change the wording?", "title"),
        ("change the measure", "measure"),
        ("edit the metric pls", "measure"),
        ("change the date", "target_date"),
        ("Change date", "target_date"),
        ("i want to change the deadline", "target_date"),
        ("i'd like to fix my due date", "target_date"),
        ("wait, update the target date", "target_date"),
        ("change the date to friday", "target_date"),
        ("correct the first step", "first_step"),
        ("change the  step", "first_step"),
    ],
)
def test_an_earlier_answer_can_be_changed_by_its_name(text, field):
    assert says.field_to_change(text) == field


@pytest.mark.parametrize(
    "text", ["change it", "change the channel", "the date", "change", "change the date night plan"]
)
def test_what_names_no_field_changes_none(text):
    assert says.field_to_change(text) is None


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_is_no_answer(text):
    assert says.is_question(text)
    assert says.is_something_else(Turn("", text))


@pytest.mark.parametrize(
    "text",
    [
        "how many calls I close without a hold",
        "how often i interrupt",
        "how long my calls are",
        "when my TL signs it off",
        "when i hit 90 for three weeks",
        "how about three calls a day",
        "will ask my TL for a side by side",
        "did two mock calls already",
        "would be the qa score",
        "what i want is 90",
        "whatever the scorecard says",
        "island hopping",
        "area manager signs it",
    ],
)
def test_an_answer_may_begin_like_a_question(text):
    assert not says.is_question(text)


@pytest.mark.parametrize("text", OWN_COMMANDS)
def test_the_coach_s_own_commands_are_no_answers(text):
    assert says.is_something_else(Turn("", text))


def test_danger_is_never_taken_for_a_goal():
    assert says.is_something_else(Turn("safety", "stop hurting myself"))
    assert says.is_something_else(Turn("safety/self_harm", "not wake up any more"))


@pytest.mark.parametrize(
    ("label", "something_else"),
    [("inform", False), ("goal_list", True), ("ask", True), ("more_detail", True), ("", True)],
)
def test_of_the_buttons_only_the_form_s_own_answer_it(label, something_else):
    assert says.is_something_else(Turn(label, "/pressed{}")) is something_else


@pytest.mark.parametrize(
    "text",
    [
        "drop goal 2",
        "reopen the aht one",
        "re-open it",
        "change the date of goal 1",
        "goal 2 is done",
        "60% on the second",
        "half way with goal 1",
        "show my goals",
        "mark it",
        "my progress",
        "completes",
    ],
)
def test_words_that_tell_what_to_do_are_a_command(text):
    assert says.is_command(text)


@pytest.mark.parametrize(
    "text", ["the second one", "2", "the qa goal", "the address one", "leave on time", "the doner"]
)
def test_words_that_only_name_a_goal_are_none(text):
    assert not says.is_command(text)


CHECKS = (
    *CONTROLS,
    says.field_to_change,
    says.is_question,
    says.is_command,
    lambda text: says.is_something_else(Turn("", text)),
)
PIECES = (
    "so ", "ok ", "no ", "yes ", "pls ", "and ", "back ", "cancel ", "keep ", "change the ",
    "how many ", "when ", " do i", "delete it ", "a", " ", "\n", "?", "!",
    "'", "’", "%", "\u00a0", "ñ", "🙂",
)  # fmt: skip


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", PIECES)
def test_a_long_hostile_message_is_read_in_no_time(piece):
    hostile = piece * (4000 // len(piece))
    for text in (hostile, f"{hostile}x", f"how many {hostile}", f"cancel{hostile}"):
        for check in CHECKS:
            check(text)


@CHECK
@given(st.text(max_size=300))
def test_any_message_can_be_read(text):
    for check in CHECKS:
        check(text)


@CHECK
@given(st.text(min_size=81, max_size=300).filter(lambda text: len(" ".join(text.split())) > 80))
def test_a_long_message_is_no_control(text):
    assert not any(control(text) for control in CONTROLS)
    assert says.field_to_change(text) is None

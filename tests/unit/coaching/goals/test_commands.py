"""What is said about goals that are there: lists, history, pictures, and which goal is meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timezone

import pytest
from ruamel.yaml import YAML

from bot.charts import ProgressLine
from bot.coaching.goals import commands, shown
from bot.coaching.goals.form import Form
from bot.coaching.turn import Turn, payload
from bot.settings import ROOT
from bot.store.records import GoalUpdate
from tests.helpers.goal_book import NOW, TODAY, a_book
from tests.helpers.goal_talk import GoalTalk
from tests.helpers.small_knowledge import only, titles

TITLES = ("Raise my QA score", "Ask for feedback", "Leave on time")


@pytest.fixture
def talk():
    return GoalTalk(a_book(*TITLES))


def status(talk, number):
    return talk.book.goals()[number - 1].status


@pytest.mark.parametrize(
    "label",
    [
        "goal_list",
        "goal_list/history",
        "goal_list/picture",
        "goal_progress",
        "goal_complete",
        "goal_drop",
        "goal_edit",
        "goal_reopen",
    ],
)
def test_who_has_no_goals_is_told_how_to_make_one(label):
    talk = GoalTalk()
    assert "You have no goals yet." in talk.say("…", label)
    assert titles(talk.replies[0]) == ["New goal"]
    assert talk.form is None


def test_every_label_about_goals_in_the_training_data_is_answered():
    read = YAML(typ="safe").load
    files = (ROOT / "data/nlu").glob("goal*.yml")
    blocks = [block for path in files for block in read(path.read_text(encoding="utf-8"))["nlu"]]
    labels = {block["intent"] for block in blocks if block["intent"].startswith("goal_")}
    assert len(labels) >= 9
    for label in labels - {"goal_create"}:
        assert GoalTalk(a_book(*TITLES)).say("…", label, entities={"goal_number": "1"})


def test_open_goals_are_listed_with_bar_date_and_topic(talk):
    talk.book._goals[2] = replace(talk.book._goals[2], topic="listening", progress=50)
    talk.book._goals[3] = replace(talk.book._goals[3], target_date=date(2026, 3, 9))
    said = talk.say("my goals", "goal_list")
    blocks = said.split("\n\n")
    assert blocks[0] == "**Your goals**"
    assert blocks[1].startswith("1. **Raise my QA score**\n")
    assert blocks[1].endswith(" 0 % · due Fri 1 May")
    assert blocks[2].endswith(" 50 % · due Fri 1 May · Hearing people out")
    assert blocks[3].endswith(" 0 % · **overdue** since Mon 9 March")
    assert titles(talk.replies[0]) == ["Picture", "New goal"]
    assert talk.replies[0].custom["goal_ids"] == [1, 2, 3]


def test_a_goal_of_today_is_due_today(talk):
    assert shown.due(replace(talk.book.goals()[0], target_date=TODAY), TODAY) == "due today"


def test_closed_goals_come_last_and_without_a_bar(talk):
    talk.book.complete(1)
    talk.book.next_turn("m-2")
    talk.book.drop(3, "")
    said = talk.say("my goals", "goal_list")
    ended = "**Closed**\n1. Raise my QA score (completed)\n3. Leave on time (dropped)"
    assert said.endswith(ended)


def test_where_all_are_closed_there_is_no_picture():
    talk = GoalTalk(a_book("Leave on time"))
    talk.book.drop(1, "")
    assert "You have no open goal." in talk.say("my goals", "goal_list")
    assert titles(talk.replies[0]) == ["New goal"]
    talk.say("draw my goals", "goal_list/picture")
    assert talk.replies[0].image is None


def test_all_open_goals_are_drawn_with_a_sentence_that_says_it_too(talk):
    talk.book.drop(3, "")
    said = talk.say("draw my goals", "goal_list/picture")
    reply = talk.replies[0]
    assert [line["title"] for line in reply.image["lines"]] == list(TITLES[:2])
    assert reply.image["today"] == "2026-03-10"
    assert reply.custom["goal_ids"] == [1, 2]
    assert "**Your goals**" in said
    assert TITLES[0] in said


@pytest.mark.parametrize("how", ["words", "number", "button"])
def test_one_goal_is_drawn(talk, how):
    if how == "button":
        talk.send(payload("goal_list", part="picture", goal_number="2"))
    else:
        named = {"goal_ref": "feedback"} if how == "words" else {"goal_number": "2"}
        talk.say("…", "goal_list/picture", entities=named)
    reply = talk.replies[0]
    assert [line["title"] for line in reply.image["lines"]] == ["Ask for feedback"]
    assert reply.text.startswith("**Ask for feedback**\n")


def test_a_picture_has_every_step_of_the_way(talk):
    for day, progress in ((1, 20), (3, 50)):
        talk.book.next_turn(f"m-{progress}", days=day)
        talk.book.report(1, progress=progress, note="")
    talk.book.next_turn("m-9")
    talk.book.complete(1)
    goal = talk.book.goals()[0]
    assert shown.line_of(goal, talk.book.history(goal), timezone.utc) == ProgressLine(
        title="Raise my QA score",
        started=date(2026, 3, 10),
        target=date(2026, 5, 1),
        points=(
            (date(2026, 3, 10), 0),
            (date(2026, 3, 11), 20),
            (date(2026, 3, 14), 50),
            (date(2026, 3, 14), 100),
        ),
        done=True,
    )


def test_the_history_says_what_happened_and_when(talk):
    book = talk.book
    changes = (
        lambda: book.report(2, progress=40, note=""),
        lambda: book.report(2, progress=None, note="a good talk"),
        lambda: book.edit(2, "target_date", date(2026, 6, 1)),
        lambda: book.complete(2),
        lambda: book.reopen(2),
        lambda: book.drop(2, "too much"),
    )
    for number, change in enumerate(changes):
        book.next_turn(f"h-{number}", days=1)
        change()
    said = talk.say("history of goal 2", "goal_list/history", entities={"goal_number": "2"})
    assert said.endswith(
        "• 10 Mar: set\n"
        "• 11 Mar: 40 %\n"
        "• 12 Mar: a good talk\n"
        "• 13 Mar: changed its target date\n"
        "• 14 Mar: completed\n"
        "• 15 Mar: open again at 40 %\n"
        "• 16 Mar: dropped: too much"
    )


def test_a_history_shows_its_last_fifteen_lines(talk):
    goal = talk.book.goals()[0]
    updates = [GoalUpdate("progress", n, "", NOW) for n in range(17)]
    text = shown.history(goal, updates, TODAY, timezone.utc).text
    assert "(2 earlier ones are in your export.)" in text
    assert text.count("•") == 15
    assert "• 10 Mar: 2 %" in text
    assert "• 10 Mar: 1 %\n" not in text


def test_days_are_those_of_the_person_s_clock(talk):
    late = GoalUpdate("progress", 20, "half way", NOW.replace(hour=22))
    goal = talk.book.goals()[0]
    manila = talk.book.next_check_in().tzinfo
    assert "• 11 Mar: 20 % (half way)" in shown.history(goal, [late], TODAY, manila).text
    assert "• 10 Mar: 20 % (half way)" in shown.history(goal, [late], TODAY, timezone.utc).text


@pytest.mark.parametrize("zone", ["Asia/Manila", "Gone/Nowhere"])
def test_a_zone_that_is_not_known_any_more_is_no_reason_to_fail(zone):
    talk = GoalTalk(a_book(*TITLES, time_zone=zone))
    assert talk.say("…", "goal_list/history", entities={"goal_number": "1"})
    talk.say("…", "goal_list/picture")
    assert talk.replies[0].image


def test_who_has_one_goal_need_not_name_it():
    talk = GoalTalk(a_book("Leave on time"))
    assert "Well done: **Leave on time**" in talk.say("done!", "goal_complete")


def test_of_several_goals_the_one_that_is_named_is_meant(talk):
    talk.say("drop the feedback one", "goal_drop", entities={"goal_ref": "feedback"})
    assert talk.form.number == 2
    assert "**Ask for feedback** goes" in talk.replies[0].text


def test_it_is_the_goal_that_the_last_reply_was_about(talk):
    talk.say("60%", "goal_progress", entities={"goal_number": "2", "progress": "60%"})
    talk.say("make it 70%", "goal_progress", entities={"progress": "70%"})
    assert talk.book.goals()[1].progress == 70
    talk.say("my goals", "goal_list")
    assert talk.thread.goal == "2"


def test_without_a_name_the_goals_are_listed_and_the_wish_waits(talk):
    said = talk.say("mark 60%", "goal_progress", entities={"progress": "60%"})
    assert "Which goal do you mean?" in said
    assert "1. Raise my QA score\n2. Ask for feedback\n3. Leave on time" in said
    names = ["1. Raise my QA score", "2. Ask for feedback", "3. Leave on time", "None of these"]
    assert titles(talk.replies[0]) == names
    assert (talk.form.kind, talk.form.wish, talk.form.numbers) == (
        "choose",
        "goal_progress",
        (1, 2, 3),
    )
    talk.press("2. Ask for feedback")
    assert [goal.progress for goal in talk.book.goals()] == [0, 60, 0]


def test_a_number_that_there_is_not_is_said_so(talk):
    said = talk.say("drop goal 9", "goal_drop", entities={"goal_number": "9"})
    assert said.startswith("There is no such number. **Which goal do you mean?**")
    talk.press("3. Leave on time")
    assert (talk.form.kind, talk.form.number) == ("drop", 3)


@pytest.mark.parametrize("named", [{"goal_number": "2"}, {"goal_ref": "feedback"}])
@pytest.mark.parametrize(
    ("label", "state"),
    [("goal_drop", "completed"), ("goal_complete", "completed"), ("goal_edit", "dropped")]
    + [("goal_progress", "dropped"), ("goal_reopen", "open")],
)  # fmt: skip
def test_of_a_goal_that_the_wish_does_not_fit_it_is_said_why(talk, label, state, named):
    if state == "completed":
        talk.book.complete(2)
    if state == "dropped":
        talk.book.drop(2, "")
    talk.book.next_turn("m-2")
    talk.book.drop(3, "")
    said = talk.say("…", label, entities=named)
    assert said.startswith(f"Goal 2 is {state} already. **Which goal do you mean?**")
    assert talk.form.numbers == ((3,) if label == "goal_reopen" else (1,))


@pytest.mark.parametrize("count", [1, 2])
def test_where_no_goal_is_open_the_one_that_was_named_is_still_told(count):
    talk = GoalTalk(a_book(*TITLES[:count]))
    for number in range(1, count + 1):
        talk.book.next_turn(f"closed-{number}")
        talk.book.complete(number)
    said = talk.say("drop goal 1", "goal_drop", entities={"goal_number": "1"})
    assert said == "Goal 1 is completed already."
    assert titles(talk.replies[0]) == ["My goals", "New goal"]
    said = talk.say("drop goal 9", "goal_drop", entities={"goal_number": "9"})
    assert "so there is nothing to do there" in said


def test_only_goals_that_the_wish_fits_are_offered(talk):
    talk.book.drop(1, "")
    talk.say("drop a goal", "goal_drop")
    assert talk.form.numbers == (2, 3)
    talk.form = None
    said = talk.say("reopen", "goal_reopen")
    assert "**Raise my QA score** is open again" in said


@pytest.mark.parametrize(
    ("label", "states"),
    [("goal_reopen", "completed or dropped"), ("goal_drop", "open"), ("goal_complete", "open")],
)
def test_where_the_wish_fits_no_goal_it_is_said_so(talk, label, states):
    if label != "goal_reopen":
        for number in (1, 2, 3):
            talk.book.next_turn(f"closed-{number}")
            talk.book.drop(number, "")
    said = talk.say("…", label)
    assert f"None of your 3 goals is {states}" in said
    assert titles(talk.replies[0]) == ["My goals", "New goal"]
    assert talk.form is None


def test_many_goals_are_offered_five_at_a_time_and_long_titles_fit_their_button():
    talk = GoalTalk(a_book("x" * 200, *(f"goal {n}" for n in range(2, 13))))
    talk.say("drop one", "goal_drop")
    names = titles(talk.replies[0])
    assert len(names) == 6
    assert names[0] == "1. " + "x" * 30 + "…"
    assert max(map(len, names)) <= 34


def test_a_button_that_draws_asks_which_goal_where_that_one_is_gone(talk):
    talk.send(payload("goal_list", part="picture", goal_number="9"))
    assert "There is no such number" in talk.replies[0].text
    talk.press("2. Ask for feedback")
    assert talk.replies[0].image["lines"][0]["title"] == "Ask for feedback"


def test_a_turn_that_is_run_again_says_what_it_did(talk):
    talk.book.complete(2)
    goal = talk.book.changed_already()
    assert goal == talk.book.goals()[1]
    outcome = commands.already(Turn("goal_complete"), goal, talk.book)
    assert "That is saved already: **Ask for feedback**" in only(outcome).text


@pytest.mark.parametrize(
    ("label", "said", "told"),
    [
        ("goal_progress", {"progress": "40%"}, "Goal 1 is completed already. **Which goal"),
        ("goal_complete", {}, "Goal 1 is completed already. **Which goal"),
        ("goal_reopen", {}, "Goal 1 is open already. **Which goal"),
    ],
)
@pytest.mark.parametrize("chosen", [False, True])
def test_what_another_chat_did_meanwhile_is_said(talk, monkeypatch, label, said, told, chosen):
    """The goals as this turn has looked them up are those of before; then they are looked up."""
    book = talk.book
    if label == "goal_reopen":
        for number in (1, 2):
            book.next_turn(f"closed-{number}")
            book.complete(number)
    looks = [book.goals()] * (2 if chosen else 1)
    book.next_turn("another chat")
    (book.reopen if label == "goal_reopen" else book.complete)(1)
    now = book.goals
    monkeypatch.setattr(book, "goals", lambda **_: looks.pop() if looks else now())
    if chosen:
        talk.form = Form("choose", wish=label, said=said, held="my words", numbers=(1, 2))
        answer = talk.say("1")
    else:
        answer = talk.say("my words", label, entities={"goal_number": "1", **said})
    assert answer.startswith(told)
    assert talk.form.kind == "choose"
    assert now()[0].status == ("open" if label == "goal_reopen" else "completed")

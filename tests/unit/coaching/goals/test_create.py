"""Making a goal: what is asked, what is taken, how one steers, and that nothing is kept before."""

from __future__ import annotations

from datetime import date

import pytest

from bot.coaching.goals import create
from bot.coaching.goals.form import FIELDS, NotAnAnswer
from bot.coaching.goals.wording import begun
from bot.coaching.turn import Turn, payload
from bot.store.records import LONGEST_TITLE, MOST_OPEN_GOALS
from tests.helpers.goal_book import TODAY, MemoryGoalBook, a_book
from tests.helpers.goal_messages import OWN_COMMANDS, QUESTIONS, TITLES
from tests.helpers.goal_talk import GoalTalk
from tests.helpers.small_knowledge import on_table, titles

FULL_BOOK = [f"goal {number}" for number in range(1, MOST_OPEN_GOALS + 1)]
TITLE, MEASURE, STEP = "praise two agents a day", "how many I praised", "praise Ana today"
ANSWERS = {"title": TITLE, "measure": MEASURE, "target_date": "in 2 weeks", "first_step": STEP}


def talk_at(step: str, **said: str) -> GoalTalk:
    """A talk in which the form asks for that step."""
    talk = GoalTalk()
    talk.say("set a goal", "goal_create")
    for name in FIELDS[: FIELDS.index(step)]:
        talk.say({**ANSWERS, **said}[name])
    assert talk.step == step
    return talk


def test_a_goal_is_made_of_four_answers_and_kept_after_the_last():
    talk = GoalTalk()
    assert "What do you want to reach?" in talk.say("set a goal", "goal_create")
    assert "How will you measure it?" in talk.say("  praise two\n agents a day ")
    assert "By when?" in talk.say(MEASURE)
    assert "first small step" in talk.say("by friday")
    assert talk.book.goals() == []
    saved = talk.say(STEP)
    (goal,) = talk.book.goals()
    assert (goal.title, goal.measure) == ("Praise two agents a day", "How many I praised")
    assert (goal.target_date, goal.first_step) == (date(2026, 3, 13), "Praise Ana today")
    assert (goal.number, goal.topic, goal.status, goal.progress) == (1, None, "open", 0)
    for words in ("goal 1", goal.title, goal.measure, "Fri 13 March", goal.first_step):
        assert words in saved
    assert talk.form is None
    assert talk.replies[0].custom == {"kind": "goal", "event": "created", "goal_ids": [1]}


def test_each_question_shows_what_is_known_so_far():
    talk = talk_at("first_step")
    shown = talk.replies[0].text
    assert "**Praise two agents a day**\nMeasured by: How many I praised\nBy: Tue 24 March" in shown
    assert talk.replies[0].custom["field"] == "first_step"


def test_what_the_message_says_already_is_not_asked_for():
    talk = GoalTalk()
    said = {"goal_title": "leave on time three days a week", "target_date": "end of march"}
    talk.say("I want to … by the end of march", "goal_create", entities=said)
    assert talk.values == {
        "title": "Leave on time three days a week",
        "target_date": "2026-03-31",
    }
    assert talk.step == "measure"


@pytest.mark.parametrize("said", ["soon", "yesterday", "3/4", "banana"])
def test_a_date_in_the_message_that_cannot_be_placed_is_asked_for(said):
    talk = GoalTalk()
    talk.say("…", "goal_create", entities={"goal_title": TITLE, "target_date": said})
    assert talk.values == {"title": "Praise two agents a day"}


@pytest.mark.parametrize("title", ["x", "  ", "y" * (LONGEST_TITLE + 1)])
def test_a_title_in_the_message_that_cannot_be_one_is_asked_for(title):
    talk = GoalTalk()
    talk.say("…", "goal_create", entities={"goal_title": title})
    assert (talk.step, talk.values) == ("title", {})


def test_a_title_in_the_message_that_has_no_room_is_said_so_and_its_date_stays():
    talk = GoalTalk()
    said = {"goal_title": "y" * (LONGEST_TITLE + 44), "target_date": "end of march"}
    assert "That is 244 characters" in talk.say("new goal: …", "goal_create", entities=said)
    assert (talk.step, talk.values) == ("title", {"target_date": "2026-03-31"})
    talk.say("praise two agents")
    assert talk.values["title"] == "Praise two agents"


def test_a_vague_title_in_the_message_is_commented_on_at_once():
    talk = GoalTalk()
    said = talk.say("…", "goal_create", entities={"goal_title": "be better"})
    assert "“be better” is broad" in said
    talk.press("Keep mine")
    assert talk.values == {"title": "Be better"}


@pytest.mark.parametrize("label", ["ask/listening", "goal_list", "delete_my_data", "choose"])
@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_taken_whatever_it_reads_like(title, label):
    talk = talk_at("title")
    talk.say(title, label, ranking=("listening",))
    assert talk.values == {"title": begun(title)}
    assert talk.step == "measure"


@pytest.mark.parametrize("step", FIELDS)
@pytest.mark.parametrize("text", [*OWN_COMMANDS, *QUESTIONS])
def test_questions_and_commands_are_left_to_the_rest_of_the_coach(step, text):
    talk = talk_at(step)
    with pytest.raises(NotAnAnswer):
        talk.say(text)
    assert talk.ask_again().count("Back to your goal.") == 1
    assert talk.step == step
    assert talk.book.goals() == []


@pytest.mark.parametrize("step", FIELDS)
def test_a_button_of_elsewhere_is_left_to_the_rest_of_the_coach(step):
    talk = talk_at(step)
    for pressed in (payload("goal_list"), payload("ask", topic="listening"), payload("affirm")):
        with pytest.raises(NotAnAnswer):
            talk.send(pressed)


@pytest.mark.parametrize("value", ["offered", "held", "in 2 weeks", "skip", "yes"])
def test_a_button_of_an_earlier_question_is_no_answer(value):
    talk = talk_at("measure")
    assert "How will you measure it?" in talk.send(payload("inform", value=value))
    assert talk.values == {"title": "Praise two agents a day"}


def test_a_word_of_danger_is_left_to_the_rest_of_the_coach():
    talk = talk_at("title")
    with pytest.raises(NotAnAnswer):
        talk.say("not wake up tomorrow", "safety/self_harm")


@pytest.mark.parametrize("step", FIELDS)
@pytest.mark.parametrize("words", ["cancel", "never mind", "stop this pls", "Cancel"])
def test_at_every_step_one_can_stop_and_nothing_is_kept(step, words):
    talk = talk_at(step)
    said = talk.press(words) if words == "Cancel" else talk.say(words)
    assert "I saved nothing" in said
    assert talk.form is None
    assert talk.book.goals() == []
    assert talk.replies[0].custom["event"] == "cancelled"


def test_one_can_go_back_step_by_step_and_answer_again():
    talk = talk_at("first_step")
    for step in ("target_date", "measure", "title"):
        talk.say("go back")
        assert talk.step == step
    assert talk.values == {}
    said = talk.say("back")
    assert "That was the first question" in said
    assert "What do you want to reach?" in said
    for name in FIELDS:
        talk.say({**ANSWERS, "title": "listen to the end"}[name])
    assert [goal.title for goal in talk.book.goals()] == ["Listen to the end"]


@pytest.mark.parametrize(
    ("words", "field", "answer", "value"),
    [
        ("change the goal", "title", "listen to the end", "Listen to the end"),
        ("change the measure", "measure", "twice a week", "Twice a week"),
        ("change the date", "target_date", "2026-04-05", "2026-04-05"),
    ],
)
def test_an_earlier_answer_can_be_changed_and_the_others_stay(words, field, answer, value):
    talk = talk_at("first_step")
    before = dict(talk.values)
    talk.say(words)
    assert talk.step == field
    assert talk.values == {name: old for name, old in before.items() if name != field}
    talk.say(answer)
    assert talk.step == "first_step"
    assert talk.values == {**before, field: value}


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("change the date to 5 june", "target_date", "2026-06-05"),
        ("can i move the deadline to friday please?", "target_date", "2026-03-13"),
        ("change the goal to listen to the end", "title", "Listen to the end"),
        ("change the measure to 90", "measure", "90"),
    ],
)
def test_an_earlier_answer_is_changed_in_one_message(words, field, value):
    talk = talk_at("first_step")
    before = dict(talk.values)
    talk.say(words)
    assert (talk.step, talk.values) == ("first_step", {**before, field: value})


def test_a_changed_date_that_cannot_be_placed_is_asked_back_with_the_reason():
    talk = talk_at("first_step")
    assert "“yesterday” is over already" in talk.say("change the date to yesterday")
    assert talk.step == "target_date"


def test_the_date_is_changed_where_it_is_asked_for():
    talk = talk_at("target_date")
    talk.say("set the date to 5 june")
    assert (talk.step, talk.values["target_date"]) == ("first_step", "2026-06-05")


@pytest.mark.parametrize("words", ["skip", "no idea", "later", "not sure yet"])
def test_why_the_date_cannot_be_left_out_is_said(words):
    talk = talk_at("target_date")
    said = talk.say(words)
    assert said.startswith("A goal needs a date to work towards. A rough one will do")
    assert titles(talk.replies[0]) == ["In 2 weeks", "In 6 weeks", "In 3 months", "Cancel"]
    assert talk.step == "target_date"


def test_a_later_answer_can_be_given_first():
    talk = talk_at("title")
    talk.say("change the date")
    talk.say("in 2 weeks")
    assert talk.step == "title"
    assert talk.values == {"target_date": "2026-03-24"}


@pytest.mark.parametrize("text", ["", "a", "ok", "...", "!!!!!", "— —", "👍👍👍", "-1"])
@pytest.mark.parametrize("step", ["title", "first_step"])
def test_too_little_to_be_an_answer_is_asked_for_again(step, text):
    talk = talk_at(step)
    before = dict(talk.values)
    talk.say(text)
    assert (talk.step, talk.values) == (step, before)


@pytest.mark.parametrize("text", ["90", "5%", "3x", "QA", "7", "-1", "¾ of 8"])
def test_a_number_or_a_figure_that_is_recorded_is_enough_of_a_measure(text):
    talk = talk_at("measure")
    talk.say(text)
    assert (talk.step, talk.values["measure"]) == ("target_date", begun(text))


@pytest.mark.parametrize(
    ("step", "text", "said"),
    [
        ("title", "hm", "That is very short for a goal. Could you say it in a few words?"),
        ("measure", "hm", "That is very short for a measure. A number will do, such as “90 %”"),
        ("measure", "%", "That is very short for a measure."),
        ("first_step", "...", "That is very short for a first step."),
    ],
)
def test_too_little_is_said_to_be_too_little(step, text, said):
    talk = talk_at(step)
    assert said in talk.say(text)
    assert "Back to your goal" not in talk.replies[0].text
    assert titles(talk.replies[0]) == ["Cancel"]
    assert talk.step == step


@pytest.mark.parametrize("step", ["title", "measure", "first_step"])
def test_too_much_is_asked_for_shorter_and_what_just_fits_is_taken(step):
    talk = talk_at(step)
    said = talk.say("every day " * 25)
    assert "That is 249 characters" in said
    assert str(LONGEST_TITLE) in said
    assert talk.step == step
    talk.say("1" * LONGEST_TITLE)
    assert talk.step != step


@pytest.mark.parametrize("words", ["skip", "no idea", "not sure yet", "no"])
def test_measure_and_first_step_can_be_left_out(words):
    talk = talk_at("measure")
    talk.say(words)
    talk.say("in 2 weeks")
    said = talk.say(words)
    (goal,) = talk.book.goals()
    assert (goal.measure, goal.first_step) == ("", "")
    assert said.count("not said yet") == 2


@pytest.mark.parametrize("words", ["skip", "no idea", "i don't know", "banana", "yes", "..."])
def test_a_goal_has_a_title_and_a_date(words):
    talk = talk_at("title")
    talk.say(words)
    assert talk.step == "title"
    talk = talk_at("target_date")
    assert "By when?" in talk.say(words)
    assert talk.step == "target_date"


def test_a_vague_title_is_commented_on_once_and_can_be_kept():
    talk = talk_at("title")
    said = talk.say("be better at work")
    assert "“be better at work” is broad" in said
    assert [b.title for b in talk.replies[0].buttons] == ["Keep mine", "Cancel"]
    talk.press("Keep mine")
    assert talk.values == {"title": "Be better at work"}


@pytest.mark.parametrize("words", ["keep mine", "no, keep it", "leave it as it is", "yes", "skip"])
def test_a_wording_can_be_kept_in_words(words):
    talk = talk_at("title")
    talk.say("be better")
    talk.say(words)
    assert talk.values == {"title": "Be better"}


def test_a_sharper_wording_takes_the_vague_one_s_place_and_is_not_judged_again():
    talk = talk_at("title")
    talk.say("be better")
    talk.say("be much better")
    assert talk.values == {"title": "Be much better"}


@pytest.mark.parametrize(
    "answer", ["Use that wording", "use that", "yes please", "yours is better"]
)
def test_the_wording_of_a_card_that_is_near_can_be_taken(answer):
    talk = talk_at("title")
    said = talk.say("communication", "ask/listening", ranking=("listening", "planning"))
    assert "How about: “Agents listen every week”?" in said
    if answer == "Use that wording":
        talk.press(answer)
    else:
        talk.say(answer)
    assert talk.values["title"] == "Agents listen every week"


def test_the_topic_of_a_wording_that_is_taken_is_the_goal_s():
    talk = talk_at("title")
    talk.say("communication", "ask/listening", ranking=("listening", "planning"))
    talk.press("Use that wording")
    assert talk.form.topic == "listening"


def test_a_wording_on_offer_is_refused_for_one_s_own():
    talk = talk_at("title")
    talk.say("communication", "ask/listening", ranking=("listening",))
    talk.say("no, keep mine")
    assert talk.values["title"] == "Communication"


def test_a_measure_that_measures_nothing_is_commented_on_once():
    talk = talk_at("measure")
    assert "hard to check" in talk.say("I feel better")
    assert talk.step == "measure"
    talk.say("my mood")
    assert talk.values["measure"] == "My mood"
    talk = talk_at("measure")
    talk.say("I feel better")
    talk.press("Keep mine")
    assert talk.values["measure"] == "I feel better"


def test_a_title_with_metric_and_figure_needs_no_measure():
    talk = talk_at("title")
    talk.say("drop my AHT to 380", entities={"metric": "aht"})
    assert talk.step == "target_date"
    assert talk.values == {"title": "Drop my AHT to 380", "measure": "AHT at 380"}
    talk = GoalTalk()
    said = {"goal_title": "hit 95 csat", "metric": "csat", "target_date": "end of march"}
    talk.say("…", "goal_create", entities=said)
    assert talk.step == "first_step"
    assert talk.values["measure"] == "CSAT at 95"


def test_a_metric_without_a_figure_is_asked_for_its_measure():
    talk = talk_at("title")
    talk.say("raise my csat a lot", entities={"metric": "csat"})
    assert talk.step == "measure"


def test_a_measure_that_the_title_said_goes_with_it():
    talk = talk_at("title")
    talk.say("drop my AHT to 380", entities={"metric": "aht"})
    talk.say("go back")
    talk.say("praise two agents a day")
    assert "measure" not in talk.values


def test_a_title_on_a_topic_brings_the_card_s_first_step():
    talk = talk_at("title")
    talk.say("let people finish", "ask/listening", ranking=("listening",))
    assert talk.form.topic == "listening"
    # The card's measure is that of the card's goal.
    assert talk.form.offered == ""
    talk.say(MEASURE)
    said = talk.say("in 2 weeks")
    assert "For example: “Agents listen today, once.”" in said
    talk.press("Use that")
    (goal,) = talk.book.goals()
    assert (goal.topic, goal.first_step) == ("listening", "Agents listen today, once.")


@pytest.mark.parametrize(
    ("label", "ranking"),
    [("goal_create", ("listening",)), ("ask/gone", ("gone",)), ("ask/night_shift", ())],
)
def test_a_topic_that_is_not_sure_brings_nothing(label, ranking):
    talk = talk_at("title")
    talk.say("let people finish", label, ranking=ranking)
    assert talk.form.topic is None


RANKING = ("goal_setting", "listening", "planning")


def test_a_vague_goal_in_one_s_own_words_is_offered_the_wording_of_the_card_that_is_near():
    talk = GoalTalk()
    near = {"ranking": RANKING, "chances": (0.08, 0.1, 0.01)}
    words = {"goal_title": "be a better listener"}
    said = talk.say("I want to be a better listener", "goal_create", entities=words, **near)
    assert "“be a better listener” is broad" in said
    assert "How about: “Agents listen every week”?" in said
    talk.press("Use that wording")
    assert (talk.values["title"], talk.form.topic) == ("Agents listen every week", "listening")


def test_a_goal_in_one_s_own_words_has_the_topic_that_is_near():
    talk = GoalTalk()
    near = {"ranking": ("listening", "planning"), "chances": (0.1, 0.01)}
    words = {"goal_title": "stop interrupting callers twice a day"}
    talk.say("…", "goal_create", entities=words, **near)
    assert (talk.values["title"], talk.form.topic) == (
        "Stop interrupting callers twice a day",
        "listening",
    )


def test_a_vague_answer_that_reads_like_a_new_goal_is_offered_a_wording_too():
    talk = talk_at("title")
    said = talk.say("be better", "goal_create", ranking=RANKING, chances=(0.0, 0.3, 0.1))
    assert "How about: “Agents listen every week”?" in said


@pytest.mark.parametrize(
    "chances",
    [(0.9, 0.001, 0.0), (0.0, 0.1, 0.09), (0.0, 0.0, 0.0), (), (0.9,)],
    ids=["hardly", "two alike", "none", "unknown", "goals themselves"],
)
def test_a_topic_that_does_not_stand_out_is_none(chances):
    talk = GoalTalk()
    words = {"goal_title": "praise two agents a day"}
    talk.say("…", "goal_create", entities=words, ranking=RANKING, chances=chances)
    assert talk.form.topic is None


def test_a_card_s_button_asks_only_for_the_date():
    talk = GoalTalk()
    assert "By when?" in talk.send(payload("goal_create", topic="listening"))
    saved = talk.press("In 6 weeks")
    assert "Saved as goal 1" in saved
    (goal,) = talk.book.goals()
    assert (goal.title, goal.topic) == ("Agents listen every week", "listening")
    assert goal.measure == "Agents listen counted on Fridays"
    assert goal.first_step == "Agents listen today, once."
    assert goal.target_date == date(2026, 4, 21)


@pytest.mark.parametrize("words", ["make that a goal", "i want that as my goal", "save it pls"])
def test_the_card_on_the_table_can_be_made_a_goal_in_words(words):
    talk = GoalTalk(thread=on_table("planning", "executive"))
    talk.say(words, "goal_create", entities={"target_date": "2026-05-01"})
    (goal,) = talk.book.goals()
    assert (goal.title, goal.topic) == ("Executives plan every week", "planning")


@pytest.mark.parametrize(
    ("words", "entities"),
    [
        ("new goal", {}),
        ("i want to praise two agents, track it", {"goal_title": "praise two agents"}),
    ],
)
def test_a_goal_of_one_s_own_has_nothing_of_the_card_on_the_table(words, entities):
    talk = GoalTalk(thread=on_table("listening", "agent"))
    talk.say(words, "goal_create", entities=entities)
    assert talk.form.topic is None
    assert talk.values.get("title") in (None, "Praise two agents")


@pytest.mark.parametrize("topic", ["gone", "night_shift", ""])
def test_a_button_without_a_card_that_has_a_goal_asks_for_everything(topic):
    talk = GoalTalk()
    assert "What do you want to reach?" in talk.send(payload("goal_create", topic=topic))


@pytest.mark.parametrize(
    ("said", "why", "days"),
    [
        ("1 january 2020", "is over already", ["Fri 1 January 2027"]),
        ("yesterday", "is over already", []),
        ("4/5/2026", "more than one day", ["Sun 5 April", "Mon 4 May"]),
        ("next payday", "can't tell which day", []),
        ("in 20 years", "years away", []),
    ],
)
def test_a_day_that_cannot_be_placed_is_asked_back_with_what_it_could_be(said, why, days):
    talk = talk_at("target_date")
    assert why in talk.say(said)
    assert [b.title for b in talk.replies[0].buttons] == [*days, "Cancel"]
    assert talk.step == "target_date"
    if days:
        talk.press(days[-1])
        assert talk.step == "first_step"


@pytest.mark.parametrize(
    ("button", "day"),
    [
        ("In 2 weeks", "2026-03-24"),
        ("In 6 weeks", "2026-04-21"),
        ("In 3 months", "2026-06-10"),
    ],
)
def test_usual_dates_are_buttons(button, day):
    talk = talk_at("target_date")
    talk.press(button)
    assert talk.values["target_date"] == day


def test_the_day_counts_on_the_person_s_clock():
    book = MemoryGoalBook()
    book.now = book.now.replace(hour=22)
    assert (book.now.date(), book.today) == (TODAY, date(2026, 3, 11))
    talk = GoalTalk(book)
    talk.send(payload("goal_create", topic="listening"))
    talk.say("tomorrow")
    assert talk.book.goals()[0].target_date == date(2026, 3, 12)


def test_the_fiftieth_goal_is_the_last():
    talk = GoalTalk(a_book(*FULL_BOOK[1:]))
    talk.send(payload("goal_create", topic="listening"))
    talk.say("in 2 weeks")
    assert len(talk.book.goals()) == MOST_OPEN_GOALS
    for said in (payload("goal_create", topic="listening"), payload("goal_create")):
        assert "as many as I keep" in talk.send(said)
        assert talk.form is None


def test_a_form_that_ends_when_there_is_no_room_any_more_keeps_nothing():
    talk = talk_at("first_step")
    talk.book._goals = a_book(*FULL_BOOK)._goals
    assert "as many as I keep" in talk.say(STEP)
    assert talk.form is None
    assert len(talk.book.goals()) == MOST_OPEN_GOALS


def test_the_last_answer_again_makes_no_second_goal():
    talk = talk_at("first_step")
    form, turn = talk.form, Turn("", STEP)
    create.take(talk.knowledge, turn, form, talk.book)
    create.take(talk.knowledge, turn, form, talk.book)
    assert len(talk.book.goals()) == 1

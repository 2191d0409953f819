"""Goals over a real database: forms in Rasa's slots, guests, and turns that are run again."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.goals import ActionCheckIns, ActionGoalCreate, ActionGoals, ActionStale, GoalForm
from bot.coaching.goals.asking import ASK
from bot.coaching.goals.form import Form
from bot.store import checkins, goals, users
from bot.store.goal_book import StoredGoalBook
from bot.store.records import MOST_OPEN_GOALS, GoalFields
from tests.helpers.goal_book import NOW, MemoryGoalBook
from tests.helpers.small_knowledge import on_table
from tests.helpers.trackers import entity, others, pressed, run, slots_set, tracker

CARD = '/goal_create{"topic": "listening"}'
OPENED = [("active_loop", "goal_form"), ("followup", "action_listen")]
CLOSED = [("active_loop", None)]
WAITING = Form(
    "create",
    step="target_date",
    values={"title": "Leave on time", "measure": "days", "first_step": "ask"},
    asked=("title",),
)


def mine(sessions, sender):
    with sessions.begin() as session:
        return goals.mine(session, sender)


def made(sessions, sender, *titles):
    """The person's goals, made by messages of their own."""
    for number, title in enumerate(titles, 1):
        fields = GoalFields(title, "a count", date(2026, 5, 1), "begin")
        with sessions.begin() as session:
            goals.create(session, sender, f"made-{number}", fields, NOW)
    return mine(sessions, sender)


def answered(text, form=WAITING, **more):
    """A tracker with that form open and an answer to it."""
    return tracker(text, slots={"form": form.stored()}, loop="goal_form", **more)


def test_a_form_is_opened_and_waits(ana):
    messages, events = run(ActionGoalCreate(), pressed(CARD, sender=ana))
    assert "By when?" in messages[0]["text"]
    form = Form.restored(slots_set(events)["form"])
    assert (form.kind, form.step, form.topic) == ("create", "target_date", "listening")
    assert others(events) == OPENED


def test_the_last_answer_keeps_the_goal_and_closes_the_form(sessions, ana):
    messages, events = run(GoalForm(), answered("in 2 weeks", sender=ana))
    (goal,) = mine(sessions, ana)
    assert (goal.title, goal.target_date) == ("Leave on time", date(2026, 3, 24))
    assert "Saved as goal 1" in messages[0]["text"]
    assert slots_set(events)["form"] is None
    assert slots_set(events)["thread"]["goal"] == "1"
    assert others(events) == CLOSED


def test_with_the_first_goal_check_ins_begin(sessions, ana):
    run(GoalForm(), answered("in 2 weeks", sender=ana))
    with sessions.begin() as session:
        assert checkins.due_at(session, ana) > NOW


def test_a_question_of_the_form_keeps_it_open(sessions, ana):
    messages, events = run(GoalForm(), answered("banana", sender=ana))
    assert "By when?" in messages[0]["text"]
    assert Form.restored(slots_set(events)["form"]) == WAITING
    assert others(events) == []
    assert mine(sessions, ana) == []


def test_what_is_no_answer_is_rejected_without_a_word_and_without_a_trace(sessions, ana):
    dispatcher = CollectingDispatcher()
    asked = answered("how do i handle rude callers?", sender=ana)
    with pytest.raises(ActionExecutionRejection):
        asyncio.run(GoalForm().run(dispatcher, asked, {}))
    assert dispatcher.messages == []
    assert mine(sessions, ana) == []


def test_after_something_else_was_answered_the_form_asks_again(ana):
    again = answered("what is csat", sender=ana, after="action_guidance")
    messages, events = run(GoalForm(), again)
    assert "Back to your goal. **By when?**" in messages[0]["text"]
    assert Form.restored(slots_set(events)["form"]) == WAITING


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (Form("drop", number=1), {}),
        (Form("choose", wish="goal_drop", numbers=(1,)), {}),
        (WAITING, {"intent": {"name": "safety"}, "coach": {"label": "safety/self_harm"}}),
    ],
    ids=["drop", "choose", "danger"],
)
def test_a_form_that_does_not_ask_again_is_let_go(ana, form, message):
    again = answered("what is csat", form, sender=ana, after="action_guidance", **message)
    messages, events = run(GoalForm(), again)
    assert messages == []
    assert slots_set(events)["form"] is None
    assert others(events) == CLOSED


@pytest.mark.parametrize("stored", [None, "x", {}, {"kind": "create"}])
def test_a_form_that_cannot_be_read_is_closed(ana, stored):
    broken = tracker("in 2 weeks", slots={"form": stored}, loop="goal_form", sender=ana)
    messages, events = run(GoalForm(), broken)
    assert messages == []
    assert others(events) == CLOSED


def test_a_new_goal_in_the_middle_asks_what_becomes_of_the_first(ana):
    messages, events = run(ActionGoalCreate(), answered("new goal", sender=ana))
    assert "**Leave on time**, is not finished yet" in messages[0]["text"]
    form = Form.restored(slots_set(events)["form"])
    assert (form.kind, form.values) == ("resume", WAITING.values)
    assert others(events) == OPENED


def test_a_goal_that_was_half_made_when_the_session_ended_is_taken_up_again(sessions, ana):
    made(sessions, ana, "Praise two agents")
    later = {"slots": {"form": WAITING.stored()}, "coach": {"label": "goal_list"}}
    messages, events = run(ActionGoals(), tracker("my goals", sender=ana, **later))
    assert "**Praise two agents**" in messages[0]["text"]
    assert "Shall we go on with it?" in messages[1]["text"]
    assert others(events) == OPENED
    asked = Form.restored(slots_set(events)["form"])
    messages, events = run(GoalForm(), answered("yes", asked, sender=ana, message_id="m-2"))
    assert "By when?" in messages[0]["text"]
    assert Form.restored(slots_set(events)["form"]) == WAITING


def test_in_the_middle_of_a_form_it_is_the_form_that_asks_again(sessions, ana):
    made(sessions, ana, "Praise two agents")
    listed = answered("my goals", sender=ana, coach={"label": "goal_list"})
    messages, events = run(ActionGoals(), listed)
    assert len(messages) == 1
    assert others(events) == []


def test_cancelling_keeps_nothing(sessions, ana):
    messages, events = run(GoalForm(), answered("never mind", sender=ana))
    assert "I saved nothing" in messages[0]["text"]
    assert others(events) == CLOSED
    assert mine(sessions, ana) == []


@pytest.mark.parametrize("action", [ActionGoalCreate, ActionGoals, ActionCheckIns])
def test_a_guest_is_asked_for_consent_and_nothing_is_kept(sessions, guest, action):
    messages, events = run(action(), pressed(CARD, sender=guest))
    assert [message["custom"] for message in messages] == [
        {"kind": "data", "event": "consent_needed"}
    ]
    assert "form" not in slots_set(events)
    assert others(events) == []
    assert mine(sessions, guest) == []


def test_a_guest_who_cancels_is_told_that_nothing_is_open(guest):
    messages, events = run(ActionStale(), pressed('/inform{"value": "cancel"}', sender=guest))
    assert messages[0]["text"].startswith("There is nothing open to cancel.")
    assert messages[0]["custom"]["event"] == "cancelled"
    assert others(events) == []


def own_check_in(sender, **more):
    """A tracker in which the coach asks by itself."""
    return pressed(ASK, sender=sender, **more)


def test_the_coach_asks_and_words_are_about_the_goal_that_it_named(sessions, ana):
    made(sessions, ana, "Leave on time", "Praise two agents")
    messages, events = run(ActionCheckIns(), own_check_in(ana))
    custom = messages[0]["custom"]
    assert custom == {"kind": "goal", "event": "check_in", "goal_ids": [1]}
    assert others(events) == OPENED
    slots = slots_set(events)
    assert slots["thread"]["goal"] == "1"
    said = tracker(
        "talked to my tl",
        sender=ana,
        slots=slots,
        loop="goal_form",
        message_id="m-2",
        coach={"label": "ask/listening", "decision": "clarify"},
    )
    messages, events = run(GoalForm(), said)
    assert messages[0]["text"].startswith("Noted for **Leave on time**")
    assert kinds(sessions, ana) == ["created", "note"]
    assert others(events) == CLOSED
    assert slots_set(events)["thread"]["waiting"] is None


def test_a_goal_that_is_half_made_outlasts_the_coach_s_own_question(sessions, ana):
    made(sessions, ana, "Praise two agents")
    slots = {"form": WAITING.stored()}
    with pytest.raises(ActionExecutionRejection):
        run(GoalForm(), own_check_in(ana, slots=slots, loop="goal_form"))
    messages, events = run(ActionCheckIns(), own_check_in(ana, slots=slots, loop="goal_form"))
    assert messages[0]["custom"]["event"] == "check_in"
    assert others(events) == []
    assert "form" not in slots_set(events)
    messages, events = run(
        GoalForm(), own_check_in(ana, slots=slots, loop="goal_form", after="action_check_ins")
    )
    assert "Back to your goal" in messages[0]["text"]
    assert Form.restored(slots_set(events)["form"]) == WAITING


def test_a_goal_that_is_half_made_is_kept_even_where_its_session_has_ended(sessions, ana):
    made(sessions, ana, "Praise two agents")
    messages, events = run(ActionCheckIns(), own_check_in(ana, slots={"form": WAITING.stored()}))
    assert messages[0]["custom"]["event"] == "check_in"
    assert "form" not in slots_set(events)
    assert others(events) == []


def test_where_nothing_is_due_nothing_disturbs(ana, guest):
    for sender in (ana, guest):
        [message], events = run(ActionCheckIns(), own_check_in(sender))
        assert message["text"]
        assert message["custom"] == {"kind": "goal", "event": "nothing_due", "goal_ids": []}
        assert others(events) == []
    slots = {"form": WAITING.stored()}
    messages, events = run(
        GoalForm(), own_check_in(ana, slots=slots, loop="goal_form", after="action_check_ins")
    )
    assert messages == []
    assert Form.restored(slots_set(events)["form"]) == WAITING
    assert others(events) == []


def told(sender, text, label, *entities, **more):
    """A tracker with a sentence about goals, as Rasa understood it."""
    return tracker(text, sender=sender, coach={"label": label}, entities=list(entities), **more)


def test_progress_is_kept_and_the_thread_knows_the_goal(sessions, ana):
    made(sessions, ana, "Leave on time", "Praise two agents")
    sentence = told(
        ana,
        "im at 60% with goal 2",
        "goal_progress",
        entity("goal_number", "2"),
        entity("progress", "60%"),
    )
    messages, events = run(ActionGoals(), sentence)
    assert [goal.progress for goal in mine(sessions, ana)] == [0, 60]
    assert messages[0]["custom"]["goal_ids"] == [2]
    assert slots_set(events)["thread"]["goal"] == "2"


def test_it_is_the_goal_of_the_thread(sessions, ana):
    made(sessions, ana, "Leave on time", "Praise two agents")
    thread = {"thread": on_table("listening", "agent", goal="2").stored()}
    run(
        ActionGoals(),
        told(ana, "make it 60%", "goal_progress", entity("progress", "60%"), slots=thread),
    )
    assert [goal.progress for goal in mine(sessions, ana)] == [0, 60]


def test_a_turn_that_is_run_again_changes_nothing_and_says_what_it_did(sessions, ana):
    made(sessions, ana, "Leave on time")
    sentence = told(ana, "done", "goal_complete", message_id="m-9")
    first, _ = run(ActionGoals(), sentence)
    assert "Well done" in first[0]["text"]
    again, _ = run(ActionGoals(), sentence)
    assert "That is saved already: **Leave on time**" in again[0]["text"]
    with sessions.begin() as session:
        kinds = [update.kind for update in goals.history(session, mine(sessions, ana)[0])]
    assert kinds == ["created", "completed"]


def kinds(sessions, sender, number=1):
    """What happened to the goal."""
    with sessions.begin() as session:
        history = goals.history(session, goals.mine(session, sender)[number - 1])
        return [update.kind for update in history]


CHOICE = {"numbers": (1, 2), "held": "my words"}
LOST = [
    pytest.param(Form("report", number=1), "done", ["created", "completed"], id="report-done"),
    pytest.param(Form("report", number=1), "40%", ["created", "progress"], id="report"),
    pytest.param(Form("drop", number=1), "too much", ["created", "dropped"], id="drop"),
    pytest.param(
        Form("edit", step="title", number=1), "Go home on time", ["created", "edited"], id="edit"
    ),
    pytest.param(
        Form("choose", wish="goal_complete", **CHOICE), "1", ["created", "completed"], id="complete"
    ),
    pytest.param(
        Form("choose", wish="goal_reopen", **CHOICE),
        "1",
        ["created", "completed", "reopened"],
        id="reopen",
    ),
    pytest.param(
        Form("choose", wish="goal_progress", said={"progress": "40%"}, **CHOICE),
        "1",
        ["created", "progress"],
        id="progress",
    ),
]


@pytest.mark.parametrize(("form", "text", "history"), LOST)
def test_an_answer_to_a_form_that_got_lost_is_told_again(sessions, ana, form, text, history):
    made(sessions, ana, "Leave on time", "Praise two agents")
    if "reopened" in history:
        for number in (1, 2):
            with sessions.begin() as session:
                goals.complete(session, ana, f"closed-{number}", number, NOW)
    sentence = answered(text, form, sender=ana, message_id="m-9")
    first, events = run(GoalForm(), sentence)
    assert others(events) == CLOSED, first
    again, events = run(GoalForm(), sentence)
    title = mine(sessions, ana)[0].title
    assert f"That is saved already: **{title}**" in again[0]["text"]
    assert (slots_set(events)["form"], others(events)) == (None, CLOSED)
    assert kinds(sessions, ana) == history


def test_the_last_goal_that_there_is_room_for_is_told_again_too(sessions, ana):
    made(sessions, ana, *(f"Goal {number}" for number in range(1, MOST_OPEN_GOALS)))
    sentence = answered("in 2 weeks", sender=ana, message_id="m-9")
    first, _ = run(GoalForm(), sentence)
    assert f"Saved as goal {MOST_OPEN_GOALS}" in first[0]["text"]
    at_once = tracker("new goal", sender=ana, message_id="m-9", coach={"label": "goal_create"})
    for action, repeated in ((GoalForm(), sentence), (ActionGoalCreate(), at_once)):
        again, events = run(action, repeated)
        assert "That is saved already: **Leave on time**" in again[0]["text"]
        assert "goal_form" not in [name for _, name in others(events)]
    assert len(mine(sessions, ana)) == MOST_OPEN_GOALS


def test_a_button_in_mid_form_that_is_run_again_leaves_the_form_open(sessions, ana):
    """The form did not take it the first time, and does not the second."""
    made(sessions, ana, "Leave on time")
    slots = {"form": WAITING.stored()}

    def press(**more):
        payload = '/goal_complete{"goal_number": "1"}'
        label = {"label": "goal_complete"}
        return pressed(payload, sender=ana, message_id="m-9", slots=slots, coach=label, **more)

    for opening in ("Well done", "That is saved already"):
        with pytest.raises(ActionExecutionRejection):
            run(GoalForm(), press(loop="goal_form"))
        messages, _ = run(ActionGoals(), press(loop="goal_form"))
        assert opening in messages[0]["text"]
        messages, events = run(GoalForm(), press(loop="goal_form", after="action_goals"))
        assert "Back to your goal" in messages[0]["text"]
        assert Form.restored(slots_set(events)["form"]) == WAITING


def test_the_last_answer_run_again_makes_no_second_goal(sessions, ana):
    for _ in range(2):
        run(GoalForm(), answered("in 2 weeks", sender=ana, message_id="m-9"))
    assert len(mine(sessions, ana)) == 1


def test_which_goal_is_meant_is_asked_in_a_form(sessions, ana):
    made(sessions, ana, "Leave on time", "Praise two agents")
    messages, events = run(ActionGoals(), told(ana, "drop one", "goal_drop"))
    assert "Which goal do you mean?" in messages[0]["text"]
    assert others(events) == OPENED
    chosen = {"form": slots_set(events)["form"]}
    press = pressed('/inform{"goal_number": "2"}', sender=ana, slots=chosen, message_id="m-2")
    messages, events = run(GoalForm(), press)
    assert "What made you let it go?" in messages[0]["text"]
    assert Form.restored(slots_set(events)["form"]) == Form("drop", number=2)


def test_goals_are_drawn_by_data_and_words(sessions, ana):
    made(sessions, ana, "Leave on time")
    messages, events = run(ActionGoals(), told(ana, "draw my goals", "goal_list/picture"))
    (line,) = messages[0]["custom"]["image"]["lines"]
    assert line["title"] == "Leave on time"
    assert "Leave on time" in messages[0]["text"]
    assert others(events) == []


def test_nobody_sees_or_changes_another_s_goals(sessions, ana):
    with sessions.begin() as session:
        ben = users.visitor(session, "test", "ben", NOW).sender
        users.consent_given(session, ben, 1, NOW, time_zone="UTC")
    made(sessions, ben, "Secret of Ben")
    messages, _ = run(ActionGoals(), told(ana, "my goals", "goal_list"))
    assert "Secret of Ben" not in messages[0]["text"]
    run(ActionGoals(), told(ana, "done", "goal_complete", entity("goal_number", "1")))
    assert mine(sessions, ben)[0].status == "open"


def test_check_ins_are_planned_and_stopped(sessions, ana):
    messages, events = run(ActionCheckIns(), told(ana, "every friday at 5pm", "check_in"))
    assert "Fri 13 March, 17:00 (Asia/Manila)" in messages[0]["text"]
    assert others(events) == []
    run(ActionCheckIns(), told(ana, "stop asking", "check_in/stop"))
    with sessions.begin() as session:
        assert checkins.due_at(session, ana) is None
        assert users.get(session, ana).check_in_days == 0


def test_a_button_of_a_closed_form_changes_nothing(ana):
    messages, events = run(ActionStale(), pressed('/inform{"value": "held"}', sender=ana))
    assert "I left that aside" in messages[0]["text"]
    assert others(events) == []


def test_what_could_not_be_committed_is_not_told(sessions, ana):
    dispatcher = CollectingDispatcher()

    def fail(*_):
        raise sa.exc.OperationalError("COMMIT", {}, Exception("disk is full"))

    sa.event.listen(sessions.kw["bind"], "commit", fail)
    with pytest.raises(sa.exc.OperationalError):
        asyncio.run(GoalForm().run(dispatcher, answered("in 2 weeks", sender=ana), {}))
    assert dispatcher.messages == []
    sa.event.remove(sessions.kw["bind"], "commit", fail)
    assert mine(sessions, ana) == []


def steps():
    """One change after another, as (name, arguments) of the book's functions."""
    fields = GoalFields("Leave on time", "", date(2026, 5, 1), "")
    return [
        ("create", (fields, "listening")),
        ("create", (GoalFields("Praise two agents", "count", date(2026, 4, 1), "Ana"), None)),
        ("report", (1,), {"progress": 40, "note": ""}),
        ("report", (1,), {"progress": None, "note": "went well"}),
        ("complete", (1,)),
        ("complete", (1,)),
        ("reopen", (1,)),
        ("reopen", (1,)),
        ("drop", (1, "too much")),
        ("report", (1,), {"progress": 50, "note": ""}),
        ("edit", (2, "title", "Praise three agents")),
        ("edit", (2, "target_date", date(2026, 6, 1))),
        ("edit", (9, "title", "no such goal")),
        ("plan_check_ins", (), {"check_in_weekday": 4, "check_in_hour": 23}),
        ("snooze_check_in", (3,)),
        ("skip_check_in", ()),
        ("plan_check_ins", (), {"time_zone": "Asia/Kolkata", "check_in_days": 3}),
        ("next_check_in", ()),
        ("plan_check_ins", (), {"check_in_days": 0}),
        ("skip_check_in", ()),
        ("snooze_check_in", (2,)),
        ("next_check_in", ()),
    ]


def plain(goal):
    """A goal without the database's own id."""
    return goal and {**vars(goal), "id": None}


def done(book, name, arguments=(), options=None):
    """What the step returns, or the name of what it raises."""
    try:
        result = getattr(book, name)(*arguments, **(options or {}))
    except LookupError as error:
        return type(error).__name__
    return plain(result) if hasattr(result, "number") else result


def seen(book):
    """Everything that can be seen in a book."""
    return (
        [(plain(goal), book.history(goal)) for goal in book.goals()],
        [goal.number for goal in book.goals(status="open")],
        plain(book.changed_already()),
        book.next_check_in(),
        book.today,
    )


def test_the_book_of_other_tests_behaves_as_the_stored_one(sessions, ana):
    with sessions.begin() as session:
        memory = MemoryGoalBook(person=users.get(session, ana))
    for number, step in enumerate(steps()):
        memory.next_turn(f"s-{number}")
        memory.now = NOW + timedelta(days=number)
        for _ in range(2):
            with sessions.begin() as session:
                person = users.get(session, ana)
                stored = StoredGoalBook(session, person, memory.message_id, memory.now)
                assert done(stored, *step) == done(memory, *step), step
                assert seen(stored) == seen(memory), step
            memory.next_turn(memory.message_id)

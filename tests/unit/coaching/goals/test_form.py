"""The open form: what it keeps between turns, and what is none."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching.goals.form import FIELDS, Form, GoalOutcome, goal_reply
from bot.coaching.turn import Button, Thread

CHECK = settings(max_examples=200, deadline=None, derandomize=True, database=None)

FULL = Form(
    kind="create",
    step="measure",
    values={"title": "Leave on time", "target_date": "2026-05-01"},
    asked=("title", "target_date"),
    offered="days in a row",
    held="feel better",
    topic="listening",
    number=3,
    numbers=(3, 5),
    wish="goal_edit",
    said={"part": "title"},
)
TEXTS = st.text(max_size=20)
TABLES = st.dictionaries(TEXTS, TEXTS, max_size=3)


def through_the_slot(form):
    return Form.restored(json.loads(json.dumps(form.stored())))


@pytest.mark.parametrize(
    "form", [Form("create"), FULL, Form("choose", wish="goal_drop", numbers=(1, 2)), Form("drop")]
)
def test_a_form_survives_its_slot(form):
    assert through_the_slot(form) == form


@CHECK
@given(
    st.builds(
        Form,
        kind=TEXTS,
        step=TEXTS,
        values=TABLES,
        asked=st.lists(TEXTS, max_size=3).map(tuple),
        offered=TEXTS,
        held=TEXTS,
        topic=st.none() | TEXTS,
        number=st.integers(),
        numbers=st.lists(st.integers(), max_size=3).map(tuple),
        wish=TEXTS,
        said=TABLES,
    )
)
def test_whatever_a_person_wrote_survives_the_slot(form):
    assert through_the_slot(form) == form


@pytest.mark.parametrize("stored", [None, "", "create", 7, [], ["kind"], {}, {"kind": "create"}])
def test_what_is_no_form_is_none(stored):
    assert Form.restored(stored) is None


@pytest.mark.parametrize("name", sorted(FULL.stored()))
def test_a_form_that_lacks_a_field_is_an_older_version_s(name):
    stored = FULL.stored()
    del stored[name]
    assert Form.restored(stored) is None


def test_a_form_that_has_another_field_is_a_newer_version_s():
    assert Form.restored(FULL.stored() | {"mood": "sour"}) is None


@pytest.mark.parametrize(
    "wrong",
    [
        *({name: 1} for name in ("kind", "step", "offered", "held", "wish")),
        *({name: None} for name in ("kind", "step", "offered", "held", "wish")),
        *({name: value} for name in ("values", "said") for value in (None, "x", [], ["x"], 3)),
        {"values": {"title": 1}},
        {"values": {"title": None}},
        {"said": {"part": ["title"]}},
        {"asked": "title"},
        {"asked": None},
        {"asked": {}},
        {"numbers": 3},
        {"numbers": None},
        {"number": "3"},
        {"number": None},
        {"topic": 3},
        {"topic": ["listening"]},
    ],
    ids=str,
)
def test_a_form_of_wrong_types_is_none(wrong):
    assert Form.restored(FULL.stored() | wrong) is None


@pytest.mark.parametrize(
    "wrong", [{"asked": [1]}, {"asked": [None]}, {"numbers": ["3"]}, {"numbers": [None]}], ids=str
)
def test_a_form_with_wrong_items_is_none(wrong):
    assert Form.restored(FULL.stored() | wrong) is None


def test_a_value_takes_what_was_on_offer_off_the_table():
    form = FULL.with_value("measure", "days")
    assert (form.offered, form.held) == ("", "")
    assert form.values == {**FULL.values, "measure": "days"}
    assert "measure" not in FULL.values


def test_a_day_is_kept_as_text():
    form = Form("create").with_value("target_date", date(2026, 5, 1))
    assert form.values == {"target_date": "2026-05-01"}


def test_fields_are_missing_in_the_order_in_which_they_are_asked_for():
    form = Form("create")
    for name in FIELDS:
        assert form.missing == name
        form = form.with_value(name, "" if name == "measure" else "x")
    assert form.missing is None


def test_a_reply_about_goals_says_what_happened_and_to_which():
    button = Button("Done", "/done")
    reply = goal_reply("asked", "text", 3, 5, buttons=(button,), field="title")
    assert reply.custom == {
        "kind": "goal",
        "event": "asked",
        "goal_ids": [3, 5],
        "field": "title",
    }
    assert (reply.text, reply.buttons) == ("text", (button,))
    assert goal_reply("listed", "text").custom == {
        "kind": "goal",
        "event": "listed",
        "goal_ids": [],
    }


def test_an_outcome_can_add_replies_and_keep_its_form():
    outcome = GoalOutcome((), Thread(), form=FULL).then(goal_reply("asked", "more"), about="m-1")
    assert outcome.form == FULL
    assert outcome.thread.about == "m-1"

"""Check-ins: how often, when, later, not at all, and on whose clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.coaching.turn import payload
from tests.helpers.goal_book import a_book
from tests.helpers.goal_talk import GoalTalk
from tests.helpers.small_knowledge import titles

MANILA = ZoneInfo("Asia/Manila")


@pytest.fixture
def talk():
    """It is Tuesday, 10 March; the next check-in is on Monday at 9."""
    return GoalTalk(a_book("Leave on time"))


def at(month, day, hour):
    return datetime(2026, month, day, hour, tzinfo=MANILA)


def person(talk):
    """The person as the next turn finds them."""
    talk.book.next_turn("later")
    return talk.book.person


@pytest.mark.parametrize(
    ("text", "days", "weekday", "hour", "due"),
    [
        ("check in every friday at 5pm", 7, 4, 17, (3, 13, 17)),
        ("fridays", 7, 4, 9, (3, 13, 9)),
        ("ask me on thurs at 17:00", 7, 3, 17, (3, 12, 17)),
        ("tuesdays at noon", 7, 1, 12, (3, 17, 12)),
        ("every day at 9", 1, 0, 9, (3, 11, 9)),
        ("daily", 1, 0, 9, (3, 11, 9)),
        ("every 3 days at 11am", 3, 0, 11, (3, 13, 11)),
        ("every two weeks", 14, 0, 9, (3, 23, 9)),
        ("every 2 weeks on friday", 14, 4, 9, (3, 20, 9)),
        ("once a month", 28, 0, 9, (4, 6, 9)),
        ("weekly at 2", 7, 0, 14, (3, 16, 14)),
        ("at 5pm", 7, 0, 17, (3, 16, 17)),
        ("tuwing biyernes", 7, 4, 9, (3, 13, 9)),
    ],
)
def test_rhythm_weekday_and_hour_are_taken(talk, text, days, weekday, hour, due):
    said = talk.say(text, "check_in")
    wanted = person(talk)
    assert (wanted.check_in_days, wanted.check_in_weekday, wanted.check_in_hour) == (
        days,
        weekday,
        hour,
    )
    assert talk.book.next_check_in() == at(*due)
    assert said.startswith("Done. Your next check-in is planned for ")
    assert titles(talk.replies[0]) == ["A day later", "Skip it", "Stop them"]


def test_a_weekday_alone_means_every_week():
    talk = GoalTalk(a_book("Leave on time", check_in_days=1))
    talk.say("on fridays", "check_in")
    assert (person(talk).check_in_days, person(talk).check_in_weekday) == (7, 4)


def test_the_reply_says_the_moment_and_the_zone(talk):
    said = talk.say("every friday at 5pm", "check_in")
    assert "Fri 13 March, 17:00 (Asia/Manila)" in said
    assert "where I can write first" in said


def test_an_hour_in_the_quiet_hours_is_put_off_to_their_end(talk):
    talk.say("every friday at 11pm", "check_in")
    assert talk.book.next_check_in() == at(3, 14, 8)


def test_it_is_said_that_the_hour_is_quiet_and_the_rhythm_stays(talk):
    said = talk.say("check in daily at 10pm", "check_in")
    assert "22:00 is in your quiet hours (21:00 to 08:00)" in said
    assert "Wed 11 March, 08:00" in said
    assert person(talk).check_in_hour == 22


def test_quiet_hours_say_that_they_hold_the_hour(talk):
    said = talk.say("quiet from 8 to 12", "check_in")
    assert "09:00 is in your quiet hours (08:00 to 12:00)" in said
    assert talk.book.next_check_in() == at(3, 16, 12)


@pytest.mark.parametrize(
    "text", ["not on monday please", "no check-ins on mondays", "daily but never on a sunday"]
)
def test_who_only_refuses_a_day_is_asked_for_another(talk, text):
    before = person(talk), talk.book.due_at
    assert "Which day suits you instead?" in talk.say(text, "check_in")
    assert (person(talk), talk.book.due_at) == before


@pytest.mark.parametrize("text", ["check in at 25:00", "every friday at 99", "daily at 25pm"])
def test_an_hour_that_no_clock_has_is_asked_back(talk, text):
    before = person(talk), talk.book.due_at
    assert "no such hour" in talk.say(text, "check_in")
    assert (person(talk), talk.book.due_at) == before


@pytest.mark.parametrize(
    ("text", "label", "due"),
    [
        ("im in india now", "check_in/zone", (3, 30)),
        ("nothing after 8pm", "check_in", (3, 30)),
        ("make it fridays", "check_in", (3, 13)),
    ],
)
def test_what_was_put_off_is_kept_unless_the_day_changes(talk, text, label, due):
    talk.say("in 20 days", "check_in/snooze")
    person(talk)
    talk.say(text, label)
    person(talk)
    found = talk.book.next_check_in()
    assert (found.month, found.day, found.hour) == (*due, 9)


def test_a_zone_alone_plans_none_for_somebody_without_goals():
    talk = GoalTalk(a_book())
    said = talk.say("im in india now", "check_in/zone")
    assert "I count your days in Asia/Kolkata from now on." in said
    assert "Next check-in" not in said
    assert talk.book.next_check_in() is None


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("no check-ins after 10pm", (22, 8)),
        ("no check-ins before 10am", (21, 10)),
        ("quiet between 10 pm and 7 am", (22, 7)),
        ("don't write from 22:00 to 07:00", (22, 7)),
        ("never after 6", (18, 8)),
        ("quiet from 22 to 6", (22, 6)),
    ],
)
def test_quiet_hours_are_taken(talk, text, quiet):
    said = talk.say(text, "check_in")
    wanted = person(talk)
    assert (wanted.quiet_from, wanted.quiet_until) == quiet
    assert said.startswith("Noted, I keep quiet then.")
    assert "from {:02}:00 to {:02}:00".format(*quiet) in said
    assert wanted.check_in_days == 7


@pytest.mark.parametrize(
    ("text", "quiet"),
    [("no check-ins from 9 pm to 7 am", (21, 7)), ("nothing after 10pm", (22, 8))],
)
def test_quiet_hours_are_taken_as_the_coach_itself_words_them(talk, text, quiet):
    talk.say(text, "check_in")
    assert (person(talk).quiet_from, person(talk).quiet_until) == quiet


def test_quiet_hours_without_an_hour_are_asked_for(talk):
    said = talk.say("keep quiet between my shifts", "check_in")
    assert "From when until when" in said
    assert person(talk) == a_book().person


def test_a_message_that_names_nothing_shows_what_is_planned(talk):
    before = talk.book.due_at
    assert "Mon 16 March, 09:00" in talk.say("check-ins", "check_in")
    assert "Mon 16 March, 09:00" in talk.say("when is my next check in", "check_in/show")
    assert talk.book.due_at == before


def test_who_wants_none_and_asks_for_them_gets_them_weekly():
    talk = GoalTalk(a_book("Leave on time", check_in_days=0))
    assert "No check-in is planned" in talk.say("…", "check_in/show")
    assert titles(talk.replies[0]) == ["Check in weekly"]
    talk.press("Check in weekly")
    assert person(talk).check_in_days == 7
    assert talk.book.next_check_in() == at(3, 16, 9)


@pytest.mark.parametrize(("text", "days"), [("at 5pm", 7), ("daily at 5pm", 1)])
def test_an_hour_alone_brings_back_what_was_stopped(text, days):
    talk = GoalTalk(a_book("Leave on time", check_in_days=0))
    talk.say(text, "check_in")
    assert (person(talk).check_in_days, person(talk).check_in_hour) == (days, 17)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("snooze it", (3, 11, 9)),
        ("later", (3, 11, 9)),
        ("tomorrow", (3, 11, 9)),
        ("snooze 2 days", (3, 12, 9)),
        ("in three days", (3, 13, 9)),
        ("next week", (3, 17, 9)),
        ("a week later", (3, 17, 9)),
        ("ask me in a month", (4, 7, 9)),
        ("ask me again on monday", (3, 16, 9)),
        ("not today, wednesday", (3, 11, 9)),
        ("tuesday", (3, 17, 9)),
        ("in 99 weeks", (5, 9, 9)),
        ("in 0 days", (3, 11, 9)),
    ],
)
def test_a_check_in_is_put_off(talk, text, due):
    said = talk.say(text, "check_in/snooze")
    assert said.startswith("Later, then.")
    assert talk.book.next_check_in() == at(*due)


def test_the_same_message_again_puts_it_off_once(talk):
    talk.book.snooze_check_in(2)
    talk.book.now = talk.book.now.replace(day=11)
    assert talk.book.snooze_check_in(2) == at(3, 12, 9)


def test_a_check_in_is_left_out(talk):
    assert talk.say("skip this one", "check_in/skip").startswith("Skipped.")
    assert talk.book.next_check_in() == at(3, 23, 9)


@pytest.mark.parametrize(
    ("button", "due"),
    [("A day later", at(3, 11, 9)), ("Skip it", at(3, 23, 9)), ("Stop them", None)],
)
def test_the_buttons_do_what_they_say(talk, button, due):
    talk.say("check-ins", "check_in")
    talk.press(button)
    assert talk.book.next_check_in() == due


def test_check_ins_stop_and_can_be_brought_back(talk):
    said = talk.say("stop asking me", "check_in/stop")
    assert "No more check-ins. Your goals stay" in said
    assert talk.book.next_check_in() is None
    assert person(talk).check_in_days == 0
    talk.press("Check in weekly")
    assert talk.book.next_check_in() == at(3, 16, 9)


@pytest.mark.parametrize("label", ["check_in/snooze", "check_in/skip"])
def test_who_wants_none_has_none_to_leave_out(label):
    talk = GoalTalk(a_book("Leave on time", check_in_days=0))
    talk.say("…", label)
    assert (talk.book.next_check_in() is None) is (label == "check_in/skip")


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("my time zone is Manila", "Asia/Manila"),
        ("ph time", "Asia/Manila"),
        ("im in india now", "Asia/Kolkata"),
        ("Asia/Kolkata", "Asia/Kolkata"),
        ("use new york time", "America/New_York"),
    ],
)
def test_days_count_in_the_zone_that_is_named(talk, text, zone):
    said = talk.say(text, "check_in/zone")
    assert f"I count your days in {zone} from now on." in said
    assert "Next check-in: Mon 16 March, 09:00." in said
    assert person(talk).time_zone == zone
    assert talk.book.next_check_in() == datetime(2026, 3, 16, 9, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize("text", ["atlantis", "us", "change my time zone", "gmt+8", ""])
def test_a_place_that_names_no_zone_is_asked_back(talk, text):
    before = talk.book.due_at
    said = talk.say(text, "check_in/zone")
    assert said.startswith("I count your days in Asia/Manila.")
    assert (person(talk).time_zone, talk.book.due_at) == ("Asia/Manila", before)


def test_a_zone_is_taken_where_no_check_in_is_wanted():
    talk = GoalTalk(a_book("Leave on time", check_in_days=0))
    said = talk.say("im in india now", "check_in/zone")
    assert "Next check-in" not in said
    assert person(talk).time_zone == "Asia/Kolkata"


def test_a_button_of_a_wish_that_is_not_known_shows_what_is_planned(talk):
    assert "Mon 16 March, 09:00" in talk.send(payload("check_in", part="dance"))


def test_the_first_goal_begins_the_check_ins():
    talk = GoalTalk(a_book())
    assert "they begin with your first goal" in talk.say("check-ins", "check_in/show")
    talk.send(payload("goal_create", topic="listening"))
    talk.say("in 2 weeks")
    assert talk.book.next_check_in() == at(3, 16, 9)


def test_no_hour_of_the_day_is_out_of_reach(talk):
    for hour in range(24):
        talk.say(f"daily at {hour}:00", "check_in")
        assert person(talk).check_in_hour in (hour, hour + 12)

"""Answering with a card, asking which topic is closest, and walking on through a card."""

from __future__ import annotations

import pytest

from bot.coaching.guidance import answer, clarify, more, offer, show
from bot.coaching.turn import Thread
from tests.helpers.small_knowledge import KNOWLEDGE, on_table, only, titles, turn

WALK = ["More", "Related", "Make it a goal", "Helpful", "Not helpful"]


def kinds(outcome):
    return [reply.kind for reply in outcome.replies]


def test_a_question_is_answered_with_the_asker_s_card():
    outcome = answer(KNOWLEDGE, turn("ask/listening", role="manager", ranking=("listening",)))
    reply = only(outcome)
    assert reply.custom["card"] == "listening.manager"
    assert "Managers listen goes wrong" in reply.text
    assert titles(reply) == WALK
    assert outcome.thread == Thread("listening", "manager", ("main",))


def test_a_card_that_advises_can_be_made_a_goal_and_one_of_facts_cannot():
    advice = only(answer(KNOWLEDGE, turn("ask/listening", role="agent")))
    payloads = {button.title: button.payload for button in advice.buttons}
    assert payloads["Make it a goal"] == '/goal_create{"topic": "listening"}'
    facts = only(answer(KNOWLEDGE, turn("ask/night_shift", role="agent")))
    assert "Make it a goal" not in titles(facts)


def test_the_thread_knows_which_message_the_card_answers():
    outcome = answer(KNOWLEDGE, turn("ask/listening", role="agent", message_id="m-3"))
    assert outcome.thread.about == "m-3"
    walked = more(KNOWLEDGE, turn("more_detail", outcome.thread, message_id="m-4"))
    assert walked.thread.about == "m-3"
    later = answer(KNOWLEDGE, turn("ask/handover", walked.thread, role="agent", message_id="m-5"))
    assert later.thread.about == "m-5"
    assert answer(KNOWLEDGE, turn("ask/listening", role="agent")).thread.about is None
    assert clarify(KNOWLEDGE, turn("ask", ranking=("praise",), message_id="m-6")).thread.about == (
        "m-6"
    )


def test_another_card_is_not_what_that_message_was_answered_with():
    thread = on_table("listening", "agent", about="m-3")
    assert show(KNOWLEDGE, thread, "listening", "agent", "why").thread.about == "m-3"
    assert show(KNOWLEDGE, thread, "handover", "agent").thread.about is None


def test_a_button_names_the_topic_in_its_payload():
    pressed = turn("ask", role="agent", entities={"topic": "handover"})
    assert only(answer(KNOWLEDGE, pressed)).custom["topic"] == "handover"


def test_what_was_on_the_table_is_gone_when_a_new_question_is_answered():
    before = on_table(
        "planning", "manager", "main", "why", options=("praise",), second="praise", waiting="second"
    )
    after = answer(KNOWLEDGE, turn("ask/listening", before, role="manager")).thread
    assert (after.topic, after.shown) == ("listening", ("main",))
    assert (after.options, after.second, after.waiting) == ((), None, None)


def test_the_next_best_topics_are_kept_without_the_one_that_was_answered():
    asked = turn("ask/listening", role="agent", ranking=("listening", "handover", "planning"))
    assert answer(KNOWLEDGE, asked).thread.ranking == ("handover", "planning")
    before = Thread(ranking=("handover", "listening"))
    pressed = turn("ask", before, role="agent", entities={"topic": "listening"})
    assert answer(KNOWLEDGE, pressed).thread.ranking == ("handover",)


@pytest.mark.parametrize(
    "asked",
    [
        turn("ask/listening", role="agent", hurry=True),
        turn(
            "ask",
            Thread(hurry=True, options=("planning", "listening")),
            role="agent",
            entities={"topic": "listening"},
        ),
    ],
    ids=["message", "a list that was offered without time"],
)
def test_no_time_means_three_lines_first(asked):
    outcome = answer(KNOWLEDGE, asked)
    assert "1. Agents listen line one." in only(outcome).text
    assert "step one" not in only(outcome).text
    assert outcome.thread.shown == ("hurry",)
    assert outcome.thread.hurry is True


def test_haste_ends_with_its_question():
    hurried = answer(KNOWLEDGE, turn("ask/listening", role="agent", hurry=True)).thread
    assert answer(KNOWLEDGE, turn("ask/praise", hurried)).thread.shown == ("main",)
    pressed = turn("ask", hurried, entities={"topic": "praise"})
    assert answer(KNOWLEDGE, pressed).thread.shown == ("main",)


def test_a_bridge_says_so_first_then_gives_the_nearest_card_and_people():
    reply = only(answer(KNOWLEDGE, turn("ask/rude_callers", role="agent")))
    assert reply.text.startswith("Nobody wrote about rude callers.\n\n**Hearing people out**")
    assert reply.text.endswith("• **Floor lead:** Raise a hand.")
    assert reply.custom["topic"] == "listening"


def test_a_bridge_without_contacts_names_nobody():
    reply = only(answer(KNOWLEDGE, turn("ask/lost_badge", role="agent")))
    assert reply.text.startswith("Nobody wrote about badges.")
    assert "Who can help" not in reply.text


@pytest.mark.parametrize(
    ("label", "entities"),
    [
        ("ask", {}),
        ("ask", {"topic": "gone"}),
        ("ask/gone", {}),
        ("ask/", {}),
        ("", {}),
        ("ask/gone", {"topic": "listening"}),
    ],
)
def test_a_topic_that_is_not_there_is_asked_back(label, entities):
    asked = turn(label, entities=entities, ranking=("gone", "planning", "listening"))
    reply = only(answer(KNOWLEDGE, asked))
    assert reply.custom == {"kind": "clarify", "topics": ["planning", "listening"]}


def test_the_role_is_asked_after_the_answer_and_only_once():
    first = answer(KNOWLEDGE, turn("ask/listening"))
    assert kinds(first) == ["guidance", "role"]
    assert first.thread.waiting == "role"
    assert first.role is None
    again = answer(KNOWLEDGE, turn("ask/planning", first.thread))
    assert kinds(again) == ["guidance"]


@pytest.mark.parametrize(
    "known",
    [
        {"role": "agent"},
        {"said_role": "agent"},
        {"implied_role": "agent"},
        {"thread": Thread(implied_role="agent")},
    ],
)
def test_a_role_that_is_known_is_used_and_not_asked_for(known):
    outcome = answer(KNOWLEDGE, turn("ask/listening", **known))
    assert only(outcome).custom["audience"] == "agent"


def test_where_everybody_gets_the_same_card_the_role_does_not_matter():
    assert kinds(answer(KNOWLEDGE, turn("ask/night_shift"))) == ["guidance"]


def test_a_role_that_was_said_is_remembered_before_an_older_one():
    asked = turn("ask/listening", role="manager", said_role="agent", implied_role="manager")
    outcome = answer(KNOWLEDGE, asked)
    assert outcome.role == "agent"
    assert only(outcome).custom["audience"] == "agent"


def test_a_role_that_words_gave_away_serves_this_talk_and_is_not_remembered():
    outcome = answer(KNOWLEDGE, turn("ask/listening", implied_role="manager"))
    assert outcome.role is None
    assert outcome.thread.implied_role == "manager"
    later = answer(KNOWLEDGE, turn("ask/planning", outcome.thread))
    assert kinds(later) == ["guidance"]
    assert later.thread.implied_role == "manager"


def test_a_bare_executive_is_asked_what_that_means_unless_the_role_is_known():
    asked = answer(KNOWLEDGE, turn("ask/listening", said_role="ambiguous"))
    assert kinds(asked) == ["guidance", "role"]
    assert "“Executive”" in asked.replies[1].text
    known = answer(KNOWLEDGE, turn("ask/listening", said_role="ambiguous", role="manager"))
    assert only(known).custom["audience"] == "manager"
    assert known.role == "manager"


def test_of_two_worries_the_other_is_offered():
    outcome = answer(KNOWLEDGE, turn("ask/listening", role="agent", second="handover"))
    assert kinds(outcome) == ["guidance", "clarify"]
    offered = outcome.replies[1]
    assert "**Handing over a shift**" in offered.text
    assert [b.payload for b in offered.buttons] == ["/affirm", "/deny"]
    assert (outcome.thread.second, outcome.thread.waiting) == ("handover", "second")


def test_a_bridge_can_be_the_other_worry():
    outcome = answer(KNOWLEDGE, turn("ask/handover", role="agent", second="rude_callers"))
    assert "**Rude callers**" in outcome.replies[1].text
    assert outcome.replies[1].custom["topics"] == ["listening"]


@pytest.mark.parametrize("worry", ["listening", "handover"])
def test_what_a_bridge_leads_to_is_no_other_worry(worry):
    outcome = answer(KNOWLEDGE, turn("ask/rude_callers", role="agent", second=worry))
    assert kinds(outcome) == ["guidance"]


def test_a_bridge_has_buttons_for_all_its_topics():
    reply = only(answer(KNOWLEDGE, turn("ask/rude_callers", role="agent")))
    assert '/ask{"topic": "handover"}' in [b.payload for b in reply.buttons]


@pytest.mark.parametrize("second", [None, "", "gone", "listening"])
def test_no_other_worry_is_made_up(second):
    outcome = answer(KNOWLEDGE, turn("ask/listening", role="agent", second=second))
    assert kinds(outcome) == ["guidance"]


def test_more_walks_through_the_card_and_says_when_it_is_done():
    thread = answer(KNOWLEDGE, turn("ask/listening", role="agent")).thread
    seen = []
    for _ in range(4):
        outcome = more(KNOWLEDGE, turn("more_detail", thread))
        seen.append(outcome.thread.shown[-1])
        thread = outcome.thread
    assert seen == ["why", "dos", "donts", "goal"]
    assert "More" not in titles(only(outcome))
    done = more(KNOWLEDGE, turn("more_detail", thread))
    assert "whole card on hearing people out" in only(done).text
    assert done.thread == thread


def test_more_after_three_lines_begins_with_the_card_itself():
    outcome = more(KNOWLEDGE, turn("more_detail", on_table("listening", "agent", "hurry")))
    assert "step one" in only(outcome).text


def test_another_card_starts_its_own_walk():
    thread = on_table("listening", "agent", "main", "why")
    assert show(KNOWLEDGE, thread, "listening", "manager").thread.shown == ("main",)
    assert show(KNOWLEDGE, thread, "listening", "agent", "dos").thread.shown[-1] == "dos"


def test_unsure_offers_the_three_best_and_none_of_these():
    ranking = ("praise", "gone", "planning", "listening", "handover")
    outcome = clarify(KNOWLEDGE, turn("ask/praise", ranking=ranking, hurry=True))
    reply = only(outcome)
    assert reply.custom["topics"] == ["praise", "planning", "listening"]
    assert "1. Giving praise\n2. Planning the week\n3. Hearing people out" in reply.text
    assert titles(reply)[-1] == "None of these"
    assert outcome.thread.options == ("praise", "planning", "listening")
    assert outcome.thread.ranking == ("handover",)
    assert outcome.thread.hurry is True


@pytest.mark.parametrize("ranking", [(), ("gone",)])
def test_with_nothing_to_offer_it_asks_for_other_words(ranking):
    outcome = clarify(KNOWLEDGE, turn("", Thread(options=("praise",)), ranking=ranking))
    assert only(outcome).kind == "help"
    assert outcome.thread.options == ()


def test_an_offer_of_nothing_lists_nothing():
    assert only(offer(KNOWLEDGE, Thread(), (), "Which?")).buttons == ()

"""What the coach does first, from the probabilities of the labels."""

from __future__ import annotations

import json

import pytest

from bot.nlu.decision import Decider, Thresholds
from bot.nlu.text import frame

BRIDGES = {"abusive_callers": ["tone", "balance"]}
DECIDER = Decider(Thresholds(answer=0.5, clarify=0.2, command=0.4, second=0.6, safety=0.4), BRIDGES)


def decide(chances, text="my words", clauses=()):
    return DECIDER.decide(frame(text), chances, clauses)


@pytest.mark.parametrize(
    ("chances", "decision", "intent", "label"),
    [
        ({"ask/tone": 0.6, "greet": 0.2}, "answer", "ask", "ask/tone"),
        ({"ask/tone": 0.5, "greet": 0.3}, "answer", "ask", "ask/tone"),
        ({"ask/tone": 0.49, "ask/balance": 0.3}, "clarify", "nlu_fallback", "ask/tone"),
        ({"ask/tone": 0.2, "greet": 0.19}, "clarify", "nlu_fallback", "ask/tone"),
        ({"ask/tone": 0.1, "ask/balance": 0.05}, "clarify", "nlu_fallback", "ask/tone"),
        ({"out_of_scope": 0.1, "ask/tone": 0.14}, "out_of_scope", "out_of_scope", "out_of_scope"),
        ({"out_of_scope/nonsense": 0.6}, "out_of_scope", "out_of_scope", "out_of_scope/nonsense"),
        ({"greet": 0.7, "ask/tone": 0.2}, "command", "greet", "greet"),
        ({"more_detail/why": 0.3, "more_detail": 0.2}, "command", "more_detail", "more_detail/why"),
        ({"nlu_fallback": 0.6, "ask/tone": 0.2}, "clarify", "nlu_fallback", "nlu_fallback"),
        ({"greet": 0.4, "ask/tone": 0.4}, "command", "greet", "greet"),
        ({"out_of_scope": 0.6, "ask/tone": 0.3}, "out_of_scope", "out_of_scope", "out_of_scope"),
        ({"out_of_scope": 0.5, "ask/tone": 0.4}, "out_of_scope", "out_of_scope", "out_of_scope"),
        ({f"ask/{n}": 0.125 for n in "abcd"}, "clarify", "nlu_fallback", "ask/a"),
        ({"safety/threat": 0.5, "ask/tone": 0.5}, "safety", "safety", "safety/threat"),
        ({}, "out_of_scope", "out_of_scope", "out_of_scope"),
    ],
)
def test_the_likeliest_decides(chances, decision, intent, label):
    decided = decide(chances)
    assert (decided.decision, decided.intent, decided.label) == (decision, intent, label)


def test_a_topic_can_be_asked_back_though_more_speaks_for_outside():
    decided = decide({"out_of_scope": 0.4, "ask/tone": 0.3, "greet": 0.3})
    assert (decided.decision, decided.topics[0][0]) == ("clarify", "tone")


def test_safety_weighs_all_its_categories_together():
    chances = {"safety/threat": 0.15, "safety/harassment": 0.25, "ask/tone": 0.6}
    assert decide(chances).label == "safety/harassment"
    assert decide({**chances, "safety/harassment": 0.2}).decision == "answer"


@pytest.mark.parametrize(
    "text",
    [
        "i want to kill myself",
        "i'm suicidal",
        "I AM so suicidal lately",
        "thinking of ending my life",
        "there is no reason to live",
        "ayoko nang mabuhay",
        "main marna chahta hu",
        "/kill myself",
        "no, i meant i want to die",
    ],
)
def test_plain_words_of_crisis_never_slip_through(text):
    decided = decide({"ask/tone": 0.99}, text)
    assert (decided.decision, decided.label) == ("safety", "safety/self_harm")


@pytest.mark.parametrize(
    "text",
    [
        "AHT is killing me",
        "my TL will murder me",
        "dying of boredom here",
        "this shift is suicide lol",
        "the queue is dead",
        "i could kill for a coffee",
        "my team killed it today",
    ],
)
def test_slang_is_no_crisis(text):
    assert decide({"ask/tone": 0.9}, text).decision == "answer"


def test_a_crisis_has_at_least_the_weight_that_safety_had():
    assert decide({"safety/threat": 0.7}, "i want to kill myself").confidence >= 0.7


@pytest.mark.parametrize("text", ["\\/restart", '\\/ask{"topic":"tone"}', "\\/"])
def test_a_typed_command_is_declined(text):
    decided = decide({"ask/tone": 0.99}, text)
    assert (decided.decision, decided.label) == ("out_of_scope", "out_of_scope/command")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("👍", "feedback_positive"),
        ("👍🏽👍🏽", "feedback_positive"),
        ("👎", "feedback_negative"),
        ("🙏!", "thanks"),
        ("❤️", "thanks"),
        ("👋", "greet"),
    ],
)
def test_a_sign_alone_says_what_it_says(text, intent):
    decided = decide({"ask/tone": 0.99}, text)
    assert (decided.decision, decided.intent) == ("command", intent)


@pytest.mark.parametrize("text", ["", "???", "🙂", "\u202e", "--"])
def test_nothing_to_read_is_nonsense(text):
    decided = decide({"ask/tone": 0.99}, text)
    assert (decided.decision, decided.label) == ("out_of_scope", "out_of_scope/nonsense")


def test_another_script_is_told_so():
    assert decide({"ask/tone": 0.99}, "моя команда").label == "out_of_scope/other_language"


def test_topics_are_ranked_best_first_and_a_bridge_counts_for_its_nearest():
    chances = {"ask/balance": 0.3, "ask/tone": 0.2, "ask/abusive_callers": 0.15, "greet": 0.35}
    decided = decide(chances)
    assert [name for name, _ in decided.topics] == ["tone", "balance"]
    assert dict(decided.topics)["tone"] == pytest.approx(0.35)


def test_a_topic_and_the_bridges_that_lead_to_it_answer_together():
    decided = decide({"ask/tone": 0.3, "ask/abusive_callers": 0.4, "greet": 0.1})
    assert (decided.decision, decided.label) == ("answer", "ask/tone")
    assert decided.confidence == pytest.approx(0.7)


def test_a_bridge_is_named_only_where_it_is_clearly_likelier_than_its_topic():
    decided = decide({"ask/tone": 0.2, "ask/abusive_callers": 0.5, "greet": 0.1})
    assert decided.label == "ask/abusive_callers"


def test_what_leans_on_the_card_before_is_answered_only_when_sure():
    leaning = "and why should i care about it"
    assert decide({"ask/tone": 0.94}, leaning).decision == "clarify"
    assert decide({"ask/tone": 0.96}, leaning).decision == "answer"


def test_unsure_of_the_whole_but_sure_of_its_two_clauses_it_answers_the_surer():
    whole = {"ask/tone": 0.4, "ask/balance": 0.4, "ask/other": 0.2}
    decided = decide(whole, clauses=[BALANCE, TONE])
    assert (decided.decision, decided.label, decided.second) == ("answer", "ask/tone", "balance")
    assert [name for name, _ in decided.topics] == ["tone", "balance", "other"]
    assert decide(whole, clauses=[TONE, TONE]).decision == "clarify"


@pytest.mark.parametrize("text", ["我想提高沟通能力", "🙂🙂", "\\/restart"])
def test_what_the_model_cannot_read_is_not_judged_dangerous_by_it(text):
    assert decide({"safety/self_harm": 0.9}, text).decision == "out_of_scope"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("topics", "help/topics"),
        (" Why? ", "more_detail/why"),
        ("That's  not it.", "feedback_negative/wrong_topic"),
    ],
)
def test_the_coach_s_own_words_are_always_known(text, label):
    decided = decide({"ask/tone": 0.9}, text)
    assert (decided.decision, decided.intent, decided.label) == (
        "command",
        label.partition("/")[0],
        label,
    )


def test_topics_of_equal_weight_are_in_a_stable_order():
    assert [n for n, _ in decide({"ask/b": 0.3, "ask/a": 0.3}).topics] == ["a", "b"]


TONE, BALANCE = {"ask/tone": 0.8, "greet": 0.2}, {"ask/balance": 0.7, "greet": 0.3}


@pytest.mark.parametrize(
    "clauses",
    [
        [TONE, BALANCE],
        [BALANCE, TONE],
        [TONE, TONE, BALANCE],
        [TONE, {"ask/balance": 0.6, "greet": 0.4}],
    ],
)
def test_of_two_worries_the_other_is_second(clauses):
    assert decide(TONE, clauses=clauses).second == "balance"


@pytest.mark.parametrize(
    "clauses",
    [
        [],
        [TONE],
        [TONE, TONE],
        [TONE, {"greet": 0.9, "ask/balance": 0.1}],
        [TONE, {"ask/balance": 0.59, "greet": 0.1}],
        [BALANCE, BALANCE],
    ],
)
def test_no_second_worry_without_a_clause_of_its_own(clauses):
    assert decide(TONE, clauses=clauses).second is None


def test_only_an_answer_has_a_second_worry():
    assert decide({"greet": 0.9}, clauses=[TONE, BALANCE]).second is None


def test_the_thresholds_are_the_decider_s_own():
    strict = Decider(Thresholds(answer=0.9, clarify=0.7, command=0.95, safety=0.95))
    decided = strict.decide(frame("x y"), {"ask/tone": 0.6, "out_of_scope": 0.4})
    assert decided.decision == "out_of_scope"
    lax = Decider(Thresholds(answer=0.1))
    assert lax.decide(frame("x y"), {"ask/tone": 0.15, "greet": 0.1}).decision == "answer"


def test_the_frame_travels_with_the_decision_as_json():
    decided = decide({"ask/tone": 0.612345}, "no, i meant my tone, quick").as_dict()
    assert json.loads(json.dumps(decided)) == decided
    assert decided["topics"] == [{"id": "tone", "confidence": 0.6123}]
    assert (decided["correction"], decided["hurry"]) == (True, True)

"""Vague or not, measurable or not, and what a title itself says of its measure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching.goals.wording import begun, is_measurable, is_vague, measure_in
from tests.helpers.goal_messages import TITLES

CHECK = settings(max_examples=200, deadline=None, derandomize=True, database=None)

VAGUE = (
    "be better",
    "be better at work",
    "get better",
    "do better",
    "improve",
    "improve myself",
    "improve my skills",
    "improve my communication skills",
    "improve my performance",
    "become better",
    "become a better leader",
    "be a good team leader",
    "be a better manager",
    "be the best agent",
    "be more professional",
    "be more productive",
    "be more confident",
    "be confident",
    "more confidence",
    "be happy at work",
    "feel better",
    "feel more confident at work",
    "work harder",
    "work hard and be successful",
    "grow in my career",
    "grow as a leader",
    "I want to be better",
    "i'd like to improve",
    "i want to do good",
    "just be nice",
    "really try to be better",
    "a better attitude",
    "better mindset",
    "great performance",
    "be a great listener",
    "do my best",
    "leadership",
    "communication",
    "confidence",
    "success",
    "growth",
    "my career",
    "better life",
    "BE BETTER!!",
    "be better pls",
    "be better at everything",
    "yes",
    "goals",
    "i don't know",
    "not sure",
    "no idea",
    "...",
)
REAL = (
    "be on time",
    "be on time every day",
    "be at my desk five minutes early",
    "become a team leader",
    "become a manager",
    "I want to become a TL by next year",
    "be a team lead",
    "get the manager job",
    "get promoted to SME",
    "get certified",
    "finish my accent training",
    "pass the versant with B2",
    "raise my QA score to 90",
    "95 CSAT",
    "better CSAT than last month",
    "improve my typing to 50 wpm",
    "improve my grammar in emails",
    "improve FCR from 70 to 78",
    "delegate more",
    "delegate one report every Friday",
    "listen without interrupting",
    "ask for feedback after one call a week",
    "ask my TL for feedback",
    "say no more often",
    "stop saying um",
    "stop promising dates I can't keep",
    "speak up in huddles",
    "stay calm with irate callers",
    "more feedback from my TL",
    "time management",
    "help new hires",
    "write clearer call notes",
    "less dead air",
    "no more late logins",
    "take my full lunch break",
    "two one-on-ones per week",
    "be kinder to callers",
    "be more patient with slow callers",
    "work from my own checklist",
    "do good call notes",
    "work less overtime",
    "praise two agents a day",
    "lead a team of twelve",
    "maging SME",
    "roz ek email bina mistake ke",
    "attend five trainings",
    "sleep seven hours after night shift",
    "30 quality calls",
)


@pytest.mark.parametrize("title", VAGUE)
def test_what_would_fit_anybody_is_vague(title):
    assert is_vague(title)


@pytest.mark.parametrize("title", dict.fromkeys((*REAL, *TITLES)))
def test_a_real_goal_is_never_called_vague(title):
    assert not is_vague(title)


@pytest.mark.parametrize("word", ["attendance", "delegation", "certification"])
def test_a_single_word_says_too_little_without_a_figure(word):
    assert is_vague(word)
    assert not is_vague(f"{word} 95")
    assert not is_vague("95%")


MEASURABLE = (
    "90",
    "90 %",
    "my CSAT",
    "csat at 90",
    "the monthly qa score",
    "AHT on the dashboard",
    "attendance record",
    "zero complaints",
    "no escalations",
    "none missed",
    "every day",
    "once a week",
    "twice per shift",
    "three times",
    "at least five calls",
    "fewer escalations than last month",
    "less than two holds",
    "a dozen calls",
    "half of my calls",
    "my TL says so",
    "my TL tells me",
    "feedback from my team",
    "I pass the exam",
    "the certificate",
    "yes or no",
    "it is written and sent",
    "promoted by then",
    "number of reopened tickets",
    "how many calls I close without a hold",
    "how often i interrupt",
    "a count on fridays",
    "minutes of dead air",
    "the client survey",
    "my scorecard",
    "finish the course",
    "araw-araw",
    "roz",
)
NOT_MEASURABLE = (
    "I feel better",
    "feeling good",
    "I will notice",
    "I will just know",
    "my mood",
    "happy customers",
    "better calls",
    "calmer",
    "people like me",
    "gut feeling",
    "good vibes",
    "confidence",
    "being calm",
    "improvement",
    "happier team",
    "a nicer tone",
    "my team trusts me",
    "callers are kind",
    "I am relaxed",
    "quality",
    "great teamwork",
    "by my own feeling",
    "it gets easier",
    "progress",
    "I sleep well",
    "smiles",
    "my energy",
    "good conversations",
    "respect",
)


@pytest.mark.parametrize("words", MEASURABLE)
def test_a_number_a_rhythm_or_a_yes_can_be_checked(words):
    assert is_measurable(words)


@pytest.mark.parametrize("words", NOT_MEASURABLE)
def test_a_feeling_can_not_be_checked(words):
    assert not is_measurable(words)


@pytest.mark.parametrize(
    ("title", "metric", "measure"),
    [
        ("drop my AHT to 380", "aht", "AHT at 380"),
        ("cut my AHT below 6 minutes", "aht", "AHT at 6 minutes"),
        ("AHT under 6:30 on chat", "aht", "AHT at 6:30"),
        ("raise my QA score to 90", "qa score", "QA score at 90"),
        ("get csat above 92.5%", "csat", "CSAT at 92.5%"),
        ("hit 95 csat this quarter", "csat", "CSAT at 95"),
        ("reach 88  percent fcr", "fcr", "FCR at 88 percent"),
        ("improve FCR from 70 to 78", "fcr", "FCR at 78"),
        ("bring my AHT from 8:30 down to 6", "aht", "AHT at 6"),
        ("hold time of 45 secs", "hold time", "Hold time at 45 secs"),
        ("talk time below 300", "talk time", "Talk time at 300"),
        ("handle time under 420", "handle time", "Handle time at 420"),
        ("first call resolution to 80%", "first call resolution", "First call resolution at 80%"),
        ("adherence = 95", "adherence", "Adherence at 95"),
        ("csat at 90 over 3 months", "csat", "CSAT at 90"),
        ("over 3 months csat at 90", "csat", "CSAT at 90"),
        ("until 30 june csat at 90", "csat", "CSAT at 90"),
    ],
)
def test_a_title_with_metric_and_figure_says_its_measure(title, metric, measure):
    assert measure_in(title, metric) == measure


@pytest.mark.parametrize(
    ("title", "metric"),
    [
        ("raise my csat", "csat"),
        ("drop to 380", None),
        ("csat 90", "csat"),
        ("", "csat"),
        ("lower AHT in 90 days", "aht"),
        ("lower AHT over 90 days", "aht"),
        ("work on my AHT at 9 am", "aht"),
        ("AHT from 500", "aht"),
    ],
)
def test_without_both_there_is_no_measure_in_the_title(title, metric):
    assert measure_in(title, metric) is None


@pytest.mark.parametrize(
    ("title", "line"),
    [("be on time", "Be on time"), ("QA at 90", "QA at 90"), ("ñ", "Ñ"), ("", ""), ("95", "95")],
)
def test_a_title_begins_with_a_capital(title, line):
    assert begun(title) == line


CHECKS = (is_vague, is_measurable, lambda text: measure_in(text, "aht"), begun)
PIECES = (
    "a ", "the ", "my more ", "please ", "to ", "to 1", "be ", "i want to ", "at ", "at 9.", "of",
    "no ", "1", "1.", "certificat", "promot", "%", "-", "a-", " ", "\n", "!", "'", "ñ", "🙂",
)  # fmt: skip


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", PIECES)
def test_a_long_hostile_title_is_read_in_no_time(piece):
    hostile = piece * (4000 // len(piece))
    for text in (hostile, f"{hostile}x", f"to {hostile}", f"be {hostile} better x"):
        for check in CHECKS:
            check(text)


@CHECK
@given(st.text(max_size=300))
def test_any_title_can_be_read(title):
    for check in CHECKS:
        check(title)
    assert begun(title).casefold() == title.casefold()


@CHECK
@given(st.text(alphabet="ab c9%", max_size=30))
def test_a_figure_makes_words_measurable(words):
    assert is_measurable(f"{words} 5")

"""What a person typed, made ready: its frame, its wording, its clauses."""

from __future__ import annotations

import pytest

from bot.nlu.text import LONGEST_CLAUSED, clauses, frame, has_words, in_other_script, wording


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("no, i meant overtime", "overtime"),
        ("nope i actually meant my client", "my client"),
        ("sorry, I was asking about feedback", "feedback"),
        ("No no... what i meant was giving feedback", "giving feedback"),
        ("i'm talking about the client", "the client"),
        ("my question was about night shifts", "night shifts"),
    ],
)
def test_no_i_meant_is_taken_off_and_noted(typed, meant):
    framed = frame(typed)
    assert (framed.text, framed.correction) == (meant, True)


@pytest.mark.parametrize(
    "typed",
    ["my tl is rude", "no", "wrong answer", "i meant", "no, i meant ", "", "  ", "nobody meant it"],
)
def test_what_corrects_nothing_stays_as_it_is(typed):
    framed = frame(typed)
    assert (framed.text, framed.correction) == (typed, False)


@pytest.mark.parametrize(
    "typed",
    [
        "quick, client call in 10 min",
        "meeting in five minutes, what do i say",
        "ASAP please",
        "no time",
        "i need this right now",
        "tl;dr",
        "short version",
        "the call starts soon",
        "about to walk in",
        "in a couple of minutes i see my client",
        "quick tips pls, agent crying",
        "agents late again, need this quick",
        "im in a rush",
        "walking into a client meeting",
    ],
)
def test_no_time_is_noted_and_the_words_stay(typed):
    framed = frame(typed)
    assert framed.hurry
    assert framed.text == typed


@pytest.mark.parametrize(
    "typed",
    [
        "my agents wait for me",
        "i have no time for my kids",
        "meeting minutes",
        "quicksand",
        "quick question about feedback",
        "qa says i speak too quickly",
        "the client wants everything asap",
        "callers are always in a hurry",
        "he hung up after 10 minutes on hold",
        "nobody told me this before walking into this job",
        "",
    ],
)
def test_an_ordinary_message_is_in_no_hurry(typed):
    assert not frame(typed).hurry


@pytest.mark.parametrize(
    "typed",
    [
        "and how do i tell her that?",
        "But what if they refuse",
        "so is it bad",
        "how do i tell her that?",
        "what if they say no",
        "should i tell him",
    ],
)
def test_a_question_that_leans_on_the_one_before_is_noted(typed):
    assert frame(typed).refers_back


@pytest.mark.parametrize(
    "typed",
    [
        "how do i tell my agents that",
        "and my client is late",
        "android is it",
        "what time is it",
        "how do they decide who gets promoted here",
        "",
    ],
)
def test_a_question_that_stands_alone_is_not(typed):
    assert not frame(typed).refers_back


@pytest.mark.parametrize(
    ("typed", "encoded"),
    [
        ("my TL hates my AHT", "my team leader hates my handling time"),
        ("work w/o breaks, w/ my om", "work without breaks, with my operations manager"),
        ("sooooo tireddd", "soo tiredd"),
        ("5000 calls!!!", "5000 calls!!"),
        ("tl;dr", "short version"),
        ("  two\n lines\t ", "two lines"),
        ("don’t", "don't"),
        ("\\/restart", "restart"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("u r right", "you are right"),
        ("", ""),
    ],
)
def test_the_wording_is_one_plain_line(typed, encoded):
    assert wording(typed) == encoded


@pytest.mark.parametrize("typed", ["battle", "tlx", "rough", "ombudsman", "qatar", "café", "héros"])
def test_jargon_inside_a_word_is_left_alone(typed):
    assert wording(typed) == typed


def test_case_is_kept_where_nothing_is_replaced():
    assert wording("Ana SHOUTS") == "Ana SHOUTS"


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        (
            "my tone is rude on calls and also i cannot switch off at home",
            ["my tone is rude on calls", "i cannot switch off at home"],
        ),
        (
            "My team ignores me. The client wants daily reports!",
            ["My team ignores me.", "The client wants daily reports!"],
        ),
        (
            "i work too late, but my team does not even see it",
            ["i work too late", "my team does not even see it"],
        ),
    ],
)
def test_a_message_is_split_where_one_worry_ends(typed, parts):
    assert clauses(typed) == parts


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "my tl shouts at me in meetings",
        "quality and speed",
        "android butter plusses alsox",
        "...",
    ],
)
def test_a_message_of_one_clause_has_none(typed):
    assert clauses(typed) == []


def test_a_fragment_joins_the_clause_before_it():
    parts = clauses("my agents never log in on time. Never. the client calls me every day")
    assert parts == ["my agents never log in on time. Never.", "the client calls me every day"]


def test_four_words_can_hold_a_worry_of_their_own():
    parts = ["my agents never log in.", "the client is angry."]
    assert clauses(" ".join(parts)) == parts
    assert clauses("my agents never log in. client is angry.") == []


def test_a_long_story_is_understood_as_a_whole():
    story = "my agents never log in on time and " * 40
    assert len(story) > LONGEST_CLAUSED
    assert clauses(story) == []
    assert clauses(story[:LONGEST_CLAUSED]) != []


@pytest.mark.parametrize("typed", ["привет как дела", "मेरी टीम", "你好", "مرحبا", "ok друзья"])
def test_other_scripts_are_seen(typed):
    assert in_other_script(typed)


@pytest.mark.parametrize(
    "typed",
    ["hello", "señor, año", "ang TL ko ay galit", "hello друг", "я", "123", "", "🙂", "ǅ ŉ"],
)
def test_what_english_is_written_in_is_no_other_script(typed):
    assert not in_other_script(typed)


@pytest.mark.parametrize("typed", ["a", "7", "…x", "你", "🙂 ok"])
def test_a_letter_or_a_digit_can_be_read(typed):
    assert has_words(typed)


@pytest.mark.parametrize("typed", ["", " ", "???", "🙂👍🏽", "\u200d\u202e", "—…!"])
def test_without_letters_there_is_nothing_to_read(typed):
    assert not has_words(typed)

"""Whatever is sent, the channel takes it in clean or refuses it in words."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching.turn import Thread
from bot.rasa.inbound import BadRequest, clean, parse

CHECK = settings(max_examples=300, deadline=None, derandomize=True, database=None)

INVISIBLE = "\t\n\r \x00\x1b\x85\u00a0\u00ad\u200b\u200c\u200d\u200e\u202e\u2028\u2066\ufeff"
TEXTS = st.text(st.characters() | st.sampled_from(INVISIBLE + "/\\\u0301\ufe0f🙂👩"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
)
THREAD_KEYS = st.sampled_from(sorted(Thread().stored()))
NAMES = st.text(max_size=8)
SEVERAL = st.lists(NAMES, max_size=4).map(tuple)
THREADS = st.builds(
    Thread,
    topic=st.none() | NAMES,
    audience=st.none() | NAMES,
    shown=SEVERAL,
    options=SEVERAL,
    ranking=SEVERAL,
    second=st.none() | NAMES,
    waiting=st.none() | NAMES,
    role_asked=st.booleans(),
    implied_role=st.none() | NAMES,
    hurry=st.booleans(),
)


@CHECK
@given(TEXTS)
def test_clean_words_hold_no_control_characters_and_no_command(text):
    kept = clean(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in kept)
    assert not kept.startswith("/")
    assert kept == kept.strip()
    kept.encode()


@CHECK
@given(TEXTS)
def test_clean_words_stay_as_they_are(text):
    assert clean(clean(text)) == clean(text)


@CHECK
@given(TEXTS)
def test_every_letter_and_digit_is_kept(text):
    def readable(words):
        return [c for c in unicodedata.normalize("NFC", words) if c.isalnum()]

    assert readable(clean(text)) == readable(text)


@CHECK
@given(st.text(INVISIBLE), TEXTS)
def test_nothing_invisible_before_a_slash_makes_it_a_command(before, after):
    assert clean(f"{before}/{after}").startswith("\\/")


@CHECK
@given(JSON)
def test_any_json_is_taken_in_or_refused_in_words(body):
    try:
        taken = parse(body)
    except BadRequest as refused:
        taken = str(refused)
    assert taken


@CHECK
@given(
    st.fixed_dictionaries(
        {"sender": st.just("a") | JSON, "message_id": st.just("b") | JSON},
        optional={"message": JSON, "payload": JSON, "metadata": JSON},
    )
)
def test_what_is_taken_in_is_fit_for_rasa(body):
    try:
        taken = parse(body)
    except BadRequest:
        return
    assert (taken.sender, taken.message_id) == (body["sender"], body["message_id"])
    assert not taken.text.startswith("/")
    assert set(taken.metadata) <= {"role", "masked"}


@CHECK
@given(THREADS)
def test_a_thread_comes_back_as_it_was_stored(thread):
    assert Thread.restored(thread.stored()) == thread


@CHECK
@given(JSON | st.dictionaries(THREAD_KEYS, JSON))
def test_any_json_can_stand_where_a_thread_was(stored):
    assert isinstance(Thread.restored(stored), Thread)

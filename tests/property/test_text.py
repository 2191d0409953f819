"""Whatever is typed can be framed, worded and split."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.decision import Decider
from bot.nlu.entities import EntityMatcher
from bot.nlu.text import clauses, frame, has_words, in_other_script, wording
from bot.rasa.inbound import clean

CHECK = settings(max_examples=300, deadline=None, derandomize=True, database=None)

TELLING = (
    "no", "i meant", "sorry", "quick", "in 5 min", "and", "and also", "but", "so", "it", "my", "tl",
    "agents", "i am", "I'M", "a", "the", "manager", "executive", "promoted", "from", "to", "for",
    "what about", "me", "first", "second", "point", "2", "#3", "one", "option b", "goal", "goal 2",
    "i want to", "by", "friday", "may", "24/7", "50%", "done", ".", "?", "!", ", ", "w/", "w/o",
    "aht", "sooooo", "👍", "\u200d", "\u202e", "İ", "ß", "ĸ", "é", "/", "\\",
)  # fmt: skip
TEXTS = st.text() | st.lists(st.sampled_from(TELLING), max_size=14).map(" ".join)
MATCHER = EntityMatcher(["receiving_feedback"])
LABELS = ["ask/tone", "ask/balance", "greet", "more_detail/why", "out_of_scope", "safety/threat"]
CHANCES = st.lists(st.floats(0, 1), min_size=len(LABELS), max_size=len(LABELS)).map(
    lambda weights: {name: w / (sum(weights) or 1) for name, w in zip(LABELS, weights, strict=True)}
)


@CHECK
@given(TEXTS)
def test_any_text_has_one_wording(text):
    plain = wording(text)
    assert plain == " ".join(plain.split())
    assert not re.search(r"(.)\1\1", plain)
    assert wording(text) == plain


@CHECK
@given(TEXTS)
def test_a_frame_takes_only_from_the_front_and_never_everything(text):
    framed = frame(text)
    assert text.strip().endswith(framed.text.strip())
    assert bool(framed.text.strip()) == bool(text.strip())
    assert framed.correction == (framed.text != text)


@CHECK
@given(TEXTS)
def test_clauses_are_parts_of_the_text_or_there_are_none(text):
    typed = clean(text)
    parts = clauses(typed)
    assert len(parts) != 1
    assert all(part.strip() for part in parts)
    rest = iter(typed)
    assert all(char in rest for part in parts for char in part if not char.isspace())


@CHECK
@given(TEXTS)
def test_any_text_can_be_judged(text):
    assert isinstance(in_other_script(text), bool)
    assert has_words(text) == any(char.isalnum() for char in text)


@CHECK
@given(TEXTS)
def test_entities_lie_inside_the_text(text):
    typed = clean(text)
    for entity in MATCHER.extract(typed):
        assert 0 <= entity.start < entity.end <= len(typed)
        assert entity.value


@CHECK
@given(TEXTS, CHANCES, st.lists(CHANCES, max_size=3))
def test_any_text_is_decided_on(text, chances, parts):
    decided = Decider().decide(frame(clean(text)), chances, parts)
    assert decided.decision in {"answer", "clarify", "out_of_scope", "safety", "command"}
    assert decided.label.partition("/")[0] in {decided.intent, "ask"}
    weights = [weight for _, weight in decided.topics]
    assert weights == sorted(weights, reverse=True)
    if decided.decision == "answer":
        assert decided.label == f"ask/{decided.topics[0][0]}"
        assert decided.second != decided.topics[0][0]

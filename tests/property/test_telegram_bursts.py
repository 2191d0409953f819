"""However people type: every message is in exactly one turn, in order, and a turn stays so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import cycle, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.inbox import Entry
from bot.telegram.bursts import LONGEST, Turn, next_turn
from tests.helpers.stores import NOW

CHECK = settings(max_examples=300, deadline=None, derandomize=True, database=None)

KINDS = st.sampled_from(["text"] * 6 + ["button", "command", "other", "check_in"])
LENGTHS = st.integers(0, 60) | st.sampled_from([1300, 1999, 2000, 2001, 3999, 4000, 4096])
# Tenths of a second: moments that are equal should be so.
GAPS = st.sampled_from([0, 1, 10, 19, 20, 21, 300])
TYPED = st.lists(st.tuples(KINDS, LENGTHS, GAPS), min_size=1, max_size=12)
LATENESS = st.lists(st.sampled_from([0, 2, 30]), min_size=1, max_size=5)
DYING = st.lists(st.booleans(), min_size=1, max_size=5)
PAUSES = st.sampled_from([0, 10, 20])


def after(tenths):
    return NOW + timedelta(milliseconds=100 * tenths)


def arriving(typed):
    """Entries with the moments at which they come."""
    moment, entries = 0, []
    for number, (kind, length, gap) in enumerate(typed, 1):
        moment += gap
        body = "not text" if kind == "other" else "x" * length
        entry = Entry(number, f"u{number}", "1", kind, body, None, after(moment), None)
        entries.append((moment, entry))
    return entries


def served(typed, lateness, dying, pause):
    """The turns of a worker that is at times slow, and at times dies between bind and answer."""
    coming, waiting, turns, moment = arriving(typed), [], [], 0
    for late, dies in zip(cycle(lateness), cycle(dying), strict=False):
        moment += late
        waiting += [entry for at, entry in coming if at <= moment]
        coming = [(at, entry) for at, entry in coming if at > moment]
        if not waiting:
            if not coming:
                return turns
            moment = coming[0][0]
            continue
        due = next_turn(waiting, after(moment), pause / 10)
        if not isinstance(due, Turn):
            assert 0 < due <= pause / 10
            moment += round(due * 10)
            continue
        ids = {entry.id for entry in due.entries}
        waiting = [replace(entry, turn=due.id) if entry.id in ids else entry for entry in waiting]
        if dies:
            # What comes before the next gateway is there must not change what is bound.
            waiting += [entry for _, entry in coming]
            moment = max([moment, *(at for at, _ in coming)])
            coming = []
            again = next_turn(waiting, after(moment), pause / 10)
            assert isinstance(again, Turn)
            assert (again.id, again.body) == (due.id, due.body)
        turns.append(due)
        waiting = [entry for entry in waiting if entry.id not in ids]
    raise AssertionError("unreachable")


@CHECK
@given(TYPED, LATENESS, DYING, PAUSES)
def test_every_message_is_in_exactly_one_turn_in_order(typed, lateness, dying, pause):
    turns = served(typed, lateness, dying, pause)

    answered = [entry.id for turn in turns for entry in turn.entries]
    assert answered == list(range(1, len(typed) + 1))
    assert len({turn.id for turn in turns}) == len(turns)


@CHECK
@given(TYPED, LATENESS, DYING, PAUSES)
def test_a_turn_is_of_one_kind_and_fits_into_a_message(typed, lateness, dying, pause):
    for turn in served(typed, lateness, dying, pause):
        assert {entry.kind for entry in turn.entries} == {turn.kind}
        assert len(turn.entries) == 1 or turn.kind in ("text", "other")
        assert len(turn.entries) == 1 or len(turn.body) <= LONGEST
        assert turn.id in [entry.key for entry in turn.entries]
        moments = [entry.received_at for entry in turn.entries]
        gaps = [later - earlier for earlier, later in pairwise(moments)]
        if turn.kind == "text":
            assert all(gap <= timedelta(seconds=pause / 10) for gap in gaps)

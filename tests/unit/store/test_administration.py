"""What those who run the coach see, and the export's page in docs/, on both kinds of database."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.settings import ROOT
from bot.store import administration, calls, exports, feedback, goals, retention, users
from bot.store.records import StoreError
from bot.store.session import sessions_for
from tests.helpers.rasa_events import make_table, talk
from tests.helpers.stores import FIELDS, NOW, joined

DAY = timedelta(days=1)
CARD = {"topic": "listening", "card": "listening.agent", "card_version": "21433e1c"}


def test_everybody_is_listed_with_the_last_thing_they_did(sessions, commit, ana):
    ben, eva, zoe = (joined(sessions, name) for name in ("ben", "eva", "zoe"))
    before = commit(administration.listed)
    assert [person.last_active for person in before] == [None] * 4
    commit(make_table)
    for person in (ana, ben):
        commit(goals.create, person.id, "a", FIELDS, NOW + DAY)
        commit(goals.create, person.id, "b", FIELDS, NOW)
    commit(talk, ana.id, NOW, "earlier")
    commit(talk, eva.id, NOW + 2 * DAY, "hello", "again")
    commit(users.visitor, "test", "a guest", NOW)
    people = {person.id: person for person in commit(administration.listed)}
    assert set(people) == {ana.id, ben.id, eva.id, zoe.id}
    assert [people[p.id].goals for p in (ana, ben, eva, zoe)] == [2, 2, 0, 0]
    said_again = NOW + 2 * DAY + timedelta(seconds=4)
    active = [people[p.id].last_active for p in (ana, ben, eva, zoe)]
    assert active == [NOW + DAY, NOW + DAY, said_again, None]
    assert people[ana.id].since == NOW


def test_words_change_the_last_activity(commit, ana):
    commit(make_table)
    commit(goals.create, ana.id, "a", FIELDS, NOW)
    commit(talk, ana.id, NOW + DAY, "hello")
    [person] = commit(administration.listed)
    assert person.last_active == NOW + DAY + timedelta(seconds=2)


def test_whoever_has_anything_stored_is_known(sessions, commit, ana):
    guest = commit(users.visitor, "test", "a guest", NOW).sender
    commit(administration.require_known, ana.id)
    commit(administration.require_known, guest)
    with pytest.raises(StoreError):
        commit(administration.require_known, "left-over")
    commit(make_table)
    commit(talk, "left-over", NOW, "hello")
    commit(administration.require_known, "left-over")
    retention.erase(sessions, ana.id, NOW)
    for nobody in (ana.id, "nobody", "%", "", "a" * 65, f"{guest}\n", "\ud800", "\0"):
        with pytest.raises(StoreError, match="nobody with the id"):
            commit(administration.require_known, nobody)


def test_a_database_that_goes_away_is_one_line(store_url):
    away = sa.exc.OperationalError("SELECT 1", {}, Exception("it\nwent"))
    with pytest.raises(StoreError, match="cannot be used") as caught:
        _fail(store_url, away)
    assert "\n" not in str(caught.value)
    sessions_for(store_url).kw["bind"].dispose()


def _fail(url, error):
    with administration.opened(url):
        raise error


def test_the_page_about_exports_shows_every_field(commit, ana):
    commit(make_table)
    goal = commit(goals.create, ana.id, "m", FIELDS, NOW)
    commit(goals.complete, ana.id, "n", goal.number, NOW)
    commit(feedback.judge, ana.id, "f", "helpful", CARD, NOW)
    commit(calls.record, ana.id, "h", "human", NOW)
    commit(talk, ana.id, NOW, "hello")
    page = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    shown, real = json.loads(example), commit(exports.collect, ana.id, NOW)
    assert _shape(shown) == _shape(real)
    assert shown["format"] == exports.FORMAT
    for name in _names(real):
        assert f"`{name}`" in page


def _shape(value):
    """The keys at each place; of a list those of its first element."""
    if isinstance(value, list):
        return [_shape(value[0])] if value else []
    return {key: _shape(value[key]) for key in value} if isinstance(value, dict) else None


def _names(value):
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    names = set(value) if isinstance(value, dict) else set()
    return names.union(*(_names(part) for part in parts))

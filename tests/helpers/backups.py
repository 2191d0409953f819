"""What tests of backups share: a database with all that there can be, and what is in one."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from bot.store import backup, checkins, deletions, exports, feedback, goals, users
from bot.store.records import GoalFields, StoreError
from tests.helpers.rasa_events import events, make_table, talk
from tests.helpers.stores import NOW, joined, sessions_of

AWKWARD = (
    'it\'s "quoted"; DROP TABLE users; --',
    "line\nbreak,\ttab, \\n and \u2028 separator",
    "किसी की 🙏🏽 e\u0301 كيف حالك",
    "🙂" * 200,
    '["users", {"id": "x"}]',
)
CARD = {"topic": "listening", "card": "listening.agent", "card_version": "21433e1c"}
_EVENT = {
    "sender_id": "somebody-else",
    "type_name": "action",
    "timestamp": 1_788_236_999.1234567,
    "intent_name": "ask",
    "action_name": "action_answer",
    "data": json.dumps({"text": "\0 and \ud800"}),
}


def lived_in(sessions, ana):
    """Fill a database: Ana and the Ben that is returned, with awkward texts, and a guest."""
    ben = joined(sessions, "ben", time_zone="Asia/Kolkata")
    with sessions.begin() as session:
        make_table(session)
        for person in (ana, ben):
            _live(session, person)
        session.execute(sa.insert(events).values(_EVENT))
        users.visitor(session, "test", "a guest", NOW)
        deletions.request(session, "somebody-gone", NOW, "m-9")
        deletions.finish(session, "somebody-gone", NOW + timedelta(microseconds=1))
    return ben


def everything(url):
    """Every row of every table, with dates and moments alike whatever kind of database it is."""
    with sessions_of(url) as sessions, sessions.begin() as session:
        found = sa.MetaData()
        found.reflect(session.connection())
        rows = {table.name: session.execute(sa.select(table)) for table in found.sorted_tables}
        return {
            name: sorted((tuple(map(_in_utc, row)) for row in rows[name]), key=repr)
            for name in rows
        }


def _in_utc(value):
    if not isinstance(value, datetime):
        return value
    zone = value.tzinfo or timezone.utc
    return value.replace(tzinfo=zone).astimezone(timezone.utc)


def _live(session, person):
    talk(session, person.id, NOW, *AWKWARD, f"I am {person.id}")
    for number, text in enumerate(AWKWARD, start=1):
        fields = GoalFields(text, text, date(2026, 12, number), text)
        goals.create(session, person.id, f"g{number}", fields, NOW)
    goals.report(session, person.id, "p", 1, NOW, progress=40, note=AWKWARD[1])
    goals.complete(session, person.id, "c", 2, NOW)
    goals.drop(session, person.id, "d", 3, NOW, reason=AWKWARD[0])
    checkins.plan_first(session, person, NOW)
    feedback.judge(session, person.id, "f", "not_helpful", CARD, NOW, reason="known")
    exports.ticket(session, person.id, NOW)


def refused(url, file, words):
    """Restoring says so in one line and leaves the database alone."""
    before = everything(url)
    with pytest.raises(StoreError, match=words) as caught:
        backup.restore(url, file)
    assert "\n" not in str(caught.value)
    assert everything(url) == before

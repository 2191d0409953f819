"""The store's side of the channel: deletions after a turn, and the sweep now and then."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot import clock
from bot.rasa import housekeeping
from bot.rasa.housekeeping import Housekeeping
from bot.settings import Settings
from bot.store import deletions, retention, users
from bot.store.conversations import events
from bot.store.session import sessions_for
from bot.store.tables import deletions as deletions_table
from bot.store.tables import guests
from bot.store.tables import users as people
from bot.store.upgrade import upgrade
from tests.helpers.people import remembered


@pytest.fixture
def settings(tmp_path):
    found = Settings.from_env(
        {"COACH_DATA_DIR": str(tmp_path / "data"), "COACH_RETENTION_DAYS": "30"}
    )
    upgrade(found.database_url)
    events.metadata.create_all(sessions_for(found.database_url).kw["bind"])
    return found


@pytest.fixture
def keeper(settings):
    return Housekeeping(settings)


@pytest.fixture
def begin(settings):
    """Begin a transaction beside the housekeeping."""
    return sessions_for(settings.database_url).begin


def say(begin, sender, *, days_ago=0):
    """A conversation of one session and one message."""
    at = (clock.now() - timedelta(days=days_ago)).timestamp()
    with begin() as session:
        for kind in ("session_started", "user"):
            row = {"sender_id": sender, "type_name": kind, "timestamp": at, "data": '{"text": "a"}'}
            session.execute(sa.insert(events).values(row))


def count(begin, table):
    with begin() as session:
        return session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def ask_for_deletion(begin, sender, message_id="m-1"):
    with begin() as session:
        return deletions.request(session, sender, clock.now(), message_id)


def is_done(begin, sender):
    with begin() as session:
        done = sa.select(deletions_table.c.done_at).where(deletions_table.c.sender == sender)
        return session.execute(done).scalar() is not None


# Deletions


def test_nobody_is_retired_before_they_ask(keeper, begin, settings):
    sender = remembered(settings.database_url)
    say(begin, sender)

    assert not keeper.is_retired(sender)
    assert not keeper.is_retired("nobody")
    assert (count(begin, people), count(begin, events)) == (1, 2)


def test_a_deletion_takes_all_of_one_and_nothing_of_another(keeper, begin, settings):
    ana, ben = (remembered(settings.database_url) for _ in range(2))
    for sender in (ana, ben):
        say(begin, sender)
    ask_for_deletion(begin, ana)

    keeper.delete(ana)

    assert (count(begin, people), count(begin, events)) == (1, 2)
    assert is_done(begin, ana)
    assert keeper.is_retired(ana)
    assert not keeper.is_retired(ben)


def test_a_deletion_that_was_cut_off_is_finished_by_the_next_message(keeper, begin, settings):
    sender = remembered(settings.database_url)
    say(begin, sender)
    ask_for_deletion(begin, sender)

    assert keeper.is_retired(sender)

    assert is_done(begin, sender)
    assert (count(begin, people), count(begin, events)) == (0, 0)


def test_the_receipt_is_for_the_message_that_asked_alone(keeper, begin, settings):
    sender = remembered(settings.database_url)
    receipt = ask_for_deletion(begin, sender, "m-1")
    keeper.delete(sender)

    assert keeper.receipt_for(sender, "m-1") == receipt
    assert keeper.receipt_for(sender, "m-2") is None
    assert keeper.receipt_for("another", "m-1") is None


def test_a_deletion_that_somebody_else_asked_for_has_no_receipt_for_a_message(keeper, settings):
    sender = remembered(settings.database_url)
    retention.erase(sessions_for(settings.database_url), sender, clock.now())

    assert keeper.is_retired(sender)
    assert keeper.receipt_for(sender, "m-1") is None


# The sweep


def test_the_sweep_finishes_purges_and_forgets(keeper, begin, settings, monkeypatch):
    pending = remembered(settings.database_url)
    stays = remembered(settings.database_url)
    say(begin, pending)
    say(begin, stays)
    say(begin, "long-ago", days_ago=31)
    ask_for_deletion(begin, pending)
    with begin() as session:
        guest = users.visitor(session, "test", "guest", clock.now() - timedelta(hours=25))
        users.visitor(session, "test", "young guest", clock.now())
    say(begin, guest.sender)

    assert keeper.sweep() == retention.Swept(deletions=1, guests=1, conversations=1, events=2)

    assert is_done(begin, pending)
    assert is_done(begin, guest.sender)
    assert (count(begin, people), count(begin, guests), count(begin, events)) == (1, 1, 2)
    assert keeper.sweep() == retention.Swept(), "twice is the same as once"


def test_the_sweep_keeps_conversations_as_long_as_the_settings_say(keeper, begin):
    say(begin, "new", days_ago=29)

    assert keeper.sweep() == retention.Swept()
    assert count(begin, events) == 2


async def run_rounds(keeper, rounds, monkeypatch):
    """Let it run for so many rounds, without the minutes between them."""
    waited = []

    async def sleep(seconds):
        waited.append(seconds)
        if len(waited) == rounds:
            raise asyncio.CancelledError

    monkeypatch.setattr(housekeeping.asyncio, "sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        await keeper.run()
    return waited


def test_it_runs_at_start_and_every_few_minutes(keeper, begin, settings, monkeypatch, caplog):
    sender = remembered(settings.database_url)
    ask_for_deletion(begin, sender)

    with caplog.at_level(logging.INFO):
        waited = asyncio.run(run_rounds(keeper, 3, monkeypatch))

    assert waited == [housekeeping.EVERY_SECONDS] * 3
    assert is_done(begin, sender)
    assert len(caplog.records) == 1, "a round that found nothing says nothing"
    assert "deletions=1" in caplog.text
    assert sender not in caplog.text


def test_a_database_that_is_away_is_tried_again(keeper, begin, settings, monkeypatch, caplog):
    sender = remembered(settings.database_url)
    ask_for_deletion(begin, sender)
    sweep, tries = keeper.sweep, []

    def away_at_first():
        tries.append(1)
        if len(tries) == 1:
            raise sa.exc.OperationalError(f"SELECT {sender}", {}, Exception("locked"))
        return sweep()

    keeper.sweep = away_at_first
    asyncio.run(run_rounds(keeper, 2, monkeypatch))

    assert "OperationalError" in caplog.text
    assert sender not in caplog.text
    assert is_done(begin, sender)

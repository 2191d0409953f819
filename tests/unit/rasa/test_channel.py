"""One turn in the channel: what it waits for holds up nobody else, and a deletion holds."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from rasa.core.lock_store import InMemoryLockStore

from bot import clock
from bot.coaching import own_data
from bot.rasa import replies
from bot.rasa.channel import CoachInput, Retired
from bot.rasa.inbound import Inbound
from bot.settings import Settings
from bot.store import deletions
from bot.store.session import sessions_for
from bot.store.tables import users as people
from bot.store.upgrade import upgrade
from tests.helpers.people import remembered

LOCKED = sa.exc.OperationalError("DELETE", {}, Exception("database is locked"))


class Conversations:
    """A tracker store without conversations, which notes the thread that asks it."""

    def __init__(self):
        self.threads = set()

    async def retrieve(self, sender):
        return None

    def has_message(self, sender, message_id):
        self.threads.add(threading.get_ident())
        return False


class Processor:
    """Rasa's processor, whose turn is the given one."""

    def __init__(self, turn):
        self._turn = turn

    async def handle_message(self, message):
        await self._turn(message)


@pytest.fixture
def settings(tmp_path):
    found = Settings.from_env({"COACH_DATA_DIR": str(tmp_path / "data")})
    upgrade(found.database_url)
    return found


@pytest.fixture
def channel(settings):
    return CoachInput(settings)


@pytest.fixture
def sender(settings):
    return remembered(settings.database_url)


def agent(turn):
    return SimpleNamespace(
        model_id="m",
        tracker_store=Conversations(),
        lock_store=InMemoryLockStore(),
        processor=Processor(turn),
    )


def deleting(settings, *, saved=True):
    """A turn that takes the yes to the deletion; where it is not saved, Rasa fails after it."""

    async def turn(message):
        with sessions_for(settings.database_url).begin() as session:
            receipt = deletions.request(session, message.sender_id, clock.now(), message.message_id)
        [told] = own_data.deleting(receipt)
        said = {"text": told.text, "custom": told.custom}
        await message.output_channel.send_response(message.sender_id, said)
        if not saved:
            raise LOCKED

    return turn


def answer(channel, agent, sender, message_id="m-1"):
    return asyncio.run(channel._answer(agent, Inbound(sender, message_id, "yes")))


def is_known(settings, sender):
    with sessions_for(settings.database_url).begin() as session:
        return session.execute(sa.select(people).where(people.c.id == sender)).first() is not None


def locked(monkeypatch):
    """Nothing can be deleted for now."""

    def fail(*_):
        raise LOCKED

    monkeypatch.setattr(deletions, "finish", fail)


def test_the_yes_is_answered_with_the_receipt_and_all_is_gone(channel, settings, sender):
    [told] = answer(channel, agent(deleting(settings)), sender)

    assert told["custom"]["event"] == "deleting"
    assert not is_known(settings, sender)


def test_a_deletion_that_has_to_wait_is_answered_with_its_receipt(
    channel, settings, sender, monkeypatch
):
    with monkeypatch.context() as broken:
        locked(broken)
        [told] = answer(channel, agent(deleting(settings)), sender)
        assert told["custom"]["receipt"] in told["text"]
        assert is_known(settings, sender), "or nothing had to wait"
        # The answer got lost.
        assert answer(channel, agent(deleting(settings)), sender) == [told]
        with pytest.raises(Retired):
            answer(channel, agent(deleting(settings)), sender, "m-2")

    assert answer(channel, agent(deleting(settings)), sender) == [told]
    assert not is_known(settings, sender)


def test_a_deletion_holds_even_if_the_turn_is_not_saved(channel, settings, sender):
    [told] = answer(channel, agent(deleting(settings, saved=False)), sender)

    assert told["custom"]["event"] == "deleting"
    assert not is_known(settings, sender)


def test_any_other_turn_that_is_not_saved_is_to_be_sent_again(channel, sender):
    async def turn(message):
        await message.output_channel.send_response(message.sender_id, {"text": "Steps"})
        raise LOCKED

    [told] = answer(channel, agent(turn), sender)

    assert told["text"] == replies.NOT_SAVED


def test_the_database_is_waited_for_beside_the_loop(channel, settings, sender, monkeypatch):
    """On a locked database each of these may take seconds, in which others go on."""
    coach = agent(deleting(settings))
    threads = coach.tracker_store.threads
    for name in ("is_retired", "receipt_for", "delete"):
        asked = getattr(channel._housekeeping, name)

        def noted(*args, asked=asked):
            threads.add(threading.get_ident())
            return asked(*args)

        monkeypatch.setattr(channel._housekeeping, name, noted)

    for _ in range(2):
        answer(channel, coach, sender)

    assert threads
    assert threading.get_ident() not in threads

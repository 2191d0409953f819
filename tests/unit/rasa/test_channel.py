"""One turn in the channel: what it waits for holds up nobody else, and a deletion holds."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.events import BotUttered

from bot import clock
from bot.coaching import own_data
from bot.rasa import inbound, replies
from bot.rasa.channel import CoachInput, Retired
from bot.rasa.commands import PAYLOADS
from bot.rasa.inbound import Inbound
from bot.settings import Settings
from bot.store import deletions
from bot.store.session import sessions_for
from bot.store.tables import users as people
from bot.store.upgrade import upgrade
from tests.helpers.people import remembered

DONE = '/goal_complete{"goal_number": "1"}'
LOCKED = sa.exc.OperationalError("DELETE", {}, Exception("database is locked"))


class Conversations:
    """A tracker store with this session and those before, which notes the thread that asks it."""

    def __init__(self, session=None, before=()):
        self.threads = set()
        self._session, self._before = session, before

    async def retrieve(self, sender):
        return None if self._session is None else SimpleNamespace(events=self._session)

    async def retrieve_full_tracker(self, sender):
        return SimpleNamespace(events=[*self._before, *(self._session or ())])

    def has_message(self, sender, message_id):
        self.threads.add(threading.get_ident())
        return False


class Processor:
    """Rasa's processor, whose turn is the given one."""

    def __init__(self, turn, ended):
        self._turn, self._ended = turn, ended

    def _has_session_expired(self, tracker):
        return self._ended

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


def agent(turn, conversations=None, *, ended=False, understood="ask/listening"):
    async def parse_message(text):
        if understood is None:
            raise RuntimeError("no model")
        return {"intent": {"name": understood.partition("/")[0]}, "coach": {"label": understood}}

    return SimpleNamespace(
        model_id="m",
        tracker_store=conversations or Conversations(),
        lock_store=InMemoryLockStore(),
        processor=Processor(turn, ended),
        parse_message=parse_message,
    )


async def answering(message):
    """A turn that repeats what Rasa was given."""
    said = {"text": message.text, "custom": {"kind": "help", **message.metadata}}
    await message.output_channel.send_response(message.sender_id, said)


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


def take(channel, agent, sender, **said):
    body = {"sender": sender, "message_id": "m-1", **said}
    return asyncio.run(channel._answer(agent, inbound.parse(body)))


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_command_need_not_have_been_offered(channel, sender, name):
    [told] = take(channel, agent(answering), sender, command=name)
    assert told["text"] == PAYLOADS[name]
    assert told["custom"]["command"] == name


def test_the_same_as_a_payload_has_to_be(channel, sender):
    for conversations in (Conversations(), Conversations([])):
        [told] = take(channel, agent(answering, conversations), sender, payload=PAYLOADS["goals"])
        assert told["custom"]["event"] == "outdated"


def asked(payload, event="check_in"):
    data = {"buttons": [{"title": "Done", "payload": payload}], "custom": {"event": event}}
    return BotUttered("How is it going?", data)


@pytest.mark.parametrize(("session", "ended"), [([], False), ([asked(DONE)], True), ([], True)])
def test_a_check_in_can_be_answered_long_after(channel, sender, session, ended):
    talk = Conversations(session, before=[asked(DONE)])
    [told] = take(channel, agent(answering, talk, ended=ended), sender, payload=DONE)
    assert told["text"] == DONE


@pytest.mark.parametrize(("session", "ended"), [([], False), ([asked(DONE, "listed")], True)])
def test_other_buttons_of_an_earlier_session_are_outdated(channel, sender, session, ended):
    talk = Conversations(session, before=[asked(DONE, "listed")])
    [told] = take(channel, agent(answering, talk, ended=ended), sender, payload=DONE)
    assert told["custom"]["event"] == "outdated"


async def cut_off(message):
    raise LOCKED


async def silent(message):
    """What Rasa does without its actions."""


@pytest.mark.parametrize(("turn", "event"), [(cut_off, "not_saved"), (silent, "failed")])
def test_a_turn_that_failed_says_how(channel, sender, turn, event):
    [told] = answer(channel, agent(turn), sender)
    assert told["custom"] == {"kind": "error", "event": event, "model": "m"}


@pytest.mark.parametrize("turn", [cut_off, silent])
def test_who_is_in_danger_is_answered_even_if_the_turn_failed(channel, sender, turn):
    [told] = answer(channel, agent(turn, understood="safety/self_harm"), sender)
    assert told["custom"] == {"kind": "safety", "category": "self_harm", "model": "m"}
    assert "emergency number" in told["text"]


def test_who_is_in_danger_is_answered_without_any_database(channel, sender, monkeypatch):
    def away(*_):
        raise LOCKED

    monkeypatch.setattr(channel._housekeeping, "is_retired", away)
    [told] = answer(channel, agent(answering, understood="safety/threat"), sender)
    assert told["custom"]["kind"] == "safety"


def test_what_cannot_be_understood_either_stays_the_error_that_it_was(channel, sender):
    [told] = answer(channel, agent(cut_off, understood=None), sender)
    assert told["text"] == replies.NOT_SAVED


def test_a_button_is_not_looked_through_for_danger(channel, sender):
    coach = agent(cut_off, understood="safety/self_harm")
    [told] = take(channel, coach, sender, command="goals")
    assert told["custom"]["event"] == "not_saved"

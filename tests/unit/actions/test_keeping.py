"""The turn and its transaction end together, off the loop that serves everybody else."""

from __future__ import annotations

import asyncio
import threading

import pytest
import sqlalchemy as sa
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.keeping import KeepingAction
from bot.store import users
from tests.helpers.trackers import tracker


class Promoting(KeepingAction):
    """Writes the role, says so, and does what it is given to do last."""

    action_name = "action_promote"

    def __init__(self, last=lambda session: None):
        self.last = last
        self.turns = []

    def keep(self, session, turn, tracker, dispatcher):
        self.turns.append((turn, threading.current_thread()))
        users.change(session, turn.sender, role="manager")
        dispatcher.utter_message(text="You are a manager.")
        self.last(session)
        return [SlotSet("user_role", "manager")]


def run(action, sender):
    dispatcher = CollectingDispatcher()
    return dispatcher, asyncio.run(action.run(dispatcher, tracker(sender=sender), {}))


def role(sessions, sender):
    with sessions.begin() as session:
        return users.get(session, sender).role


def test_what_was_written_is_committed_and_what_was_said_is_told(sessions, ana):
    dispatcher, events = run(Promoting(), ana)
    assert role(sessions, ana) == "manager"
    assert [message["text"] for message in dispatcher.messages] == ["You are a manager."]
    assert events == [SlotSet("user_role", "manager")]


def test_the_turn_is_that_of_the_tracker_and_runs_in_a_thread_of_its_own(sessions, ana):
    action = Promoting()
    run(action, ana)
    ((turn, thread),) = action.turns
    assert (turn.sender, turn.message_id, turn.text) == (ana, "m-1", "my words")
    assert thread is not threading.main_thread()


def test_it_is_known_by_its_name():
    assert Promoting().name() == "action_promote"


class Trouble(Exception):
    pass


def trouble(session):
    raise Trouble


def broken(session):
    session.execute(sa.text("UPDATE users SET role = 'boss'"))


@pytest.mark.parametrize(("last", "error"), [(trouble, Trouble), (broken, sa.exc.IntegrityError)])
def test_where_it_fails_nothing_is_written_and_nothing_is_said(sessions, ana, last, error):
    dispatcher = CollectingDispatcher()
    with pytest.raises(error):
        asyncio.run(Promoting(last).run(dispatcher, tracker(sender=ana), {}))
    assert dispatcher.messages == []
    assert role(sessions, ana) is None


def test_a_commit_that_fails_says_nothing(sessions, ana):
    engine = sessions.kw["bind"]
    dispatcher = CollectingDispatcher()

    def fail(connection):
        raise sa.exc.OperationalError("COMMIT", {}, Exception("disk is full"))

    sa.event.listen(engine, "commit", fail)
    with pytest.raises(sa.exc.OperationalError):
        asyncio.run(Promoting().run(dispatcher, tracker(sender=ana), {}))
    sa.event.remove(engine, "commit", fail)
    assert dispatcher.messages == []
    assert role(sessions, ana) is None


def test_who_waits_for_the_database_holds_up_nobody_else(sessions, ana):
    waiting, free = threading.Event(), threading.Event()

    def wait(session):
        waiting.set()
        assert free.wait(20)

    async def both():
        slow = asyncio.create_task(
            Promoting(wait).run(CollectingDispatcher(), tracker(sender=ana), {})
        )
        while not waiting.is_set():
            await asyncio.sleep(0.01)
        # The loop goes on while the other turn waits in its transaction.
        assert not slow.done()
        free.set()
        return await slow

    assert asyncio.run(both())
    assert role(sessions, ana) == "manager"

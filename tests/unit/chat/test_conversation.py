import threading

import pytest

from bot.chat.conversation import Conversation, resolve, sender_of
from bot.client.messages import Address, Button, ChannelError, StartError
from tests.helpers.desk import PlainDesk


@pytest.fixture
def conversation(channel):
    opened = Conversation(resolve(channel.address), PlainDesk(), user="ana", role="agent")
    yield opened
    opened.close()


def test_a_person_speaks_under_the_sender_of_the_desk_which_knows_a_pseudonym_only(
    channel, conversation
):
    conversation.say("hello")

    assert channel.bodies[0]["sender"] == PlainDesk().visitor(sender_of("ana")).sender
    assert "ana" not in channel.bodies[0]["sender"]


def test_the_role_is_said_until_it_has_arrived_and_then_no_more(channel, conversation, make_reply):
    answers = [(500, b""), [make_reply("No.", custom={"kind": "error"})], [make_reply("Yes.")]]
    channel.answer = lambda body: answers.pop(0) if answers else [make_reply("Yes.")]

    with pytest.raises(ChannelError):
        conversation.say("one")
    for message in ("two", "three", "four"):
        conversation.say(message)

    role = {"role": "agent"}
    assert [body["metadata"] for body in channel.bodies] == [role, role, role, {}]


def test_without_a_role_none_is_said(channel):
    Conversation(resolve(channel.address), PlainDesk(), user="ana").say("hello")

    assert channel.bodies[0]["metadata"] == {}


@pytest.mark.parametrize("typed", ["2", " 2 ", "[2]", "2.", "Not now", "not  NOW ", "NOT NOW"])
def test_a_button_is_pressed_by_its_number_or_its_title(channel, conversation, typed):
    conversation.buttons = (Button("More", "/more"), Button("Not now", "/later"))

    conversation.enter(typed)

    assert channel.bodies[0].get("payload") == "/later"


@pytest.mark.parametrize(
    "typed", ["0", "3", "22", "-1", "2 calls", "not", "²", "٢", "1e0", "/more"]
)
def test_anything_else_is_a_message(channel, conversation, typed):
    conversation.buttons = (Button("More", "/more"), Button("Not now", "/later"))

    conversation.enter(typed)

    assert channel.bodies[0].get("message") == typed


def test_the_buttons_of_a_whole_turn_count_and_the_next_turn_replaces_them(
    channel, conversation, make_reply
):
    channel.answer = lambda body: [make_reply("a", "x", "y"), make_reply("b", "z")]
    conversation.say("hello")
    assert [button.title for button in conversation.buttons] == ["x", "y", "z"]

    channel.answer = lambda body: [make_reply("c")]
    conversation.enter("3")
    assert channel.said[-1] == "/z"
    assert conversation.buttons == ()


def test_a_turn_that_failed_can_be_pressed_again(channel, conversation, make_reply):
    channel.answer = lambda body: [make_reply("a", "x")]
    conversation.say("hello")

    channel.answer = lambda body: (500, b"")
    with pytest.raises(ChannelError):
        conversation.enter("1")
    channel.answer = lambda body: [make_reply("Failed.", custom={"kind": "error"})]
    conversation.enter("1")
    conversation.enter("1")

    assert channel.said == ["hello", "/x", "/x", "/x"]


def test_an_address_may_come_later(channel):
    awake = threading.Event()

    def address() -> Address:
        awake.wait(10)
        return channel.address

    waiting = resolve(address)
    assert not waiting.done()
    awake.set()
    assert Conversation(waiting, PlainDesk(), user="ana").say("hello")[0].text == "You said hello."


def test_a_coach_that_cannot_start_says_why():
    def address() -> Address:
        raise StartError("Port 5005 is taken.")

    with pytest.raises(StartError, match="5005"):
        Conversation(resolve(address), PlainDesk(), user="ana").say("hello")

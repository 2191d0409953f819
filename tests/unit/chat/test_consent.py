"""The chat between a person, the desk that asks for consent, and the channel."""

import json
from dataclasses import dataclass, field, replace

import pytest

from bot.chat.conversation import Conversation, resolve
from bot.client.messages import ChannelError
from bot.store.records import StoreError
from bot.store.users import Visitor
from tests.helpers.desk import PlainDesk

GUEST = Visitor("guest-1", lasting=False)


@dataclass
class AskingDesk(PlainDesk):
    """A guest's desk: asks below each answer, takes "yes" for its own, and notes what it saw."""

    visitors: list = field(default_factory=lambda: [GUEST])
    question_is_due: bool = True
    heard: list = field(default_factory=list)
    shown: list = field(default_factory=list)

    def visitor(self, external_id):
        return self.visitors.pop(0) if len(self.visitors) > 1 else self.visitors[0]

    def answer(self, visitor, *, message, payload, asked):
        self.heard.append((message, payload, asked))
        return [told("consented")] if "yes" in (message, payload) else None

    def question(self, visitor, replies):
        self.shown.append((visitor.sender, [reply["text"] for reply in replies]))
        return [told("consent_asked", "Yes", "No")] if self.question_is_due else []


def told(event, *titles):
    buttons = [{"title": title, "payload": title.lower()} for title in titles]
    return {"text": event, "buttons": buttons, "custom": {"kind": "data", "event": event}}


class AwayDesk(AskingDesk):
    """A desk that cannot reach what it keeps, at one of its windows."""

    def __init__(self, window):
        super().__init__()
        self.question_is_due = False

        def closed(*_, **__):
            raise StoreError("Sorry, I can't reach what I keep right now.")

        setattr(self, window, closed)


@pytest.fixture
def talk(channel):
    """Open a conversation with a desk."""
    opened = []

    def start(desk, role=None):
        opened.append(Conversation(resolve(channel.address), desk, user="ana", role=role))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def texts(replies):
    return [reply.text for reply in replies]


def test_the_question_comes_below_the_answer_with_its_buttons(channel, talk, make_reply):
    channel.answer = lambda body: [make_reply("Steps", "More")]
    desk = AskingDesk()
    conversation = talk(desk)

    assert texts(conversation.say("hello")) == ["Steps", "consent_asked"]
    assert [button.title for button in conversation.buttons] == ["More", "Yes", "No"]
    assert desk.shown == [("guest-1", ["Steps"])]


@pytest.mark.parametrize("typed", ["2", "yes", " YES "])
def test_an_answer_to_the_question_never_reaches_the_coach(channel, talk, make_reply, typed):
    channel.answer = lambda body: [make_reply("Steps", "More")]
    conversation = talk(AskingDesk())
    conversation.say("hello")

    assert texts(conversation.enter(typed)) == ["consented"]
    assert channel.said == ["hello"]
    assert conversation.buttons == ()


def test_the_desk_is_told_whether_its_question_was_the_last_thing_shown(channel, talk):
    desk = AskingDesk()
    conversation = talk(desk)

    conversation.say("one")
    desk.question_is_due = False
    conversation.say("two")
    conversation.say("three")
    conversation.press("/four")

    assert desk.heard == [
        ("one", None, False),
        ("two", None, True),
        ("three", None, False),
        (None, "/four", False),
    ]


def test_after_a_turn_that_failed_the_question_is_not_the_last_thing_shown(channel, talk):
    desk = AskingDesk()
    conversation = talk(desk)
    conversation.say("one")

    channel.answer = lambda body: (500, b"")
    with pytest.raises(ChannelError):
        conversation.say("two")
    with pytest.raises(ChannelError):
        conversation.say("three")

    assert [asked for _, _, asked in desk.heard] == [False, True, False]


def test_an_answer_that_the_desk_could_not_take_can_be_given_again(channel, talk):
    desk = AskingDesk()
    conversation = talk(desk)
    conversation.say("one")

    take = desk.answer
    desk.answer = AwayDesk("answer").answer
    with pytest.raises(ChannelError, match="can't reach"):
        conversation.enter("Yes")
    desk.answer = take

    assert texts(conversation.enter("Yes")) == ["consented"]
    assert desk.heard[-1] == (None, "yes", True)


def test_the_role_is_not_lost_on_an_answer_that_the_coach_never_saw(channel, talk):
    conversation = talk(AskingDesk(), role="agent")

    conversation.say("yes")
    conversation.say("hello")

    assert channel.bodies[0]["metadata"] == {"role": "agent"}


def test_the_role_that_is_remembered_is_told_with_each_message(channel, talk):
    conversation = talk(PlainDesk(role="manager"))

    conversation.say("hello")
    conversation.say("again")

    assert [body["metadata"] for body in channel.bodies] == [{"role": "manager"}] * 2


def test_the_role_of_the_command_line_goes_before_the_remembered_one(channel, talk):
    conversation = talk(PlainDesk(role="manager"), role="agent")

    conversation.say("hello")

    assert channel.bodies[0]["metadata"] == {"role": "agent"}


def test_who_was_deleted_meanwhile_goes_on_as_somebody_new(channel, talk, make_reply):
    old = replace(GUEST, sender="old", lasting=True, role="manager")
    desk = AskingDesk(visitors=[old, replace(GUEST, sender="new")])
    conversation = talk(desk)
    channel.answer = lambda body: (
        (410, b"{}") if body["sender"] == "old" else [make_reply("Hi there")]
    )

    assert texts(conversation.say("hello")) == ["Hi there", "consent_asked"]
    assert [body["sender"] for body in channel.bodies] == ["old", "new"]
    assert channel.said == ["hello", "hello"]
    assert channel.bodies[1]["metadata"] == {}, "nothing is known of somebody new"
    assert desk.shown == [("new", ["Hi there"])]


def test_who_is_gone_twice_is_told_to_write_again(channel, talk):
    channel.answer = lambda body: (410, b"{}")

    with pytest.raises(ChannelError, match="write that again"):
        talk(PlainDesk()).say("hello")
    assert len(channel.bodies) == 2


@pytest.mark.parametrize("window", ["visitor", "answer", "question"])
def test_a_desk_that_is_away_is_a_sentence(channel, talk, window):
    with pytest.raises(ChannelError, match="can't reach what I keep"):
        talk(AwayDesk(window)).say("hello")


# Files


def exported(reply):
    return reply("Here it is.", document={"reference": "r-1", "name": "coach-export.json"})


def test_a_reference_becomes_a_file_of_ones_own_here(
    channel, talk, make_reply, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    channel.answer = lambda body: [exported(make_reply)]
    conversation = talk(PlainDesk(files={"r-1": b'{"format": 1}'}))

    [reply] = conversation.say("export my data")

    path = tmp_path / "coach-export.json"
    assert reply.document == {"saved as": str(path)}
    assert json.loads(path.read_bytes()) == {"format": 1}
    assert "r-1" not in json.dumps(reply.as_json())


def test_a_reference_that_is_spent_is_said(channel, talk, make_reply, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    channel.answer = lambda body: [exported(make_reply)]

    [reply] = talk(PlainDesk()).say("export my data")

    assert "fetched before" in reply.document["gone"]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_here_is_said(
    channel, talk, make_reply, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    # Nobody, not even root, can open a file in a folder that is gone.
    tmp_path.rmdir()
    channel.answer = lambda body: [exported(make_reply)]

    [reply] = talk(PlainDesk(files={"r-1": b"{}"})).say("export my data")

    assert "could not be written here" in reply.document["missing"]


def test_an_export_that_cannot_be_fetched_leaves_the_question_for_later(channel, talk, make_reply):
    channel.answer = lambda body: [exported(make_reply)]
    desk = AwayDesk("export")

    with pytest.raises(ChannelError, match="can't reach"):
        talk(desk).say("export my data")
    assert desk.shown == []


@pytest.mark.parametrize("document", ["https://e.org/a.pdf", {"name": "a.json", "size": 3}])
def test_a_document_that_is_no_reference_is_left_as_it_is(channel, talk, make_reply, document):
    channel.answer = lambda body: [make_reply("Here.", document=document)]

    [reply] = talk(PlainDesk()).say("hello")

    assert reply.document == document

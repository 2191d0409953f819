import re
import time
import uuid

import pytest

from bot.chat.conversation import sender_of
from bot.client.blocking import ChannelClient
from bot.client.messages import Address, Button, ChannelError, Reply


def test_a_message_goes_out_as_the_contract_says(channel, client):
    client.send("terminal-1", message="hello", metadata={"role": "agent"})

    [body] = channel.bodies
    assert body.pop("path") == "/webhooks/coach/webhook"
    assert uuid.UUID(body.pop("message_id")).version == 4
    assert body == {"sender": "terminal-1", "message": "hello", "metadata": {"role": "agent"}}
    assert channel.headers[0]["Authorization"] == "Bearer the-token"


def test_a_button_goes_out_as_its_payload(channel, client):
    client.send("terminal-1", payload="/more")

    assert channel.bodies[0]["payload"] == "/more"
    assert "message" not in channel.bodies[0]
    assert channel.bodies[0]["metadata"] == {}


@pytest.mark.parametrize("arguments", [{}, {"message": "a", "payload": "b"}])
def test_it_is_either_a_message_or_a_payload(client, arguments):
    with pytest.raises(ValueError, match="either"):
        client.send("terminal-1", **arguments)


def test_replies_are_read_and_written_in_the_same_shape(channel, client, make_reply):
    raw = [
        make_reply("One", "More", image="https://example.org/a.png", document={"name": "a.json"}),
        make_reply("Two"),
    ]
    channel.answer = lambda body: raw

    replies = client.send("terminal-1", message="hello")

    assert replies[0] == Reply(
        "One",
        (Button("More", "/More"),),
        "https://example.org/a.png",
        {"name": "a.json"},
        {"kind": "help"},
    )
    assert [reply.as_json() for reply in replies] == raw


def test_every_message_has_an_id_of_its_own(channel, client):
    client.send("terminal-1", message="hello")
    client.send("terminal-1", message="hello")

    assert len({body["message_id"] for body in channel.bodies}) == 2


def test_a_broken_connection_is_tried_again_with_the_same_id(channel, client, make_reply):
    channel.answer = lambda body: [make_reply("Hi")] if len(channel.bodies) > 1 else None

    assert [reply.text for reply in client.send("terminal-1", message="hello")] == ["Hi"]
    assert len(channel.bodies) == 2
    assert channel.bodies[0] == channel.bodies[1]


def test_a_connection_that_breaks_twice_is_an_error(channel, client):
    channel.answer = lambda body: None

    with pytest.raises(ChannelError, match="cannot be reached"):
        client.send("terminal-1", message="hello")
    assert len(channel.bodies) == 2


def test_a_timeout_is_tried_again_with_the_same_id(channel, make_reply):
    def answer(body):
        if len(channel.bodies) == 1:
            time.sleep(0.6)
        return [make_reply("Hi")]

    channel.answer = answer
    with ChannelClient(channel.address.url, "t", turn_seconds=0.3) as client:
        assert client.send("terminal-1", message="hello")[0].text == "Hi"
    assert channel.bodies[0] == channel.bodies[1]


def test_a_coach_that_hangs_is_an_error(channel):
    channel.answer = lambda body: time.sleep(1)
    with (
        ChannelClient(channel.address.url, "t", turn_seconds=0.2) as client,
        pytest.raises(ChannelError, match="too long to answer"),
    ):
        client.send("terminal-1", message="hello")
    assert len(channel.bodies) == 2


def test_nobody_there_is_an_error(channel, client):
    channel.close()

    with pytest.raises(ChannelError, match="cannot be reached"):
        client.send("terminal-1", message="hello")


@pytest.mark.parametrize("url", ["http://[broken/", "nonsense://127.0.0.1/", ""])
def test_an_address_that_is_none_is_an_error(url):
    with (
        ChannelClient(url, "t") as client,
        pytest.raises(ChannelError, match="cannot be reached"),
    ):
        client.send("terminal-1", message="hello")


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (401, "token"),
        (403, "token"),
        (413, "too long"),
        (429, "too fast"),
        (400, "HTTP 400"),
        (404, "HTTP 404"),
        (500, "HTTP 500"),
    ],
)
def test_a_refusal_is_a_sentence(channel, client, status, sentence):
    channel.answer = lambda body: (status, b"<h1>Traceback</h1>")

    with pytest.raises(ChannelError, match=sentence) as caught:
        client.send("terminal-1", message="hello")
    assert "Traceback" not in str(caught.value)
    assert len(channel.bodies) == 1


@pytest.mark.parametrize(
    "written",
    [
        b"<html>",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"text": "no replies"}',
        b'{"replies": ["text"]}',
        b'{"replies": [{"buttons": [], "custom": {}}]}',
        b'{"replies": [{"text": "a", "buttons": [{"title": "no payload"}], "custom": {}}]}',
        b'{"replies": [{"text": "a", "buttons": [], "custom": 3}]}',
    ],
)
def test_an_answer_that_cannot_be_read_is_an_error(channel, client, written):
    channel.answer = lambda body: (200, written)

    with pytest.raises(ChannelError, match="could not be read"):
        client.send("terminal-1", message="hello")


def test_no_replies_are_not_passed_off_as_an_answer(channel, client):
    channel.answer = lambda body: []

    with pytest.raises(ChannelError, match="no answer"):
        client.send("terminal-1", message="hello")


def test_a_proxy_of_the_environment_is_not_used(channel, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with ChannelClient(channel.address.url, "t") as client:
        assert client.send("terminal-1", message="hello")[0].text == "You said hello."


@pytest.mark.parametrize(
    "message", ["", " ", "👍", "a\nb", "\x00\x1b[31m", "مرحبا \u202e", "<b>*_`[x](y)", "x" * 10_000]
)
def test_whatever_is_written_arrives_as_it_is(channel, client, message):
    client.send("terminal-1", message=message)

    assert channel.said == [message]


def test_half_a_character_is_replaced_instead_of_failing(channel, client):
    client.send("terminal-1", message="a\ud83db")

    assert channel.said == ["a\N{REPLACEMENT CHARACTER}b"]


def test_the_token_stays_out_of_sight():
    assert "secret" not in repr(Address("http://127.0.0.1", "secret"))


@pytest.mark.parametrize("user", ["ana", "Ana María", "李雷", "x" * 300, "", "a/b", "\udcff"])
def test_a_sender_is_a_valid_pseudonym(user):
    sender = sender_of(user)

    assert re.fullmatch(r"terminal-[0-9a-f]{16}", sender)
    assert sender == sender_of(user)


def test_names_are_kept_apart_but_not_by_how_they_are_typed():
    assert len({sender_of(name) for name in ("ana", "Ana", "ana 2", "ben")}) == 4
    assert sender_of(" Jose\u0301 ") == sender_of("Jos\u00e9")

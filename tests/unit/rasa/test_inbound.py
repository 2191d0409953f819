"""What may come in through the channel, and how it is cleaned."""

from __future__ import annotations

import pytest

from bot.rasa.commands import PAYLOADS
from bot.rasa.inbound import LONGEST_MESSAGE, BadRequest, clean, parse

CANARY = "canary-7431"


def body(**fields):
    return {"sender": "terminal-1", "message_id": "m-1", "message": "hello", **fields}


def test_a_message_is_taken_in():
    taken = parse(body(message="  my TL\nis rude ", metadata={"role": "agent"}))
    assert (taken.sender, taken.message_id) == ("terminal-1", "m-1")
    assert (taken.text, taken.payload) == ("my TL is rude", "")
    assert taken.metadata["role"] == "agent"
    assert taken.masked == ()


def test_contact_data_is_masked_and_its_kinds_are_told():
    taken = parse(body(message="mail ana@example.com or 4111 1111 1111 1111, thanks"))
    assert taken.text == "mail [e-mail address] or [card number], thanks"
    assert taken.masked == ("email", "card")


def test_contact_data_is_masked_across_lines_and_invisible_characters():
    assert parse(body(message="4111 1111\n1111\u200b1111 ")).text == "[card number]"


def test_a_payload_is_passed_on_as_it_is():
    payload = '/ask{"topic": "communication"}'
    taken = parse({"sender": "a", "message_id": "b", "payload": payload})
    assert (taken.text, taken.payload, taken.masked) == ("", payload, ())


@pytest.mark.parametrize("sender", ["a", "A-z_0", "x" * 64])
def test_ids_of_our_making_are_taken(sender):
    assert parse(body(sender=sender, message_id=sender)).sender == sender


@pytest.mark.parametrize(
    "bad",
    [
        "",
        " ",
        "a b",
        "x" * 65,
        "ana@example.com",
        "a\n",
        "é",
        "../x",
        "a/b",
        7,
        None,
        ["a"],
        {"a": 1},
    ],
)
@pytest.mark.parametrize("key", ["sender", "message_id"])
def test_any_other_id_is_refused_by_name(key, bad):
    with pytest.raises(BadRequest, match=rf"^{key} must be 1 to 64 "):
        parse(body(**{key: bad}))


@pytest.mark.parametrize("key", ["sender", "message_id"])
def test_a_missing_id_is_refused_by_name(key):
    incomplete = body()
    del incomplete[key]
    with pytest.raises(BadRequest, match=rf"^{key} must be"):
        parse(incomplete)


@pytest.mark.parametrize("bad", [None, [], "message", 7, True, [body()]])
def test_a_body_that_is_no_object_is_refused(bad):
    with pytest.raises(BadRequest, match="must be a JSON object"):
        parse(bad)


def test_unknown_keys_are_refused_all_by_name():
    with pytest.raises(BadRequest, match=r"^Unknown keys: stream, text\.$"):
        parse(body(text="x", stream=True))


@pytest.mark.parametrize(
    "fields",
    [
        {"message": None},
        {"payload": "/affirm"},
        {"message": None, "payload": None},
        {"payload": ""},
        {"command": "help"},
        {"message": None, "payload": "/affirm", "command": "help"},
    ],
)
def test_one_of_message_payload_and_command_comes_in(fields):
    with pytest.raises(BadRequest, match="either a message or a payload or a command"):
        parse(body(**fields))


def test_a_command_becomes_its_payload_and_its_name_stays_beside_it():
    taken = parse(body(message=None, command="goals", metadata={"role": "agent"}))
    assert (taken.text, taken.payload) == ("", PAYLOADS["goals"])
    assert taken.metadata == {"role": "agent", "command": "goals"}


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_command_needs_no_offer_and_a_payload_does(name):
    assert not parse(body(message=None, command=name)).needs_offer
    assert parse(body(message=None, payload=PAYLOADS[name])).needs_offer
    assert not parse(body(message=f"/{name}")).needs_offer


@pytest.mark.parametrize(
    "name", ["", "restart", "/goals", "Goals", " goals", "goal_list", CANARY, "affirm"]
)
def test_a_command_that_there_is_not_is_refused_by_the_names_of_those_there_are(name):
    with pytest.raises(BadRequest, match=r"^command must be one of start, help, .+\.$") as refused:
        parse(body(message=None, command=name))
    assert CANARY not in str(refused.value)


def test_nobody_can_pass_words_off_as_a_command():
    assert "command" not in parse(body(metadata={"command": "goals"})).metadata


@pytest.mark.parametrize("bad", [7, 1.5, True, ["hello"], {"text": "hello"}])
@pytest.mark.parametrize("key", ["message", "payload", "command"])
def test_what_is_no_text_is_refused(key, bad):
    with pytest.raises(BadRequest, match="must be strings"):
        parse({"sender": "a", "message_id": "b", key: bad})


@pytest.mark.parametrize("bad", ["agent", [1], 7, True, "", [], 0, 0.0, False])
def test_metadata_that_is_no_object_is_refused(bad):
    with pytest.raises(BadRequest, match="metadata must be an object"):
        parse(body(metadata=bad))


@pytest.mark.parametrize("fields", [{}, {"metadata": None}, {"metadata": {}}])
def test_metadata_may_be_left_out(fields):
    assert parse(body(**fields)).metadata == {"masked": []}


@pytest.mark.parametrize("role", ["boss", "", "Agent", 7, ["agent"], {"agent": 1}, False])
def test_a_role_that_we_do_not_know_is_refused(role):
    with pytest.raises(BadRequest, match=r"metadata\.role must be one of agent, manager"):
        parse(body(metadata={"role": role}))


def test_only_what_actions_read_is_passed_on():
    taken = parse(body(metadata={"role": "manager", "name": CANARY, "masked": ["card"]}))
    assert taken.metadata == {"role": "manager", "masked": []}


def test_a_refusal_and_a_repr_do_not_quote_what_a_person_wrote():
    taken = parse(body(message=CANARY))
    assert CANARY not in repr(taken)
    assert CANARY not in repr(parse({"sender": "a", "message_id": "b", "payload": CANARY}))
    with pytest.raises(BadRequest) as refused:
        parse(body(message=CANARY, payload=CANARY))
    assert CANARY not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (" \t\n\u00a0\u2003 ", ""),
        ("\x00\x1b\x7f\u202e\ufeff", ""),
        ("a\x00b", "a b"),
        ("line one\r\nline two", "line one line two"),
        ("\u202eesrever", "esrever"),
        ("\ud83d broken", "broken"),
        ("e\u0301", "é"),
        ("👩\u200d💻 ok", "👩\u200d💻 ok"),
        ("क्\u200dष", "क्\u200dष"),
        ("\u200d\u200c", ""),
        ("مرحبا", "مرحبا"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("50% off {x} %s", "50% off {x} %s"),
    ],
)
def test_words_are_cleaned(typed, kept):
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "/restart",
        '/ask{"topic": "x"}',
        "  /restart",
        "\u200b/restart",
        "\u200d/restart",
        "\x00\n/restart",
        "\ufeff\u200d /restart",
        "//restart",
        "/",
    ],
)
def test_a_typed_command_is_marked_as_words(typed):
    assert clean(typed).startswith("\\/")
    assert parse(body(message=typed)).text.startswith("\\/")


def test_a_slash_inside_is_no_command():
    assert clean("w/o my agents 24/7") == "w/o my agents 24/7"


def test_a_message_is_taken_whole_up_to_the_limit_and_not_at_all_beyond():
    longest = parse(body(message="a" * LONGEST_MESSAGE))
    assert (len(longest.text), longest.too_long) == (LONGEST_MESSAGE, False)
    beyond = parse(body(message="a" * (LONGEST_MESSAGE + 1)))
    assert (beyond.text, beyond.too_long) == ("", True)

"""Whatever a person types is words, masked before it is stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.channel import RUDE, assert_readable, body, raw
from tests.helpers.conversations import bytes_of, stored, turns
from tests.helpers.talk import Person

# No commands


@pytest.mark.parametrize(
    "typed",
    [
        "/restart",
        "  /restart",
        "\u200b/restart",
        "\ufeff/restart",
        "\x00/restart",
        "\u200d/restart",
        "/session_start",
        '/ask{"topic": "communication"}',
        '/set_role{"role": "executive"}',
        "/more_detail",
        "\\/restart",
        "//restart",
        "/",
        "/ ",
        "/help",
        "/back",
    ],
    ids=ascii,
)
def test_a_leading_slash_is_no_command(person: Person, database: Path, typed: str) -> None:
    person.say(RUDE)
    before = stored(database, person.sender)
    replies = person.say(typed)
    assert_readable(replies)
    assert replies[0]["custom"]["kind"] in {"out_of_scope", "help"}
    after = stored(database, person.sender)
    assert after[: len(before)] == before
    fresh = [event["event"] for event in after[len(before) :]]
    assert not {"restart", "rewind", "session_started", "reset_slots"} & set(fresh)
    assert "communication" in {reply["custom"].get("topic") for reply in person.say("more")}, (
        "the thread is lost"
    )


def test_a_slash_inside_is_just_a_slash(person: Person) -> None:
    replies = person.say("my tone/voice is rude on calls and/or in chats")
    assert replies[0]["custom"]["topic"] == "communication"


# Contact data

CONTACTS = [
    ("e-mail address", "ana.cruz+work@mail.example.com"),
    ("e-mail address", "ANA@EXAMPLE.CO.UK"),
    ("e-mail address", "josé_23@correo.example"),
    ("card number", "4111 1111 1111 1111"),
    ("card number", "5500-0000-0000-0004"),
    ("card number", "378282246310005"),
    ("phone number", "+63 917 123 4567"),
    ("phone number", "0917-123-4567"),
    ("phone number", "+1 (415) 555-2671"),
    ("phone number", "+91 98765 43210"),
    ("phone number", "+44 20 7946 0958"),
]


@pytest.mark.parametrize(("name", "secret"), CONTACTS, ids=lambda value: str(value))
@pytest.mark.parametrize(
    "frame", ["i was rude to a caller, {}, what now", "{}", "my tone is rude ({})."]
)
def test_contact_data_never_reaches_the_database(
    person: Person, database: Path, name: str, secret: str, frame: str
) -> None:
    replies = person.say(frame.format(secret))
    assert_readable(replies)
    assert name in replies[-1]["text"], "the person is not told"
    assert secret not in json.dumps(replies, ensure_ascii=False)
    [(text, _)] = turns(database, person.sender)
    assert secret not in text
    assert f"[{name}]" in text
    kept = json.dumps(stored(database, person.sender), ensure_ascii=False)
    assert secret not in kept
    assert secret.encode() not in bytes_of(database)


def test_several_contacts_are_all_masked_and_named(person: Person, database: Path) -> None:
    secrets = ["ana@example.com", "4111111111111111", "+639171234567"]
    replies = person.say(f"rude on calls: {secrets[0]} and {secrets[1]}, {secrets[2]}")
    for name in ("e-mail address", "card number", "phone number"):
        assert name in replies[-1]["text"]
    assert all(secret.encode() not in bytes_of(database) for secret in secrets)


@pytest.mark.parametrize(
    "harmless",
    [
        "my aht is 412 seconds and csat 87.5, how do i speak more clearly",
        "i took 120 calls, 45 chats on 2024-03-15 and still my tone is called rude",
        "qa gave me 3/5 @ tone twice, how do i sound less rude",
    ],
)
def test_figures_of_the_job_are_left_alone(person: Person, database: Path, harmless: str) -> None:
    replies = person.say(harmless)
    assert "left out" not in replies[-1]["text"]
    assert turns(database, person.sender)[0][0] == harmless


# Whatever a keyboard can send


def test_blank_messages_ask_for_words(person: Person) -> None:
    for blank in ("", " ", "\n\t \r\n", "\u00a0\u3000", "\u200b\ufeff", "\x00\x01\x1f", "\u2060"):
        replies = person.say(blank)
        assert_readable(replies)
        assert "words" in replies[0]["text"], ascii(blank)


@pytest.mark.parametrize("emoji", ["😭", "😭😭😭", "👨‍👩‍👧‍👦", "🇵🇭", "❓", "👀 👀", "1️⃣"])
def test_an_emoji_alone_is_answered(person: Person, emoji: str) -> None:
    replies = person.say(emoji)
    assert_readable(replies)
    assert replies[0]["custom"]["kind"] not in {"guidance", "safety", "error"}


def test_ten_thousand_characters_get_a_clear_reply(person: Person) -> None:
    long = "my callers say i am rude and i do not know why. " * 210
    replies = person.say(long[:10_000])
    assert_readable(replies)
    assert "more than I can read" in replies[0]["text"]
    assert person.say(RUDE)[0]["custom"]["topic"] == "communication"


@pytest.mark.parametrize(
    "typed",
    [
        "i sound \x1b[31mrude\x1b[0m on calls\x07\x08",
        "i sound\x00 rude\x00 on calls",
        "i sound rude on calls\x85\u2028\u2029",
        "i sound \ud83drude on calls",
        "\u202ei sound rude on calls\u202c",
        "<b>i sound rude</b> on <script>alert(1)</script> calls",
        "**i** _sound_ `rude` on calls",
        "i sound rude on calls {{7*7}} ${jndi:ldap://x} %s %n {user} {0}",
        "I SOUND RUDE ON CALLS!!!!!!!!!!",
        "i sound rude on calls " + "Z̸̢̛̹͎a̵l̶g̷o̴ " * 20,
    ],
    ids=ascii,
)
def test_odd_characters_get_an_answer(person: Person, database: Path, typed: str) -> None:
    content = json.dumps(body(person, message=typed)).encode()
    response = raw(person.coach, content)
    assert response.status_code == 200
    replies = response.json()["replies"]
    assert_readable(replies)
    assert replies[0]["custom"]["kind"] in {"guidance", "clarify"}, replies[0]
    for sign in ("\x1b", "\x00", "\u202e", "<script", "{user}"):
        assert sign not in json.dumps(replies, ensure_ascii=False)
    assert len(turns(database, person.sender)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "كيف أتوقف عن التدخل في كل تفاصيل عمل فريقي؟",
        "איך אני משפר את התקשורת שלי",
        "मैं अपनी टीम से कैसे बात करूं",
        "我怎么跟客户说话更好",
        "como puedo hablar mejor con los clientes en las llamadas",
    ],
)
def test_another_language_is_told_that_it_speaks_english(person: Person, typed: str) -> None:
    replies = person.say(typed)
    assert_readable(replies)
    assert replies[0]["custom"]["kind"] == "out_of_scope"
    assert "English" in replies[0]["text"]

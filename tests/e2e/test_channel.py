"""The channel's contract, over HTTP against the running coach and its database."""

from __future__ import annotations

import http.client
import itertools
import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from bot.rasa.processes import Running
from bot.settings import ROLES
from tests.helpers.conversations import bytes_of, stored, turns
from tests.helpers.talk import Person, Reply, end_session

RUDE = "i keep getting told my tone is rude on calls"
APPROVE = "my agents wait for me to approve everything"
KINDS = {"guidance", "clarify", "out_of_scope", "safety", "smalltalk", "help", "goal", "data"}
KINDS |= {"role", "error"}


@pytest.fixture
def person(coach: Running) -> Person:
    return Person(coach, role="agent")


def body(person: Person, **changes: Any) -> dict[str, Any]:
    """A body that the channel takes, with changes; None takes a key out."""
    full = {
        "sender": person.sender,
        "message_id": uuid.uuid4().hex,
        "message": "hello",
        "metadata": {},
        **changes,
    }
    return {key: value for key, value in full.items() if value is not None}


def raw(coach: Running, content: bytes, **options: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {coach.token}"}
    return httpx.post(coach.url, content=content, headers=headers, timeout=30, **options)


def assert_refused(response: httpx.Response) -> None:
    """400, and one sentence that says why."""
    assert response.status_code == 400, response.text
    assert set(response.json()) == {"error"}
    sentence = response.json()["error"]
    assert sentence.endswith("."), sentence
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    assert len(sentence) < 200


def assert_readable(replies: list[Reply]) -> None:
    """At least one reply, each as the contract has it and with something to read."""
    assert replies
    for reply in replies:
        assert set(reply) - {"image", "document"} == {"text", "buttons", "custom"}
        assert reply["text"].strip()
        assert "Traceback" not in reply["text"]
        assert reply["custom"]["kind"] in KINDS
        assert reply["custom"]["model"]
        for button in reply["buttons"]:
            assert set(button) == {"title", "payload"}
            assert 0 < len(button["title"]) <= 34
            assert button["payload"].startswith("/")


# Who may come in


@pytest.mark.parametrize("token", ["x", "wrong", "x" * 1_000], ids=len)
def test_a_wrong_token_is_refused(coach: Running, database: Path, token: str) -> None:
    person = Person(coach)
    headers = {"Authorization": f"Bearer {token}"}
    response = httpx.post(coach.url, json=body(person), headers=headers, timeout=30)
    assert response.status_code == 401
    assert response.json()["error"].endswith(".")
    assert stored(database, person.sender) == []


@pytest.mark.parametrize("scheme", [None, "Basic {}", "bearer{}", "Bearer {}x"])
def test_the_token_counts_in_its_header_alone(coach: Running, scheme: str | None) -> None:
    headers = {"Authorization": scheme.format(coach.token)} if scheme else {}
    url = f"{coach.url}?token={coach.token}"
    assert httpx.post(url, json=body(Person(coach)), headers=headers).status_code == 401


def test_a_token_that_is_no_ascii_is_refused(coach: Running) -> None:
    headers = {"Authorization": "Bearer tökén".encode()}
    assert httpx.post(coach.url, json=body(Person(coach)), headers=headers).status_code == 401


def test_there_is_no_other_way_in(coach: Running) -> None:
    base = coach.url.removesuffix("/webhooks/coach/webhook")
    for path in ("/webhooks/rest/webhook", "/model/parse", "/conversations/x/messages"):
        assert httpx.post(f"{base}{path}", json={}).status_code in (404, 405), path
    assert httpx.get(f"{base}/conversations/x/tracker").status_code == 404
    health = httpx.get(f"{base}/webhooks/coach/")
    assert (health.status_code, health.json()) == (200, {"status": "ok"})


# What may come in


@pytest.mark.parametrize(
    "changes",
    [
        {"sender": None},
        {"sender": ""},
        {"sender": 7},
        {"sender": "a b"},
        {"sender": "ana@example.com"},
        {"sender": "a\n"},
        {"sender": "../etc"},
        {"sender": "x" * 65},
        {"message_id": None},
        {"message_id": ""},
        {"message_id": ["a"]},
        {"message_id": "x" * 65},
        {"message": None},
        {"message": 5},
        {"message": {"text": "hi"}},
        {"message": None, "payload": 5},
        {"message": "hi", "payload": "/ask"},
        {"metadata": "role"},
        {"metadata": ["role"]},
        {"metadata": {"role": "boss"}},
        {"metadata": {"role": ["agent"]}},
        {"stream": True},
    ],
    ids=lambda changes: json.dumps(changes)[:40],
)
def test_a_body_that_is_not_the_contracts_is_refused(
    person: Person, database: Path, changes: dict[str, Any]
) -> None:
    assert_refused(person.post(body(person, **changes)))
    assert stored(database, person.sender) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[]", b'"hi"', b"3", b"NaN", b"{", b"\xff\xfe", b"[" * 100_000, b"sender=a"],
    ids=lambda content: repr(content)[:20],
)
def test_a_body_that_is_no_json_object_is_refused(coach: Running, content: bytes) -> None:
    assert_refused(raw(coach, content))


def test_a_huge_body_is_refused(person: Person) -> None:
    for size in (300_000, 3_000_000):
        response = person.post(body(person, message="x" * size))
        assert response.status_code == 413
        assert response.json()["error"].endswith(".")
    assert_readable(person.say(RUDE))


@pytest.mark.parametrize("role", ROLES)
def test_the_role_of_the_metadata_counts(coach: Running, role: str) -> None:
    replies = Person(coach, role=role).say("how do i protect my time off, work eats my life")
    assert replies[0]["custom"]["kind"] == "guidance"
    assert all(reply["custom"]["kind"] != "role" for reply in replies)


# One object per reply


def test_a_guidance_reply_is_one_object(person: Person) -> None:
    replies = person.say(RUDE)
    assert_readable(replies)
    [reply] = replies
    assert "\n\n" in reply["text"], "the parts of a reply belong together"
    assert {button["title"] for button in reply["buttons"]} == {
        "More",
        "Related",
        "Helpful",
        "Not helpful",
    }
    custom = reply["custom"]
    assert set(custom) == {
        "kind",
        "model",
        "topic",
        "audience",
        "card",
        "card_version",
        "sources",
    }
    assert (custom["kind"], custom["topic"], custom["audience"]) == (
        "guidance",
        "communication",
        "agent",
    )
    assert custom["sources"]
    assert all(tip.startswith("S") for tip in custom["sources"])


def test_every_kind_of_turn_is_readable(coach: Running) -> None:
    person = Person(coach)
    said = [RUDE, "more", "and for managers?", "thanks", "help", "topics", "what is your name"]
    said += ["having some trouble with my team lately", "whats the capital of australia"]
    said += ["show me my goals", "delete my data", "i want to kill myself", "i am a team leader"]
    for message in said:
        assert_readable(person.say(message))


# The same message again


def test_the_same_message_id_gives_the_same_replies(person: Person, database: Path) -> None:
    again = body(person, message=RUDE)
    first = person.post(again).json()
    before = stored(database, person.sender)
    assert [person.post(again).json() for _ in range(3)] == [first] * 3
    assert stored(database, person.sender) == before
    assert len(turns(database, person.sender)) == 1


def test_an_earlier_message_id_gives_its_own_replies(person: Person, database: Path) -> None:
    sent = [body(person, message=message) for message in (RUDE, "more", "why?")]
    answers = [person.post(one).json() for one in sent]
    before = stored(database, person.sender)
    assert [person.post(one).json() for one in reversed(sent)] == answers[::-1]
    assert stored(database, person.sender) == before
    person.say("more")
    assert person.post(sent[0]).json() == answers[0]


def test_a_press_with_the_same_message_id_runs_once(person: Person, database: Path) -> None:
    [reply] = person.say(RUDE)
    press = body(person, message=None, payload=reply["buttons"][0]["payload"])
    first = person.post(press).json()
    assert first["replies"][0]["custom"]["kind"] == "guidance"
    assert person.post(press).json() == first
    assert len(turns(database, person.sender)) == 2


def test_the_same_message_id_with_masked_words_gives_the_same_replies(person: Person) -> None:
    again = body(person, message="my tone was rude, they wrote to ana@example.com")
    first = person.post(again).json()
    assert "e-mail address" in first["replies"][-1]["text"]
    assert person.post(again).json() == first


@pytest.mark.parametrize("said_since", [False, True])
def test_a_retry_after_the_session_ended_is_still_the_same_message(
    person: Person, database: Path, said_since: bool
) -> None:
    again = body(person, message=RUDE)
    first = person.post(again).json()
    end_session(database, person.sender)
    if said_since:
        person.say("hello")
    before = turns(database, person.sender)
    assert person.post(again).json() == first
    assert turns(database, person.sender) == before


def test_the_same_message_id_of_another_sender_is_another_message(coach: Running) -> None:
    one, other = Person(coach, role="agent"), Person(coach, role="manager")
    same = uuid.uuid4().hex
    to_one = one.say(RUDE, message_id=same)
    to_other = other.say(APPROVE, message_id=same)
    assert to_one[0]["custom"]["topic"] == "communication"
    assert to_other[0]["custom"]["topic"] == "micromanagement"


def test_the_same_message_id_at_once_is_one_turn(coach: Running, database: Path) -> None:
    for threads in (2, 2, 8):
        person = Person(coach, role="agent")
        again = body(person, message=RUDE)
        with ThreadPoolExecutor(threads) as pool:
            answers = [one.json() for one in pool.map(person.post, [again] * threads)]
        assert answers == [answers[0]] * threads
        assert answers[0]["replies"][0]["custom"]["kind"] == "guidance"
        assert len(turns(database, person.sender)) == 1


# Buttons


def test_an_offered_payload_is_accepted(person: Person) -> None:
    first = person.say(RUDE)
    pressed = person.press("More")
    assert pressed[0]["custom"]["kind"] == "guidance"
    assert pressed[0]["text"] != first[0]["text"]
    assert person.press("Related")[0]["custom"]["kind"] == "clarify"
    assert person.press(1)[0]["custom"]["kind"] == "guidance"


def test_a_button_of_an_earlier_turn_stays_good(person: Person) -> None:
    person.say(RUDE)
    more = person.offered[-1][0]["payload"]
    person.say("thanks")
    assert person.press("More")[0]["custom"]["kind"] == "guidance"
    assert person.post(body(person, message=None, payload=more)).json()["replies"]


def press(person: Person, payload: str) -> list[Reply]:
    # Sent as ASCII, since half a surrogate pair has no UTF-8.
    content = json.dumps(body(person, message=None, payload=payload)).encode()
    response = raw(person.coach, content)
    assert response.status_code == 200, response.text
    replies: list[Reply] = response.json()["replies"]
    assert_readable(replies)
    return replies


def assert_not_followed(replies: list[Reply]) -> None:
    [reply] = replies
    assert reply["custom"]["kind"] == "error"
    assert "button" in reply["text"]
    assert reply["text"].endswith(".")


HOSTILE = [
    '/ask{"topic": "communication"}',
    "/restart",
    "/session_start",
    "/back",
    "/",
    " ",
    "more",
    "/ask",
    '/ask{"topic": "../../etc/passwd"}',
    '/set_role{"role": "executive"}',
    '/delete_my_data{"confirm": "yes"}',
    "/goal_create",
    "/no_such_intent",
    "/ask{",
    '/ask{"topic": ["communication"]}',
    'EXTERNAL: goal_create{"a": "b"}',
    "/ask@1.0",
    "\x00/restart",
    "\ud83d/restart",
    "'; DROP TABLE events; --",
    "{" * 50_000,
]


@pytest.mark.parametrize("payload", HOSTILE, ids=lambda payload: ascii(payload)[:30])
def test_a_payload_that_was_never_offered_is_refused(
    person: Person, database: Path, payload: str
) -> None:
    assert_not_followed(press(person, payload))
    person.say("hello")
    before = stored(database, person.sender)
    assert_not_followed(press(person, payload))
    assert stored(database, person.sender) == before


def test_an_empty_payload_is_answered(person: Person) -> None:
    [reply] = press(person, "")
    assert reply["custom"]["kind"] == "error"


def test_a_payload_almost_as_offered_is_refused(person: Person) -> None:
    person.say(RUDE)
    offered = person.offered[-1][0]["payload"]
    for near in (offered + " ", " " + offered, offered.upper(), offered.replace(" ", "")):
        assert_not_followed(press(person, near))
    assert_not_followed(press(person, offered.replace("communication", "micromanagement")))


def test_a_payload_that_another_was_offered_is_refused(coach: Running) -> None:
    one, other = Person(coach, role="agent"), Person(coach, role="agent")
    one.say(RUDE)
    other.say("hello")
    assert_not_followed(press(other, one.offered[-1][0]["payload"]))


@pytest.mark.parametrize("said_since", [False, True])
def test_a_payload_of_an_earlier_session_is_refused(
    person: Person, database: Path, said_since: bool
) -> None:
    person.say(RUDE)
    stale = person.offered[-1][0]["payload"]
    end_session(database, person.sender)
    if said_since:
        person.say("hello")
    assert_not_followed(press(person, stale))
    assert person.say(RUDE)[0]["custom"]["kind"] == "guidance"


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


# Many at once


def test_two_senders_do_not_mix(coach: Running, database: Path) -> None:
    agents = [Person(coach, role="agent") for _ in range(3)]
    managers = [Person(coach, role="manager") for _ in range(3)]

    def talk(person: Person) -> list[Any]:
        first = RUDE if person.role == "agent" else APPROVE
        answers = [person.say(first), person.say("more"), person.press("More"), person.say("why?")]
        return [reply["custom"]["card"] for replies in answers for reply in replies]

    with ThreadPoolExecutor() as pool:
        cards = list(pool.map(talk, agents + managers))
    assert cards[:3] == [["communication.agent"] * 4] * 3
    assert cards[3:] == [["micromanagement.manager"] * 4] * 3
    for person in agents + managers:
        assert len(turns(database, person.sender)) == 4


def test_two_messages_at_once_are_both_answered_in_order(coach: Running, database: Path) -> None:
    at = urlsplit(coach.url)
    headers = {"Authorization": f"Bearer {coach.token}", "Content-Type": "application/json"}
    for _ in range(5):
        person = Person(coach, role="agent")
        messages = [RUDE, "more", "i get defensive when i get feedback", "why?"]
        connections = [http.client.HTTPConnection(at.netloc, timeout=30) for _ in messages]
        # All are on their way, in this order, before the first is answered.
        for connection, message in zip(connections, messages, strict=True):
            sent = json.dumps(body(person, message=message))
            connection.request("POST", at.path, sent, headers)
        answers = [json.load(connection.getresponse())["replies"] for connection in connections]
        assert [replies[0]["custom"]["topic"] for replies in answers] == [
            "communication",
            "communication",
            "receiving_feedback",
            "receiving_feedback",
        ]
        kept = turns(database, person.sender)
        assert [text for text, _ in kept] == messages
        assert [texts for _, texts in kept] == [[r["text"] for r in a] for a in answers]


def test_many_messages_at_once_are_all_answered(coach: Running, database: Path) -> None:
    person = Person(coach, role="agent")
    messages = [f"{RUDE} {n}" for n in range(10)]
    with ThreadPoolExecutor(len(messages)) as pool:
        answers = list(pool.map(person.say, messages))
    assert all(replies[0]["custom"]["kind"] != "error" for replies in answers)
    kept = turns(database, person.sender)
    assert sorted(text for text, _ in kept) == messages
    assert all(texts for _, texts in kept)
    told = list(itertools.chain.from_iterable(answers))
    assert sorted(r["text"] for r in told) == sorted(t for _, texts in kept for t in texts)


@pytest.mark.parametrize("filling", ["x", "1", "1 ", "a.", "i am rude. "])
def test_a_long_message_holds_nobody_up(coach: Running, filling: str) -> None:
    long = (filling * 60_000)[:60_000]
    with ThreadPoolExecutor() as pool:
        started = time.monotonic()
        slow = pool.submit(Person(coach, role="agent").say, long)
        assert Person(coach, role="agent").say("hello")[0]["custom"]["kind"] == "smalltalk"
        assert_readable(slow.result())
        assert time.monotonic() - started < 3

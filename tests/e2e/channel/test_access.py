"""Who and what may come in over HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.rasa.processes import Running
from bot.settings import ROLES
from tests.helpers.channel import RUDE, assert_readable, assert_refused, body, raw
from tests.helpers.conversations import stored
from tests.helpers.talk import Person

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

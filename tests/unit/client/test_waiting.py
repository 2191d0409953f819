"""The channel's client for a face that talks with many at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.client.messages import Address, Button, ChannelError, Gone, Reply
from bot.client.waiting import Away, WaitingClient
from tests.helpers.played_rasa import TOKEN, PlayedRasa, forever, played_rasa, said


@pytest.fixture
async def rasa() -> AsyncIterator[PlayedRasa]:
    async with played_rasa() as playing:
        yield playing


@pytest.fixture
async def client(rasa: PlayedRasa) -> AsyncIterator[WaitingClient]:
    made = WaitingClient(rasa.address, 10)
    yield made
    await made.close()


async def send(client: WaitingClient, **what: Any) -> list[Reply]:
    return await client.send("ana", "m1", metadata={}, **(what or {"message": "hello"}))


@pytest.mark.parametrize("kind", ["message", "payload", "command"])
async def test_a_body_goes_out_as_the_contract_says(
    rasa: PlayedRasa, client: WaitingClient, kind: str
) -> None:
    rasa.answer = lambda _: [said("Hi", "More")]

    replies = await client.send("ana", "m1", metadata={"role": "agent"}, **{kind: "hello"})

    assert rasa.bodies == [
        {"sender": "ana", "message_id": "m1", "metadata": {"role": "agent"}, kind: "hello"}
    ]
    assert rasa.tokens == [f"Bearer {TOKEN}"]
    assert replies == [Reply("Hi", (Button("More", "/More"),), custom={"kind": "help"})]


@pytest.mark.parametrize("what", [{"message": "a", "payload": "b"}, {"message": None}])
async def test_it_is_one_of_the_three(client: WaitingClient, what: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="either"):
        await send(client, **what)


@pytest.mark.parametrize("answer", [None, (500, "x"), (502, ""), (503, "{}")], ids=str)
async def test_a_coach_in_trouble_is_away(
    rasa: PlayedRasa, client: WaitingClient, answer: Any
) -> None:
    rasa.answer = lambda _: answer

    with pytest.raises(Away) as caught:
        await send(client)
    assert not isinstance(caught.value, Gone)


async def test_a_coach_that_hangs_is_away(rasa: PlayedRasa) -> None:
    rasa.answer = forever
    client = WaitingClient(rasa.address, 0.1)

    with pytest.raises(Away):
        await send(client)
    await client.close()


async def test_nobody_there_is_away(rasa: PlayedRasa, unused_tcp_port: int) -> None:
    client = WaitingClient(Address(f"http://127.0.0.1:{unused_tcp_port}/webhook", "t"), 10)

    with pytest.raises(Away):
        await send(client)
    assert not await client.is_well()
    await client.close()


async def test_a_deleted_sender_is_gone(rasa: PlayedRasa, client: WaitingClient) -> None:
    rasa.answer = lambda _: (410, '{"error": "deleted"}')

    with pytest.raises(Gone):
        await send(client)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((401, ""), "token"),
        ((400, "{}"), "HTTP 400"),
        ((413, ""), "too long"),
        ((200, "<html>"), "could not be read"),
        ((200, '{"replies": [1]}'), "could not be read"),
        ((200, '{"replies": []}'), "no answer"),
    ],
    ids=str,
)
async def test_what_another_try_will_not_change_is_a_sentence(
    rasa: PlayedRasa, client: WaitingClient, answer: Any, sentence: str
) -> None:
    rasa.answer = lambda _: answer

    with pytest.raises(ChannelError, match=sentence) as caught:
        await send(client)
    assert not isinstance(caught.value, (Away, Gone))


async def test_one_that_hangs_does_not_hold_up_the_others(
    rasa: PlayedRasa, client: WaitingClient
) -> None:
    free = asyncio.Event()

    async def answer(body: dict[str, Any]) -> list[dict[str, Any]]:
        if body["sender"] == "slow":
            await free.wait()
        return [said(body["sender"])]

    rasa.answer = answer
    slow = asyncio.create_task(client.send("slow", "m1", metadata={}, message="hello"))
    quick = [client.send(f"p{n}", "m1", metadata={}, message="hello") for n in range(20)]
    assert [reply.text for [reply] in await asyncio.gather(*quick)] == [f"p{n}" for n in range(20)]
    assert not slow.done()
    free.set()
    assert [reply.text for reply in await slow] == ["slow"]


async def test_more_turns_than_connections_wait_for_their_turn(rasa: PlayedRasa) -> None:
    client = WaitingClient(rasa.address, 10)
    most = 0
    under_way = 0

    async def answer(body: dict[str, Any]) -> list[dict[str, Any]]:
        nonlocal most, under_way
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.01)
        under_way -= 1
        return [said("Hi")]

    rasa.answer = answer
    turns = [client.send(f"p{n}", "m1", metadata={}, message="hello") for n in range(100)]
    assert len(await asyncio.gather(*turns)) == 100
    assert 1 < most <= 64
    await client.close()


@pytest.mark.parametrize("well", [True, False])
async def test_it_says_whether_the_coach_is_well(
    rasa: PlayedRasa, client: WaitingClient, well: bool
) -> None:
    rasa.well = well

    assert await client.is_well() == well


async def test_a_proxy_of_the_environment_is_not_used(
    rasa: PlayedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    client = WaitingClient(rasa.address, 10)

    assert await send(client)
    assert await client.is_well()
    await client.close()

"""How the gateway is, for a supervisor and for Prometheus."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from aiohttp import web

from bot.store.records import StoreError
from bot.telegram import health
from bot.telegram.health import Metrics, Pulse

Ask = Callable[[str], Awaitable[httpx.Response]]


async def seven() -> int:
    return 7


@pytest.fixture
def pulse() -> Pulse:
    return Pulse()


@pytest.fixture
async def runner(pulse: Pulse, metrics: Metrics) -> AsyncIterator[web.AppRunner]:
    made = await health.serve(0, pulse, metrics, lambda: seven())
    yield made
    await made.cleanup()


@pytest.fixture
async def ask(runner: web.AppRunner) -> AsyncIterator[Ask]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{runner.addresses[0][1]}") as client:
        yield client.get


async def test_a_gateway_that_stands_by_is_well(ask: Ask, pulse: Pulse) -> None:
    pulse.heard_at -= 10_000
    answer = await ask("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "standing by"})


async def test_one_that_polls_is_well_while_telegram_is_heard(ask: Ask, pulse: Pulse) -> None:
    pulse.polls = True
    assert (await ask("/healthz")).json() == {"status": "polling"}

    pulse.heard_at -= 10_000
    answer = await ask("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "telegram is silent"})

    pulse.heard()
    assert (await ask("/healthz")).status_code == 200


async def test_the_figures_are_for_prometheus(ask: Ask, metrics: Metrics) -> None:
    metrics.updates.labels("text").inc()
    metrics.turns.observe(0.2)
    answer = await ask("/metrics")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    lines = answer.text.splitlines()
    assert 'coach_updates_total{kind="text"} 1.0' in lines
    assert "coach_outbox_depth 7.0" in lines
    assert "coach_turn_seconds_count 1.0" in lines
    for name in ("coach_retries", "coach_flooded", "coach_failed_turns"):
        assert f"{name}_total 0.0" in lines


async def test_without_the_database_the_other_figures_are_there(metrics: Metrics) -> None:
    async def away() -> int:
        raise StoreError("away")

    runner = await health.serve(0, Pulse(), metrics, away)
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{runner.addresses[0][1]}/metrics")
    await runner.cleanup()

    assert answer.status_code == 200
    assert "coach_retries_total 0.0" in answer.text


async def test_it_listens_on_loopback_only(runner: web.AppRunner) -> None:
    assert [address[0] for address in runner.addresses] == ["127.0.0.1"]


async def test_a_port_that_is_taken_is_an_error(runner: web.AppRunner, metrics: Metrics) -> None:
    with pytest.raises(OSError, match="in use"):
        await health.serve(runner.addresses[0][1], Pulse(), metrics, seven)

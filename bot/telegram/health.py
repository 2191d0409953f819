"""How the gateway is: `/healthz` and `/metrics` on a loopback port."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.store.records import StoreError

_SILENCE_SECONDS = 90
"""Telegram answers a poll at least so often, or something is wrong."""
_TURN_BUCKETS = (0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 30, 60, 300, 3600)


class Metrics:
    """Counts and times for Prometheus; nothing in them tells who or what."""

    def __init__(self) -> None:
        self.registry = own = CollectorRegistry()
        self.updates = Counter("coach_updates", "Updates of Telegram", ["kind"], registry=own)
        self.turns = Histogram(
            "coach_turn_seconds",
            "From the first message of a turn to its replies",
            buckets=_TURN_BUCKETS,
            registry=own,
        )
        self.depth = Gauge("coach_outbox_depth", "Replies that wait to be sent", registry=own)
        self.retries = Counter("coach_retries", "Calls tried again after a fault", registry=own)
        self.flooded = Counter("coach_flooded", "Answers 429 of Telegram", registry=own)
        self.failures = Counter(
            "coach_failed_turns", "Turns that had to be tried again", registry=own
        )


@dataclass
class Pulse:
    """When Telegram was last heard; `polls` is False while another gateway has the lease."""

    polls: bool = False
    heard_at: float = field(default_factory=time.monotonic)

    def heard(self) -> None:
        """Telegram answered."""
        self.heard_at = time.monotonic()

    @property
    def is_well(self) -> bool:
        """Whether Telegram was heard lately, or need not be."""
        return not self.polls or time.monotonic() - self.heard_at < _SILENCE_SECONDS


async def serve(
    port: int, pulse: Pulse, metrics: Metrics, depth: Callable[[], Awaitable[int]]
) -> web.AppRunner:
    """Listen on loopback until the runner's cleanup(); OSError where the port is taken."""

    async def healthz(_: web.Request) -> web.Response:
        status = "polling" if pulse.polls else "standing by"
        body: dict[str, Any] = {"status": status if pulse.is_well else "telegram is silent"}
        return web.json_response(body, status=200 if pulse.is_well else 503)

    async def exposed(_: web.Request) -> web.Response:
        # Without the database the other figures are all the more worth having.
        with suppress(StoreError):
            metrics.depth.set(await depth())
        return web.Response(body=generate_latest(metrics.registry), content_type="text/plain")

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/metrics", exposed)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner

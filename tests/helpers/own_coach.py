"""A running coach of a test's own, whose parts can be taken away and given back."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bot.rasa.processes import Running, running_coach
from bot.settings import Settings
from tests.helpers.servers import Server
from tests.helpers.talk import Person


@dataclass(frozen=True)
class OwnCoach:
    """The coach, its settings, and the port that its action server is expected at."""

    settings: Settings
    running: Running

    @property
    def database(self) -> Path:
        """The file with the conversations."""
        return Path(self.settings.database_url.removeprefix("sqlite:///"))

    def person(self) -> Person:
        """Somebody new, an agent."""
        return Person(self.running, role="agent")

    @contextmanager
    def without_actions(self) -> Iterator[int]:
        """Kill the action server; its port is free until another is started there at the end."""
        port = self.settings.actions_port
        end_server(port, self.running)
        try:
            yield port
        finally:
            _start_actions(self.settings)


@contextmanager
def own_coach(settings: Settings) -> Iterator[OwnCoach]:
    """A running coach with an action server at a port that is known."""
    known = replace(settings, actions_port=free_port())
    with running_coach(known) as running:
        try:
            yield OwnCoach(known, running)
        finally:
            end_server(known.actions_port, running)


def apart(settings: Settings, folder: Path) -> Settings:
    """The settings with data in another folder; what is derived from the weights is shared."""
    (folder / "cache").symlink_to(settings.cache_dir.resolve())
    url = f"sqlite:///{folder / 'conversations.db'}"
    return replace(settings, data_dir=folder, database_url=url)


def free_port() -> int:
    """A loopback port that nobody uses now."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
        return port


_started: dict[int, Server] = {}


def end_server(port: int, running: Running) -> None:
    """Kill whichever of our action servers listens at the port, and wait until it is gone."""
    if server := _started.pop(port, None):
        server.kill()
        return
    running.actions.kill()
    running.actions.wait()
    if running.actions.stdin:
        running.actions.stdin.close()


def _start_actions(settings: Settings) -> None:
    """`python -m actions.server` at the same port, answering."""
    port = settings.actions_port
    environ = {
        "COACH_ACTIONS_PORT": str(port),
        "COACH_DATA_DIR": str(settings.data_dir),
        "COACH_DATABASE_URL": settings.database_url,
    }
    health = f"http://127.0.0.1:{port}/health"
    log = settings.data_dir / "logs" / "actions.again.log"
    _started[port] = server = Server("actions.server", health, environ, log)
    server.start(seconds=60)


@contextmanager
def listener(port: int, answer: bytes | None) -> Iterator[Callable[[], int]]:
    """A server that accepts and sends these bytes, or nothing at all; yields its call counter."""
    accepted: list[socket.socket] = []
    server = socket.create_server(("127.0.0.1", port))

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                accepted.append(connection)
                if answer is not None:
                    _read_request(connection)
                    connection.sendall(answer)
                    connection.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield lambda: len(accepted)
    finally:
        # Closing alone does not wake a thread that accepts.
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)
        for connection in accepted:
            connection.close()


def _read_request(connection: socket.socket) -> None:
    """Read to the end of the body, or closing the connection would reset it."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1])
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length:")
    )
    while len(body) < length:
        body += connection.recv(65536)

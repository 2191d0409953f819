"""A channel that answers as a test tells it to, over real HTTP."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.client.blocking import ChannelClient
from bot.client.messages import Address

TOKEN = "the-token"


class FakeChannel:
    """Answers each POST with what `answer(body)` returns.

    A list is replies, a pair is a status and a body, None is a connection that breaks.
    """

    def __init__(self):
        self.bodies = []
        self.headers = []
        self.answer = lambda body: [reply(f"You said {body.get('message', body.get('payload'))}.")]
        channel = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                channel.headers.append(dict(self.headers))
                channel.bodies.append({"path": self.path, **body})
                answer = channel.answer(body)
                if answer is None:
                    self.close_connection = True
                    return
                status, written = answer if isinstance(answer, tuple) else (200, None)
                if written is None:
                    written = json.dumps({"replies": answer}).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(written)))
                self.end_headers()
                self.wfile.write(written)

            def log_message(self, *args):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request, client_address):
                """Say nothing: a client that has gone away is part of these tests."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.address = Address(
            f"http://127.0.0.1:{self.server.server_port}/webhooks/coach/webhook", TOKEN
        )
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def said(self):
        """What arrived, in order: messages as they are, payloads too."""
        return [body.get("message", body.get("payload")) for body in self.bodies]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def reply(text, *titles, **fields):
    """A reply as the channel writes it; a button's payload is its title after a slash."""
    buttons = [{"title": title, "payload": f"/{title}"} for title in titles]
    return {"text": text, "buttons": buttons, "custom": {"kind": "help"}, **fields}


@pytest.fixture
def make_reply():
    return reply


@pytest.fixture
def channel():
    fake = FakeChannel()
    yield fake
    fake.close()


@pytest.fixture
def client(channel):
    with ChannelClient(channel.address.url, TOKEN, turn_seconds=5) as opened:
        yield opened

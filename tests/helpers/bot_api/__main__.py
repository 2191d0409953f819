"""Run the server: `python -m tests.helpers.bot_api --port 0`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from aiohttp import web

from tests.helpers.bot_api.server import make_app

TOKEN = "4242424242:AAtest-token-of-the-strict-server0"


async def serve(port: int, token: str, while_stdin: bool) -> None:
    """Serve on loopback; says the port on standard output, ends with standard input if asked."""
    runner = web.AppRunner(make_app(token), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    bound = runner.addresses[0][1]
    sys.stdout.write(json.dumps({"port": bound, "token": token}) + "\n")
    sys.stdout.flush()
    ended = asyncio.Event()
    if while_stdin:
        asyncio.get_running_loop().add_reader(sys.stdin, ended.set)
    await ended.wait()
    await runner.cleanup()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.bot_api", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN, help="the bot's token")
    parser.add_argument("--while-stdin", action="store_true", help="end when standard input does")
    options = parser.parse_args()
    asyncio.run(serve(options.port, options.token, options.while_stdin))


if __name__ == "__main__":
    main()

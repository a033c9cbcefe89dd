"""A node that ends itself: the crash tests' entry, fast because it forks from a loaded process.

Each line on standard input is a JSON object: `data` (folder), `port`, `point` and `pass`. The
process forks; the child serves that folder as `vanthu commune run` does, prints its ready line
with its process id, and kills itself when it passes the named point of the order of exposure for
the `pass`-th time ("" for never). The next line is taken when the child before has ended.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.commune.node import QuickHasher
from vanthu_server.commune.app import build
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.node import Node, SystemChance, SystemClock, World
from vanthu_server.http.listening import Listening
from vanthu_server.http.serving import serve
from vanthu_server.platform.lock import FolderLock


class Bomb:
    """Kills this process at the `pass_number`-th passing of a point."""

    def __init__(self, point: str, pass_number: int) -> None:
        self._point = point
        self._left = pass_number

    def passed(self, point: str) -> None:
        """Count, and end without a word: no buffer is flushed, no handler runs."""
        if point != self._point:
            return
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class Answering:
    """Passes the point `answered` once a command's reply is on its way out."""

    def __init__(self, app: ASGIApp, passed: Callable[[str], None]) -> None:
        self._app = app
        self._passed = passed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_and_pass(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.body" and scope["path"] == "/api/commands":
                self._passed("answered")

        await self._app(scope, receive, send_and_pass)


def run(order: dict[str, str]) -> None:
    """Serve one folder until killed."""
    bomb = Bomb(order["point"], int(order["pass"]))
    config = NodeConfig(data=Path(order["data"]))
    world = World(
        clock=SystemClock(), chance=SystemChance(), hasher=QuickHasher(), passed=bomb.passed
    )
    lock = FolderLock(config.lock)
    node = Node(config, world)
    opened = node.open()
    node.blob_store.sweep()
    if not opened.open:
        print(f"ended: {opened.cause}", flush=True)
        return
    app: Starlette = build(node, secure=False)
    app.add_middleware(Answering, passed=bomb.passed)
    place = Listening(host="127.0.0.1", port=int(order["port"]))
    serve(app, place, lambda address: print(f"ready {os.getpid()} {address}", flush=True))
    lock.release()


def main() -> None:
    """Fork a node for every line."""
    child = 0
    for line in sys.stdin:
        if child:
            os.waitpid(child, 0)  # only then the lock of its folder is free
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            run(json.loads(line))
            os._exit(0)


if __name__ == "__main__":
    main()

"""A clerk in a process of its own who registers through the real application into real files.

It is fast because it forks from a process that has everything loaded, and talks to the application
without a socket. Lines on standard input:
- `open DATA SERIES`: fork; the child opens the node, prints `open <pid> <recovered> <completed>`,
  `closed <pid> <cause>` or `broken <pid> <error>`, and reads the further lines itself;
- `register COUNT`: register so many, print `told <operation> <number>` once each is answered,
  then `done`;
- `run`: register until killed, printing the same;
- `end`: close the node and end; the parent then prints `gone <pid>` and takes the next `open`.

What is printed has been answered: by then it must be safe from a kill -9 (NB6). Operations are
named by series and count, so whoever reads knows those that were asked for and not answered.
"""

import asyncio
import gc
import os
import sys
import tempfile
from itertools import count
from pathlib import Path

import httpx

from tests.commune.furnishing import PASSWORD, UBND, furnish, present_world
from tests.commune.person import entry, operation
from vanthu_server.commune.app import build
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.node import Node


class Clerk:
    """Registers documents of one series."""

    def __init__(self, client: httpx.AsyncClient, series: str) -> None:
        self._client = client
        self._series = series
        self._numbers = count()

    async def log_in(self) -> None:
        """Log in as the văn thư."""
        who = {"account": "vanthu", "password": PASSWORD}
        reply = await self._client.post("/api/session", json=who)
        assert reply.status_code == 200, reply.text

    async def register(self) -> None:
        """Register one and print what was answered."""
        op = operation((self._series, next(self._numbers)))
        command = {
            "op": op,
            "kind": "incoming.register",
            "organ": UBND,
            "payload": entry(f"Văn bản {op}"),
        }
        reply = await self._client.post("/api/commands", json={"v": 1, "commands": [command]})
        result = reply.json()["results"][0]
        if result["outcome"] == "accepted":
            _say(f"told {op} {result['data']['number']}")
        else:
            _say(f"refused {op} {result['problem']['code']}")

    async def work(self) -> None:
        """Do what the further lines say."""
        for line in sys.stdin:
            match line.split():
                case ["register", number]:
                    for _ in range(int(number)):
                        await self.register()
                    _say("done")
                case ["run"]:
                    while True:
                        await self.register()
                case _:
                    return


async def serve(data: str, series: str) -> None:
    """Open the node and let a clerk work at it."""
    node = Node(NodeConfig(data=Path(data)), present_world())
    opened = node.open()
    if not opened.open:
        _say(f"closed {os.getpid()} {opened.cause}")
        return
    app = build(node, secure=False)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://may-xa.test", headers={"X-Vanthu": "1"}
    ) as client:
        clerk = Clerk(client, series)
        await clerk.log_in()
        _say(f"open {os.getpid()} {opened.recovered} {opened.completed}")
        await clerk.work()
    node.close()


def _say(text: str) -> None:
    """Write a whole line at once: a kill cuts between lines, not inside one."""
    os.write(sys.stdout.fileno(), f"{text}\n".encode())


def _child(data: str, series: str) -> None:
    try:
        asyncio.run(serve(data, series))
    except Exception as error:  # noqa: BLE001 - a database that SQLite refuses is an answer too
        _say(f"broken {os.getpid()} {type(error).__name__}: {error}")


async def _open_once(config: NodeConfig) -> None:
    """Load what is loaded late; no thread may be begun before a fork."""
    node = Node(config, present_world())
    node.open()
    build(node, secure=False)
    node.close()


def main() -> None:
    """Fork a clerk for every `open`, from a process that has opened a node once."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_open_once(furnish(Path(folder), present_world())))
    gc.freeze()  # the children share what is loaded
    for line in sys.stdin:
        if not line.startswith("open "):
            continue  # its clerk was killed before reading it
        _, data, series = line.split()
        child = os.fork()
        if child == 0:
            _child(data, series)
            os._exit(0)
        os.waitpid(child, 0)
        _say(f"gone {child}")


if __name__ == "__main__":
    main()

"""A commune node for tests: in process with time in the test's hand, or as a real process.

`furnish` (furnishing.py) makes a node with two organs and a person of every role. `Office` then
serves it in this process; `RealNode` runs `vanthu commune run` on it. Either gives a `Person`
(person.py) for an account: a device that is logged in. What tests need of the three files is
named here once more.
"""

import sys
from collections.abc import Callable
from typing import Final, Self

import httpx
import msgspec
from anyio.from_thread import BlockingPortal
from starlette.applications import Starlette

from tests.commune.furnishing import (
    HDND,
    NODE_NAME,
    PASSWORD,
    PEOPLE,
    UBND,
    HandClock,
    QuickHasher,
    SeededChance,
    copied,
    copied_today,
    furnish,
    hand_world,
    present_world,
)
from tests.commune.letters import FakeHub
from tests.commune.person import Json, Person, entry, log_in, operation, problem_of
from tools.world.process import Process
from vanthu_server.commune.app import build
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.domain.ports import NODE
from vanthu_server.commune.node import Node, World
from vanthu_server.commune.services.courier import Courier, Hub
from vanthu_server.commune.services.hub_session import pair
from vanthu_server.commune.services.inbox import Receiving
from vanthu_server.commune.services.inbox_pull import InboxPull
from vanthu_server.commune.services.office import OfficeSetup
from vanthu_server.commune.storage.database import connect
from vanthu_server.commune.storage.rebuild import rebuild
from vanthu_sync.link import Inbox
from vanthu_sync.register_events import RegisterOpened

HUB_URL: Final = "https://tinh.test"

__all__ = [
    "HDND",
    "NODE_NAME",
    "PASSWORD",
    "PEOPLE",
    "UBND",
    "HandClock",
    "InLoop",
    "Json",
    "Office",
    "Person",
    "QuickHasher",
    "RealNode",
    "SeededChance",
    "copied",
    "copied_today",
    "entry",
    "furnish",
    "hand_world",
    "log_in",
    "operation",
    "present_world",
    "problem_of",
]


class InLoop(httpx.BaseTransport):
    """Carries a plain client's requests to an application that runs in a loop elsewhere."""

    def __init__(self, app: Starlette, portal: BlockingPortal) -> None:
        self._portal = portal
        self._inner = httpx.ASGITransport(app, raise_app_exceptions=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Serve one request."""
        request.read()
        return self._portal.call(self._serve, request)

    async def _serve(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(
            httpx.Request(
                request.method, request.url, headers=request.headers, content=request.content
            )
        )
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        parts = [part async for part in answer.stream]
        await answer.aclose()
        return httpx.Response(answer.status_code, headers=answer.headers, content=b"".join(parts))


class Office:
    """A furnished node served in this process; its courier does a round when it is told to."""

    def __init__(
        self, config: NodeConfig, portal: BlockingPortal, *, world: World | None = None
    ) -> None:
        self.config = config
        self._portal = portal
        self.world = world or hand_world()
        self._clients: list[httpx.Client] = []
        self._start()

    @property
    def clock(self) -> HandClock:
        """The office's clock."""
        assert isinstance(self.world.clock, HandClock)
        return self.world.clock

    def client(self) -> httpx.Client:
        """Return a browser that nobody is logged in at."""
        client = httpx.Client(
            transport=InLoop(self.app, self._portal),
            base_url="http://may-xa.test",
            headers={"X-Vanthu": "1"},
        )
        self._clients.append(client)
        return client

    def person(self, account: str = "vanthu") -> Person:
        """Return an account of PEOPLE, logged in at a device of its own."""
        return log_in(self.client(), account)

    def courier(self, hub: FakeHub) -> Courier:
        """Return the node's courier, paired with `hub`; its rounds are the test's.

        The hub's clock goes with the office's.
        """
        hub.now = self.clock.now
        return self.paired_courier(lambda _: hub, code="")

    def paired_courier(self, connect: Callable[[str], Hub], *, code: str) -> Courier:
        """Pair the node, as `vanthu commune pair-hub` does, and return its courier."""
        peer = pair(
            connect(HUB_URL),
            code=code,
            url=HUB_URL,
            identity=self.node.identity(),
            key=self.node.key,
            organs=self.node.library.organs(),
        )
        self.node.hub.keep(peer)
        return self.node.courier(connect=connect)

    def give_role(self, account: str, organ: str, *roles: str) -> None:
        """Give a person of PEOPLE these roles, as the administrator does."""
        person = next(each for each in PEOPLE if each.account == account)
        given = msgspec.structs.replace(person, organ=organ, roles=roles)
        self._setup().add_person(given)

    def open_book(self, organ: str, book: str, *, year: int, owner: str) -> None:
        """Journal that a book was opened for an owner."""
        opened = RegisterOpened(book=book, year=year, owner=owner)
        with self.node.ledger.write() as unit:
            unit.record(opened, organ=organ, policy="nd30-2020@2020-03-05", by=NODE)

    def _setup(self) -> OfficeSetup:
        return OfficeSetup(self.node.ledger, clock=self.world.clock, policies=self.node.policies)

    def restart_without(self, events: int) -> None:
        """Restart as a clone that never saw the last `events`, and registers something else."""
        self.close()
        lines = self.config.sidecar.read_bytes().splitlines(keepends=True)
        last = len(lines) - events
        db = connect(self.config.database, writing=True)
        db.conn.execute("delete from journal where seq > ?", (last,))
        db.conn.close()
        rebuild(self.config.database)
        self.config.sidecar.write_bytes(b"".join(lines[:last]))
        self.reopen(hand_world(seed=5))

    def take(self, inbox: Inbox) -> bool:
        """Take messages of the hub in, as the courier does."""
        receiving = Receiving(self.node.ledger, clock=self.world.clock, policies=self.node.policies)
        pull = InboxPull(receiving, missing=self.node.library.inbox_files, words={})
        return pull.take(inbox)

    def reopen(self, world: World | None = None) -> Self:
        """Close the node and open it again, as after a restart."""
        self.close()
        self.world = world or self.world
        self._start()
        return self

    def close(self) -> None:
        """Close the node and its clients."""
        for client in self._clients:
            client.close()
        self._clients.clear()
        self.node.close()

    def _start(self) -> None:
        self.node = Node(self.config, self.world)
        self.opened = self.node.open()
        self.app = build(self.node, secure=False)


class RealNode:
    """`vanthu commune run` as a process of its own; `command` may put another program there."""

    def __init__(
        self, config: NodeConfig, *, command: Callable[[], list[str]] | None = None
    ) -> None:
        self.config = config
        self._command = command or self._vanthu
        self._clients: list[httpx.Client] = []
        self.process: Process | None = None
        self.address = ""

    def start(self) -> Self:
        """Run it and wait for its ready line."""
        place = ["--data", str(self.config.data), "--port", "0"]
        log = self.config.data.with_name("node.log")
        log.touch()
        self.process = Process([*self._command(), *place], log=log)
        self.address = self.process.address()
        return self

    def client(self, address: str = "") -> httpx.Client:
        """Return a browser that nobody is logged in at; `address` may be a relay's."""
        client = httpx.Client(
            base_url=address or self.address, headers={"X-Vanthu": "1"}, timeout=30.0
        )
        self._clients.append(client)
        return client

    def person(self, account: str = "vanthu", *, address: str = "") -> Person:
        """Return an account of PEOPLE, logged in at a device of its own."""
        return log_in(self.client(address), account)

    def kill(self) -> None:
        """End it as a power cut does."""
        if self.process is not None:
            self.process.kill()

    def stop(self) -> None:
        """End it by asking, and close all clients."""
        for client in self._clients:
            client.close()
        self._clients.clear()
        if self.process is not None:
            self.process.stop()

    def _vanthu(self) -> list[str]:
        return [sys.executable, "-m", "vanthu_server", "commune", "run"]

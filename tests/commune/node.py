"""A commune node for tests: in process with time in the test's hand, or as a real process.

`furnish` makes a node with two organs and a person of every role, as `vanthu commune setup`,
`organ` and `account` do. `Office` then serves it in this process; `RealNode` runs
`vanthu commune run` on it. Either gives a `Person` for an account: a device that is logged in.
"""

import hashlib
import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self

import argon2
import httpx
import msgspec
from anyio.from_thread import BlockingPortal
from argon2.exceptions import VerificationError
from starlette.applications import Starlette

from tests.commune.letters import FakeHub
from tools.world.process import Process
from vanthu_server.commune.app import Node, SystemChance, SystemClock, World, build
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.domain.ports import NODE
from vanthu_server.commune.services.courier import Courier, Hub
from vanthu_server.commune.services.hub_session import pair
from vanthu_server.commune.services.inbox import Receiving
from vanthu_server.commune.services.inbox_pull import InboxPull
from vanthu_server.commune.services.office import NewPerson, OfficeSetup
from vanthu_server.commune.services.passwords import require_strength
from vanthu_server.commune.storage.database import connect
from vanthu_server.commune.storage.rebuild import rebuild
from vanthu_sync.events import OrganAdded, RegisterOpened
from vanthu_sync.link import Inbox

Json = dict[str, Any]

PASSWORD: Final = "đồng lúa bên sông"
HUB_URL: Final = "https://tinh.test"
NODE_NAME: Final = "Máy văn thư xã Đồng Hòa"
UBND: Final = "ubnd-dong-hoa"
HDND: Final = "hdnd-dong-hoa"

ORGANS: Final = (
    OrganAdded(
        id=UBND,
        code="H01.12.34",
        name="Ủy ban nhân dân xã Đồng Hòa",
        parent="",
        place="Đồng Hòa",
        abbreviation="UBND",
        policy="nd30-2020",
    ),
    OrganAdded(
        id=HDND,
        code="H01.12.35",
        name="Hội đồng nhân dân xã Đồng Hòa",
        parent="",
        place="Đồng Hòa",
        abbreviation="HĐND",
        policy="nd30-2020",
    ),
)

PEOPLE: Final = (
    NewPerson(account="vanthu", name="Trần Thị Văn", organ=UBND, roles=("van_thu",)),
    NewPerson(
        account="chutich",
        name="Nguyễn Văn An",
        organ=UBND,
        roles=("lanh_dao",),
        position="Chủ tịch",
    ),
    NewPerson(account="chuyenvien", name="Lê Thị Hoa", organ=UBND, roles=("chuyen_vien",)),
    NewPerson(account="quantri", name="Phạm Văn Máy", organ=UBND, roles=("quan_tri",)),
    NewPerson(account="vanthu-hdnd", name="Đỗ Thị Ngọc", organ=HDND, roles=("van_thu",)),
    NewPerson(account="chutich-hdnd", name="Hồ Văn Bình", organ=HDND, roles=("lanh_dao",)),
)
"""A person of every role in the first organ, and two of the other organ of the commune."""

BESIDE: Final[tuple[str, ...]] = ("files", "duplicate_ok", "not_secret")
"""What a registration holds beside the document's fields."""


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)) -> None:
        self.moment = now

    def now(self) -> datetime:
        """Return the moment it was put to."""
        return self.moment

    def move(self, age: timedelta) -> None:
        """Put it forward, or back."""
        self.moment += age

    def move_to_year(self, year: int) -> None:
        """Put it to a morning of another year."""
        self.moment = self.moment.replace(year=year, month=1, day=5)


class SeededChance:
    """The same draws for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)

    def draw(self, count: int) -> bytes:
        """Return the next `count` bytes."""
        return self._random.randbytes(count)


class QuickHasher:
    """argon2id at the least cost; a hash of it opens under the real hasher too."""

    def __init__(self) -> None:
        self._hasher = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

    def hash(self, password: str) -> str:
        """Return the hash to keep."""
        return self._hasher.hash(password)

    def matches(self, hashed: str, password: str) -> bool:
        """Tell whether `password` is the one."""
        try:
            return self._hasher.verify(hashed, password)
        except VerificationError:
            return False


def hand_world(*, seed: int = 1) -> World:
    """Return a world whose time and chance are the test's."""
    return World(clock=HandClock(), chance=SeededChance(seed), hasher=QuickHasher())


def present_world() -> World:
    """Return the real time and chance, with passwords that are quick to check."""
    return World(clock=SystemClock(), chance=SystemChance(), hasher=QuickHasher())


def furnish(folder: Path, world: World) -> NodeConfig:
    """Make a node in `folder`, with ORGANS and PEOPLE; everybody's password is PASSWORD."""
    config = NodeConfig(data=folder / "data")
    node = Node(config, world)
    node.open()
    setup = OfficeSetup(node.ledger, clock=world.clock, policies=node.policies)
    setup.start(name=NODE_NAME, key=node.key.public)
    for organ in ORGANS:
        setup.add_organ(organ)
    sessions = node.sessions()
    for person in PEOPLE:
        setup.add_person(person)
        sessions.set_password(person.account, PASSWORD, check=require_strength)
    node.close()
    return config


def copied(template: NodeConfig, folder: Path) -> NodeConfig:
    """Return a node of one's own in `folder`: a copy of `template`, its sidecar too."""
    config = NodeConfig(data=folder / "data")
    shutil.copytree(template.data, config.data)
    shutil.copytree(template.sidecar.parent, config.sidecar.parent)
    return config


def operation(name: object) -> str:
    """Return the operation id that stands for `name`."""
    return hashlib.sha256(str(name).encode()).hexdigest()[:32]


@dataclass
class Person:
    """An account on a device: gives commands and reads, by HTTP."""

    http: httpx.Client
    organ: str
    drawn: random.Random = field(default_factory=random.SystemRandom)

    def give(self, kind: str, payload: Json, *, op: str = "", organ: str = "") -> Json:
        """Give a command and return its result, accepted or rejected."""
        command = {
            "op": op or self.drawn.randbytes(16).hex(),
            "kind": kind,
            "organ": organ or self.organ,
            "payload": payload,
        }
        reply = self.http.post("/api/commands", json={"v": 1, "commands": [command]})
        assert reply.status_code == 200, reply.text
        result: Json = reply.json()["results"][0]
        return result

    def done(self, kind: str, payload: Json, *, op: str = "", organ: str = "") -> Json:
        """Give a command that must be accepted and return its data."""
        result = self.give(kind, payload, op=op, organ=organ)
        assert result["outcome"] == "accepted", result["problem"]
        return dict(result["data"] or {})

    def refused(self, kind: str, payload: Json, *, op: str = "", organ: str = "") -> Json:
        """Give a command that must be rejected and return its problem, checked for its words."""
        result = self.give(kind, payload, op=op, organ=organ)
        assert result["outcome"] == "rejected", result
        assert result["problem"]["title"]
        assert result["problem"]["next_step"]
        return dict(result["problem"])

    def register(self, subject: str = "Về việc phòng cháy", *, op: str = "", **fields: Any) -> Json:  # noqa: ANN401 - fields of a message
        """Register an incoming document and return what was registered."""
        return self.done("incoming.register", entry(subject, **fields), op=op)

    def read(self, path: str = "", **query: str | int) -> Json:
        """Return what a GET under the organ answers."""
        reply = self.http.get(f"/api/organs/{self.organ}/{path}", params=query)
        assert reply.status_code == 200, reply.text
        answer: Json = reply.json()
        return answer

    def upload(self, name: str, content: bytes, media_type: str = "") -> httpx.Response:
        """Upload a file and return the reply."""
        headers = {"content-type": media_type or "application/octet-stream"}
        return self.http.put(f"/api/uploads/{name}", content=content, headers=headers)

    def kept(self, name: str, content: bytes) -> str:
        """Upload a file that must be taken and return its hash."""
        reply = self.upload(name, content)
        assert reply.status_code == 201, reply.text
        return str(reply.json()["sha256"])

    def numbers(self) -> list[int]:
        """Return the numbers of the incoming register as the list shows them, oldest first."""
        found: list[int] = []
        query: dict[str, str | int] = {"limit": 200}
        while True:
            page = self.read("incoming", **query)
            found += [row["number"] for row in page["rows"]]
            if page["next_before"] is None:
                return found[::-1]
            query["before"] = page["next_before"]


def entry(subject: str = "Về việc phòng cháy", **more: Any) -> Json:  # noqa: ANN401 - fields of a message
    """Return the payload of an incoming document; `more` are its fields or RegisterIncoming's."""
    beside: Json = {}
    for key in BESIDE:
        if key in more:
            beside[key] = more.pop(key)
    return {"fields": {"subject": subject, "organ_name": "Sở Nội vụ", **more}, **beside}


def problem_of(reply: httpx.Response) -> Json:
    """Return the problem details of a refusal, checked: code, cause and next step."""
    assert reply.headers["content-type"] == "application/problem+json", reply.text
    told: Json = reply.json()
    assert told["status"] == reply.status_code
    assert told["title"]
    assert told["next_step"]
    assert told["type"] == "urn:vanthu:" + told["code"].lower().replace("_", "-")
    return told


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
            transport=InLoop(self._app, self._portal),
            base_url="http://may-xa.test",
            headers={"X-Vanthu": "1"},
        )
        self._clients.append(client)
        return client

    def person(self, account: str = "vanthu") -> Person:
        """Return an account of PEOPLE, logged in at a device of its own."""
        return log_in(self.client(), account)

    def courier(self, hub: FakeHub) -> Courier:
        """Return the node's courier, paired with `hub`; its rounds are the test's."""
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
        return InboxPull(receiving, missing=self.node.library.inbox_files).take(inbox)

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
        self._app = build(self.node, secure=False)


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


def log_in(client: httpx.Client, account: str) -> Person:
    """Log an account of PEOPLE in at a browser."""
    reply = client.post("/api/session", json={"account": account, "password": PASSWORD})
    assert reply.status_code == 200, reply.text
    return Person(http=client, organ=reply.json()["memberships"][0]["organ"]["id"])

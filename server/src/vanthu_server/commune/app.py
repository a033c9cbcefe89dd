"""The composition root of the commune node: builds every object and puts them together."""

import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Protocol

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from vanthu_server.blobs.store import BlobStore
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.domain.ports import Chance, Clock
from vanthu_server.commune.link.hub_client import HubClient
from vanthu_server.commune.runner import Runner
from vanthu_server.commune.services.agents import Agents
from vanthu_server.commune.services.command import CommandDesk
from vanthu_server.commune.services.courier import Courier, Hub
from vanthu_server.commune.services.hub_session import NodeIdentity
from vanthu_server.commune.services.inbox import Receiving
from vanthu_server.commune.services.inbox_pull import InboxPull
from vanthu_server.commune.services.kinds import Parts, kinds
from vanthu_server.commune.services.office import OfficeSetup
from vanthu_server.commune.services.opening import Opened, OpeningDesk
from vanthu_server.commune.services.opening_answers import Answers
from vanthu_server.commune.services.opening_state import opening_state
from vanthu_server.commune.services.outgoing_file import Paper
from vanthu_server.commune.services.passwords import Argon2Hasher
from vanthu_server.commune.services.preview import Preview
from vanthu_server.commune.services.register_print import RegisterPrint
from vanthu_server.commune.services.sessions import PasswordHasher, Sessions
from vanthu_server.commune.services.signing_jobs import SigningDesk
from vanthu_server.commune.services.signing_look import Looks
from vanthu_server.commune.services.trusted_clock import TrustedClock
from vanthu_server.commune.services.uploading import Uploading
from vanthu_server.commune.storage.blob_files import BlobFiles
from vanthu_server.commune.storage.database import migrate
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_server.commune.storage.library import Library
from vanthu_server.commune.storage.machine.agents import AgentStore
from vanthu_server.commune.storage.machine.holding import HolderStore
from vanthu_server.commune.storage.machine.hub import HubStore
from vanthu_server.commune.storage.machine.jobs import JobStore
from vanthu_server.commune.storage.machine.people import PeopleStore
from vanthu_server.commune.storage.machine.uploads import UploadStore
from vanthu_server.commune.storage.register_library import RegisterLibrary
from vanthu_server.commune.storage.register_lines import RegisterLines
from vanthu_server.commune.storage.rows_check import mend_rows
from vanthu_server.commune.storage.sidecar_file import Passed, SidecarFile
from vanthu_server.commune.web.agent_routes import AgentRoutes
from vanthu_server.commune.web.book_routes import BookRoutes
from vanthu_server.commune.web.command_routes import CommandRoutes
from vanthu_server.commune.web.faults import fault_handlers
from vanthu_server.commune.web.gate import Gate
from vanthu_server.commune.web.office_routes import OfficeRoutes
from vanthu_server.commune.web.reading_routes import ReadingRoutes
from vanthu_server.commune.web.register_routes import RegisterRoutes
from vanthu_server.commune.web.screens import Screens
from vanthu_server.commune.web.session_routes import SessionRoutes
from vanthu_server.commune.web.state_routes import StateRoutes
from vanthu_server.commune.web.upload_routes import UploadRoutes
from vanthu_server.http.headers import WithHeaders
from vanthu_server.http.threads import Threads
from vanthu_server.keys.node_key import SigningKey, load_or_create
from vanthu_server.platform.machine import binding, uptime
from vanthu_server.policy.policy_error import PolicyCode, PolicyError
from vanthu_server.policy.shelf import PolicyShelf, load_policies
from vanthu_sync.clock import vietnam_day
from vanthu_sync.errors import Refused
from vanthu_sync.wire import Notice, OpeningState

JOURNAL_ID_BYTES: Final = 8
INSTANCE_BYTES: Final = 8
STOP_SECONDS: Final = 3.0


class MachineClock(Clock, Protocol):
    """The machine's clock, and how long it has been running."""

    def uptime(self) -> float:
        """Return the seconds since the machine was started."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the aware moment."""
        return datetime.now(UTC)

    def uptime(self) -> float:
        """Return the seconds since the machine was started."""
        return uptime()


class SystemChance:
    """The system's randomness."""

    def draw(self, count: int) -> bytes:
        """Return unpredictable bytes."""
        return secrets.token_bytes(count)


def nothing(_point: str) -> None:
    """Pass a point of the order of exposure; tests put an exit here."""


@dataclass(frozen=True)
class World:
    """What comes from outside the program."""

    clock: MachineClock
    chance: Chance
    hasher: PasswordHasher
    passed: Passed = nothing
    machine: Callable[[Path], str] = binding
    sidecar: Callable[[Path, Passed], SidecarFile] = SidecarFile


def present_world() -> World:
    """Return the real clock, the system's randomness and argon2's recommended cost."""
    return World(clock=SystemClock(), chance=SystemChance(), hasher=Argon2Hasher())


class PolicyVersions:
    """See `services.command.Policies`."""

    def __init__(self, shelf: PolicyShelf) -> None:
        self._shelf = shelf

    def version(self, policy: str, on: date) -> str:
        """Return the version in force; raises Refused for a wrong clock or an unknown policy."""
        try:
            return self._shelf.for_document(policy, on).version
        except PolicyError as error:
            text = f"{error.text} {error.next_step}"
            if error.code == PolicyCode.NOT_IN_FORCE:
                raise Refused("YEAR_NOT_OPEN", detail=text) from error
            notice = Notice(code=error.code, text=text, field="policy")
            raise Refused("FIELDS_INVALID", fields=(notice,)) from error


class Node:
    """One commune node: its store is open, its parts are put together."""

    def __init__(self, config: NodeConfig, world: World | None = None) -> None:
        world = world or present_world()
        self.config = config
        self.world = world
        config.data.mkdir(parents=True, exist_ok=True)
        config.trust.mkdir(exist_ok=True)
        config.pictures.mkdir(exist_ok=True)
        migrate(config.database)
        mend_rows(config.database, config.sidecar)
        self.key: SigningKey = load_or_create(config.key)
        self.clock = TrustedClock(world.clock, uptime=world.clock.uptime)
        self.ledger = SqliteLedger(
            config.database,
            sidecar=world.sidecar(config.sidecar, world.passed),
            clock=self.clock,
            chance=world.chance,
            passed=world.passed,
        )
        self.shelf = load_policies()
        self.policies = PolicyVersions(self.shelf)
        self.blob_store = BlobStore(config.blobs)
        self.blobs = BlobFiles(self.blob_store)
        self.people = PeopleStore(self.ledger)
        self.hub = HubStore(self.ledger)
        self.agent_store = AgentStore(self.ledger)
        self.library = Library(self.ledger, self.blob_store)
        self.holders = HolderStore(self.ledger)
        self.door = OpeningDesk(
            self.ledger,
            holders=self.holders,
            clock=self.clock,
            machine=lambda: world.machine(config.data),
        )
        self.answers = Answers(self.door, key=self.key)
        self.name = ""

    def opening_state(self) -> OpeningState:
        """Return what the screens show of the registers' door."""
        return opening_state(self.door, self.ledger)

    @property
    def opened(self) -> Opened:
        """How the registers stand."""
        return self.door.opened

    def open(self) -> Opened:
        """Do the opening check; afterwards the node may write, or says why not (NB8)."""
        if self.ledger.journal() is None:
            self.ledger.name(self.world.chance.draw(JOURNAL_ID_BYTES).hex())
        self.clock.begin(
            correction=self.holders.correction(),
            last=self.holders.last(),
            confirmed=self.holders.confirmed_day(),
        )
        self.door.check()
        if self.opened.open:
            for sha256 in self.library.files_removed():
                self.blob_store.remove(sha256)
        self.name = self.ledger.node_name()
        return self.opened

    def confirm_today(self) -> None:
        """Take this machine's day as said by the person who sets the node up."""
        self.holders.confirm_day(vietnam_day(self.clock.now()))
        self.open()

    def sessions(self) -> Sessions:
        """Return the log-in."""
        return Sessions(
            self.people,
            ledger=self.ledger,
            hasher=self.world.hasher,
            clock=self.clock,
            chance=self.world.chance,
        )

    def identity(self) -> NodeIdentity:
        """Return who this process is to the hub."""
        return NodeIdentity(
            journal=self.ledger.journal() or "",
            instance=self.world.chance.draw(INSTANCE_BYTES).hex(),
            name=self.name,
        )

    def agents(self) -> Agents:
        """Return the pairing of agents."""
        return Agents(
            self.agent_store,
            key=self.key,
            node_name=self.name,
            clock=self.clock,
            chance=self.world.chance,
        )

    def courier(self, connect: Callable[[str], Hub] = HubClient) -> Courier:
        """Return the courier to the hub, which `connect` reaches at its address."""
        receiving = Receiving(self.ledger, clock=self.clock, policies=self.policies)
        return Courier(
            self.hub,
            connect=connect,
            identity=self.identity(),
            key=self.key,
            blobs=self.blob_store,
            pull=InboxPull(receiving, missing=self.library.inbox_files),
            clock=self.clock,
            chance=self.world.chance,
        )

    def close(self) -> None:
        """Close the store."""
        self.ledger.close()


def build(node: Node, *, secure: bool) -> Starlette:
    """Return the node's application; `secure` says that people reach it by TLS."""
    courier = node.courier()
    runner = Runner(courier)
    threads, sessions = Threads(), node.sessions()
    entrance = Entrance(
        sessions=sessions, threads=threads, gate=Gate(sessions, threads), agents=node.agents()
    )
    groups: tuple[Routes, ...] = (
        SessionRoutes(
            sessions, gate=entrance.gate, library=node.library, threads=threads, secure=secure
        ),
        _state_routes(node, entrance, courier, runner),
        _office_routes(node, entrance),
        _register_routes(node, entrance),
        *_document_routes(node, entrance, runner),
        _book_routes(node, entrance),
        Screens(),
    )
    return Starlette(
        routes=[route for group in groups for route in group.routes()],
        middleware=[Middleware(WithHeaders)],
        exception_handlers=fault_handlers(),
        lifespan=_lifespan(node, runner),
    )


@dataclass(frozen=True)
class Entrance:
    """Through which every request comes."""

    sessions: Sessions
    threads: Threads
    gate: Gate
    agents: Agents


class Routes(Protocol):
    """A group of routes."""

    def routes(self) -> Sequence[BaseRoute]:
        """Return them."""
        ...


def _document_routes(node: Node, entrance: Entrance, runner: Runner) -> tuple[Routes, ...]:
    gate, threads, clock = entrance.gate, entrance.threads, node.clock
    paper, jobs = Paper(node.shelf), JobStore(node.ledger)
    parts = Parts(
        ledger=node.ledger,
        blobs=node.blobs,
        paper=paper,
        jobs=jobs,
        key=node.key,
        trust=node.config.trust,
        clock=clock,
    )
    desk = CommandDesk(
        node.ledger,
        kinds=kinds(parts),
        clock=clock,
        policies=node.policies,
        recorded=runner.wake,
        require_stamping=node.door.require_stamping,
    )
    signing = SigningDesk(
        node.ledger,
        jobs=jobs,
        blobs=node.blobs,
        paper=paper,
        looks=Looks(node.config.pictures),
        clock=clock,
        trust=node.config.trust,
    )
    uploading = Uploading(node.blob_store, records=UploadStore(node.ledger), clock=clock)
    preview = Preview(node.ledger, paper=paper, blobs=node.blobs)
    return (
        CommandRoutes(desk, gate=gate, threads=threads),
        ReadingRoutes(
            node.library, gate=gate, threads=threads, blobs=node.blob_store, preview=preview
        ),
        UploadRoutes(uploading, gate=gate, threads=threads),
        AgentRoutes(entrance.agents, desk=signing, threads=threads),
    )


def _book_routes(node: Node, entrance: Entrance) -> BookRoutes:
    printing = RegisterPrint(RegisterLines(node.ledger), opened=lambda: node.opened)
    return BookRoutes(printing, gate=entrance.gate, threads=entrance.threads)


def _office_routes(node: Node, entrance: Entrance) -> OfficeRoutes:
    return OfficeRoutes(
        OfficeSetup(node.ledger, clock=node.clock, policies=node.policies),
        sessions=entrance.sessions,
        agents=entrance.agents,
        library=node.library,
        gate=entrance.gate,
        threads=entrance.threads,
    )


def _register_routes(node: Node, entrance: Entrance) -> RegisterRoutes:
    return RegisterRoutes(
        node.answers,
        state=node.opening_state,
        sessions=entrance.sessions,
        registers=RegisterLibrary(node.ledger, node_name=node.name),
        gate=entrance.gate,
        threads=entrance.threads,
    )


def _state_routes(node: Node, entrance: Entrance, courier: Courier, runner: Runner) -> StateRoutes:
    return StateRoutes(
        lambda: node.ledger.exposed,
        library=node.library,
        courier=courier,
        wake=runner.wake,
        agents_since=node.agent_store.seen_since,
        peer=node.hub.peer,
        gate=entrance.gate,
        threads=entrance.threads,
        clock=node.clock,
        node_name=node.name,
        opening=node.opening_state,
    )


def _lifespan(
    node: Node, runner: Runner
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        runner.start()
        yield
        runner.stop(seconds=STOP_SECONDS)
        node.close()

    return life

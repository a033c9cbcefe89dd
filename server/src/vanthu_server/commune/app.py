"""The composition root of the node's web: routes, and what runs in the background."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Final, Protocol

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from vanthu_server.commune.node import Node
from vanthu_server.commune.runner import Runner
from vanthu_server.commune.services.agents import Agents
from vanthu_server.commune.services.command import CommandDesk
from vanthu_server.commune.services.courier import Courier
from vanthu_server.commune.services.devices import Devices
from vanthu_server.commune.services.files_known import FilesAsked
from vanthu_server.commune.services.kinds import Parts, kinds
from vanthu_server.commune.services.office import OfficeSetup
from vanthu_server.commune.services.outgoing_file import Paper
from vanthu_server.commune.services.preview import Preview
from vanthu_server.commune.services.register_print import RegisterPrint
from vanthu_server.commune.services.resuming import Resuming
from vanthu_server.commune.services.sessions import Sessions
from vanthu_server.commune.services.signing_jobs import SigningDesk
from vanthu_server.commune.services.signing_look import Looks
from vanthu_server.commune.services.sites.rounds import NodeRounds
from vanthu_server.commune.services.syncing import SyncDesk
from vanthu_server.commune.services.uploading import Uploading
from vanthu_server.commune.storage.changes import Changes
from vanthu_server.commune.storage.files_held import FilesHeld
from vanthu_server.commune.storage.machine.devices import DeviceStore
from vanthu_server.commune.storage.machine.jobs import JobStore
from vanthu_server.commune.storage.machine.uploads import UploadStore
from vanthu_server.commune.storage.register_library import RegisterLibrary
from vanthu_server.commune.storage.register_lines import RegisterLines
from vanthu_server.commune.web.agent_routes import AgentRoutes
from vanthu_server.commune.web.book_routes import BookRoutes
from vanthu_server.commune.web.command_routes import CommandRoutes
from vanthu_server.commune.web.device_routes import DeviceRoutes
from vanthu_server.commune.web.faults import fault_handlers
from vanthu_server.commune.web.gate import Gate
from vanthu_server.commune.web.office_routes import OfficeRoutes
from vanthu_server.commune.web.reading_routes import ReadingRoutes
from vanthu_server.commune.web.register_routes import RegisterRoutes
from vanthu_server.commune.web.screens import Screens
from vanthu_server.commune.web.session_routes import SessionRoutes
from vanthu_server.commune.web.site_routes import SiteRoutes
from vanthu_server.commune.web.state_routes import StateRoutes
from vanthu_server.commune.web.tus_routes import TusRoutes
from vanthu_server.commune.web.upload_routes import UploadRoutes
from vanthu_server.http.headers import WithHeaders
from vanthu_server.http.threads import Threads

STOP_SECONDS: Final = 3.0


def build(node: Node, *, secure: bool) -> Starlette:
    """Return the node's application; `secure` says that people reach it by TLS."""
    courier = node.courier()
    runner = Runner(NodeRounds(node.holders, province=courier, site=node.site_rounds(node.connect)))
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
        _site_routes(node, entrance),
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
    sync = SyncDesk(desk, changes=Changes(node.ledger, has=node.blob_store.has))
    devices = _devices(node, runner)
    return (
        CommandRoutes(desk, sync=sync, devices=devices, gate=gate, threads=threads),
        DeviceRoutes(devices, gate=gate, threads=threads),
        ReadingRoutes(
            node.library, gate=gate, threads=threads, blobs=node.blob_store, preview=preview
        ),
        UploadRoutes(uploading, gate=gate, threads=threads),
        _tus_routes(node, entrance, uploading),
        AgentRoutes(entrance.agents, desk=signing, threads=threads),
    )


def _devices(node: Node, runner: Runner) -> Devices:
    return Devices(
        node.ledger,
        records=DeviceStore(node.ledger),
        clock=node.clock,
        chance=node.world.chance,
        policies=node.policies,
        recorded=runner.wake,
    )


def _tus_routes(node: Node, entrance: Entrance, uploading: Uploading) -> TusRoutes:
    resuming = Resuming(
        node.partial_files, uploading=uploading, clock=node.clock, chance=node.world.chance
    )
    held = FilesHeld(node.ledger, library=node.library)
    asked = FilesAsked(held, uploading=uploading, resuming=resuming)
    return TusRoutes(resuming, asked=asked, gate=entrance.gate, threads=entrance.threads)


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


def _site_routes(node: Node, entrance: Entrance) -> SiteRoutes:
    return SiteRoutes(
        node.joining(),
        desk=node.site_desk(),
        blobs=node.blob_store,
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

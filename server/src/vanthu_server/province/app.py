"""The composition root: builds every object of the hub and puts them together."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import argon2
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from vanthu_server.blobs import BlobStore
from vanthu_server.http.headers import WithHeaders
from vanthu_server.http.limits import CHECKS_AT_ONCE_MAX
from vanthu_server.http.threads import Threads
from vanthu_server.keys import SigningKey, load_or_create
from vanthu_server.province.config import ProvinceConfig
from vanthu_server.province.domain.ports import Clock, Database, Randomness
from vanthu_server.province.services.accounts import Accounts
from vanthu_server.province.services.blob_lane import BlobLane
from vanthu_server.province.services.give_number import GiveNumber
from vanthu_server.province.services.hand_back import HandBack
from vanthu_server.province.services.inbox import ReadInbox
from vanthu_server.province.services.node_sessions import NodeSessions
from vanthu_server.province.services.pair_codes import PairCodes
from vanthu_server.province.services.pairing import PairNode
from vanthu_server.province.services.province_acts import Delegate, Ratify
from vanthu_server.province.services.receive_journal import ReceiveJournal
from vanthu_server.province.services.secret_hash import SecretHash
from vanthu_server.province.services.show_overview import ShowOverview
from vanthu_server.province.storage.engine import PostgresDatabase
from vanthu_server.province.web.blob_endpoints import BlobEndpoints
from vanthu_server.province.web.faults import fault_handlers
from vanthu_server.province.web.link_endpoints import LinkEndpoints
from vanthu_server.province.web.page_endpoints import PageEndpoints
from vanthu_server.province.web.pages import Pages
from vanthu_server.province.web.peers import Peers

_STATIC = Path(__file__).with_name("web") / "static"


@dataclass(frozen=True)
class World:
    """What comes from outside the program: the time, chance, and the cost of a hash."""

    clock: Clock
    randomness: Randomness
    hasher: argon2.PasswordHasher


def present_world() -> World:
    """Return the real clock, the system's randomness and argon2's recommended cost."""
    return World(
        clock=lambda: datetime.now(UTC),
        randomness=secrets.token_bytes,
        hasher=argon2.PasswordHasher(),
    )


@dataclass(frozen=True)
class _Parts:
    """What the endpoints share."""

    config: ProvinceConfig
    world: World
    database: PostgresDatabase
    blobs: BlobStore
    key: SigningKey
    sessions: NodeSessions
    pages: Pages
    threads: Threads

    @property
    def peers(self) -> Peers:
        """Who knows the nodes."""
        return Peers(self.sessions, self.threads)


def build(config: ProvinceConfig, world: World | None = None) -> Starlette:
    """Return the hub, its tables made and what a crash left swept away.

    Raises StoreFailed without a database, KeyUnreadable for a broken key file.
    """
    parts = _open(config, world or present_world())
    return Starlette(
        routes=[
            *_link(parts).routes(),
            *_blobs(parts).routes(),
            *_page(parts).routes(),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        exception_handlers=fault_handlers(parts.pages),
        middleware=[Middleware(WithHeaders)],
        lifespan=_closing(parts.database),
    )


def open_database(url: str) -> PostgresDatabase:
    """Return the database with its tables; raises StoreFailed."""
    database = PostgresDatabase(url)
    database.migrate()
    return database


def accounts(database: Database, world: World) -> Accounts:
    """Return the accounts of the province page."""
    return Accounts(
        database,
        clock=world.clock,
        randomness=world.randomness,
        secret_hash=SecretHash(world.hasher),
    )


def pair_codes(database: Database, world: World) -> PairCodes:
    """Return the maker of pairing codes."""
    return PairCodes(
        database,
        clock=world.clock,
        randomness=world.randomness,
        secret_hash=SecretHash(world.hasher),
    )


def delegate(database: Database, world: World, key: SigningKey) -> Delegate:
    """Return what says who numbers a book."""
    return Delegate(database, clock=world.clock, key=key)


def give_number(database: Database, world: World, key: SigningKey) -> GiveNumber:
    """Return what gives numbers to slips."""
    return GiveNumber(database, clock=world.clock, key=key)


def _open(config: ProvinceConfig, world: World) -> _Parts:
    database = open_database(config.database_url)
    blobs = BlobStore(config.blob_folder)
    blobs.sweep()
    key = load_or_create(config.key_file)
    return _Parts(
        config=config,
        world=world,
        database=database,
        blobs=blobs,
        key=key,
        sessions=NodeSessions(database, clock=world.clock, randomness=world.randomness, key=key),
        pages=Pages(config.hub_name),
        threads=Threads(),
    )


def _link(parts: _Parts) -> LinkEndpoints:
    receive_journal = ReceiveJournal(
        parts.database, clock=parts.world.clock, key=parts.key, blobs=parts.blobs
    )
    receive_journal.bury()
    return LinkEndpoints(
        pair_node=PairNode(
            parts.database,
            clock=parts.world.clock,
            secret_hash=SecretHash(parts.world.hasher),
            key=parts.key,
            hub_name=parts.config.hub_name,
        ),
        sessions=parts.sessions,
        receive_journal=receive_journal,
        hand_back=HandBack(parts.database, clock=parts.world.clock, key=parts.key),
        read_inbox=ReadInbox(parts.database),
        peers=parts.peers,
        threads=parts.threads,
    )


def _blobs(parts: _Parts) -> BlobEndpoints:
    lane = BlobLane(parts.database, clock=parts.world.clock, blobs=parts.blobs)
    return BlobEndpoints(lane, parts.peers, parts.threads)


def _page(parts: _Parts) -> PageEndpoints:
    return PageEndpoints(
        accounts=accounts(parts.database, parts.world),
        pair_codes=pair_codes(parts.database, parts.world),
        show_overview=ShowOverview(
            parts.database, clock=parts.world.clock, hub_name=parts.config.hub_name
        ),
        ratify=Ratify(parts.database, clock=parts.world.clock),
        delegate=delegate(parts.database, parts.world, parts.key),
        give_number=give_number(parts.database, parts.world, parts.key),
        pages=parts.pages,
        threads=parts.threads,
        checks=Threads(CHECKS_AT_ONCE_MAX),
        is_secure=parts.config.is_secure,
    )


def _closing(
    database: PostgresDatabase,
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        database.close()

    return lifespan

"""A hub on a real PostgreSQL, its clock in the test's hand."""

import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import argon2
import httpx
import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from tests.province.fake_node import FakeNode
from vanthu_server.province import app
from vanthu_server.province.app import World
from vanthu_server.province.config import ProvinceConfig
from vanthu_server.province.storage.engine import PostgresDatabase
from vanthu_server.province.storage.own_postgres import OwnPostgres
from vanthu_server.province.storage.schema import METADATA

PASSWORD = "đồng bằng 2026 sông"


@dataclass
class HandClock:
    """A clock that stands still until it is moved."""

    now: datetime = datetime(2026, 11, 20, 7, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, age: timedelta) -> None:
        self.now += age


@dataclass
class Hub:
    """A hub, its database, and a client that speaks to it."""

    starlette: Starlette
    config: ProvinceConfig
    world: World
    clock: HandClock
    database: PostgresDatabase
    client: httpx.AsyncClient
    nodes: list[FakeNode] = field(default_factory=list)

    def pair_code(self, commune: str) -> str:
        return app.pair_codes(self.database, self.world).make(commune)

    async def node(self, commune: str = "Xã Đồng Hòa", *, slug: str = "dong-hoa") -> FakeNode:
        """Return a paired node with an open session."""
        node = FakeNode(self.client, slug=slug)
        (await node.pair(self.pair_code(commune))).raise_for_status()
        await node.open()
        return node

    async def log_in(self) -> None:
        app.accounts(self.database, self.world).add("quantri", PASSWORD)
        reply = await self.client.post("/login", data={"account": "quantri", "password": PASSWORD})
        assert reply.status_code == 303

    def count(self, table: str) -> int:
        with self.database.engine.begin() as connection:
            query = sa.select(sa.func.count()).select_from(METADATA.tables[table])
            return int(connection.execute(query).scalar_one())


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL for this test run."""
    with OwnPostgres(tmp_path_factory.mktemp("hub") / "postgres") as own:
        yield own.url


@pytest.fixture(scope="session")
def migrated(postgres_url: str) -> Iterator[PostgresDatabase]:
    """The database with its tables."""
    database = app.open_database(postgres_url)
    yield database
    database.close()


@pytest.fixture
def database(migrated: PostgresDatabase) -> PostgresDatabase:
    """The database with empty tables."""
    names = ", ".join(name for name in METADATA.tables if name != "hub")
    with migrated.engine.begin() as connection:
        connection.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        connection.execute(sa.text("UPDATE hub SET directory_version = 0"))
    return migrated


@pytest.fixture
async def hub(database: PostgresDatabase, postgres_url: str, tmp_path: Path) -> AsyncIterator[Hub]:
    """A hub without nodes."""
    clock = HandClock()
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    world = World(clock=clock, randomness=secrets.token_bytes, hasher=cheap)
    config = ProvinceConfig(data=tmp_path, database_url=postgres_url, hub_name="Tỉnh Thử Nghiệm")
    built = app.build(config, world)
    transport = httpx.ASGITransport(app=built)
    async with (
        built.router.lifespan_context(built),
        httpx.AsyncClient(transport=transport, base_url="http://tinh.test") as client,
    ):
        yield Hub(built, config, world, clock, database, client)

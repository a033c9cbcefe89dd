"""One suite for both hubs: the province's own over HTTP, and the fake at the courier's port.

What the courier's tests prove with the fake holds only as far as the two behave the same.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import argon2
import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.letters import FakeHub
from tests.commune.node import InLoop, Office
from tests.commune.papers import scan
from tests.commune.stores import journal
from vanthu_server.blobs.store import BlobStore
from vanthu_server.commune.link.hub_client import HubClient
from vanthu_server.commune.services.courier import Courier, Hub
from vanthu_server.province import app
from vanthu_server.province.app import World
from vanthu_server.province.config import ProvinceConfig
from vanthu_server.province.storage.engine import PostgresDatabase
from vanthu_sync.errors import Refused


@dataclass
class Side:
    """A hub to connect to, with a code for one commune."""

    connect: Callable[[str], Hub]
    code: str


@pytest.fixture
def fake_side(office: Office) -> Side:
    hub = FakeHub()
    hub.now = office.clock.now
    return Side(lambda _: hub, "")


@pytest.fixture
def real_side(
    database: PostgresDatabase,
    postgres_url: str,
    portal: BlockingPortal,
    tmp_path: Path,
    office: Office,
) -> Iterator[Side]:
    world = World(
        clock=office.clock.now,
        randomness=secrets.token_bytes,
        hasher=argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1),
    )
    config = ProvinceConfig(data=tmp_path / "hub", database_url=postgres_url, hub_name="Tỉnh")
    built = app.build(config, world)
    code = app.pair_codes(database, world).make("Xã Đồng Hòa")
    with portal.wrap_async_context_manager(built.router.lifespan_context(built)):
        yield Side(lambda url: HubClient(url, transport=InLoop(built, portal)), code)


@pytest.fixture(params=["fake_side", "real_side"])
def side(request: pytest.FixtureRequest) -> Side:
    """Either hub."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Side)
    return found


@pytest.fixture
def courier(office: Office, side: Side) -> Courier:
    return office.paired_courier(side.connect, code=side.code)


def settle(courier: Courier) -> None:
    while courier.round():
        pass


def reconciled(office: Office, courier: Courier) -> bool:
    told = courier.state(exposed=office.node.ledger.exposed)
    assert told.problem is None, told.problem
    return told.node_head == told.hub_head == len(journal(office.config))


def test_lk3_the_journal_goes_up_and_the_receipt_covers_it(
    office: Office, courier: Courier
) -> None:
    office.person("vanthu").register("Văn bản một")

    settle(courier)

    assert reconciled(office, courier)
    office.person("vanthu").register("Văn bản hai")
    settle(courier)
    assert reconciled(office, courier)


def test_lk3_an_empty_batch_is_answered_with_the_same_head(
    office: Office, courier: Courier
) -> None:
    settle(courier)
    office.clock.move(timedelta(minutes=20))

    settle(courier)

    assert reconciled(office, courier)


def test_lk2_a_restarted_node_goes_on_where_the_hub_stands(office: Office, side: Side) -> None:
    settle(office.paired_courier(side.connect, code=side.code))
    office.person("vanthu").register("Văn bản một")
    office.reopen()

    again = office.node.courier(connect=side.connect)
    settle(again)

    assert reconciled(office, again)


def test_lk3_a_removal_goes_up_and_the_chain_still_holds(office: Office, courier: Courier) -> None:
    clerk = office.person("vanthu")
    first = clerk.register("Văn bản một")
    settle(courier)
    second = clerk.register("Văn bản hai")
    for made in (first, second):
        clerk.done("content.remove", {"id": made["id"], "reason": "Gõ nhầm"})

    settle(courier)

    assert reconciled(office, courier)


def test_lk5_files_go_up_and_come_back_by_their_hash(
    office: Office, courier: Courier, side: Side, tmp_path: Path
) -> None:
    content = scan("tệp")
    sha256 = office.person("vanthu").kept("a.pdf", content)
    office.person("vanthu").register("Văn bản một", files=[sha256])

    settle(courier)

    assert courier.state(exposed=0).files_waiting == 0
    hub, blobs = opened(office, side), BlobStore(tmp_path / "blobs")
    hub.fetch_file(sha256, blobs)
    assert blobs.path(sha256).read_bytes() == content
    unknown = hashlib.sha256(b"unknown").hexdigest()
    with pytest.raises(Refused, match="NOT_FOUND"):
        hub.fetch_file(unknown, blobs)


def test_lk4_an_empty_inbox_is_empty(office: Office, courier: Courier, side: Side) -> None:
    settle(courier)

    inbox = opened(office, side).inbox(after=0, wait_seconds=0)

    assert (inbox.messages, inbox.more) == ((), False)


def opened(office: Office, side: Side) -> Hub:
    """Return a hub with a session of its own."""
    kept: list[Hub] = []

    def connect(url: str) -> Hub:
        kept.append(side.connect(url))
        return kept[-1]

    settle(office.node.courier(connect=connect))
    return kept[-1]

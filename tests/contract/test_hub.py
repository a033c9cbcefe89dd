"""One suite for both hubs: the province's own over HTTP, and the fake at the courier's port.

What the courier's tests prove with the fake holds only as far as the two behave the same.
"""

import dataclasses
import hashlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import argon2
import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.letters import FakeHub
from tests.commune.node import UBND, InLoop, Office, entry
from tests.commune.papers import scan
from tests.commune.province_word import give
from tests.commune.services.test_courier_delegation import delegation
from tests.commune.sites import follower
from tests.commune.stores import journal
from tests.commune.web.test_followers import take_over
from vanthu_server.blobs.store import BlobStore
from vanthu_server.commune.link.hub_client import HubClient
from vanthu_server.commune.services.courier import Courier, Hub
from vanthu_server.keys import load_or_create
from vanthu_server.province import app
from vanthu_server.province.app import World
from vanthu_server.province.config import ProvinceConfig
from vanthu_server.province.services.province_acts import Ratify
from vanthu_server.province.storage.engine import PostgresDatabase
from vanthu_sync import link
from vanthu_sync.clock import instant
from vanthu_sync.errors import Refused


@dataclass
class Side:
    """A hub to connect to, with a code for one commune, and a person at the province.

    `delegate` says who numbers the incoming register, `give` gives number 1 to a slip of it,
    `ratify` approves the take-over of an epoch.
    """

    connect: Callable[[str], Hub]
    code: str
    delegate: Callable[[str], object]
    give: Callable[[str], object]
    ratify: Callable[[int], object]


@pytest.fixture
def fake_side(office: Office) -> Side:
    hub = FakeHub()
    hub.now = office.clock.now

    def delegate(owner: str) -> None:
        cursor = len(hub.letters) + 1
        hub.letters.append(delegation(hub, cursor, owner=owner, hour=cursor))

    def ratify(epoch: int) -> None:
        at = instant(office.clock.now())
        hub.ratified += (link.Ratified(epoch=epoch, by="quantri", at=at),)

    return Side(lambda _: hub, "", delegate, lambda slip: give(hub, slip, 1), ratify)


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
    saying = app.delegate(database, world, load_or_create(config.key_file))
    giving = app.give_number(database, world, load_or_create(config.key_file))
    approving = Ratify(database, clock=world.clock)

    def delegate(owner: str) -> None:
        office.clock.move(timedelta(seconds=1))
        saying(UBND, "den", 2026, owner=owner, by="quantri")

    def number(slip: str) -> None:
        giving(UBND, slip, number=1, by="quantri")

    def ratify(epoch: int) -> None:
        approving(office.node.ledger.journal() or "", epoch, by="quantri")

    with portal.wrap_async_context_manager(built.router.lifespan_context(built)):
        connect = partial(HubClient, transport=InLoop(built, portal))
        yield Side(connect, code, delegate, number, ratify)


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


def test_lk6_the_journal_comes_back_as_it_went_up(
    office: Office, courier: Courier, side: Side
) -> None:
    office.person("vanthu").register("Văn bản một")
    settle(courier)

    hub, ours = opened(office, side), journal(office.config)

    whole, rest, end = (hub.journal(after=after) for after in (0, 5, len(ours)))
    assert (whole.events, rest.events, end.events) == (ours, ours[5:], ())
    assert whole.receipt.head == rest.receipt.head == end.receipt.head == end.head
    with pytest.raises(Refused, match="JOURNAL_BROKEN"):
        hub.journal(after=len(ours) + 1)


def test_nb21_what_the_hub_has_and_we_have_not_comes_back(
    office: Office, courier: Courier, side: Side
) -> None:
    for subject in ("một", "hai"):
        office.person("vanthu").register(subject)
    settle(courier)
    office.restart_without(2)

    again = office.node.courier(connect=side.connect)
    settle(again)

    assert office.person("vanthu").numbers() == [1, 2]
    assert reconciled(office, again)


def test_i8_a_fork_is_refused_and_closes_the_registers(
    office: Office, courier: Courier, side: Side
) -> None:
    settle(courier)
    office.person("vanthu").register("Văn bản của bản sao")
    settle(courier)
    office.restart_without(1)
    office.person("vanthu").register("Văn bản của máy này")

    again = office.node.courier(connect=side.connect)
    settle(again)

    told = again.state(exposed=0)
    assert told.problem is not None
    assert told.problem.code == "JOURNAL_FORK"
    assert office.node.door.opened.cause == "fork"


def test_nb26_the_machine_that_took_over_ships_and_the_one_before_is_refused(
    office: Office, courier: Courier, side: Side, portal: BlockingPortal, tmp_path: Path
) -> None:
    office.person("vanthu").register("một")
    second = follower(office, portal, tmp_path / "second")
    second.sync()
    settle(courier)
    second.lan.whole = False
    office.person("vanthu").register("hai của máy cũ")
    take_over(second.office, last=2)

    theirs = second.office.node.courier(connect=side.connect)
    settle(theirs)
    assert reconciled(second.office, theirs)

    office.reopen()
    ours = office.node.courier(connect=side.connect)
    settle(ours)
    told = ours.state(exposed=0)
    assert told.problem is not None
    assert told.problem.code == "OWNER_CHANGED"
    refused = office.person("vanthu").refused("incoming.register", entry("ba"))
    assert refused["code"] == "OWNER_CHANGED"
    second.office.close()


def test_lk9_an_approval_reaches_the_journal(office: Office, courier: Courier, side: Side) -> None:
    settle(courier)
    office.reopen(dataclasses.replace(office.world, machine=lambda _: "máy khác"))
    take_over(office, last=0)
    again = office.node.courier(connect=side.connect)
    settle(again)

    side.ratify(2)
    for _ in range(2):  # the hub may have ended the session, so that we hear
        settle(again)
    settle(office.node.courier(connect=side.connect))

    (row,) = office.person("vanthu").read("holding")["take_overs"]
    assert row["ratified_at"] is not None


def test_nb18_a_delegation_reaches_the_register_and_comes_back(
    office: Office, courier: Courier, side: Side
) -> None:
    settle(courier)
    side.delegate("province")
    settle(courier)
    clerk = office.person("vanthu")
    assert "slip" in clerk.done("incoming.register", entry("một"))

    side.delegate("node")
    settle(courier)

    assert clerk.register("hai")["number"] == 1
    settle(courier)
    assert reconciled(office, courier)


def test_nb30_what_waits_gets_its_number_from_the_province(
    office: Office, courier: Courier, side: Side
) -> None:
    settle(courier)
    side.delegate("province")
    settle(courier)
    clerk = office.person("vanthu")
    asked = clerk.done("incoming.register", entry("một"))
    settle(courier)
    assert clerk.read("asked")["rows"][0]["sent"]

    side.give(asked["slip"])
    side.give(asked["slip"])
    settle(courier)

    row = clerk.read(f"incoming/{asked['id']}")["row"]
    assert (row["number"], row["slip"]) == (1, asked["slip"])
    settle(courier)
    assert reconciled(office, courier)


def opened(office: Office, side: Side) -> Hub:
    """Return a hub with a session of its own."""
    kept: list[Hub] = []

    def connect(url: str) -> Hub:
        kept.append(side.connect(url))
        return kept[-1]

    settle(office.node.courier(connect=connect))
    return kept[-1]

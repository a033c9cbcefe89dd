"""NB20, NB28, LK7, LK9: machines that the hub does not know as the node, and its approval."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.couriers import settle, six_hundred, state
from tests.commune.letters import FakeHub
from tests.commune.node import Office, hand_world
from tests.commune.sites import follower
from tests.commune.stores import journal
from tests.commune.web.test_followers import take_over
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.node import Node
from vanthu_server.commune.services.courier import Courier
from vanthu_sync import journal as chain
from vanthu_sync import link
from vanthu_sync.events import read
from vanthu_sync.journal import Draft
from vanthu_sync.register_events import NodeTakenOver, TakeOverRatified


def test_nb28_a_follower_never_speaks_to_the_hub(
    office: Office, hub: FakeHub, portal: BlockingPortal
) -> None:
    settle(office.courier(hub))
    second = follower(office, portal, office.config.data.parent / "second")
    second.sync()
    peer = office.node.hub.peer()
    assert peer is not None
    second.office.node.hub.keep(peer)
    calls = len(hub.calls)

    assert second.office.node.courier(connect=lambda _: hub).round() is False

    assert len(hub.calls) == calls


@pytest.fixture
def empty(
    office: Office, hub: FakeHub, courier: Courier, tmp_path: Path
) -> Iterator[tuple[Node, NodeConfig]]:
    """A new machine that was told the journal's name, when the hub holds all of it."""
    office.person("vanthu").register("một")
    settle(courier)
    peer = office.node.hub.peer()
    assert peer is not None
    config = NodeConfig(data=tmp_path / "new" / "data")
    node = Node(config, hand_world(seed=46))
    node.ledger.name(hub.name)
    node.open()
    node.hub.keep(peer)
    yield node, config
    node.close()


def test_nb20_a_machine_made_from_nothing_has_everything_back_and_waits_for_a_take_over(
    hub: FakeHub, empty: tuple[Node, NodeConfig]
) -> None:
    """What was stamped after the last contact is on paper only, and has to be asked."""
    node, config = empty

    node.courier(connect=lambda _: hub).round()

    assert journal(config) == tuple(hub.events)
    assert (node.opened.open, node.opened.cause) == (False, "other_machine")
    assert node.opened.question == "take_over"


def test_lk6_a_history_that_does_not_begin_at_the_beginning_is_not_taken(
    hub: FakeHub, empty: tuple[Node, NodeConfig]
) -> None:
    node, config = empty
    start = msgspec.structs.replace(chain.start(hub.name), hash="1" * 64)
    draft = Draft(kind="node.started", organ="", policy="", actor="", op="", body={"name": "x"})
    event = chain.append(start, draft, nonce=bytes(16), at="2026-11-20T02:00:00.000Z")
    head = chain.advance(start, event)
    hub.events[:] = [event]
    signature = hub.key.sign(link.receipt_bytes(head, "2026-11-20T02:00:00.000Z"))
    receipt = link.Receipt(head=head, at="2026-11-20T02:00:00.000Z", signature=signature)
    page = link.Page(head=start, events=(event,), receipt=receipt)
    session = link.Session(token="token", head=head, directory_version=1)

    def journal_of(*, after: int) -> link.Page:
        assert after == 0
        return page

    hub.journal = journal_of  # type: ignore[method-assign] # this hub lies
    hub.open_session = lambda _: session  # type: ignore[method-assign] # and here

    courier = node.courier(connect=lambda _: hub)
    courier.round()

    assert courier.trouble.problem is not None
    assert courier.trouble.problem.code == "PEER_SIGNATURE_WRONG"
    assert journal(config) == ()


def test_lk7_a_guest_that_took_nothing_over_ships_nothing(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    settle(courier)
    office.person("vanthu").register("một")
    hub.guest = True
    held = list(hub.events)
    ships = hub.calls.count("ship")

    courier = office.courier(hub)
    courier.round()

    told = state(office, courier)
    assert told.problem is not None
    assert told.problem.code == "OWNER_CHANGED"
    assert (hub.events, hub.calls.count("ship")) == (held, ships)


def test_lk7_a_guest_announces_its_take_over_until_it_has_shipped_it(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    settle(courier)
    six_hundred(office)
    office.close()
    machine = dataclasses.replace(hand_world(seed=47), machine=lambda _: "máy khác")
    office.reopen(machine)
    assert office.opened.cause == "other_machine"
    take_over(office, last=600)
    hub.guest = True
    batches: list[link.Batch] = []
    honest = hub.ship

    def ship(batch: bytes) -> link.Receipt:
        batches.append(link.unpack(batch))
        return honest(batch)

    hub.ship = ship  # type: ignore[method-assign] # looked at on the way
    hub.calls.clear()
    settle(office.courier(hub))

    assert tuple(hub.events) == journal(office.config)
    first, second = batches
    assert first.take_over is not None
    assert first.take_over.epoch == 2
    assert second.take_over is None
    assert isinstance(
        read(next(e for e in second.events if e.header.epoch == 2).body or b"", NodeTakenOver),
        NodeTakenOver,
    )
    assert hub.calls.index("inbox") > len(hub.calls) - 1 - hub.calls[::-1].index("ship")


def test_lk9_an_approval_is_journaled_once(office: Office, hub: FakeHub, courier: Courier) -> None:
    settle(courier)
    office.reopen(dataclasses.replace(hand_world(seed=48), machine=lambda _: "máy khác"))
    take_over(office, last=0)
    approved = link.Ratified(epoch=2, by="quantri", at="2026-11-20T07:05:00.000Z")
    unknown = link.Ratified(epoch=9, by="quantri", at="2026-11-20T07:05:00.000Z")
    hub.ratified = (approved, unknown)

    for _ in range(2):
        settle(office.courier(hub))

    events = [e for e in journal(office.config) if e.header.kind == "takeover.ratified"]
    assert [read(e.body or b"", TakeOverRatified) for e in events] == [
        TakeOverRatified(epoch=2, by="quantri", at=approved.at)
    ]
    row = office.person("vanthu").read("holding")["take_overs"][0]
    assert row["ratified_at"] == approved.at
    assert tuple(hub.events) == journal(office.config)

"""Guests, take-overs and fenced machines at the hub (PROTOCOL.md NB25, NB26, LK7, LK8)."""

from typing import Any

import pytest

from tests.province.conftest import Hub
from tests.province.fake_node import FakeNode, code_of, hash_of
from tests.province.web.test_journal import held
from vanthu_server.keys import SigningKey
from vanthu_server.province import app
from vanthu_sync.errors import Refused


async def followed(hub: Hub) -> tuple[FakeNode, FakeNode]:
    """A node that sent what it has, and the machine that follows it, with all of it."""
    key = SigningKey.generate()
    node = await hub.node()
    node.register(1)
    node.let_follow(key)
    await node.send()
    return node, node.copy(instance="may-hai-1", key=key)


async def warnings(hub: Hub) -> list[dict[str, Any]]:
    await hub.log_in()
    (commune,) = (await hub.client.get("/api/overview")).json()["communes"]
    found: list[dict[str, Any]] = commune["warnings"]
    return found


async def test_lk7_a_follower_opens_as_a_guest_and_ends_nobodys_session(hub: Hub) -> None:
    node, follower = await followed(hub)
    session = await follower.open()
    assert (session.guest, session.head) == (True, node.head)
    assert (await follower.page()).events == tuple(node.events)
    assert (await node.inbox()).messages == ()
    node.register(2)
    await node.send(after=2)


async def test_lk7_a_guest_has_no_inbox_and_no_files(hub: Hub) -> None:
    node, follower = await followed(hub)
    node.register(2, hash_of(b"x"))
    await node.send()
    await follower.open()
    for reply in (
        await hub.client.get("/link/inbox", headers=follower.headers),
        await hub.client.get("/link/directory", headers=follower.headers),
        await follower.put(b"x"),
        await follower.get(hash_of(b"x")),
    ):
        assert (reply.status_code, code_of(reply)) == (409, "OWNER_CHANGED")


async def test_lk7_a_key_that_the_journal_does_not_name_stays_outside(hub: Hub) -> None:
    node = await hub.node()
    stranger = node.copy(instance="la-1", key=SigningKey.generate())
    reply = await stranger.answer((await stranger.hello()).challenge)
    assert code_of(reply) == "PEER_SIGNATURE_WRONG"


@pytest.mark.parametrize("kind", ["branch", "follower"])
async def test_lk7_neither_a_branch_nor_a_follower_that_left_is_a_guest(
    hub: Hub, kind: str
) -> None:
    key, node = SigningKey.generate(), await hub.node()
    node.let_follow(key, kind=kind)
    if kind == "follower":
        node.add("site.left", {"id": "may-hai", "reason": "Máy bị mất"}, organ="")
    await node.send()
    other = node.copy(instance="may-hai-1", key=key)
    reply = await other.answer((await other.hello()).challenge)
    assert code_of(reply) == "PEER_SIGNATURE_WRONG"


async def test_lk7_a_guest_that_took_nothing_over_adds_nothing(hub: Hub) -> None:
    node, follower = await followed(hub)
    await follower.open()
    follower.register(2)
    reply = await follower.post(follower.batch())
    assert (reply.status_code, code_of(reply)) == (409, "OWNER_CHANGED")
    assert held(hub) == tuple(node.events)
    (warned,) = await warnings(hub)
    assert warned["kind"] == "owner_changed"
    assert warned["facts"] == {
        "event": "3",
        "refused": follower.events[2].hash,
        "node": "Máy phòng họp",
        "holder": "Máy văn thư dong-hoa",
    }


async def test_nb25_lk8_the_follower_takes_over_and_is_the_node_from_then_on(hub: Hub) -> None:
    _node, follower = await followed(hub)
    await follower.open()
    follower.take_over(2)
    follower.register(2)
    assert (await follower.send(after=2)).head == follower.head
    assert (await follower.inbox()).messages == ()
    follower.instance = "may-hai-2"
    assert (await follower.open()).guest is False
    await hub.log_in()
    (commune,) = (await hub.client.get("/api/overview")).json()["communes"]
    assert commune["node_name"] == "Máy phòng họp"
    assert commune["head"]["epoch"] == 2


async def test_nb26_the_former_holder_is_fenced_and_its_events_are_evidence(hub: Hub) -> None:
    node, follower = await followed(hub)
    await follower.open()
    follower.take_over(2)
    await follower.send(after=2)
    assert code_of(await hub.client.get("/link/inbox", headers=node.headers)) == "SESSION_ENDED"

    node.register(2)
    session = await node.open()
    assert (session.guest, session.head) == (True, follower.head)
    late = node.batch(after=2)
    reply = await node.post(late)

    assert (reply.status_code, code_of(reply)) == (409, "OWNER_CHANGED")
    assert held(hub) == tuple(follower.events)
    (warned,) = await warnings(hub)
    assert (warned["kind"], warned["facts"]["node"]) == ("owner_changed", "Máy văn thư dong-hoa")
    assert warned["facts"]["held"] == follower.events[2].hash
    assert warned["facts"]["refused"] == node.events[2].hash


async def test_nb26_what_is_held_already_is_passed_over_from_a_fenced_machine_too(hub: Hub) -> None:
    node, follower = await followed(hub)
    await follower.open()
    follower.take_over(2)
    await follower.send(after=2)
    await node.open()
    assert (await node.send()).head == follower.head


async def taken_over(hub: Hub) -> tuple[FakeNode, FakeNode]:
    """A former holder, and the follower that took over."""
    node, follower = await followed(hub)
    await follower.open()
    follower.take_over(2)
    await follower.send(after=2)
    return node, follower


async def test_lk8_a_former_holder_may_take_over_again_while_nobody_approved(hub: Hub) -> None:
    node, follower = await taken_over(hub)
    back = follower.copy(instance="may-mot-2", key=node.key)
    await back.open()
    assert (await back.page()).events == tuple(follower.events)
    back.take_over(3)
    assert (await back.send(after=3)).head.epoch == 3
    assert (await follower.open()).guest


async def test_lk9_after_the_approval_a_former_holder_hears_only_that_it_is_fenced(
    hub: Hub,
) -> None:
    """Until it joins again; a machine that was thrown away is of no use to its finder."""
    node, follower = await taken_over(hub)
    await hub.log_in()
    await hub.client.post("/take-overs/ratify", data={"journal": node.journal, "epoch": "2"})
    back = follower.copy(instance="may-mot-2", key=node.key)
    session = await back.open()
    assert (session.guest, session.head) == (True, follower.head)
    reply = await hub.client.get("/link/journal?after=0", headers=back.headers)
    assert (reply.status_code, code_of(reply)) == (409, "OWNER_CHANGED")
    back.take_over(3)
    assert code_of(await back.post(back.batch(after=3))) == "OWNER_CHANGED"

    await follower.open()
    follower.let_follow(node.key, site="may-mot")
    await follower.send(after=3)
    back = follower.copy(instance="may-mot-3", key=node.key)
    await back.open()
    back.take_over(3)
    assert (await back.send(after=4)).head.epoch == 3


@pytest.mark.parametrize("wrong", ["signature", "epoch", "place", "kind"])
async def test_lk8_a_take_over_that_is_not_right_changes_nothing(hub: Hub, wrong: str) -> None:
    node, follower = await followed(hub)
    await follower.open()
    if wrong == "signature":
        follower.take_over(2, signed_by=SigningKey.generate())
    elif wrong == "epoch":
        follower.take_over(1)
    elif wrong == "kind":
        follower.add("incoming.registered", {"id": "x"}, epoch=2)
    else:
        follower.take_over(2)
        moved = follower.events.pop()
        follower.register(2)
        body: Any = dict(moved.content)
        follower.add("node.taken_over", body, organ="", epoch=2)
    reply = await follower.post(follower.batch(after=2))
    assert code_of(reply) == "OWNER_CHANGED"
    assert held(hub) == tuple(node.events)
    assert (await node.inbox()).messages == ()


async def test_lk7_events_that_come_before_the_take_over_travel_with_its_announcement(
    hub: Hub,
) -> None:
    """What the holder could not send before it broke may fill more than one batch."""
    _node, follower = await followed(hub)
    for number in range(2, 8):
        follower.register(number)
    over = follower.take_over(2)
    await follower.open()
    refused = await follower.post(follower.batch(after=2, until=5))
    assert code_of(refused) == "OWNER_CHANGED"
    for until in (5, 8):
        reply = await follower.post(follower.batch(after=until - 3, until=until, take_over=over))
        assert reply.is_success, reply.text
        assert (await follower.open()).guest
    await follower.send(after=8)
    assert (await follower.open()).guest is False
    assert held(hub) == tuple(follower.events)


async def test_nb25_the_same_key_takes_over_again_from_a_restored_folder(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    await node.send()
    restored = node.copy(instance="may-moi-1")
    await restored.open()
    restored.take_over(2)
    await restored.send(after=1)
    node.register(2)
    node.epoch = 1
    assert (await node.open()).guest
    assert code_of(await node.post(node.batch(after=1))) == "OWNER_CHANGED"
    assert held(hub) == tuple(restored.events)


async def test_lk2_the_second_node_rule_does_not_bar_the_new_holder(hub: Hub) -> None:
    """Its instance opened before the old machine came back once more, and then it took over."""
    node = await hub.node()
    node.register(1)
    await node.send()
    restored = node.copy(instance="may-moi-1")
    await restored.open()
    node.instance = "instance-2"
    await node.open()
    restored.epoch = 1
    reply = await restored.answer((await restored.hello()).challenge)
    assert code_of(reply) == "SECOND_NODE"
    restored.take_over(2)
    assert (await restored.open()).guest
    await restored.send(after=1)
    assert (await restored.inbox()).messages == ()
    assert code_of(await hub.client.get("/link/inbox", headers=node.headers)) == "SESSION_ENDED"


async def test_lk7_a_machine_made_from_nothing_is_let_in_by_a_code_for_this_take_over(
    hub: Hub,
) -> None:
    node = await hub.node()
    node.register(1)
    await node.send()
    codes = app.pair_codes(hub.database, hub.world)
    new = FakeNode(hub.client, slug=node.slug)
    new.instance, new.hub_key = "may-moi-1", node.hub_key
    (await new.pair(codes.make_for_take_over(node.journal), organs=())).raise_for_status()
    assert (await node.inbox()).messages == ()

    session = await new.open()
    assert (session.guest, session.head) == (True, node.head)
    new.events = list((await new.page()).events)
    new.take_over(2)
    await new.send(after=1)
    assert (await new.open()).guest is False


async def test_lk7_a_code_for_one_journal_lets_nobody_into_another(hub: Hub) -> None:
    first, second = await hub.node(), await hub.node("Xã Tân Lập", slug="tan-lap")
    code = app.pair_codes(hub.database, hub.world).make_for_take_over(first.journal)
    new = FakeNode(hub.client, slug="tan-lap")
    assert code_of(await new.pair(code)) == "PAIR_CODE_WRONG"
    assert (await second.open()).guest is False
    with pytest.raises(Refused, match="NOT_FOUND"):
        app.pair_codes(hub.database, hub.world).make_for_take_over("la")


@pytest.mark.parametrize("wrong", ["key", "signature", "epoch"])
async def test_lk8_a_wrong_take_over_in_the_nodes_own_batch_is_kept_and_shown(
    hub: Hub, wrong: str
) -> None:
    """The chain is the node's; the pinned key stays."""
    node, follower = await followed(hub)
    forged = node.copy(instance="x", key=SigningKey.generate() if wrong == "key" else follower.key)
    forged.take_over(
        1 if wrong == "epoch" else 2,
        signed_by=SigningKey.generate() if wrong == "signature" else None,
    )
    node.events = forged.events
    await node.send(after=2)
    (warned,) = await warnings(hub)
    assert warned["kind"] == "take_over_refused"
    assert warned["facts"]["offered"] == forged.key.public.hex()
    assert hub.count("take_overs") == 0
    assert (await node.open()).guest is False


async def test_lk8_removals_of_either_holder_are_done_when_they_come_in_one_batch(hub: Hub) -> None:
    node, follower = await followed(hub)
    node.register(2)
    node.remove([1], [])
    follower.events = list(node.events)
    follower.take_over(2)
    follower.remove([3], [])
    await follower.open()
    await follower.send(after=2)
    bodies = [event.body is None for event in held(hub)]
    assert bodies == [True, False, True, False, False, False]

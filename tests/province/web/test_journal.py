"""POST /link/journal (PROTOCOL.md LK3, LK5): kept whole, compared, never overwritten."""

import zlib

import anyio
import httpx
import pytest
import sqlalchemy as sa

from tests.province.conftest import Hub
from tests.province.fake_node import code_of
from vanthu_server.keys import SigningKey
from vanthu_server.province.services.dump_journals import dump_journals
from vanthu_sync import sidecar
from vanthu_sync.journal import Event
from vanthu_sync.limits import BATCH_BYTES_MAX


def held(hub: Hub) -> tuple[Event, ...]:
    return sidecar.read(b"".join(dump_journals(hub.database))).events


async def test_lk3_a_batch_is_kept_and_its_head_acknowledged_by_signature(hub: Hub) -> None:
    node = await hub.node()
    for number in range(1, 6):
        node.register(number)
    receipt = await node.send()
    assert receipt.head == node.head
    assert held(hub) == tuple(node.events)


async def test_a_batch_may_come_again_whole_or_in_part(hub: Hub) -> None:
    node = await hub.node()
    for number in range(1, 4):
        node.register(number)
    await node.send()
    await node.send()
    node.register(4)
    await node.send(after=2)
    await node.send(after=4)
    assert held(hub) == tuple(node.events)
    assert hub.count("tallies") == 1


async def test_two_journals_lie_beside_each_other_in_the_dump(hub: Hub) -> None:
    first, second = await hub.node(), await hub.node("Xã Tân Lập", slug="tan-lap")
    second.register(1)
    first.register(1)
    await second.send()
    await first.send()
    assert held(hub) == (*first.events, *second.events)


async def test_r_sec_06_a_changed_event_is_refused_and_nothing_is_kept(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    node.register(2)
    changed = node.batch()
    rows = zlib.decompress(changed).replace(b'"number":1', b'"number":7')
    reply = await node.post(zlib.compress(rows))
    assert (reply.status_code, code_of(reply)) == (409, "JOURNAL_BROKEN")
    assert hub.count("events") == 0


async def test_a_gap_is_refused_with_the_head_held(hub: Hub) -> None:
    node = await hub.node()
    for number in range(1, 4):
        node.register(number)
    reply = await node.post(node.batch(after=2))
    assert (reply.status_code, code_of(reply)) == (409, "JOURNAL_BROKEN")
    assert reply.json()["data"]["seq"] == 0
    await node.send()


async def test_i8_r_sec_11_a_fork_is_refused_and_kept_as_evidence(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    node.register(2)
    await node.send()
    truth = held(hub)
    del node.events[1]
    node.register(99)
    forked = node.batch()
    reply = await node.post(forked)
    assert (reply.status_code, code_of(reply)) == (409, "JOURNAL_FORK")
    assert reply.json()["data"]["hash"] == truth[-1].hash
    assert held(hub) == truth
    with hub.database.engine.begin() as connection:
        warning = connection.execute(sa.text("SELECT * FROM warnings")).one()
    assert warning.evidence == forked
    assert warning.facts == {
        "event": "2",
        "held": truth[1].hash,
        "refused": node.events[1].hash,
        "node": "Máy văn thư dong-hoa",
    }
    await hub.log_in()
    page = (await hub.client.get("/")).text
    assert truth[1].hash in page
    assert node.events[1].hash in page
    assert "<dt>Máy gửi</dt><dd>Máy văn thư dong-hoa</dd>" in page


async def test_a_fork_that_comes_again_is_one_warning_counted_twice(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    await node.send()
    node.events.clear()
    node.register(99)
    await node.post(node.batch())
    await node.post(node.batch())
    await hub.log_in()
    (commune,) = (await hub.client.get("/api/overview")).json()["communes"]
    assert [warned["times"] for warned in commune["warnings"]] == [2]


async def test_a_batch_that_starts_on_another_head_is_a_fork(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    await node.send()
    node.events.clear()
    node.register(99)
    node.register(100)
    assert code_of(await node.post(node.batch(after=1))) == "JOURNAL_FORK"


async def test_a_checkpoint_by_another_key_is_refused(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    reply = await node.post(node.batch(key=SigningKey.generate()))
    assert code_of(reply) == "PEER_SIGNATURE_WRONG"
    assert hub.count("events") == 0


async def test_the_journal_of_another_node_is_refused(hub: Hub) -> None:
    first, second = await hub.node(), await hub.node("Xã Tân Lập", slug="tan-lap")
    first.register(1)
    assert code_of(await second.post(first.batch())) == "JOURNAL_BROKEN"


@pytest.mark.parametrize("garbage", [b"", b"{}", b"\x78\x9c", zlib.compress(b"[1,2]"), b"x" * 99])
async def test_garbage_is_refused(hub: Hub, garbage: bytes) -> None:
    node = await hub.node()
    reply = await node.post(garbage)
    assert (reply.status_code, code_of(reply)) == (400, "REQUEST_UNREADABLE")


async def test_a_batch_cut_short_is_refused(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    assert code_of(await node.post(node.batch()[:-5])) == "REQUEST_UNREADABLE"


async def test_a_small_batch_that_unfolds_into_a_large_one_is_refused(hub: Hub) -> None:
    node = await hub.node()
    bomb = zlib.compress(b" " * (BATCH_BYTES_MAX * 20), level=9)
    assert len(bomb) < 200_000
    assert code_of(await node.post(bomb)) == "REQUEST_UNREADABLE"


async def test_a_batch_too_large_on_the_wire_is_refused(hub: Hub) -> None:
    node = await hub.node()
    reply = await node.post(b"x" * (BATCH_BYTES_MAX + 1))
    assert (reply.status_code, code_of(reply)) == (413, "REQUEST_TOO_LARGE")


@pytest.mark.parametrize(
    "at", ["hôm nay", "2026-11-20", "2026-11-20T02:10:00", "9999-12-31T23:00:00Z"]
)
async def test_an_event_without_a_readable_instant_is_refused(hub: Hub, at: str) -> None:
    node = await hub.node()
    node.register(1, at=at)
    assert code_of(await node.post(node.batch())) == "JOURNAL_BROKEN"


async def test_an_unreadable_body_is_kept_and_reported(hub: Hub) -> None:
    """EV: what a newer node writes and we do not know stays in the stored bytes."""
    node = await hub.node()
    node.add("incoming.registered", {"files": "một"})
    node.add("sau.nay", {"x": 1})
    await node.send()
    assert held(hub) == tuple(node.events)
    await hub.log_in()
    assert "nội dung không đọc được" in (await hub.client.get("/")).text


async def test_a_batch_that_fails_half_way_leaves_nothing(hub: Hub) -> None:
    """The last statement of the transaction fails: the table it writes is away."""
    node = await hub.node()
    node.register(1)
    node.issue(["ubnd-tan-lap"])
    with hub.database.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE messages RENAME TO messages_away"))
    try:
        reply = await node.post(node.batch())
        assert (reply.status_code, code_of(reply)) == (500, "HUB_FAILED")
        assert hub.count("events") == hub.count("bodies") == hub.count("tallies") == 0
    finally:
        with hub.database.engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE messages_away RENAME TO messages"))
    assert (await node.send()).head == node.head


async def test_the_same_batch_sent_twice_at_once_is_kept_once(hub: Hub) -> None:
    node = await hub.node()
    for number in range(1, 50):
        node.register(number)
    replies: list[httpx.Response] = []

    async def post() -> None:
        replies.append(await node.post(node.batch()))

    async with anyio.create_task_group() as tasks:
        for _ in range(4):
            tasks.start_soon(post)
    assert [reply.status_code for reply in replies] == [200] * 4
    assert held(hub) == tuple(node.events)


async def test_an_empty_batch_renews_the_age_of_the_data(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    await node.send()
    receipt = await node.send(after=1)
    assert receipt.head == node.head

"""Gỡ nội dung at the hub: bodies and files go, the chain stays (design.md principle 3)."""

import base64

import sqlalchemy as sa

from tests.province.conftest import Hub
from tests.province.fake_node import FakeNode, code_of, hash_of
from tests.province.web.test_journal import held
from vanthu_server.blobs import BlobStore
from vanthu_server.keys import SigningKey
from vanthu_server.province import app
from vanthu_server.province.storage.schema import DOOMED_BLOBS
from vanthu_sync import journal

SECRET = b"a secret typed by mistake"
SHARED = b"a file that another document names as well"


async def node_with_a_secret(hub: Hub) -> FakeNode:
    node = await hub.node()
    node.register(1, hash_of(SECRET), hash_of(SHARED))
    node.register(2, hash_of(SHARED))
    await node.send()
    await node.put(SECRET)
    await node.put(SHARED)
    return node


async def test_bodies_and_files_go_and_the_chain_still_verifies(hub: Hub) -> None:
    node = await node_with_a_secret(hub)
    node.remove([1], [hash_of(SECRET), hash_of(SHARED)])
    await node.send(after=2)
    events = held(hub)
    assert (events[0].body, events[0].nonce) == (None, None)
    assert events[1].body is not None
    assert journal.verify(journal.start(node.journal), events) == node.head
    assert code_of(await node.get(hash_of(SECRET))) == "NOT_FOUND"
    assert (await node.get(hash_of(SHARED))).content == SHARED
    assert [path.name for path in hub.config.blob_folder.glob("??/??/*")] == [hash_of(SHARED)]


async def test_a_removal_without_the_nodes_signature_removes_nothing_and_is_shown(
    hub: Hub,
) -> None:
    node = await node_with_a_secret(hub)
    node.remove([1], [hash_of(SECRET)], signature=SigningKey.generate().sign(b"x"))
    await node.send(after=2)
    assert held(hub)[0].body is not None
    assert (await node.get(hash_of(SECRET))).content == SECRET
    await hub.log_in()
    assert "gỡ nội dung có chữ ký không đúng" in (await hub.client.get("/")).text


async def test_events_that_come_again_without_their_body_are_accepted(hub: Hub) -> None:
    node = await node_with_a_secret(hub)
    node.remove([1], [hash_of(SECRET)])
    node.events[0] = node.events[0].without_body()
    receipt = await node.send()
    assert receipt.head == node.head
    assert receipt.missing_blobs == ()


async def test_events_that_come_again_with_their_body_do_not_bring_it_back(hub: Hub) -> None:
    node = await node_with_a_secret(hub)
    node.remove([1], [hash_of(SECRET)])
    await node.send()
    await node.send()
    assert held(hub)[0].body is None
    assert code_of(await node.put(SECRET)) == "NOT_FOUND"


async def test_a_journal_may_arrive_with_bodies_already_gone(hub: Hub) -> None:
    node = await hub.node()
    node.register(1, hash_of(SECRET))
    node.remove([1], [hash_of(SECRET)])
    node.events[0] = node.events[0].without_body()
    assert (await node.send()).missing_blobs == ()


async def test_a_removed_letter_is_gone_from_the_inbox(hub: Hub) -> None:
    node, receiver = await hub.node(), await hub.node("Xã Tân Lập", slug="tan-lap")
    node.issue(["ubnd-tan-lap"], hash_of(SECRET))
    await node.send()
    node.remove([1], [hash_of(SECRET)])
    await node.send(after=1)
    assert (await receiver.inbox()).messages == ()
    assert code_of(await receiver.get(hash_of(SECRET))) == "NOT_FOUND"


async def test_a_received_copy_keeps_the_file(hub: Hub) -> None:
    """Another journal names it: what was received there is not taken away from here."""
    node, receiver = await hub.node(), await hub.node("Xã Tân Lập", slug="tan-lap")
    node.issue(["ubnd-tan-lap"], hash_of(SECRET))
    await node.send()
    await node.put(SECRET)
    envelope = {"sender": {"id": node.organ}, "files": [{"sha256": hash_of(SECRET)}]}
    receiver.add("inbox.received", {"id": "i", "envelope": envelope})
    await receiver.send()
    node.remove([1], [hash_of(SECRET)])
    await node.send(after=1)
    assert (await receiver.get(hash_of(SECRET))).content == SECRET


async def test_counts_do_not_change_by_a_removal(hub: Hub) -> None:
    node = await node_with_a_secret(hub)
    node.remove([1], [])
    await node.send(after=2)
    await hub.log_in()
    (commune,) = (await hub.client.get("/api/overview")).json()["communes"]
    assert commune["counts"]["registered_year"] == 2


async def test_a_malformed_removal_stops_nothing(hub: Hub) -> None:
    node = await node_with_a_secret(hub)
    body = {"id": "x", "reason": "x", "seqs": [0, 99, -1], "files": ["../x"], "signature": "%%"}
    node.add("content.removed", body)
    node.add("content.removed", {"seqs": "all"})
    text = base64.b64encode(bytes(64)).decode()
    node.add("content.removed", {**body, "signature": text})
    assert (await node.send(after=2)).head == node.head
    assert held(hub)[0].body is not None


def leave_behind(hub: Hub, sha256: str) -> None:
    """What a crash between the transaction and the deletion of the bytes leaves."""
    with hub.database.engine.begin() as connection:
        connection.execute(sa.insert(DOOMED_BLOBS).values(sha256=sha256))


async def start_another_worker(hub: Hub) -> None:
    built = app.build(hub.config, hub.world)
    async with built.router.lifespan_context(built):
        pass


async def test_a_start_deletes_the_bytes_that_a_crash_left(hub: Hub) -> None:
    store = BlobStore(hub.config.blob_folder)
    sha256 = store.put([SECRET], size_max=len(SECRET)).sha256
    leave_behind(hub, sha256)
    await start_another_worker(hub)
    assert not store.has(sha256)
    assert hub.count("doomed_blobs") == 0


async def test_a_start_keeps_a_file_that_is_named_again(hub: Hub) -> None:
    await node_with_a_secret(hub)
    leave_behind(hub, hash_of(SECRET))
    await start_another_worker(hub)
    assert BlobStore(hub.config.blob_folder).has(hash_of(SECRET))

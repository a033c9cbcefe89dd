"""Files by hash: who may put, who may get, and going on after a cut."""

from pathlib import Path

from tests.province.conftest import Hub
from tests.province.fake_node import code_of, hash_of
from vanthu_sync.limits import UPLOAD_BYTES_MAX

SCAN = b"%PDF-1.7 " + bytes(range(256)) * 400


async def test_the_receipt_asks_for_files_until_they_are_here(hub: Hub) -> None:
    node = await hub.node()
    node.register(1, hash_of(SCAN))
    assert (await node.send()).missing_blobs == (hash_of(SCAN),)
    assert (await node.put(SCAN)).status_code == 204
    assert (await node.send(after=1)).missing_blobs == ()
    assert (await node.get(hash_of(SCAN))).content == SCAN


async def test_files_of_every_outgoing_step_are_asked_for(hub: Hub) -> None:
    node = await hub.node()
    file = {"name": "a.pdf", "size": 1, "media_type": "application/pdf"}
    kinds = ("outgoing.submitted", "outgoing.signed", "outgoing.numbered")
    hashes = [hash_of(kind.encode()) for kind in kinds]
    for kind, sha256 in zip(kinds, hashes, strict=True):
        node.add(kind, {"id": "di-1", "file": {**file, "sha256": sha256}})
    node.add("document.attached", {"id": "den-1", "files": [{**file, "sha256": hash_of(b"x")}]})
    node.issue([], hash_of(b"y"))
    assert (await node.send()).missing_blobs == (*hashes, hash_of(b"x"), hash_of(b"y"))


async def test_a_receipt_asks_for_a_bounded_number_of_files(hub: Hub) -> None:
    node = await hub.node()
    node.register(1, *(hash_of(str(n).encode()) for n in range(201)))
    assert len((await node.send()).missing_blobs) == 200


async def test_a_node_puts_only_what_its_journal_names(hub: Hub) -> None:
    node, other = await hub.node(), await hub.node("Xã Tân Lập", slug="tan-lap")
    node.register(1, hash_of(SCAN))
    await node.send()
    reply = await other.put(SCAN)
    assert (reply.status_code, code_of(reply)) == (404, "NOT_FOUND")
    assert code_of(await node.put(b"anything")) == "NOT_FOUND"
    assert code_of(await node.put(b"anything", sha256="..%2F..%2Fkeys")) == "NOT_FOUND"


async def test_a_node_gets_what_a_letter_to_it_names_and_nothing_else(hub: Hub) -> None:
    sender, receiver = await hub.node(), await hub.node("Xã Tân Lập", slug="tan-lap")
    secret = b"not for you"
    sender.register(1, hash_of(secret))
    sender.issue(["ubnd-tan-lap"], hash_of(SCAN))
    await sender.send()
    await sender.put(SCAN)
    await sender.put(secret)
    assert (await receiver.get(hash_of(SCAN))).content == SCAN
    assert code_of(await receiver.get(hash_of(secret))) == "NOT_FOUND"


async def test_a_received_document_names_its_files_but_does_not_owe_them(hub: Hub) -> None:
    node = await hub.node()
    envelope = {"sender": {"id": "x"}, "files": [{"sha256": hash_of(SCAN)}]}
    node.add("inbox.received", {"id": "i", "envelope": envelope})
    assert (await node.send()).missing_blobs == ()


async def test_other_bytes_than_announced_are_refused_and_not_kept(hub: Hub) -> None:
    node = await hub.node()
    node.register(1, hash_of(SCAN))
    await node.send()
    reply = await node.put(SCAN + b"!", sha256=hash_of(SCAN))
    assert (reply.status_code, code_of(reply)) == (422, "BLOB_MISMATCH")
    assert code_of(await node.get(hash_of(SCAN))) == "NOT_FOUND"
    assert _files(hub.config.blob_folder) == []


async def test_a_file_over_the_limit_is_refused_before_it_is_read(hub: Hub) -> None:
    node = await hub.node()
    node.register(1, hash_of(SCAN))
    await node.send()
    headers = {**node.headers, "content-length": str(UPLOAD_BYTES_MAX + 1)}
    reply = await hub.client.put(f"/link/blobs/{hash_of(SCAN)}", content=b"", headers=headers)
    assert code_of(reply) == "REQUEST_TOO_LARGE"


async def test_putting_a_file_twice_is_no_error(hub: Hub) -> None:
    node = await hub.node()
    node.register(1, hash_of(SCAN))
    await node.send()
    assert (await node.put(SCAN)).status_code == (await node.put(SCAN)).status_code == 204


async def test_a_download_goes_on_where_it_was_cut(hub: Hub) -> None:
    node = await hub.node()
    node.register(1, hash_of(SCAN))
    await node.send()
    await node.put(SCAN)
    head = await hub.client.head(f"/link/blobs/{hash_of(SCAN)}", headers=node.headers)
    assert head.headers["content-length"] == str(len(SCAN))
    etag = head.headers["etag"]
    rest = await node.get(hash_of(SCAN), **{"range": "bytes=1000-", "if-range": etag})
    assert rest.status_code == 206
    assert rest.headers["content-range"] == f"bytes 1000-{len(SCAN) - 1}/{len(SCAN)}"
    assert rest.content == SCAN[1000:]


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]

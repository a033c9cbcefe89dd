"""POST /link/pair (PROTOCOL.md LK1)."""

from collections.abc import AsyncIterator
from datetime import timedelta

import msgspec
import pytest

from tests.province.conftest import Hub
from tests.province.fake_node import FakeNode, code_of
from vanthu_server.keys import SigningKey
from vanthu_sync.link import DirectoryAnswer, OrganEntry


async def test_a_code_admits_a_node_and_its_organs_enter_the_directory(hub: Hub) -> None:
    node = await hub.node()
    reply = await hub.client.get("/link/directory", headers=node.headers)
    directory = msgspec.json.decode(reply.content, type=DirectoryAnswer)
    assert [organ.id for organ in directory.organs] == ["ubnd-dong-hoa"]
    assert directory.organs[0].journal == node.journal
    assert directory.version == 1


async def test_each_pairing_raises_the_version_of_the_directory(hub: Hub) -> None:
    await hub.node()
    second = await hub.node("Xã Tân Lập", slug="tan-lap")
    assert (await second.open()).directory_version == 2


@pytest.mark.parametrize("typed", ["{0}{1}", " {0} {1} ", "{0}-{1}"])
async def test_a_code_may_be_typed_with_or_without_its_gap(hub: Hub, typed: str) -> None:
    code = hub.pair_code("Xã Đồng Hòa").split()
    assert (await FakeNode(hub.client, slug="a").pair(typed.format(*code))).is_success


def another(code: str) -> str:
    return f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}"


async def test_a_wrong_code_is_refused(hub: Hub) -> None:
    code = hub.pair_code("Xã Đồng Hòa")
    reply = await FakeNode(hub.client, slug="a").pair(another(code))
    assert (reply.status_code, code_of(reply)) == (403, "PAIR_CODE_WRONG")


async def test_an_expired_code_is_refused(hub: Hub) -> None:
    code = hub.pair_code("Xã Đồng Hòa")
    hub.clock.move(timedelta(minutes=15, seconds=1))
    assert code_of(await FakeNode(hub.client, slug="a").pair(code)) == "PAIR_CODE_WRONG"


async def test_a_used_code_admits_nobody_else(hub: Hub) -> None:
    code = hub.pair_code("Xã Đồng Hòa")
    assert (await FakeNode(hub.client, slug="a").pair(code)).is_success
    assert code_of(await FakeNode(hub.client, slug="b").pair(code)) == "PAIR_CODE_WRONG"


async def test_a_node_whose_answer_was_lost_may_ask_again(hub: Hub) -> None:
    code, node = hub.pair_code("Xã Đồng Hòa"), FakeNode(hub.client, slug="a")
    assert (await node.pair(code)).content == (await node.pair(code)).content
    assert hub.count("journals") == 1


async def test_a_code_dies_after_five_wrong_tries(hub: Hub) -> None:
    code, node = hub.pair_code("Xã Đồng Hòa"), FakeNode(hub.client, slug="a")
    for _ in range(5):
        assert code_of(await node.pair(another(code))) == "PAIR_CODE_WRONG"
    assert code_of(await node.pair(code)) == "PAIR_CODE_WRONG"


async def test_a_code_survives_four_wrong_tries(hub: Hub) -> None:
    code, node = hub.pair_code("Xã Đồng Hòa"), FakeNode(hub.client, slug="a")
    for _ in range(4):
        await node.pair(another(code))
    assert (await node.pair(code)).is_success


async def test_lk1_another_key_for_a_known_journal_is_refused_and_reported(hub: Hub) -> None:
    node = await hub.node()
    pinned, node.key = node.key, SigningKey.generate()
    reply = await node.pair(hub.pair_code("Xã Đồng Hòa"))
    assert code_of(reply) == "PEER_SIGNATURE_WRONG"
    await hub.log_in()
    page = (await hub.client.get("/")).text
    assert "mang khóa khác đòi ghép" in page
    assert pinned.public.hex() in page
    assert node.key.public.hex() in page


async def test_a_paired_node_may_pair_again_with_its_key_and_keeps_its_head(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    await node.send()
    assert (await node.pair(hub.pair_code("Xã Đồng Hòa"))).is_success
    assert (await node.open()).head == node.head


async def test_an_organ_that_another_journal_has_is_refused_and_reported(hub: Hub) -> None:
    first = await hub.node()
    thief = FakeNode(hub.client, slug="tan-lap")
    reply = await thief.pair(hub.pair_code("Xã Tân Lập"), organs=first.organs)
    assert code_of(reply) == "SECOND_NODE"
    await hub.log_in()
    assert "đã thuộc máy khác" in (await hub.client.get("/")).text


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"\xff\xfe", b'{"v":1,"code":"1"}', b"<xml/>", b"null"]
)
async def test_garbage_is_refused(hub: Hub, content: bytes) -> None:
    reply = await hub.client.post("/link/pair", content=content)
    assert (reply.status_code, code_of(reply)) == (400, "REQUEST_UNREADABLE")


async def test_an_oversized_request_is_refused_announced_or_not(hub: Hub) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b" " * 20_000

    announced = await hub.client.post("/link/pair", content=b" " * 100_000)
    streamed = await hub.client.post("/link/pair", content=chunks())
    assert code_of(announced) == code_of(streamed) == "REQUEST_TOO_LARGE"


async def test_names_that_no_table_can_hold_are_refused(hub: Hub) -> None:
    node, code = FakeNode(hub.client, slug="a"), hub.pair_code("Xã Đồng Hòa")
    for organ in (
        OrganEntry(id="a\x00b", code="x", name="x"),
        OrganEntry(id="", code="x", name="x"),
        OrganEntry(id="a" * 301, code="x", name="x"),
    ):
        assert code_of(await node.pair(code, organs=(organ,))) == "REQUEST_UNREADABLE"
    nameless = OrganEntry(id="a", code="x", name=" ")
    assert code_of(await node.pair(code, organs=(nameless,))) == "FIELDS_INVALID"
    assert code_of(await node.pair(code, organs=())) == "FIELDS_INVALID"

"""What a person at the province approves and delegates (PROTOCOL.md NB18, LK4, LK9)."""

import base64

import msgspec
import pytest

from tests.province.conftest import Hub
from tests.province.fake_node import FakeNode, code_of
from tests.province.web.test_take_over import followed
from vanthu_server.keys import load_or_create, verify
from vanthu_sync.link import Ratified
from vanthu_sync.register_events import RegisterDelegated
from vanthu_sync.signed_records import delegation_bytes

HERE = {"origin": "http://tinh.test"}


async def taken_over(hub: Hub) -> FakeNode:
    """A commune whose follower took over."""
    _, follower = await followed(hub)
    await follower.open()
    follower.take_over(2)
    await follower.send(after=2)
    return follower


async def test_nb26_the_page_shows_who_took_over_when_and_why(hub: Hub) -> None:
    await taken_over(hub)
    await hub.log_in()
    page = (await hub.client.get("/")).text
    assert "Tiếp quản sổ</strong> (lần giữ sổ thứ 2) lúc 09:10 20/11/2026" in page
    assert "văn thư «vanthu» và lãnh đạo «chutich». Lý do: Máy văn thư hỏng ổ cứng" in page
    assert "Đang chờ tỉnh phê chuẩn." in page
    assert "<strong>1</strong> cần xem" in page


async def test_lk9_a_person_approves_it_once_and_the_node_hears_of_it(hub: Hub) -> None:
    node = await taken_over(hub)
    assert (await node.open()).ratified == ()
    await hub.log_in()
    form = {"journal": node.journal, "epoch": "2"}
    assert (await hub.client.post("/take-overs/ratify", data=form)).status_code == 303
    again = await hub.client.post("/take-overs/ratify", data=form)
    assert again.status_code == 404
    page = (await hub.client.get("/")).text
    assert "Đã phê chuẩn: quantri, 14:05 20/11/2026." in page
    assert "Đang chờ tỉnh phê chuẩn" not in page
    reply = await hub.client.get("/link/inbox", headers=node.headers)
    assert code_of(reply) == "SESSION_ENDED"
    approved = Ratified(epoch=2, by="quantri", at="2026-11-20T07:05:00.000Z")
    assert (await node.open()).ratified == (approved,)


@pytest.mark.parametrize("path", ["/take-overs/ratify", "/delegations"])
async def test_lk9_nobody_else_approves_or_delegates(hub: Hub, path: str) -> None:
    node = await taken_over(hub)
    form = {"journal": node.journal, "epoch": "2", "organ": node.organ, "book": "den"}
    form |= {"year": "2026", "owner": "province"}
    assert (await hub.client.post(path, data=form)).status_code == 401
    await hub.log_in()
    elsewhere = {"origin": "https://evil.test"}
    assert (await hub.client.post(path, data=form, headers=elsewhere)).status_code == 403
    assert hub.count("delegations") == 0
    assert "Đang chờ tỉnh phê chuẩn." in (await hub.client.get("/")).text


@pytest.mark.parametrize("epoch", ["3", "0"])
async def test_lk9_what_did_not_happen_is_not_approved(hub: Hub, epoch: str) -> None:
    node = await taken_over(hub)
    await hub.log_in()
    form = {"journal": node.journal, "epoch": epoch}
    reply = await hub.client.post("/take-overs/ratify", data=form, headers=HERE)
    assert reply.status_code == 404


async def test_lk9_an_epoch_that_is_no_number_is_refused(hub: Hub) -> None:
    await hub.log_in()
    form = {"journal": "x", "epoch": "hai"}
    assert (await hub.client.post("/take-overs/ratify", data=form)).status_code == 422


async def test_nb18_a_delegation_comes_by_the_inbox_signed_by_the_hub(hub: Hub) -> None:
    node, other = await hub.node(), await hub.node("Xã Tân Lập", slug="tan-lap")
    other.issue([node.organ])
    await other.send()
    await hub.log_in()
    form = {"organ": node.organ, "book": "den", "year": "2026", "owner": "province"}
    reply = await hub.client.post("/delegations", data=form, headers=HERE)
    assert reply.status_code == 303

    letter, message = (await node.inbox()).messages
    assert (letter.kind, message.kind, message.organ) == ("document", "delegation", node.organ)
    said = msgspec.json.decode(message.body, type=RegisterDelegated)
    assert (said.book, said.year, said.owner) == ("den", 2026, "province")
    signed = delegation_bytes(
        journal=node.journal,
        organ=node.organ,
        book="den",
        year=2026,
        owner="province",
        signed_at=said.signed_at,
    )
    key = load_or_create(hub.config.key_file).public
    assert verify(key, base64.b64decode(said.signature), signed)
    assert (await node.inbox(after=message.cursor)).messages == ()
    page = (await hub.client.get("/")).text
    assert "Sổ văn bản đến năm 2026 của UBND xã dong-hoa: tỉnh cấp số." in page


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("organ", "khong-co", 404),
        ("book", "khac", 422),
        ("year", "26", 422),
        ("year", "hai nghìn", 422),
        ("owner", "ai đó", 422),
    ],
)
async def test_nb18_what_cannot_be_is_not_delegated(
    hub: Hub, field: str, value: str, status: int
) -> None:
    node = await hub.node()
    await hub.log_in()
    form = {"organ": node.organ, "book": "den", "year": "2026", "owner": "province", field: value}
    assert (await hub.client.post("/delegations", data=form)).status_code == status
    assert hub.count("delegations") == hub.count("messages") == 0


async def test_nb18_the_page_shows_what_was_said_last_of_a_book(hub: Hub) -> None:
    node = await hub.node()
    await hub.log_in()
    form = {"organ": node.organ, "book": "den", "year": "2026"}
    for owner in ("province", "node"):
        await hub.client.post("/delegations", data={**form, "owner": owner})
    (commune,) = (await hub.client.get("/api/overview")).json()["communes"]
    assert [said["owner"] for said in commune["delegations"]] == ["node"]
    assert [message.kind for message in (await node.inbox()).messages] == ["delegation"] * 2

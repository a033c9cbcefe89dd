"""NB30: the province gives numbers to what waits; each slip one, each number to one slip."""

import base64
from typing import Any

import msgspec
import pytest

from tests.province.conftest import Hub
from tests.province.fake_node import FakeNode, code_of
from vanthu_server.keys import SigningKey, load_or_create, verify
from vanthu_sync.errors import ERRORS
from vanthu_sync.events import write
from vanthu_sync.province_events import NumberGiven
from vanthu_sync.signed_records import given_bytes
from vanthu_sync.slip import make

HERE = {"origin": "http://tinh.test"}
FIRST, SECOND, THIRD = (make("00", counter).text for counter in (1, 2, 3))


async def asking(hub: Hub, *slips: str, mark: int = 0) -> FakeNode:
    """A commune whose documents wait under these slips, and a person of the province."""
    node = await hub.node()
    for slip in slips:
        node.add("number.asked", ask(slip, mark=mark))
    await node.send()
    await hub.log_in()
    return node


def ask(slip: str, *, mark: int = 0, **more: object) -> dict[str, Any]:
    fields = {"subject": f"Việc {slip} <b>", "organ_name": "Sở Nội vụ", "code_number": "12"}
    body = {"slip": slip, "book": "den", "year": 2026, "id": f"den-{slip}", "mark": mark}
    return {**body, "day": "2026-11-20", "fields": fields, **more}


async def give(hub: Hub, node: FakeNode, slip: str, number: str = "") -> str:
    """Give a number by the page's form and return the refusal's code, "" for none."""
    form = {"organ": node.organ, "slip": slip, "number": number}
    reply = await hub.client.post("/numbers", data=form, headers={**HERE, "accept": "text/html"})
    if reply.status_code == 303:
        return ""
    assert reply.status_code >= 400
    return next(code for code in CODES if title_of(code) in reply.text)


CODES = (
    "SLIP_NUMBERED",
    "NUMBER_TAKEN",
    "NOT_FOUND",
    "SLIP_WRONG",
    "REGISTER_NOT_HERE",
    "FIELDS_INVALID",
)


def title_of(code: str) -> str:
    return ERRORS[code].title


async def numbers(hub: Hub) -> dict[str, Any]:
    """What the page and other systems of the province read."""
    reply = await hub.client.get("/api/numbers")
    assert reply.status_code == 200
    answer: dict[str, Any] = reply.json()
    return answer


async def given(node: FakeNode) -> list[NumberGiven]:
    """The numbers in the commune's inbox."""
    messages = (await node.inbox()).messages
    return [msgspec.json.decode(m.body, type=NumberGiven) for m in messages if m.kind == "number"]


async def test_nb30_a_number_comes_by_the_inbox_signed_by_the_hub(hub: Hub) -> None:
    node = await asking(hub, FIRST, mark=7)
    (waits,) = (await numbers(hub))["waiting"]
    assert (waits["slip"], waits["next_number"], waits["symbol"]) == (FIRST, 8, "12")

    assert await give(hub, node, FIRST.lower().replace("-", " ")) == ""

    (said,) = await given(node)
    assert (said.slip, said.book, said.year, said.number, said.refused) == (
        FIRST,
        "den",
        2026,
        8,
        "",
    )
    signed = given_bytes(
        journal=node.journal,
        organ=node.organ,
        book="den",
        year=2026,
        slip=FIRST,
        number=8,
        signed_at=said.signed_at,
    )
    key = load_or_create(hub.config.key_file).public
    assert verify(key, base64.b64decode(said.signature), signed)
    told = await numbers(hub)
    assert told["waiting"] == []
    assert (told["given"][0]["number"], told["given"][0]["state"]) == (8, "sent")


async def test_nb30_the_page_shows_what_waits_and_what_was_given(hub: Hub) -> None:
    node = await asking(hub, FIRST, SECOND)
    page = (await hub.client.get("/")).text
    assert f"Việc {FIRST} &lt;b&gt;" in page
    assert 'value="1"' in page

    await give(hub, node, FIRST)

    page = (await hub.client.get("/")).text
    assert f"Việc {FIRST}" not in page
    assert f"Số 1 · mã tạm {FIRST}" in page
    assert "đã gửi, xã chưa nhận" in page


async def test_nb30_one_slip_has_one_number_and_one_number_one_slip(hub: Hub) -> None:
    """R-IN-16: whoever presses twice, whoever types what."""
    node = await asking(hub, FIRST, SECOND, THIRD)

    assert await give(hub, node, FIRST, "5") == ""
    assert await give(hub, node, FIRST, "5") == await give(hub, node, FIRST) == ""
    assert await give(hub, node, FIRST, "6") == "SLIP_NUMBERED"
    assert await give(hub, node, SECOND, "5") == "NUMBER_TAKEN"
    assert await give(hub, node, SECOND, "2") == ""
    assert await give(hub, node, THIRD) == ""

    assert [(each.slip, each.number) for each in await given(node)] == [
        (FIRST, 5),
        (SECOND, 2),
        (THIRD, 6),
    ]


@pytest.mark.parametrize(
    ("slip", "number", "code"),
    [
        (SECOND, "", "NOT_FOUND"),
        ("T-00-0001A", "", "SLIP_WRONG"),
        (FIRST, "0", "FIELDS_INVALID"),
        (FIRST, "1001", "FIELDS_INVALID"),
        (FIRST, "hai", "FIELDS_INVALID"),
    ],
)
async def test_nb30_what_cannot_be_is_not_given(
    hub: Hub, slip: str, number: str, code: str
) -> None:
    node = await asking(hub, FIRST)

    assert await give(hub, node, slip, number) == code
    assert hub.count("given_numbers") == hub.count("messages") == 0


async def test_nb30_nobody_else_gives_numbers(hub: Hub) -> None:
    node = await hub.node()
    node.add("number.asked", ask(FIRST))
    await node.send()
    form = {"organ": node.organ, "slip": FIRST, "number": ""}
    assert (await hub.client.post("/numbers", data=form)).status_code == 401
    assert code_of(await hub.client.get("/api/numbers")) == "AUTH_REQUIRED"
    await hub.log_in()
    elsewhere = {"origin": "https://evil.test"}
    assert (await hub.client.post("/numbers", data=form, headers=elsewhere)).status_code == 403
    assert hub.count("given_numbers") == 0


async def test_nb18_a_book_that_the_commune_numbers_gets_no_number_here(hub: Hub) -> None:
    """One fenced owner a register; a year of which nothing was said is as the one before."""
    node = await asking(hub, FIRST)
    node.add("number.asked", ask(SECOND, year=2027))
    await node.send(after=1)
    form = {"organ": node.organ, "book": "den", "year": "2026", "owner": "node"}
    await hub.client.post("/delegations", data=form, headers=HERE)

    assert await give(hub, node, FIRST) == "REGISTER_NOT_HERE"
    assert await give(hub, node, SECOND) == "REGISTER_NOT_HERE"
    await hub.client.post("/delegations", data={**form, "owner": "province"}, headers=HERE)
    assert await give(hub, node, FIRST) == await give(hub, node, SECOND) == ""


async def test_nb30_a_number_that_the_commune_could_not_use_is_shown_and_another_given(
    hub: Hub,
) -> None:
    node = await asking(hub, FIRST)
    await give(hub, node, FIRST)
    (said,) = await given(node)
    node.add("number.given", write(msgspec.structs.replace(said, refused="wrong_transition")))
    await node.send(after=1)

    (waits,) = (await numbers(hub))["waiting"]
    assert (waits["slip"], waits["refused"], waits["next_number"]) == (FIRST, 1, 2)
    assert "Xã không dùng được số 1" in (await hub.client.get("/")).text
    assert await give(hub, node, FIRST, "1") == "NUMBER_TAKEN"
    assert await give(hub, node, FIRST) == ""

    assert [each.number for each in await given(node)] == [1, 2]
    states = {each["number"]: each["state"] for each in (await numbers(hub))["given"]}
    assert states == {1: "refused", 2: "sent"}


async def test_nb30_a_hub_that_was_restored_learns_again_what_it_gave(hub: Hub) -> None:
    """I1: the journal of the commune says it, under the hub's own signature."""
    node = await asking(hub, FIRST, SECOND)
    signed = signed_by(load_or_create(hub.config.key_file), node, FIRST, 4)
    node.add("number.given", write(signed))
    node.add("number.given", write(signed_by(SigningKey.generate(), node, SECOND, 5)))
    await node.send(after=2)

    assert await give(hub, node, FIRST, "9") == "SLIP_NUMBERED"
    assert await give(hub, node, SECOND, "4") == "NUMBER_TAKEN"
    assert await give(hub, node, SECOND) == ""
    assert [each.number for each in await given(node)] == [5]


def signed_by(key: SigningKey, node: FakeNode, slip: str, number: int) -> NumberGiven:
    at = "2026-11-20T02:10:00.000Z"
    signed = given_bytes(
        journal=node.journal,
        organ=node.organ,
        book="den",
        year=2026,
        slip=slip,
        number=number,
        signed_at=at,
    )
    text = base64.b64encode(key.sign(signed)).decode("ascii")
    return NumberGiven(
        slip=slip, book="den", year=2026, number=number, signed_at=at, signature=text
    )


async def test_nb30_what_was_taken_back_or_out_waits_no_more(hub: Hub) -> None:
    node = await asking(hub, FIRST, SECOND, THIRD)
    back = {"slip": FIRST, "book": "den", "year": 2026, "id": f"den-{FIRST}"}
    node.add("number.taken_back", back)
    node.remove([2], [])
    await node.send(after=3)

    assert [each["slip"] for each in (await numbers(hub))["waiting"]] == [THIRD]
    assert await give(hub, node, FIRST) == await give(hub, node, SECOND) == "NOT_FOUND"


async def test_nb30_a_commune_asks_for_its_own_organs_only(hub: Hub) -> None:
    node = await hub.node()
    node.add("number.asked", ask(FIRST), organ="ubnd-khac")
    await node.send()
    await hub.log_in()

    assert (await numbers(hub))["waiting"] == []
    (commune,) = (await hub.client.get("/api/overview")).json()["communes"]
    assert [warned["kind"] for warned in commune["warnings"]] == ["sender_foreign"]


async def test_nb30_slips_of_two_communes_may_be_the_same(hub: Hub) -> None:
    first, other = await hub.node(), await hub.node("Xã Tân Lập", slug="tan-lap")
    for node in (first, other):
        node.add("number.asked", ask(FIRST))
        await node.send()
    await hub.log_in()

    assert await give(hub, first, FIRST) == await give(hub, other, FIRST) == ""
    assert [each.number for each in await given(first) + await given(other)] == [1, 1]
    only = (await hub.client.get(f"/api/numbers?organ={other.organ}")).json()
    assert [each["organ"] for each in only["given"]] == [other.organ]


async def test_lk4_a_delegation_and_a_number_of_one_id_are_both_in_the_inbox(hub: Hub) -> None:
    node = await asking(hub, FIRST)
    form = {"organ": node.organ, "book": "den", "year": "2026", "owner": "province"}
    await hub.client.post("/delegations", data=form, headers=HERE)
    await give(hub, node, FIRST)

    kinds = [(each.kind, each.origin) for each in (await node.inbox()).messages]
    assert kinds == [("delegation", ":1"), ("number", ":numbers:1")]

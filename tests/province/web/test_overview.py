"""GET / and /api/overview: where each commune stands, with the age of what is known."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from tests.province.conftest import Hub
from tests.province.fake_node import hash_of
from tests.province.web.test_journal import held
from vanthu_sync.clock import moment, vietnam_day

LAST_YEAR = "2025-12-31T16:59:59.000Z"
NEW_YEAR = "2025-12-31T17:00:00.000Z"  # 1 January in Vietnam
YESTERDAY = "2026-11-19T16:59:59.000Z"


async def communes(hub: Hub) -> list[dict[str, Any]]:
    reply = await hub.client.get("/api/overview")
    rows: list[dict[str, Any]] = reply.json()["communes"]
    return rows


async def test_r_rep_02_the_counts_are_those_of_a_plain_recount(hub: Hub) -> None:
    node = await hub.node()
    for number, at in enumerate([LAST_YEAR, NEW_YEAR, YESTERDAY], start=1):
        node.register(number, at=at)
    for number in range(4, 8):
        node.register(number)
    node.issue([], at=LAST_YEAR)
    node.issue([])
    await node.send(after=0)
    await hub.log_in()
    (commune,) = await communes(hub)
    days = Counter((e.header.kind, vietnam_day(moment(e.header.at))) for e in held(hub))
    today = vietnam_day(hub.clock())

    def recount(kind: str) -> tuple[int, int]:
        year = sum(n for (k, day), n in days.items() if k == kind and day.year == today.year)
        return year, days[kind, today]

    counts = commune["counts"]
    registered = (counts["registered_year"], counts["registered_today"])
    issued = (counts["issued_year"], counts["issued_today"])
    assert registered == recount("incoming.registered") == (6, 4)
    assert issued == recount("outgoing.issued") == (1, 1)


async def test_what_is_not_known_is_a_dash_and_never_zero(hub: Hub) -> None:
    hub.pair_code("Xã Chưa Ghép")
    await hub.node()
    await hub.log_in()
    unpaired, silent = await communes(hub)
    assert unpaired["contact_at"] is None
    assert unpaired["counts"] is unpaired["files_awaited"] is unpaired["head"] is None
    assert silent["contact_at"] is not None
    assert silent["counts"] is silent["files_awaited"] is silent["head"] is None
    page = (await hub.client.get("/")).text
    assert "chưa từng liên lạc" in page
    assert page.count("<strong>—</strong> · —") == 4
    assert "<strong>0</strong> · 0" not in page


async def test_a_known_zero_is_a_zero_with_its_age(hub: Hub) -> None:
    node = await hub.node()
    node.add("node.started", {"name": "x", "key": "y"})
    await node.send()
    await hub.log_in()
    page = (await hub.client.get("/")).text
    assert "<strong>0</strong> · 0" in page
    assert "số liệu tính đến 14:05 20/11/2026" in page


async def test_a_day_or_year_that_the_node_has_not_told_of_is_not_known(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    await node.send()
    await hub.log_in()
    hub.clock.move(timedelta(days=1))
    await hub.log_in()
    (commune,) = await communes(hub)
    assert commune["counts"]["registered_year"] == 1
    assert commune["counts"]["registered_today"] is None
    assert "<strong>1</strong> · —" in (await hub.client.get("/")).text
    hub.clock.move(timedelta(days=60))
    await hub.log_in()
    (commune,) = await communes(hub)
    assert commune["counts"]["registered_year"] is None


async def test_the_last_contact_grows_old_and_amber(hub: Hub) -> None:
    await hub.node()
    hub.clock.move(timedelta(minutes=3))
    await hub.log_in()
    page = (await hub.client.get("/")).text
    assert "3 phút trước" in page
    assert 'class="contact late"' not in page
    hub.clock.move(timedelta(hours=2))
    await hub.log_in()
    page = (await hub.client.get("/")).text
    assert "2 giờ trước" in page
    assert 'class="contact late"' in page


async def test_a_poll_of_the_inbox_is_a_contact_but_no_news_of_the_data(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    await node.send()
    hub.clock.move(timedelta(minutes=10))
    await node.inbox()
    await hub.log_in()
    (commune,) = await communes(hub)
    assert moment(commune["contact_at"]) == hub.clock()
    assert moment(commune["data_at"]) == hub.clock() - timedelta(minutes=10)


async def test_head_and_awaited_files_are_shown(hub: Hub) -> None:
    node = await hub.node()
    node.register(1, hash_of(b"1"), hash_of(b"2"))
    node.register(2, hash_of(b"1"))
    await node.send()
    await node.put(b"1")
    await hub.log_in()
    (commune,) = await communes(hub)
    assert commune["files_awaited"] == 1
    assert commune["head"] == {"epoch": 1, "seq": 2, "hash": node.head.hash}


async def test_communes_stand_in_the_order_of_their_vietnamese_names(hub: Hub) -> None:
    for name in ("Xã Đồng Hòa", "Xã Êa Kao", "Xã Dân Chủ", "Xã Ân Phú"):
        hub.pair_code(name)
    await hub.log_in()
    names = [commune["name"] for commune in await communes(hub)]
    assert names == ["Xã Ân Phú", "Xã Dân Chủ", "Xã Đồng Hòa", "Xã Êa Kao"]


async def test_the_number_of_queries_does_not_grow_with_the_communes(hub: Hub) -> None:
    await hub.log_in()
    asked: list[str] = []

    def note(*parts: object) -> None:
        asked.append(str(parts[2]))

    async def queries() -> int:
        asked.clear()
        await hub.client.get("/api/overview")
        return len(asked)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        one = await queries()
        for number in range(5):
            node = await hub.node(f"Xã {number}", slug=f"x{number}")
            node.register(1, hash_of(b"x"))
            await node.send()
        many = await queries()
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert one == many > 5


async def test_large_numbers_are_grouped_as_people_here_write_them(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    await node.send()
    with hub.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE tallies SET count = 12345"))
    await hub.log_in()
    assert "<strong>12.345</strong>" in (await hub.client.get("/")).text


async def test_the_json_says_what_the_page_says(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    await node.send()
    await hub.log_in()
    overview = (await hub.client.get("/api/overview")).json()
    assert overview["hub_name"] == "Tỉnh Thử Nghiệm"
    assert overview["today"] == "2026-11-20"
    assert json.dumps(overview["communes"][0]["organs"], ensure_ascii=False) == (
        '[{"id": "ubnd-dong-hoa", "code": "000.00.dong-hoa", "name": "UBND xã dong-hoa"}]'
    )

"""GET /link/journal (PROTOCOL.md LK6): what the hub holds comes back, page by page."""

import secrets

from tests.province.conftest import Hub
from tests.province.fake_node import FakeNode, code_of
from vanthu_sync.journal import Event
from vanthu_sync.limits import BATCH_EVENTS_MAX


async def everything(node: FakeNode) -> tuple[Event, ...]:
    """All that the hub holds, by as many pages as it takes."""
    held: list[Event] = []
    while page := (await node.page(after=len(held))).events:
        held += page
    return tuple(held)


async def test_lk6_a_machine_that_lost_its_data_has_its_history_back(hub: Hub) -> None:
    node = await hub.node()
    for number in range(1, BATCH_EVENTS_MAX + 20):
        node.register(number)
    await node.post(node.batch(until=BATCH_EVENTS_MAX))
    await node.send(after=BATCH_EVENTS_MAX)
    pages = [await node.page(), await node.page(after=BATCH_EVENTS_MAX)]
    assert [len(page.events) for page in pages] == [BATCH_EVENTS_MAX, 19]
    assert pages[1].head == pages[0].receipt.head == node.head_at(BATCH_EVENTS_MAX)
    assert await everything(node) == tuple(node.events)


async def test_lk6_a_page_ends_where_a_batch_would_be_too_large(hub: Hub) -> None:
    node = await hub.node()
    for _ in range(18):  # nothing that zlib makes small
        node.add("x", {"text": secrets.token_hex(250_000)})
    await node.post(node.batch(until=9))
    await node.send(after=9)
    first = await node.page()
    assert 9 < len(first.events) < 18
    assert await everything(node) == tuple(node.events)


async def test_lk6_what_was_removed_comes_back_as_removed(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    node.remove([1], [])
    await node.send()
    held = (await node.page()).events
    assert held == (node.events[0].without_body(), node.events[1])


async def test_lk6_beyond_the_end_is_refused_and_at_the_end_is_empty(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    await node.send()
    at_the_end = await node.page(after=1)
    assert (at_the_end.events, at_the_end.receipt.head) == ((), node.head)
    reply = await hub.client.get("/link/journal?after=2", headers=node.headers)
    assert (reply.status_code, code_of(reply)) == (409, "JOURNAL_BROKEN")


async def test_lk6_nobody_reads_the_journal_of_another(hub: Hub) -> None:
    first, second = await hub.node(), await hub.node("Xã Tân Lập", slug="tan-lap")
    first.register(1)
    await first.send()
    assert await everything(second) == ()
    assert code_of(await hub.client.get("/link/journal?after=0")) == "SESSION_ENDED"

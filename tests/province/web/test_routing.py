"""Letters between organs (PROTOCOL.md LK4, EV): each once, to its organ, from its sender."""

import json

import anyio
import pytest

from tests.province.conftest import Hub
from tests.province.fake_node import FakeNode, code_of
from vanthu_sync.limits import MESSAGES_PER_PULL_MAX


async def two(hub: Hub) -> tuple[FakeNode, FakeNode]:
    return await hub.node(), await hub.node("Xã Tân Lập", slug="tan-lap")


async def test_r_snd_01_an_issued_document_reaches_each_organ_named(hub: Hub) -> None:
    sender, receiver = await two(hub)
    event = sender.issue(["ubnd-tan-lap", "ubnd-dong-hoa", "", "ubnd-tan-lap"])
    await sender.send()
    (message,) = (await receiver.inbox()).messages
    assert message.kind == "document"
    assert message.organ == "ubnd-tan-lap"
    assert message.sender.id == "ubnd-dong-hoa"
    assert message.sender.journal == sender.journal
    assert message.origin == f"{sender.journal}:1"
    assert message.sent_at == event.header.at
    assert len((await sender.inbox()).messages) == 1


async def test_the_envelope_travels_byte_for_byte(hub: Hub) -> None:
    sender, receiver = await two(hub)
    event = sender.issue(["ubnd-tan-lap"])
    await sender.send()
    (message,) = (await receiver.inbox()).messages
    assert event.body is not None
    assert bytes(message.body) in event.body
    assert json.loads(bytes(message.body)) == json.loads(event.body)["envelope"]


async def test_a_status_goes_back_to_the_sender(hub: Hub) -> None:
    sender, receiver = await two(hub)
    body = {"organ": "ubnd-dong-hoa", "document": "di-0", "message": "m", "code": "03"}
    event = receiver.add("status.sent", body)
    await receiver.send()
    (message,) = (await sender.inbox()).messages
    assert message.kind == "status"
    assert bytes(message.body) == event.body


async def test_a_batch_that_comes_again_doubles_no_letter(hub: Hub) -> None:
    sender, receiver = await two(hub)
    sender.issue(["ubnd-tan-lap"])
    await sender.send()
    await sender.send()
    assert len((await receiver.inbox()).messages) == 1


async def test_a_cursor_may_go_back_and_a_read_message_stays(hub: Hub) -> None:
    sender, receiver = await two(hub)
    sender.issue(["ubnd-tan-lap"])
    sender.issue(["ubnd-tan-lap"])
    await sender.send()
    first, second = (await receiver.inbox()).messages
    assert (await receiver.inbox(after=first.cursor)).messages == (second,)
    assert (await receiver.inbox(after=second.cursor)).messages == ()
    assert (await receiver.inbox()).messages == (first, second)


async def test_a_full_inbox_comes_in_steps(hub: Hub) -> None:
    sender, receiver = await two(hub)
    for _ in range(MESSAGES_PER_PULL_MAX + 1):
        sender.issue(["ubnd-tan-lap"])
    await sender.send()
    inbox = await receiver.inbox()
    assert inbox.more
    rest = await receiver.inbox(after=inbox.messages[-1].cursor)
    assert not rest.more
    assert len(inbox.messages) + len(rest.messages) == MESSAGES_PER_PULL_MAX + 1


async def test_a_letter_to_an_unknown_organ_waits_and_is_shown(hub: Hub) -> None:
    sender, _ = await two(hub)
    sender.issue(["ubnd-xa-la"])
    await sender.send()
    await hub.log_in()
    page = (await hub.client.get("/")).text
    assert "1 thư chưa chuyển được tới Nơi nhận ubnd-xa-la" in page


async def test_a_waiting_letter_arrives_when_its_organ_is_paired(hub: Hub) -> None:
    """Its cursor is drawn anew: the node may have read past the old one for another organ."""
    sender, receiver = await two(hub)
    sender.issue(["hdnd-tan-lap"])
    sender.issue(["ubnd-tan-lap"])
    await sender.send()
    (seen,) = (await receiver.inbox()).messages
    second = receiver.organs[0]
    council = type(second)(id="hdnd-tan-lap", code="000.01", name="HĐND xã Tân Lập")
    code = hub.pair_code("Xã Tân Lập")
    assert (await receiver.pair(code, organs=(second, council))).is_success
    (late,) = (await receiver.inbox(after=seen.cursor)).messages
    assert late.organ == "hdnd-tan-lap"


async def test_r_sec_06_nobody_sends_in_the_name_of_another_organ(hub: Hub) -> None:
    sender, receiver = await two(hub)
    sender.issue(["ubnd-tan-lap"], sender="ubnd-tan-lap")
    sender.add("status.sent", {"organ": "ubnd-tan-lap"}, organ="ubnd-tan-lap")
    await sender.send()
    assert (await receiver.inbox()).messages == ()
    await hub.log_in()
    assert "gửi thay một cơ quan" in (await hub.client.get("/")).text


async def test_letters_of_many_nodes_at_once_are_read_in_order_without_a_gap(hub: Hub) -> None:
    """A reader that follows the cursor while others write misses nothing."""
    receiver = await hub.node("Xã Tân Lập", slug="tan-lap")
    senders = [await hub.node(f"Xã {n}", slug=f"x{n}") for n in range(4)]
    for sender in senders:
        for _ in range(6):
            sender.issue(["ubnd-tan-lap"])
    seen: list[str] = []

    async def send(sender: FakeNode) -> None:
        for after in range(6):
            part = FakeNode(sender.client, slug=sender.slug)
            part.key, part.token, part.hub_key = sender.key, sender.token, sender.hub_key
            part.events = sender.events[: after + 1]
            await part.send(after=after)

    async def follow() -> None:
        cursor = 0
        while len(seen) < 24:
            inbox = await receiver.inbox(after=cursor)
            seen.extend(message.origin for message in inbox.messages)
            cursor = inbox.messages[-1].cursor if inbox.messages else cursor

    with anyio.fail_after(20):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(follow)
            for sender in senders:
                tasks.start_soon(send, sender)
    assert sorted(seen) == sorted(f"{s.journal}:{n}" for s in senders for n in range(1, 7))


async def test_a_letter_that_nobody_can_take_is_kept_back_and_reported(hub: Hub) -> None:
    """One commune must not be able to close another's inbox."""
    sender, receiver = await two(hub)
    sender.issue(["ubnd-tan-lap"], number="một")
    sender.issue(["ubnd-tan-lap"])
    await sender.send()
    (message,) = (await receiver.inbox()).messages
    assert message.origin == f"{sender.journal}:2"
    await hub.log_in()
    assert "không đọc được" in (await hub.client.get("/")).text


async def test_lk4_an_answer_holds_no_more_bytes_than_a_node_reads(hub: Hub) -> None:
    sender, receiver = await two(hub)
    for _ in range(5):
        sender.issue(["ubnd-tan-lap"], subject="x" * 300_000)
    await sender.send()
    sizes, cursor, more = [], 0, True
    while more:
        inbox = await receiver.inbox(after=cursor)
        sizes.append(len(inbox.messages))
        cursor, more = inbox.messages[-1].cursor, inbox.more
    assert sizes == [3, 2]


async def test_an_inbox_waits_for_a_letter(hub: Hub) -> None:
    sender, receiver = await two(hub)
    sender.issue(["ubnd-tan-lap"])
    with anyio.fail_after(8):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(sender.send)
            assert len((await receiver.inbox(wait=6)).messages) == 1


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "after=" + "9" * 30, "wait=1.5", "after="]
)
async def test_a_cursor_that_is_no_number_is_refused(hub: Hub, query: str) -> None:
    node = await hub.node()
    reply = await hub.client.get(f"/link/inbox?{query}", headers=node.headers)
    assert (reply.status_code, code_of(reply)) == (400, "REQUEST_UNREADABLE")

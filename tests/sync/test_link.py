"""LK: a batch arrives as it was sent, and nothing else is taken for one."""

import json
import zlib
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sync.samples import JOURNAL, VALUES, chain_of, head_after, journals
from vanthu_sync import canonical, journal, limits, link
from vanthu_sync.journal import Checkpoint, Event, Head
from vanthu_sync.link import Batch, BatchChanged, BatchUnreadable, Page

START = journal.start(JOURNAL)
AT = "2026-11-20T10:00:00.000Z"


def batch_of(events: tuple[Event, ...], known: int = 0) -> Batch:
    """A batch of `events` after the first `known`; the signature is anybody's."""
    checkpoint = Checkpoint(head=head_after(events), at=AT, signature=bytes(64))
    return Batch(head=head_after(events[:known]), events=events[known:], checkpoint=checkpoint)


def unfolded(batch: Batch) -> dict[str, Any]:
    """The JSON that travels, as a value."""
    value: dict[str, Any] = json.loads(zlib.decompress(link.pack(batch)))
    return value


def folded(value: object) -> bytes:
    """The bytes of a message that only looks like ours."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode())


@given(journals(max_size=6), st.data())
def test_lk3_a_batch_arrives_as_it_was_sent(events: tuple[Event, ...], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.integers(0, len(events) - 1)))
    left = tuple(
        event.without_body() if index in gone else event for index, event in enumerate(events)
    )
    batch = batch_of(left, known=data.draw(st.integers(0, len(left))))
    assert link.unpack(link.pack(batch)) == batch


def test_lk3_what_can_be_computed_is_not_sent() -> None:
    batch = batch_of(chain_of(3), known=1)
    text = zlib.decompress(link.pack(batch)).decode()
    for event in batch.events[:-1]:
        assert event.hash not in text
        assert event.header.body not in text
    assert batch.events[0].header.prev == batch.head.hash
    assert text.count(JOURNAL) == 2


@given(st.binary(max_size=200))
def test_lk3_rubbish_is_unreadable_and_nothing_worse(rubbish: bytes) -> None:
    with pytest.raises(BatchUnreadable):
        link.unpack(rubbish)


@given(st.binary(max_size=200))
def test_lk3_folded_rubbish_is_unreadable(rubbish: bytes) -> None:
    with pytest.raises(BatchUnreadable):
        link.unpack(zlib.compress(rubbish))


@given(VALUES)
def test_lk3_json_of_another_shape_is_unreadable(value: canonical.Value) -> None:
    with pytest.raises(BatchUnreadable):
        link.unpack(folded(value))


@given(journals(max_size=3), st.data())
def test_lk3_a_changed_byte_on_the_way_is_found_or_is_the_checkpoints(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    """Time and signature of a checkpoint are checked by its signature; all else is seen here."""
    plain = zlib.decompress(link.pack(batch_of(events)))
    place = data.draw(st.integers(0, len(plain) - 1))
    byte = data.draw(st.integers(0, 255))
    try:
        read = link.unpack(zlib.compress(plain[:place] + bytes([byte]) + plain[place + 1 :]))
    except BatchUnreadable:
        return
    assert read.events == events
    assert read.head == START


@pytest.mark.parametrize(
    ("column", "other"),
    [
        *enumerate(("kind", "organ", "policy", "at", "actor", "op")),
        (6, "AAAAAAAAAAAAAAAAAAAAAA=="),
        (7, {"number": 9}),
        (9, 7),
    ],
)
def test_lk3_a_changed_event_is_told_apart_from_rubbish(column: int, other: object) -> None:
    value = unfolded(batch_of(chain_of(2)))
    value["events"][1][column] = other
    with pytest.raises(BatchChanged):
        link.unpack(folded(value))


def test_lk3_another_hash_for_a_removed_body_is_a_changed_batch() -> None:
    one, two = chain_of(2)
    value = unfolded(batch_of((one, two.without_body())))
    value["events"][1][8] = "0" * 64
    with pytest.raises(BatchChanged):
        link.unpack(folded(value))


def test_lk3_a_dropped_moved_or_repeated_event_is_a_changed_batch() -> None:
    value = unfolded(batch_of(chain_of(3)))
    one, two, three = value["events"]
    for rows in ([one, two], [one, three], [two, one, three], [one, two, two, three], []):
        with pytest.raises(BatchChanged):
            link.unpack(folded({**value, "events": rows}))


def test_lk3_an_epoch_that_falls_is_a_changed_batch() -> None:
    value = unfolded(batch_of(chain_of(2)))
    value["events"][0][9], value["events"][1][9] = 5, 4
    with pytest.raises(BatchChanged, match="epoch_fell"):
        link.unpack(folded(value))


def test_lk3_a_nonce_of_another_length_is_refused() -> None:
    value = unfolded(batch_of(chain_of(1)))
    value["events"][0][6] = "AAAA"
    with pytest.raises(BatchUnreadable):
        link.unpack(folded(value))


def forged(body: bytes) -> Event:
    """A first event whose header holds the right hash of any body."""
    event = chain_of(1)[0]
    hashed = journal.body_hash(nonce=event.nonce or b"", body=body)
    header = msgspec.structs.replace(event.header, body=hashed)
    return msgspec.structs.replace(event, header=header, body=body)


@pytest.mark.parametrize("body", ['{"a": 1}', '{"b":1,"a":2}', "[1]", "null", '{"a":1.5}', "7"])
def test_lk3_a_body_that_is_not_canonical_is_refused(body: str) -> None:
    """Else the hub would keep a journal that no projection can read."""
    with pytest.raises(BatchUnreadable):
        link.unpack(link.pack(batch_of((forged(body.encode()),))))


def test_lk3_a_body_over_the_limit_is_refused_and_one_at_the_limit_is_not() -> None:
    room = limits.BODY_BYTES_MAX - len(b'{"a":""}')
    fits = batch_of((forged(canonical.encode({"a": "x" * room})),))
    assert link.unpack(link.pack(fits)) == fits
    over = batch_of((forged(canonical.encode({"a": "x" * (room + 1)})),))
    with pytest.raises(BatchUnreadable, match="a body of more than"):
        link.unpack(link.pack(over))


def test_lk3_a_bomb_is_refused_without_unfolding_it() -> None:
    bomb = zlib.compress(bytes(64 * 1024 * 1024), level=9)
    assert len(bomb) < 100_000
    with pytest.raises(BatchUnreadable, match="unfolded"):
        link.unpack(bomb)


def test_lk3_nesting_without_end_is_unreadable() -> None:
    for text in (b"[" * 100_000, b'{"a":' + b"[" * 100_000):
        with pytest.raises(BatchUnreadable):
            link.unpack(zlib.compress(text))


@given(st.data())
@settings(max_examples=30)
def test_lk3_a_batch_cut_short_or_with_a_tail_is_unreadable(data: st.DataObject) -> None:
    packed = link.pack(batch_of(chain_of(3)))
    cut = data.draw(st.integers(0, len(packed) - 1))
    for damaged in (packed[:cut], packed + packed[:cut] + b"x"):
        with pytest.raises(BatchUnreadable):
            link.unpack(damaged)


def test_lk3_another_version_is_unreadable() -> None:
    value = unfolded(batch_of(chain_of(1)))
    with pytest.raises(BatchUnreadable, match="version 2"):
        link.unpack(folded({**value, "v": 2}))


def test_lk3_what_a_newer_peer_adds_is_passed_over() -> None:
    batch = batch_of(chain_of(1))
    value = unfolded(batch)
    value["since"] = "v1.1"
    value["checkpoint"]["since"] = "v1.1"
    assert link.unpack(folded(value)) == batch


def test_lk3_more_events_than_the_limit_are_refused() -> None:
    events = chain_of(limits.BATCH_EVENTS_MAX + 1)
    assert len(link.unpack(link.pack(batch_of(events, known=1))).events) == len(events) - 1
    with pytest.raises(BatchUnreadable, match="more than 500 events"):
        link.unpack(link.pack(batch_of(events)))


@pytest.mark.parametrize(("length", "size"), [(501, 10), (20, 500_000), (1, 500_000), (0, 0)])
def test_lk3_a_portion_is_as_long_as_one_batch_can_be(length: int, size: int) -> None:
    head, events = START, []
    for number in range(length):
        body: dict[str, canonical.Value] = {"a": "x" * size}
        draft = journal.Draft(kind="x", organ="", policy="", actor="", op="", body=body)
        events.append(journal.append(head, draft, nonce=number.to_bytes(16, "big"), at=AT))
        head = journal.advance(head, events[-1])
    taken = link.portion(events)
    assert taken == tuple(events[: len(taken)])
    assert len(taken) == {501: 500, 20: 16, 1: 1, 0: 0}[length]
    assert link.unpack(link.pack(batch_of(taken))).events == taken


def page_of(events: tuple[Event, ...], known: int = 0) -> Page:
    """A page of `events` after the first `known`; the signature is anybody's."""
    receipt = link.Receipt(head=head_after(events), at=AT, signature=bytes(64))
    return Page(head=head_after(events[:known]), events=events[known:], receipt=receipt)


@given(journals(max_size=6), st.data())
def test_lk6_a_page_arrives_as_it_was_sent(events: tuple[Event, ...], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.integers(0, len(events) - 1)))
    left = tuple(
        event.without_body() if index in gone else event for index, event in enumerate(events)
    )
    page = page_of(left, known=data.draw(st.integers(0, len(left))))
    assert link.unpack_page(link.pack_page(page)) == page


@given(journals(max_size=3), st.data())
def test_lk6_a_changed_byte_of_a_page_is_found_or_is_the_receipts(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    """Time and signature of a receipt are checked by its signature; all else is seen here."""
    plain = zlib.decompress(link.pack_page(page_of(events)))
    place = data.draw(st.integers(0, len(plain) - 1))
    byte = data.draw(st.integers(0, 255))
    changed = zlib.compress(plain[:place] + bytes([byte]) + plain[place + 1 :])
    try:
        read = link.unpack_page(changed)
    except BatchUnreadable:
        return
    assert read.events == events
    assert read.head == START


def test_lk6_a_page_that_does_not_lead_to_its_receipt_is_a_changed_one() -> None:
    page = page_of(chain_of(3))
    short = msgspec.structs.replace(page, events=page.events[:2])
    with pytest.raises(BatchChanged):
        link.unpack_page(link.pack_page(short))


def test_lk3_a_batch_without_a_take_over_says_nothing_of_one() -> None:
    assert "take_over" not in unfolded(batch_of(chain_of(1)))


def test_lk2_each_side_signs_other_bytes_for_the_same_challenges() -> None:
    def made(domain: bytes, **change: Any) -> bytes:  # noqa: ANN401 - one part each
        parts: dict[str, Any] = {
            "journal": JOURNAL,
            "instance": "ab",
            "node_challenge": b"n" * 32,
            "hub_challenge": b"h" * 32,
        }
        return link.session_bytes(domain, **{**parts, **change})

    inputs = {
        made(link.NODE_DOMAIN),
        made(link.HUB_DOMAIN),
        made(link.NODE_DOMAIN, journal="other"),
        made(link.NODE_DOMAIN, instance="cd"),
        made(link.NODE_DOMAIN, node_challenge=b"x" * 32),
        made(link.NODE_DOMAIN, hub_challenge=b"x" * 32),
        made(link.NODE_DOMAIN, node_challenge=b"h" * 32, hub_challenge=b"n" * 32),
    }
    assert len(inputs) == 7


def test_lk2_the_signed_bytes_are_those_of_the_protocol_page() -> None:
    data = link.session_bytes(
        link.NODE_DOMAIN, journal="n1", instance="i1", node_challenge=b"\0", hub_challenge=b"\1"
    )
    assert data == (
        b'vanthu node session v1\n{"hub_challenge":"AQ==","instance":"i1",'
        b'"journal":"n1","node_challenge":"AA=="}'
    )


def test_lk5_a_receipt_is_no_checkpoint() -> None:
    head = Head(journal="n1", epoch=1, seq=2, hash="ab")
    assert link.receipt_bytes(head, AT) == (
        b'vanthu receipt v1\n{"at":"2026-11-20T10:00:00.000Z","epoch":1,"hash":"ab",'
        b'"journal":"n1","seq":2}'
    )
    assert link.receipt_bytes(head, AT) != journal.checkpoint_bytes(head, AT)


def test_lk4_a_message_keeps_the_senders_bytes() -> None:
    body = b'{"z": 1, "a":  [1.50]}'
    sender = link.OrganEntry(id="a", code="H1", name="UBND")
    message = link.Message(
        cursor=1,
        kind="document",
        sender=sender,
        organ="b",
        sent_at=AT,
        origin="n1:7",
        body=msgspec.Raw(body),
    )
    inbox = link.Inbox(messages=(message,), more=False, directory_version=1)
    read = msgspec.json.decode(msgspec.json.encode(inbox), type=link.Inbox)
    assert bytes(read.messages[0].body) == body

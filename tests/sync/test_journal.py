"""JN2-JN8: the chain shows every change, and still verifies when content was removed."""

import hashlib
import json
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.sync.samples import (
    DRAFTS,
    FEW,
    JOURNAL,
    NONCES,
    chain_of,
    event_from,
    head_after,
    head_from,
    journals,
    vectors,
)
from vanthu_sync import canonical, journal, limits
from vanthu_sync.journal import ChainBroken, Event, Head, Header

FILE = vectors("chain.json")
START = journal.start(JOURNAL)
AT = "2026-11-20T02:10:00.000Z"
DRAFT = journal.Draft(kind="x", organ="", policy="", actor="", op="", body={"a": "Đ"})


def shows(events: tuple[Event, ...], true: Head) -> bool:
    """Tell whether a holder of the true head sees that these are not its events."""
    try:
        return journal.verify(START, events) != true
    except ChainBroken:
        return True


def replaced(events: tuple[Event, ...], index: int, event: Event) -> tuple[Event, ...]:
    return (*events[:index], event, *events[index + 1 :])


def test_jn2_to_jn4_the_chain_has_the_hashes_of_the_vector() -> None:
    events = [event_from(plain) for plain in FILE["events"]]
    heads = list(journal.heads(head_from(FILE["start"]), events))
    assert [head.hash for head in heads] == [plain["hash"] for plain in FILE["events"]]
    assert heads[-1] == head_from(FILE["head"])


def test_jn3_a_header_has_the_canonical_text_of_the_vector() -> None:
    for plain in FILE["events"]:
        header = msgspec.structs.asdict(event_from(plain).header)
        assert canonical.encode(header).decode() == plain["header_text"]


def test_jn7_removed_bodies_of_the_vector_lead_to_the_same_head() -> None:
    events = [event_from(plain) for plain in FILE["removed"]]
    assert sum(event.body is None for event in events) == 2
    assert journal.verify(START, events) == head_from(FILE["head"])


@pytest.mark.parametrize("case", FILE["faults"], ids=lambda case: case["name"])
def test_jn6_a_fault_has_the_name_of_the_vector(case: dict[str, Any]) -> None:
    with pytest.raises(ChainBroken) as caught:
        journal.advance(head_from(case["head"]), event_from(case["event"]))
    assert (caught.value.fault, caught.value.seq) == (case["fault"], case["seq"])


def test_jn8_a_checkpoint_signs_the_bytes_of_the_vector() -> None:
    case = FILE["checkpoint"]
    assert journal.checkpoint_bytes(head_from(case["head"]), case["at"]).decode() == case["text"]


@given(DRAFTS, NONCES)
def test_jn2_the_header_holds_the_hash_over_nonce_and_canonical_body(
    draft: journal.Draft, nonce: bytes
) -> None:
    event = journal.append(START, draft, nonce=nonce, at=AT)
    assert event.body == canonical.encode(draft.body)
    assert event.header.body == hashlib.sha256(nonce + event.body).hexdigest()
    assert event.content == draft.body


@given(DRAFTS, NONCES)
def test_jn4_the_chain_hash_is_that_of_the_header_alone(draft: journal.Draft, nonce: bytes) -> None:
    event = journal.append(START, draft, nonce=nonce, at=AT)
    text = json.dumps(msgspec.structs.asdict(event.header), sort_keys=True, separators=(",", ":"))
    assert event.hash == hashlib.sha256(text.encode()).hexdigest()


@FEW
@given(journals())
def test_jn4_seq_counts_from_one_without_a_hole(events: tuple[Event, ...]) -> None:
    assert [event.header.seq for event in events] == list(range(1, len(events) + 1))
    assert events[0].header.prev == journal.FIRST_HASH
    assert head_after(events).seq == len(events)


@FEW
@given(journals(), st.data())
def test_jn6_a_change_of_any_header_field_shows(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    true = head_after(events)
    index = data.draw(st.integers(0, len(events) - 1))
    field = data.draw(st.sampled_from(Header.__struct_fields__))
    old = getattr(events[index].header, field)
    other = data.draw(
        st.text("0123456789abcdefĐ", max_size=8) if isinstance(old, str) else st.integers(0, 9)
    )
    assume(other != old)
    header = msgspec.structs.replace(events[index].header, **{field: other})
    changed = msgspec.structs.replace(events[index], header=header)
    assert shows(replaced(events, index, changed), true)


@FEW
@given(journals(), st.data())
def test_jn6_a_change_of_any_byte_of_a_body_or_nonce_shows(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(events) - 1))
    part = data.draw(st.sampled_from(["body", "nonce"]))
    whole = getattr(events[index], part)
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != whole[place]))
    damaged = whole[:place] + bytes([byte]) + whole[place + 1 :]
    changed = msgspec.structs.replace(events[index], **{part: damaged})
    with pytest.raises(ChainBroken, match="body_changed"):
        journal.verify(START, replaced(events, index, changed))


@FEW
@given(journals(), st.integers(-16, 16).filter(bool), st.data())
def test_jn6_no_byte_moves_between_nonce_and_body_unseen(
    events: tuple[Event, ...], shift: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(events) - 1))
    joined = (events[index].nonce or b"") + (events[index].body or b"")
    cut = limits.NONCE_BYTES + shift
    assume(cut <= len(joined))
    moved = msgspec.structs.replace(events[index], nonce=joined[:cut], body=joined[cut:])
    assert shows(replaced(events, index, moved), head_after(events))


@FEW
@given(journals(), st.data())
def test_jn6_a_dropped_event_shows(events: tuple[Event, ...], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(events) - 1))
    assert shows(events[:index] + events[index + 1 :], head_after(events))


@FEW
@given(journals(min_size=2), st.data())
def test_jn6_events_in_another_order_show(events: tuple[Event, ...], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(events))))
    assume(list(order) != sorted(order))
    assert shows(tuple(events[index] for index in order), head_after(events))


@FEW
@given(journals(), st.data())
def test_jn6_an_event_that_comes_twice_shows(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(events) - 1))
    assert shows(events[: index + 1] + events[index:], head_after(events))


@FEW
@given(journals(), st.data())
def test_jn7_taking_any_bodies_out_keeps_the_chain(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.integers(0, len(events) - 1)))
    left = tuple(
        event.without_body() if index in gone else event for index, event in enumerate(events)
    )
    assert journal.verify(START, left) == head_after(events)
    assert all(left[index].content == {} for index in gone)
    assert [event.hash for event in left] == [event.hash for event in events]


def test_jn2_the_nonce_hides_a_short_body() -> None:
    first = journal.append(START, DRAFT, nonce=bytes(16), at=AT)
    second = journal.append(START, DRAFT, nonce=bytes(15) + b"\1", at=AT)
    assert first.header.body != second.header.body


def test_jn2_a_nonce_of_another_length_is_refused() -> None:
    for nonce in (b"", bytes(15), bytes(17)):
        with pytest.raises(ValueError, match="16 bytes"):
            journal.append(START, DRAFT, nonce=nonce, at=AT)


def test_jn2_a_body_over_the_limit_is_refused_and_one_at_the_limit_is_not() -> None:
    room = limits.BODY_BYTES_MAX - len(b'{"a":""}')
    fits = msgspec.structs.replace(DRAFT, body={"a": "x" * room})
    journal.append(START, fits, nonce=bytes(16), at=AT)
    over = msgspec.structs.replace(DRAFT, body={"a": "x" * (room + 1)})
    with pytest.raises(ValueError, match="at most"):
        journal.append(START, over, nonce=bytes(16), at=AT)


def test_jn5_an_epoch_may_rise_and_never_falls() -> None:
    first = chain_of(1)
    head = head_after(first)
    risen = msgspec.structs.replace(head, epoch=2)
    later = journal.append(risen, DRAFT, nonce=bytes(16), at=AT)
    assert journal.advance(head, later).epoch == 2
    fallen = journal.append(
        msgspec.structs.replace(journal.advance(head, later), epoch=1),
        DRAFT,
        nonce=bytes(16),
        at=AT,
    )
    with pytest.raises(ChainBroken, match="epoch_fell"):
        journal.verify(START, (*first, later, fallen))


def test_jn8_another_head_or_another_time_gives_other_checkpoint_bytes() -> None:
    head = head_after(chain_of(2))
    made = {
        journal.checkpoint_bytes(head, AT),
        journal.checkpoint_bytes(head, "2026-11-20T02:10:00.001Z"),
        journal.checkpoint_bytes(msgspec.structs.replace(head, seq=3), AT),
        journal.checkpoint_bytes(msgspec.structs.replace(head, epoch=2), AT),
        journal.checkpoint_bytes(msgspec.structs.replace(head, journal="other"), AT),
        journal.checkpoint_bytes(START, AT),
    }
    assert len(made) == 6

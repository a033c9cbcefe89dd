"""NB7: whole events, one a line; a torn end is dropped, any other damage is reported."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sync.samples import (
    FEW,
    chain_of,
    head_after,
    journals,
    vectors,
)
from vanthu_sync import canonical, sidecar
from vanthu_sync.journal import Event
from vanthu_sync.sidecar import SidecarDamaged

FILE = vectors("sidecar.json")


@pytest.mark.parametrize("case", FILE["whole"], ids=lambda case: case["name"])
def test_nb7_a_whole_file_holds_the_events_of_the_vector(case: dict[str, Any]) -> None:
    content = sidecar.read(case["file"].encode())
    assert [event.header.seq for event in content.events] == case["seqs"]
    bodies = [None if event.body is None else event.body.decode() for event in content.events]
    assert bodies == case["bodies"]
    assert content.whole_bytes == case["whole_bytes"]
    assert sidecar.lines(content.events).decode() == case["file"]


@pytest.mark.parametrize("case", FILE["torn"], ids=lambda case: case["name"])
def test_nb7_a_torn_last_line_is_dropped(case: dict[str, Any]) -> None:
    content = sidecar.read(case["file"].encode())
    assert [event.header.seq for event in content.events] == case["seqs"]
    assert content.whole_bytes == case["whole_bytes"]


@pytest.mark.parametrize("case", FILE["damaged"], ids=lambda case: case["name"])
def test_nb7_any_other_damage_is_reported_with_its_line(case: dict[str, Any]) -> None:
    with pytest.raises(SidecarDamaged) as caught:
        sidecar.read(case["file"].encode())
    assert caught.value.line == case["line"]


@FEW
@given(journals(), st.data())
def test_nb7_a_tear_at_any_byte_keeps_every_whole_line(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    whole = sidecar.lines(events)
    cut = data.draw(st.integers(0, len(whole)))
    content = sidecar.read(whole[:cut])
    assert content.events == events[: whole[:cut].count(b"\n")]
    assert sidecar.lines(content.events) == whole[: content.whole_bytes]


@FEW
@given(journals(), st.data())
def test_nb7_after_a_tear_the_rest_is_appended_to_the_whole_lines(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    whole = sidecar.lines(events)
    torn = whole[: data.draw(st.integers(0, len(whole)))]
    held = sidecar.read(torn)
    mended = torn[: held.whole_bytes] + sidecar.lines(events[len(held.events) :])
    assert sidecar.read(mended).events == events


@FEW
@given(journals(max_size=3), st.data())
def test_nb7_a_changed_byte_never_gives_another_event(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    whole = sidecar.lines(events)
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != whole[place]))
    damaged = whole[:place] + bytes([byte]) + whole[place + 1 :]
    if place == len(whole) - 1:
        assert sidecar.read(damaged).events == events[:-1]
        return
    with pytest.raises(SidecarDamaged):
        sidecar.read(damaged)


@given(st.binary(max_size=60))
def test_nb7_rubbish_is_damage_or_a_torn_line(rubbish: bytes) -> None:
    try:
        content = sidecar.read(rubbish)
    except SidecarDamaged:
        return
    assert content.events == ()
    assert b"\n" not in rubbish


def test_nb7_zeros_after_a_power_cut_are_a_torn_line() -> None:
    events = chain_of(2)
    content = sidecar.read(sidecar.lines(events) + bytes(4096))
    assert content.events == events


def test_nb7_nesting_without_end_is_damage() -> None:
    with pytest.raises(SidecarDamaged):
        sidecar.read(b'{"a":' + b"[" * 100_000 + b"\n")


def test_nb7_a_header_without_a_canonical_form_is_damage() -> None:
    row = canonical.decode(sidecar.line(chain_of(1)[0]).rstrip(b"\n"))
    data = msgspec.json.encode(row).replace(b'"epoch":1', b'"epoch":9007199254740993')
    with pytest.raises(SidecarDamaged):
        sidecar.read(data + b"\n")


def test_nb7_a_removed_body_leaves_a_line_that_continues_the_chain() -> None:
    events = chain_of(3)
    left = (events[0], events[1].without_body(), events[2])
    held = sidecar.read(sidecar.lines(left)).events
    assert held == left
    assert head_after(held) == head_after(events)
    assert (events[1].body or b"?") not in sidecar.lines(left)

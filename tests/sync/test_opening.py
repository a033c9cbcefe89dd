"""NB8-NB10: a node whose database fell behind its sidecar does not stamp."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sync.samples import (
    FEW,
    head_after,
    journals,
    vectors,
)
from vanthu_sync import journal, opening, sidecar
from vanthu_sync.journal import Event
from vanthu_sync.opening import Action, Opening

FILE = vectors("opening.json")
LINES = {name: sidecar.read(line.encode()).events[0] for name, line in FILE["events"].items()}

ELSEWHERE = journal.Draft(
    kind="another", organ="", policy="", actor="", op="", body={"written": "elsewhere"}
)


def decide(database: tuple[Event, ...], held: tuple[Event, ...] | None) -> Opening:
    """Decide for a database and a sidecar that hold these events."""
    hashes = {event.header.seq: event.hash for event in database}
    return opening.decide(head_after(database), hashes, held)


@pytest.mark.parametrize("case", FILE["cases"], ids=lambda case: case["name"])
def test_nb8_to_nb10_the_node_does_what_the_vector_says(case: dict[str, Any]) -> None:
    database = tuple(LINES[f"e{seq}"] for seq in range(1, case["database"] + 1))
    named = case["sidecar"]
    held = None if named is None else tuple(LINES[name] for name in named)
    assert decide(database, held) == Opening(
        action=case["action"],
        cause=case["cause"],
        missing=tuple(LINES[name] for name in case["missing"]),
        sidecar_seq=case["sidecar_seq"],
    )


@FEW
@given(journals(max_size=6), st.data())
def test_nb8_to_nb10_any_part_of_one_history_is_put_in_its_place(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    known = data.draw(st.integers(0, len(events)), label="events in the database")
    first = data.draw(st.integers(0, len(events)), label="events gone from the sidecar")
    last = data.draw(st.integers(first, len(events)), label="last event in the sidecar")
    said = decide(events[:known], events[first:last])
    if first == last:
        assert said.action == ("append_to_sidecar" if known else "open")
        assert said.sidecar_seq == 0
    elif first > known:
        assert said == Opening(action="closed", cause="sidecar_hole")
    elif last > known:
        missing = events[known:last]
        assert said == Opening(action="recover_from_sidecar", missing=missing)
    else:
        action: Action = "open" if last == known else "append_to_sidecar"
        assert said == Opening(action=action, sidecar_seq=last)


@FEW
@given(journals(max_size=6), st.data())
def test_nb6_nb8_after_any_restore_every_exposed_event_is_back_before_the_next_number(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    """R-IN-16: what was shown stood in the sidecar; no restore of the database can undo it."""
    shown = data.draw(st.integers(1, len(events)), label="events shown")
    restored = data.draw(st.integers(0, len(events)), label="events in the restored database")
    first = data.draw(st.integers(0, min(restored, shown - 1)), label="gone from the sidecar")
    said = decide(events[:restored], events[first:shown])
    after = events[:restored] + said.missing
    assert said.action != "closed"
    assert after[:shown] == events[:shown]


@FEW
@given(journals(min_size=2, max_size=6), st.data())
def test_nb10_a_branch_is_never_opened(events: tuple[Event, ...], data: st.DataObject) -> None:
    """Two histories that part at an event the database knows: nobody stamps."""
    parting = data.draw(st.integers(0, len(events) - 1), label="events in common")
    known = data.draw(st.integers(parting + 1, len(events)), label="events in the database")
    others = events[:parting] + _branch(events, parting)
    first = data.draw(st.integers(0, parting), label="gone from the sidecar")
    last = data.draw(st.integers(parting + 1, len(others)), label="last in the sidecar")
    assert decide(events[:known], others[first:last]) == Opening(action="closed", cause="fork")


@FEW
@given(journals(min_size=3, max_size=6), st.data())
def test_nb10_a_hole_in_the_sidecar_is_seen_before_it_is_needed(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    hole = data.draw(st.integers(1, len(events) - 2))
    held = events[:hole] + events[hole + 1 :]
    known = data.draw(st.integers(0, len(events)))
    said = decide(events[:known], held)
    assert said.action == "closed"
    assert said.cause == "sidecar_hole"


def _branch(events: tuple[Event, ...], parting: int) -> tuple[Event, ...]:
    """The rest of a history that goes another way after `parting` events."""
    head, rest = head_after(events[:parting]), []
    for _ in events[parting:]:
        other = journal.append(head, ELSEWHERE, nonce=bytes(16), at="2026-11-20T02:10:00.000Z")
        rest.append(other)
        head = journal.advance(head, other)
    return tuple(rest)

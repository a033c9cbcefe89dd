"""NB8-NB10, NB20-NB24: a node whose database fell behind any witness does not stamp."""

from collections.abc import Iterable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sync.samples import (
    FEW,
    head_after,
    journals,
    vectors,
)
from vanthu_sync import journal, limits, opening, sidecar
from vanthu_sync.journal import FIRST_HASH, Event, Head
from vanthu_sync.opening import ASKED, Evidence, Opening, Sight

FILE = vectors("opening.json")
LINES = {name: sidecar.read(line.encode()).events[0] for name, line in FILE["events"].items()}

ELSEWHERE = journal.Draft(
    kind="another", organ="", policy="", actor="", op="", body={"written": "elsewhere"}
)


def evidence(database: tuple[Event, ...], held: tuple[Event, ...] | None) -> Evidence:
    """Evidence of a database and a sidecar that hold these events, on a confirmed day."""
    return Evidence(
        database=head_after(database),
        hashes=hashes(database),
        sidecar=None if held is None else opening.trail(held),
        day_confirmed=True,
    )


def hashes(events: Iterable[Event]) -> dict[int, str]:
    """Chain hash by seq, the beginning too."""
    return {0: FIRST_HASH} | {event.header.seq: event.hash for event in events}


def decide(database: tuple[Event, ...], held: tuple[Event, ...] | None) -> Opening:
    """Decide for a database and a sidecar that hold these events."""
    return opening.decide(evidence(database, held))


def sight(events: tuple[Event, ...], *, after: int = 0, epoch: int | None = None) -> Sight:
    """What a witness that holds `events` says to a node whose head is `after`."""
    head = head_after(events)
    if epoch is not None:
        head = msgspec.structs.replace(head, epoch=epoch)
    ahead = events[after:] if head.seq > after else ()
    return Sight(witness="hub", head=head, trail=opening.trail(ahead) if ahead else None)


@pytest.mark.parametrize("case", FILE["cases"], ids=lambda case: case["name"])
def test_nb8_to_nb10_nb22_the_node_does_what_the_vector_says(case: dict[str, Any]) -> None:
    database = tuple(LINES[f"e{seq}"] for seq in range(1, case["database"] + 1))
    named = case["sidecar"]
    held = None if named is None else tuple(LINES[name] for name in named)
    said = decide(database, held)
    assert (said.action, said.cause, said.question) == (
        case["action"],
        case["cause"],
        case["question"],
    )
    assert said.after == case["after"]


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
        assert said.after == 0
    elif first > known:
        assert said.cause == "sidecar_hole"
    elif last > known:
        assert said == Opening(action="recover", witness="sidecar", after=known)
    else:
        assert said.action == ("open" if last == known else "append_to_sidecar")
        assert said.after == last


@FEW
@given(journals(max_size=6), st.data())
def test_nb6_nb8_after_any_restore_every_exposed_event_is_back_before_the_next_number(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    """R-IN-16: what was shown stood in the sidecar; no restore of the database can undo it."""
    shown = data.draw(st.integers(1, len(events)), label="events shown")
    restored = data.draw(st.integers(0, len(events)), label="events in the restored database")
    first = data.draw(st.integers(0, min(restored, shown - 1)), label="gone from the sidecar")
    held = events[first:shown]
    said = decide(events[:restored], held)
    assert said.action in {"open", "append_to_sidecar", "recover"}
    missing = tuple(event for event in held if event.header.seq > said.after)
    after = events[:restored] + (missing if said.action == "recover" else ())
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
    said = decide(events[:known], others[first:last])
    if head_after(others[:last]).epoch < head_after(events[:known]).epoch:
        assert said.question == "paper_lost"  # left over by the branch that lost a take-over
    else:
        assert (said.action, said.cause, said.witness) == ("closed", "fork", "sidecar")


@FEW
@given(journals(min_size=3, max_size=6), st.data())
def test_nb10_a_hole_in_the_sidecar_is_seen_before_it_is_needed(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    hole = data.draw(st.integers(1, len(events) - 2))
    held = events[:hole] + events[hole + 1 :]
    known = data.draw(st.integers(0, len(events)))
    assert decide(events[:known], held).cause == "sidecar_hole"


@FEW
@given(journals(min_size=1, max_size=6), st.data())
def test_nb20_a_copy_on_another_machine_stamps_nothing_whatever_it_holds(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    known = data.draw(st.integers(0, len(events)))
    beside = data.draw(st.integers(0, len(events)))
    asked = evidence(events[:known], events[:beside])
    moved = msgspec.structs.replace(asked, same_machine=False, sights=(sight(events[:known]),))
    said = opening.decide(moved)
    assert said.action in {"append_to_sidecar", "recover"} or (
        said.cause == "other_machine" and said.question == "take_over"
    )


@FEW
@given(journals(min_size=1, max_size=6), st.data())
def test_nb21_a_witness_that_knows_more_gives_it_before_any_number(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    """A whole disk was restored, its sidecar too: the hub still knows."""
    known = data.draw(st.integers(0, len(events)), label="events on the restored disk")
    asked = evidence(events[:known], events[:known])
    seen = msgspec.structs.replace(asked, sights=(sight(events, after=known),))
    said = opening.decide(seen)
    if known == len(events):
        assert said.action == "open"
    else:
        assert said == Opening(action="recover", witness="hub", after=known)


@FEW
@given(journals(min_size=2, max_size=6), st.data())
def test_nb21_nb24_a_witness_of_another_history_closes_the_registers(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    parting = data.draw(st.integers(0, len(events) - 1), label="events in common")
    known = data.draw(st.integers(parting + 1, len(events)), label="events in the database")
    last = data.draw(st.integers(parting + 1, len(events)), label="events at the hub")
    others = (events[:parting] + _branch(events, parting))[:last]
    asked = evidence(events[:known], events[:known])
    seen = msgspec.structs.replace(asked, sights=(sight(others, after=known),))
    said = opening.decide(seen)
    later = seen.sights[0].head.epoch > asked.database.epoch
    assert (said.action, said.witness) == ("closed", "hub")
    assert said.cause == ("owner_changed" if later else "fork")
    assert opening.compare(asked.database, asked.hashes, seen.sights[0]) == said


def test_nb21_nb26_a_witness_of_a_later_epoch_fences_this_node() -> None:
    events = tuple(LINES[f"e{seq}"] for seq in range(1, 5))
    others = (*events[:3], *_branch(events, 3))
    asked = evidence(events, events)
    seen = msgspec.structs.replace(asked, sights=(sight(others, after=4, epoch=2),))
    said = opening.decide(seen)
    assert (said.cause, said.question) == ("owner_changed", "take_over")


def test_nb21_a_witness_that_is_ahead_and_cannot_be_read_keeps_the_registers_closed() -> None:
    events = tuple(LINES[f"e{seq}"] for seq in range(1, 5))
    asked = evidence(events[:2], events[:2])
    ahead = Sight(witness="hub", head=head_after(events))
    said = opening.decide(msgspec.structs.replace(asked, sights=(ahead,)))
    assert (said.action, said.cause) == ("closed", "witness_unread")
    later = msgspec.structs.replace(ahead, head=msgspec.structs.replace(ahead.head, epoch=9))
    fenced = opening.decide(msgspec.structs.replace(asked, sights=(later,)))
    assert fenced.cause == "owner_changed"


def test_nb21_a_witness_of_another_journal_says_nothing_of_ours() -> None:
    events = tuple(LINES[f"e{seq}"] for seq in range(1, 4))
    other = Sight(witness="hub", head=Head(journal="another", epoch=9, seq=99, hash="f" * 64))
    asked = evidence(events, events)
    assert opening.compare(asked.database, asked.hashes, other).action == "open"


def test_nb22_a_lost_sidecar_asks_even_where_the_hub_agrees() -> None:
    """What was stamped after the hub last heard is known to the paper alone."""
    events = tuple(LINES[f"e{seq}"] for seq in range(1, 4))
    asked = evidence(events, None)
    seen = msgspec.structs.replace(asked, sights=(sight(events),))
    assert opening.decide(seen).question == "paper_lost"


def test_nb22_a_sidecar_that_is_far_behind_was_put_back_from_somewhere() -> None:
    events = tuple(LINES[f"e{seq}"] for seq in range(1, 2))
    asked = evidence(events, events)
    far = msgspec.structs.replace(asked.database, seq=2 + limits.SIDECAR_LAG_EVENTS_MAX)
    said = opening.decide(msgspec.structs.replace(asked, database=far))
    assert (said.cause, said.question) == ("sidecar_behind", "paper_lost")


@pytest.mark.parametrize("vouched", [True, False])
def test_nb23_the_first_opening_of_a_day_is_confirmed_unless_somebody_outside_vouches(
    vouched: bool,  # noqa: FBT001 - a case
) -> None:
    events = tuple(LINES[f"e{seq}"] for seq in range(1, 4))
    asked = msgspec.structs.replace(evidence(events, events), day_confirmed=False)
    if vouched:
        asked = msgspec.structs.replace(asked, sights=(sight(events),))
    said = opening.decide(asked)
    expected = ("open", "") if vouched else ("ask", "paper_confirm")
    assert (said.action, said.question) == expected


def test_nb24_the_same_length_is_not_the_same_history() -> None:
    events = tuple(LINES[f"e{seq}"] for seq in range(1, 4))
    others = (*events[:2], *_branch(events, 2))
    asked = evidence(events, events)
    said = opening.compare(asked.database, asked.hashes, sight(others))
    assert said.cause == "fork"


def test_nb25_a_sidecar_left_by_the_branch_that_lost_asks_and_does_not_fork() -> None:
    """The power went between a take-over and the new sidecar."""
    events = tuple(LINES[f"e{seq}"] for seq in range(1, 4))
    others = (*events[:2], *_branch(events, 2))
    asked = evidence(events, others)
    later = msgspec.structs.replace(asked.database, epoch=2)
    said = opening.decide(msgspec.structs.replace(asked, database=later))
    assert said.question == "paper_lost"


def test_every_question_is_one_that_a_screen_has() -> None:
    assert set(ASKED.values()) == {"paper_lost", "paper_confirm", "take_over"}


def _branch(events: tuple[Event, ...], parting: int) -> tuple[Event, ...]:
    """The rest of a history that goes another way after `parting` events."""
    head, rest = head_after(events[:parting]), []
    for _ in events[parting:]:
        other = journal.append(head, ELSEWHERE, nonce=bytes(16), at="2026-11-20T02:10:00.000Z")
        rest.append(other)
        head = journal.advance(head, other)
    return tuple(rest)

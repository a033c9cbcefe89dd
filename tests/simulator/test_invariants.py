"""Each check is seen to fail: a checker that cannot fail proves nothing.

R-IN-15
"""

from collections.abc import Callable
from datetime import date

import pytest

from tests.simulator.mutants import MUTANTS
from tools.simulator import invariants, work
from tools.simulator.core.machine import CoreMachine
from tools.simulator.core.notes import Given, Note
from tools.simulator.history import begin, run
from tools.simulator.paper import Paper, Violated
from tools.simulator.port import IN, Shown
from tools.simulator.runner import core_of
from tools.simulator.world import World
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.opening import Source
from vanthu_server.commune.services.taking import Taken
from vanthu_sync.opening import Sight

KEY = (IN, 2026)
SEEDS = range(1, 1000)


class Deaf(CoreMachine):
    """It hears no witness."""

    def sighted(self, sight: Sight, source: Source) -> None:
        del sight, source


class Undelegated(CoreMachine):
    """It numbers what the province numbers."""

    def take(self, desk: Desk, book: str, received: date | None) -> Taken:
        register = self.ledger.tables.books[book][-1]
        if register.owner == "province":
            return Taken(year=register.year, number=register.mark + 1)
        return super().take(desk, book, received)


class Forgetting(CoreMachine):
    """It keeps no operation ids: a retry is another document."""

    def give(self, op: str, given: Given) -> Note:
        note = super().give(op, given)
        self.ledger.tables.ops.pop(op)
        return note


def office(kind: type[CoreMachine] = CoreMachine) -> tuple[World, CoreMachine]:
    world = World(core_of(kind))
    begin(world)
    work.desk(world, 0)
    desk = world.desk
    assert isinstance(desk, CoreMachine)
    return world, desk


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("I1a", MUTANTS["recycle"]),
        ("I2", MUTANTS["block_pools"]),
        ("I4", MUTANTS["show_before_fsync"]),
        ("I5", Forgetting),
        ("I6", MUTANTS["clock_driven_year"]),
        ("I8", Deaf),
        ("CK3", MUTANTS["max_clock"]),
        ("NB18", Undelegated),
    ],
)
def test_a_machine_that_breaks_a_rule_is_reported_under_that_rule(
    rule: str, kind: type[CoreMachine]
) -> None:
    assert any(run(seed, core_of(kind)).rule == rule for seed in SEEDS)


def tampered_rows(desk: CoreMachine) -> None:
    del desk.ledger.tables.numbers[KEY][1]
    desk.ledger.tables.raise_mark(KEY, 1)


def other_rows(desk: CoreMachine) -> None:
    desk.ledger.tables.numbers[KEY][1] = ("void", "", "")


def fallen_epoch(desk: CoreMachine) -> None:
    desk.disk.notes[-1].epoch = 0


def swapped_numbers(desk: CoreMachine) -> None:
    bodies = [note.body for note in desk.disk.notes if isinstance(note.body, Given)]
    first, second = [body for body in bodies if body.book == IN][:2]
    first.number, second.number = second.number, first.number
    desk.ledger.tables.numbers[KEY][1], desk.ledger.tables.numbers[KEY][2] = (
        desk.ledger.tables.numbers[KEY][2],
        desk.ledger.tables.numbers[KEY][1],
    )


@pytest.mark.parametrize(
    ("rule", "tamper"),
    [
        ("I2", tampered_rows),
        ("I3", swapped_numbers),
        ("I6", fallen_epoch),
        ("I7", other_rows),
    ],
)
def test_a_chain_that_was_tampered_with_is_reported(
    rule: str, tamper: Callable[[CoreMachine], None]
) -> None:
    _, desk = office()
    invariants.at_end(desk)
    tamper(desk)
    with pytest.raises(Violated, match=rule):
        invariants.at_end(desk)


def test_i4_a_number_that_is_shown_before_it_is_durable_is_reported() -> None:
    world, desk = office()
    late = Shown(IN, 2026, 99, desk.head().seq + 1, fresh=True)
    with pytest.raises(Violated, match="I4"):
        world.exposed(desk, late)


def test_i1a_the_same_number_on_two_documents_is_reported_unless_nobody_could_know() -> None:
    paper = Paper()
    assert paper.stamp(KEY, 1, "a", blind=False, site=False)
    assert paper.stamp(KEY, 1, "a", blind=False, site=False)
    assert not paper.stamp(KEY, 1, "b", blind=True, site=False)
    assert paper.twice == {(KEY, 1)}
    with pytest.raises(Violated, match="I1a"):
        paper.stamp(KEY, 1, "c", blind=False, site=False)


def test_i1a_a_door_that_opens_behind_the_paper_is_reported_before_a_number_is_given() -> None:
    world, desk = office()
    world.paper.write_block(KEY, 99)
    with pytest.raises(Violated, match="I1a"):
        world.look(desk)

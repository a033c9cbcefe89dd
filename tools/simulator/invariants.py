"""The invariants of numbering-and-sync, checked from outside: paper against stores and chains."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tools.simulator.paper import Stamp, Violated
from tools.simulator.port import Key, Link, Machine
from vanthu_sync.opening import Sight

if TYPE_CHECKING:
    from tools.simulator.world import World


def at_opening(world: "World", machine: Machine) -> None:
    """A machine that gives numbers knows all that is on paper (I1a, I2, I5); raises Violated."""
    if machine.is_branch:
        return
    if world.is_behind(machine):
        raise Violated("I1a", f"{machine.name} gives numbers though the paper is ahead")
    for key, book in world.paper.stamps.items():
        held = machine.numbers(key)
        for number, stamp in book.items():
            known = held.get(number)
            if known is not None and known[0] == "issued" and known[1] == stamp.docs[-1]:
                continue
            _require_excused(world, machine, (key, number, stamp), known)
    require_partition(machine)


def _require_excused(
    world: "World",
    machine: Machine,
    place: tuple[Key, int, Stamp],
    known: Sequence[str] | None,
) -> None:
    key, number, stamp = place
    blind = stamp.blind or (key, number) in world.blind_numbers
    if blind or (key, number) in world.paper.twice:
        return
    state = "" if known is None else known[0]
    fine = (
        (state == "issued" and known is not None and known[1] in stamp.docs)
        or (state == "void" and (stamp.void or stamp.site))
        or (state == "leased" and stamp.site)
        or (state == "issued" and known is not None and known[1] in world.blind_docs)
        or (state == "content_lost" and world.lossy)
        or (not state and key not in machine.books())
    )
    if not fine:
        text = f"{machine.name}: {key} {number} ({stamp.docs[-1]}) is {known}"
        raise Violated("I4" if state in {"", "content_lost"} else "I5", text)


def require_partition(machine: Machine) -> None:
    """Every number from 1 to the mark is in exactly one state (I2); raises Violated.

    A branch holds no register: its numbers are its owner's.
    """
    if machine.is_branch:
        return
    for key in machine.books():
        held, mark = machine.numbers(key), machine.mark(key)
        if len(held) != mark or (held and (max(held) != mark or min(held) < 1)):
            raise Violated("I2", f"{machine.name}: {key} has {len(held)} numbers, mark {mark}")


def require_one_number(world: "World", machine: Machine, doc: str, known: tuple[Key, int]) -> None:
    """A document that is on paper gets no second number while its first is known (NB5)."""
    held = machine.numbers(known[0]).get(known[1])
    if held is not None and held[0] == "issued" and held[1] == doc:
        raise Violated("I5", f"{doc} has {known} and got another number at {machine.name}")
    if not (world.lossy or machine.blind or world.paper.twice):
        raise Violated("I4", f"{doc} has {known}, unknown to {machine.name}")


def at_end(machine: Machine) -> None:
    """What one chain says of itself (I2, I3, I6, I7); raises Violated."""
    require_partition(machine)
    changed = machine.rebuilt()
    if changed:
        raise Violated("I7", f"{machine.name}: {changed} differ when made again")
    _require_growth(machine)
    _require_order(machine)


def _require_growth(machine: Machine) -> None:
    epoch = 0
    for link in machine.links(0):
        if link.epoch < epoch:
            raise Violated("I6", f"{machine.name}: epoch {link.epoch} after {epoch}")
        epoch = link.epoch
    newest: dict[str, int] = {}
    for book, year in machine.years():
        if year <= newest.get(book, 0):
            raise Violated("I6", f"{machine.name}: book {book} {year} after {newest[book]}")
        newest[book] = year


def _require_order(machine: Machine) -> None:
    """T0 and T1 numbers come in the order of commits, and their years only grow (I3, I6)."""
    marks: dict[Key, int] = {}
    years: dict[str, int] = {}
    for entry in machine.entries(0):
        if entry.lease or entry.again:
            continue
        key = (entry.book, entry.year)
        if entry.number <= marks.get(key, 0):
            raise Violated("I3", f"{machine.name}: {key} {entry.number} after {marks[key]}")
        marks[key] = entry.number
        if not entry.slip and entry.year < years.get(entry.book, 0):
            raise Violated("I6", f"{machine.name}: {key} after the year {years[entry.book]}")
        if not entry.slip:
            years[entry.book] = entry.year


def is_parted(machine: Machine, sight: Sight) -> bool:
    """Tell whether a witness knows another history than a machine: the truth, not a decision."""
    ours, theirs = machine.head(), sight.head
    if theirs.seq > ours.seq:
        trail = sight.trail
        return ours.seq > 0 and trail is not None and trail.before != ours.hash
    links = machine.links(theirs.seq - 1)
    return bool(links) and links[0].hash != theirs.hash


def is_of_former(machine: Machine, held: Sequence[Link]) -> bool:
    """Tell whether a site ends in events of an earlier epoch that a machine goes without."""
    return held[-1].epoch < machine.head().epoch and stands_apart(machine, held)


def stands_apart(machine: Machine, held: Sequence[Link]) -> bool:
    """Tell whether a machine's exposed events do not continue those that a witness holds."""
    if not held:
        return False
    links = machine.links(held[-1].seq - 1)
    return not links or links[0].hash != held[-1].hash

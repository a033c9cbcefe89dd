"""Ways of numbering that others have tried, put in the place of ours through the port (target 9).

Each is a core machine that does one thing otherwise; none of it is in the product.
"""

from datetime import date
from typing import Any, Final

from tools.simulator.core.machine import CoreMachine
from tools.simulator.core.notes import Given, Note
from tools.simulator.disks import SidecarDisk
from tools.simulator.port import IN, ORGAN
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.taking import Taken
from vanthu_sync.clock import vietnam_day
from vanthu_sync.numbering import Register
from vanthu_sync.register_events import RegisterOpened

POOL: Final = 10
"""Numbers that a block pool hands out at a time."""


class MaxPlusOne(CoreMachine):
    """The next number is one more than the highest that an entry has."""

    def take(self, desk: Desk, book: str, received: date | None) -> Taken:
        taken = super().take(desk, book, received)
        if taken.lease:
            return taken
        held = self.ledger.tables.numbers[book, taken.year]
        there = [number for number, known in held.items() if known[1]]
        return Taken(year=taken.year, number=max(there, default=0) + 1)


class BlockPools(CoreMachine):
    """Every device has a pool of numbers of its own; a new one is taken when it is empty."""

    def take(self, desk: Desk, book: str, received: date | None) -> Taken:
        taken = super().take(desk, book, received)
        if taken.lease:
            return taken
        device = int(desk.op[-1], 16) % 2
        held = self.ledger.tables.numbers[book, taken.year]
        number = 1
        while number in held or (number - 1) // POOL % 2 != device:
            number += 1
        return Taken(year=taken.year, number=number)


class Recycle(CoreMachine):
    """The number of a struck-out entry is given again."""

    def take(self, desk: Desk, book: str, received: date | None) -> Taken:
        taken = super().take(desk, book, received)
        held = self.ledger.tables.numbers.get((book, taken.year), {})
        for number, known in held.items():
            if known[0] == "void" and not taken.lease:
                del held[number]
                return Taken(year=taken.year, number=number)
        return taken


class NoSidecar(CoreMachine):
    """There is no second copy: what the database holds is all."""

    def assemble(self) -> None:
        self.side.present, self.side.full = True, False
        self.side.events = list(self.disk.notes)
        self.side.synced = len(self.side.events)
        super().assemble()

    def durable(self) -> int:
        return self.disk.synced


class Heads(SidecarDisk[Note]):
    """A sidecar that can tell how far the journal was, and not what was in it."""

    def append(self, events: Any) -> None:  # noqa: ANN401 - as the port has it
        super().append(_head_of(note) for note in events)


class ThinSidecar(CoreMachine):
    """The sidecar holds heads: numbers and hashes, no content."""

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 - as the port has it
        super().__init__(*args, **named)
        self.side = Heads(self.bomb.passed)


def _head_of(note: Note) -> Note:
    body = note.body
    if isinstance(body, Given):
        body = Given(body.book, body.year, body.number, "")
    return Note(note.seq, note.epoch, note.prev, note.hash, op="", at=note.at, body=body)


class NoCloneCheck(CoreMachine):
    """No machine asks whether it is the one that held the registers."""

    def bound_to(self) -> str:
        return self.ledger.tables.holder or self.disk.machine


class ShowBeforeFsync(CoreMachine):
    """The number is shown as soon as it is written; the disks follow when they like."""

    def give(self, op: str, given: Given) -> Note:
        ledger = self.ledger
        note = ledger.append(given, op=op)
        self.side.events.append(note)
        ledger.exposed = len(ledger.disk.notes)
        return note

    def durable(self) -> int:
        return len(self.disk.notes)


class ClockDrivenYear(CoreMachine):
    """The book is that of the year that the clock shows; nobody is asked."""

    def take(self, desk: Desk, book: str, received: date | None) -> Taken:
        del desk
        year = (received or vietnam_day(self.clock.now())).year
        tables = self.ledger.tables
        if tables.register((book, year)) is None:
            self.ledger.append(RegisterOpened(book=book, year=year))
        register = tables.register((book, year)) or Register(organ=ORGAN, book=book, year=year)
        return Taken(year=year, number=register.mark + 1)


class MaxClock(CoreMachine):
    """Time is the later of the clock and all that was ever seen."""

    newest: date = date.min

    def dated(self) -> date:
        self.newest = max(self.newest, vietnam_day(self.clock.now()))
        return self.newest

    def take(self, desk: Desk, book: str, received: date | None) -> Taken:
        self.dated()
        return super().take(desk, book, received)


class LeaseExpiry(CoreMachine):
    """A lease ends with its day, by the clock; the rest is handed on to others."""

    def take(self, desk: Desk, book: str, received: date | None) -> Taken:
        taken = super().take(desk, book, received)
        if taken.lease or book != IN:
            return taken
        held = self.ledger.tables.numbers[book, taken.year]
        today = vietnam_day(self.clock.now())
        for block in self.ledger.tables.blocks.values():
            granted = next(n for n in self.disk.notes if getattr(n.body, "id", "") == block.id)
            if block.year != taken.year or vietnam_day(granted.at) >= today:
                continue
            for number in range(block.first, block.last + 1):
                if held[number][0] == "leased":
                    return Taken(year=taken.year, number=number)
        return taken


MUTANTS: Final[dict[str, type[CoreMachine]]] = {
    "max_plus_one": MaxPlusOne,
    "block_pools": BlockPools,
    "recycle": Recycle,
    "no_sidecar": NoSidecar,
    "thin_sidecar": ThinSidecar,
    "no_clone_check": NoCloneCheck,
    "show_before_fsync": ShowBeforeFsync,
    "clock_driven_year": ClockDrivenYear,
    "max_clock": MaxClock,
    "lease_expiry": LeaseExpiry,
}
"""The mutants of target 9 by name."""

"""What the invariants read of a machine of the core level: its rows and its notes."""

from collections.abc import Mapping, Sequence
from datetime import date

from tools.simulator.core.ledger import DataFolder, MemoryLedger
from tools.simulator.core.notes import Given
from tools.simulator.core.tables import Tables, tables_of
from tools.simulator.port import Block, Entry, Key, Link, Machine
from vanthu_sync.clock import vietnam_day
from vanthu_sync.journal import Head
from vanthu_sync.register_events import RegisterOpened


class ReadingMachine(Machine):
    """The reading half of a machine of the core."""

    disk: DataFolder
    ledger: MemoryLedger

    def head(self) -> Head:
        """See `port.Machine`."""
        return self.ledger.head()

    def exposed(self) -> int:
        """See `port.Machine`."""
        return self.ledger.exposed

    def durable(self) -> int:
        """See `port.Machine`."""
        side = self.side
        kept = side.events[side.synced - 1].seq if side.synced else 0
        return min(kept, self.disk.synced)

    def links(self, after: int) -> Sequence[Link]:
        """See `port.Machine`."""
        return self.disk.notes[after : self.ledger.exposed]

    def mark(self, key: Key) -> int:
        """See `port.Machine`."""
        register = self.ledger.tables.register(key)
        return 0 if register is None else register.mark

    def numbers(self, key: Key) -> Mapping[int, Sequence[str]]:
        """See `port.Machine`."""
        return self.ledger.tables.numbers.get(key, {})

    def books(self) -> Sequence[Key]:
        """See `port.Machine`."""
        return list(self.ledger.tables.numbers)

    def blocks(self) -> Sequence[Block]:
        """See `port.Machine`."""
        return [
            Block(
                id=each.id,
                key=(each.book, each.year),
                first=each.first,
                last=each.last,
                next=each.next,
                day=each.day,
                closed=each.closed,
            )
            for each in self.ledger.tables.blocks.values()
        ]

    def strays(self) -> Sequence[str]:
        """See `port.Machine`."""
        return [name for name, (_, settled) in self.ledger.tables.strays.items() if not settled]

    def entries(self, after: int) -> Sequence[Entry]:
        """See `port.Machine`."""
        return [
            Entry(
                book=note.body.book,
                year=note.body.year,
                number=note.body.number,
                doc=note.body.doc,
                seq=note.seq,
                slip=note.body.slip,
                lease=note.body.lease,
                again=note.body.again,
                corrects=note.body.corrects,
                origin=note.body.origin,
            )
            for note in self.disk.notes[after : self.ledger.exposed]
            if isinstance(note.body, Given)
        ]

    def years(self) -> Sequence[tuple[str, int]]:
        """See `port.Machine`."""
        bodies = (note.body for note in self.disk.notes)
        return [(body.book, body.year) for body in bodies if isinstance(body, RegisterOpened)]

    def status(self, key: Key) -> str:
        """See `port.Machine`."""
        register = self.ledger.tables.register(key)
        return "" if register is None else register.status

    def dated(self) -> date:
        """See `port.Machine`."""
        return vietnam_day(self.trusted.now())

    def rebuilt(self) -> tuple[str, ...]:
        """See `port.Machine`."""
        again, now = tables_of(self.disk.notes), self.ledger.tables
        return tuple(
            name for name in Tables.__slots__ if getattr(again, name) != getattr(now, name)
        )

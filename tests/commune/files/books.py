"""Journal and sidecar read piece by piece beside the node: what came since the last look."""

from dataclasses import dataclass, field

from tests.commune.node import UBND
from tests.commune.stores import database
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.storage import journal_table
from vanthu_sync import sidecar
from vanthu_sync.events import IncomingRegistered, read
from vanthu_sync.journal import Event


@dataclass
class Books:
    """What a node's files hold; `numbers` is operation → number in the order of commits."""

    config: NodeConfig
    numbers: dict[str, int] = field(default_factory=dict)
    seq: int = 0
    offset: int = 0

    def faults(self, told: dict[str, int]) -> list[str]:
        """Return what is wrong, [] when all is well; for a node that has opened and rests.

        A told number that is missing or another's, a hole, a double, an inversion, a sidecar
        that is not the journal.
        """
        with database(self.config) as db:
            events = journal_table.events(db, after=self.seq, limit=-1)
        wrong = self._sidecar(events)
        for event in events:
            wrong += self._note(event)
        self.seq = events[-1].header.seq if events else self.seq
        wrong += [
            f"told {number}, kept {self.numbers.get(op)}: {op}"
            for op, number in told.items()
            if self.numbers.get(op) != number
        ]
        return wrong

    def _sidecar(self, events: tuple[Event, ...]) -> list[str]:
        with self.config.sidecar.open("rb") as file:
            file.seek(self.offset)
            lines = file.read()
        self.offset += len(lines)
        return [] if lines == sidecar.lines(events) else [f"sidecar after {self.seq}"]

    def _note(self, event: Event) -> list[str]:
        if event.header.kind != "incoming.registered" or event.header.organ != UBND:
            return []
        assert event.body is not None
        number, due = read(event.body, IncomingRegistered).number, len(self.numbers) + 1
        self.numbers[event.header.op] = number
        return [] if number == due else [f"{number} where {due} was due"]

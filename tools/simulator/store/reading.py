"""What the invariants read of a store: rows and events as they are on the disk."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from tools.simulator.port import Block, Entry, Key, Link, Machine
from tools.simulator.store.linked import Linked
from tools.simulator.store.memory import MemoryDisk
from vanthu_server.commune.services.command import CommandDesk
from vanthu_server.commune.storage import journal_table
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_server.commune.storage.machine.holding import HolderStore
from vanthu_server.commune.storage.rebuild import dump
from vanthu_server.commune.storage.rows_again import rows_again
from vanthu_server.projection import TABLES
from vanthu_sync.clock import vietnam_day
from vanthu_sync.register_events import RegisterOpened


class ReadingMachine(Machine):
    """The reading half of a store's machine."""

    disk: MemoryDisk
    ledger: SqliteLedger
    holders: HolderStore
    commands: CommandDesk
    _links: list[Linked]

    def _rows(self, sql: str, *values: str | int) -> list[tuple[str | int, ...]]:
        return [tuple(row) for row in self.disk.connection.execute(sql, values)]

    def links(self, after: int) -> Sequence[Link]:
        """See `port.Machine`; events are hashed once as long as the chain only grows."""
        known: list[Linked] = getattr(self, "_links", [])
        newest = known[-1] if known else None
        if newest is not None and self._hash_at(newest.seq) != newest.hash:
            known = []
        db = self.disk.connect(self.disk.nowhere, writing=False)
        fresh = journal_table.events(db, after=len(known), limit=-1)
        self._links = [*known, *(Linked(event) for event in fresh)] if fresh else known
        return self._links[after : self.ledger.exposed]

    def _hash_at(self, seq: int) -> str:
        found = self._rows("select hash from journal where seq = ?", seq)
        return str(found[0][0]) if found else ""

    def mark(self, key: Key) -> int:
        """See `port.Machine`."""
        found = self._rows("select mark from register where book = ? and year = ?", *key)
        return int(found[0][0]) if found else 0

    def numbers(self, key: Key) -> Mapping[int, Sequence[str]]:
        """See `port.Machine`."""
        sql = "select number, state, document, lease from number where book = ? and year = ?"
        return {
            int(number): (str(state), str(document), str(lease))
            for number, state, document, lease in self._rows(sql, *key)
        }

    def books(self) -> Sequence[Key]:
        """See `port.Machine`."""
        found = self._rows("select book, year from register order by book, year")
        return [(str(book), int(year)) for book, year in found]

    def blocks(self) -> Sequence[Block]:
        """See `port.Machine`."""
        sql = 'select id, book, year, first, last, "next", day, closed from lease order by seq'
        return [
            Block(
                id=str(name),
                key=(str(book), int(year)),
                first=int(first),
                last=int(last),
                next=int(following),
                day=str(day),
                closed=bool(closed),
            )
            for name, book, year, first, last, following, day, closed in self._rows(sql)
        ]

    def strays(self) -> Sequence[str]:
        """See `port.Machine`."""
        sql = "select origin from stray where settled_as is null order by seq, origin"
        return [str(origin) for (origin,) in self._rows(sql)]

    def entries(self, after: int) -> Sequence[Entry]:
        """See `port.Machine`."""
        sql = (
            "select book, year, number, document, seq, slip, lease, again, corrects, origin"
            " from number where document <> '' and seq > ? and seq <= ? order by seq"
        )
        found = self._rows(sql, after, self.ledger.exposed)
        return [
            Entry(
                book=str(row[0]),
                year=int(row[1]),
                number=int(row[2]),
                doc=str(row[3]),
                seq=int(row[4]),
                slip=str(row[5]),
                lease=str(row[6]),
                again=bool(row[7]),
                corrects=int(row[8]),
                origin=str(row[9]),
            )
            for row in found
        ]

    def years(self) -> Sequence[tuple[str, int]]:
        """See `port.Machine`."""
        sql = "select body from journal where kind = 'register.opened' order by seq"
        bodies = [
            msgspec.json.decode(body, type=RegisterOpened)
            for (body,) in self.disk.connection.execute(sql)
        ]
        return [(body.book, body.year) for body in bodies]

    def status(self, key: Key) -> str:
        """See `port.Machine`."""
        found = self._rows("select status from register where book = ? and year = ?", *key)
        return str(found[0][0]) if found else ""

    def dated(self) -> date:
        """See `port.Machine`."""
        return vietnam_day(self.trusted.now())

    def rebuilt(self) -> tuple[str, ...]:
        """See `port.Machine`."""
        db = self.disk.connect(self.disk.nowhere, writing=True)
        before = dump(db)
        db.conn.execute("begin immediate")
        try:
            rows_again(db)
            after = dump(db)
        finally:
            db.conn.execute("rollback")
        return tuple(table for table in TABLES if before[table] != after[table])

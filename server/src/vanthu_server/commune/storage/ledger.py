"""The ledger: one transaction for journal, register and rows, then the sidecar, then exposure.

Theory of operation (PROTOCOL.md NB6-NB8, I4):
1. `write` opens BEGIN IMMEDIATE. Events recorded in it are chained onto the head.
2. On leaving: COMMIT (WAL fdatasync), then the events are appended to the sidecar and fsynced,
   and only then `exposed` moves and the caller goes on to reply.
3. Rows that carry a seq beyond `exposed` are not shown by any reading, so a number whose
   sidecar line failed (stick pulled, disk full) is seen by nobody until the line is there.
   Every later write first catches the sidecar up.
4. Nothing is written before `admit`, which the opening check calls (NB8).
5. The points passed on the way are named in POINTS; tests end the process at each of them.
"""

import errno
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from sqlite_utils import Database

from vanthu_server.commune.domain.ports import Chance, Clock
from vanthu_server.commune.storage import journal_table
from vanthu_server.commune.storage.database import connect, snapshot, truncate_wal
from vanthu_server.commune.storage.event_write import write_event
from vanthu_server.commune.storage.sidecar_file import SidecarFile
from vanthu_server.commune.storage.unit import StoreUnit
from vanthu_sync.errors import Refused
from vanthu_sync.journal import FIRST_HASH, Event, Head

POINTS: Final = (
    "begun",
    "recorded",
    "committed",
    "sidecar_written",
    "sidecar_synced",
    "exposed",
    "answered",
)
"""The order of exposure; `answered` is passed when the reply's first byte has gone out."""

DISK_FULL_ERRORS: Final = frozenset({errno.ENOSPC, errno.EDQUOT})

OPTIMISE_SEARCH: Final = (
    "insert into incoming_search (incoming_search) values ('optimize')",
    "insert into outgoing_search (outgoing_search) values ('optimize')",
)
"""Merges the index's segments, so that removed words are in none of them."""


class Connect(Protocol):
    """Opens the database; a simulation opens one in memory."""

    def __call__(self, path: Path, *, writing: bool) -> Database:
        """Return a connection; a reading one cannot write."""
        ...


class SqliteLedger:
    """The node's store over one SQLite file and one sidecar."""

    def __init__(
        self,
        path: Path,
        *,
        sidecar: SidecarFile,
        clock: Clock,
        chance: Chance,
        passed: Callable[[str], None],
        connect: Connect = connect,
    ) -> None:
        self._connect = connect
        self._path = path
        self._sidecar = sidecar
        self._clock = clock
        self._chance = chance
        self._passed = passed
        self._db = self._connect(path, writing=True)
        self._turn = threading.RLock()
        self._exposed = journal_table.head(self._db).seq
        self._sidecar_behind = False
        self._leftovers = False
        self._closed_by = "NODE_NOT_OPEN"

    @property
    def exposed(self) -> int:
        """The seq up to which events are in the sidecar and may be shown or sent."""
        return self._exposed

    @contextmanager
    def write(self) -> Iterator[StoreUnit]:
        """See `commune.domain.ports.Ledger.write`."""
        with self._turn:
            if self._closed_by:
                raise Refused(self._closed_by)
            self._catch_up()
            if self._leftovers:
                self.forget_removed()
            unit = StoreUnit(self._db, exposed=None, clock=self._clock, chance=self._chance)
            with self._transaction():
                self._passed("begun")
                yield unit
                self._passed("recorded")
            if unit.recorded:
                self._expose(unit.recorded)
            if unit.removed:
                self.forget_removed()

    @contextmanager
    def read(self) -> Iterator[StoreUnit]:
        """See `commune.domain.ports.Ledger.read`."""
        exposed = self._exposed
        with self.reading() as db:
            yield StoreUnit(db, exposed=exposed, clock=self._clock, chance=self._chance)

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """A connection that cannot write, inside one snapshot."""
        db = self._connect(self._path, writing=False)
        try:
            with snapshot(db):
                yield db
        finally:
            db.conn.close()

    @contextmanager
    def machine(self) -> Iterator[Database]:
        """A transaction for this machine's own tables: no event, nothing to expose."""
        with self._turn, self._transaction():
            yield self._db

    def head(self) -> Head:
        """Return the database's head."""
        with self._turn:
            return journal_table.head(self._db)

    def hashes(self, first: int) -> dict[int, str]:
        """Return seq → chain hash from `first` on, the beginning (0) always."""
        with self._turn:
            return {0: FIRST_HASH, **journal_table.hashes(self._db, first=first)}

    def events(self, *, after: int, limit: int) -> tuple[Event, ...]:
        """Return exposed events after `after`, in order."""
        exposed = self._exposed
        with self.reading() as db:
            found = journal_table.events(db, after=after, limit=limit)
        return tuple(event for event in found if event.header.seq <= exposed)

    def sidecar(self) -> tuple[Event, ...] | None:
        """Return the sidecar's events, None where the file is missing; raises SidecarDamaged."""
        return self._sidecar.read()

    def complete_sidecar(self, after: int) -> None:
        """Append the database's events after the seq `after` to the sidecar: all may be shown."""
        with self._turn:
            self._sidecar.mend()
            missing = journal_table.events(self._db, after=after, limit=-1)
            if missing:
                self._sidecar.append(missing)
            self._exposed = journal_table.head(self._db).seq

    def recover(self, missing: tuple[Event, ...]) -> None:
        """Apply the sidecar's events to the database, in one transaction."""
        with self._turn, self._transaction():
            for event in missing:
                write_event(self._db, event)

    def admit(self) -> None:
        """Open for writing: both sides are equal, all of it may be shown; raises OSError."""
        with self._turn:
            self._sidecar.mend()
            self._exposed = journal_table.head(self._db).seq
            self._closed_by = ""

    def suspend(self, code: str) -> None:
        """Write nothing from here on: every command is refused with `code`."""
        with self._turn:
            self._closed_by = code

    def replicate(self, events: tuple[Event, ...]) -> None:
        """Take events of the owner in, as a follower: database, then sidecar, then exposed."""
        with self._turn:
            self._catch_up()
            if not self._sidecar.exists():
                self._sidecar.rewrite(journal_table.events(self._db, after=0, limit=-1))
            self.recover(events)
            self._expose(events)
            if any(event.header.kind == "content.removed" for event in events):
                self.forget_removed()

    @contextmanager
    def write_anew(self) -> Iterator[StoreUnit]:
        """One transaction before the sidecar is made anew from the whole journal.

        For what a person said when the sidecar was lost: a power cut in between leaves the
        sidecar as it was found, so that the person is asked again. The old file is set aside.
        """
        with self._turn:
            unit = StoreUnit(self._db, exposed=None, clock=self._clock, chance=self._chance)
            with self._transaction():
                yield unit
            try:
                self._sidecar.set_aside()
                self._sidecar.rewrite(journal_table.events(self._db, after=0, limit=-1))
            except OSError as error:
                raise _sidecar_refusal(error) from error
            self._sidecar_behind = False
            self._exposed = journal_table.head(self._db).seq

    def name(self, journal: str) -> None:
        """Give a new node's journal its id."""
        with self.machine() as db:
            journal_table.make(db, journal)

    def journal(self) -> str | None:
        """Return the journal's id, None before the node was set up."""
        with self._turn:
            return journal_table.journal_name(self._db)

    def node_name(self) -> str:
        """Return the node's name as its first event says, "" before it."""
        with self.reading() as db:
            first = journal_table.events(db, after=0, limit=1)
        return str(first[0].content.get("name", "")) if first else ""

    def forget_removed(self) -> None:
        """Bring the sidecar and the WAL to what the journal still holds (Gỡ nội dung).

        What fails or waits for a reader is done before the next write.
        """
        with self._turn:
            self._leftovers = True
            try:
                self._sidecar.rewrite(self._all_in_sidecar())
            except OSError as error:
                raise _sidecar_refusal(error) from error
            for optimise in OPTIMISE_SEARCH:
                self._db.conn.execute(optimise)
            self._leftovers = not truncate_wal(self._db)

    def close(self) -> None:
        """Close the writing connection."""
        with self._turn:
            self._db.conn.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        connection = self._db.conn
        try:
            connection.execute("begin immediate")
            try:
                yield
                connection.execute("commit")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("rollback")
                raise
        except sqlite3.Error as error:
            raise _storage_refusal(error) from error

    def _expose(self, events: tuple[Event, ...]) -> None:
        self._passed("committed")
        self._sidecar_behind = True  # until the lines are there, whatever stops the way to them
        try:
            self._sidecar.append(events)
        except OSError as error:
            raise _sidecar_refusal(error) from error
        self._sidecar_behind = False
        self._exposed = events[-1].header.seq
        self._passed("exposed")

    def _catch_up(self) -> None:
        """Write the sidecar anew: after a failed fsync the old pages may never reach the disk."""
        if not self._sidecar_behind:
            return
        try:
            self._sidecar.mend()
            self._sidecar.rewrite(self._all_in_sidecar())
        except OSError as error:
            raise _sidecar_refusal(error) from error
        self._sidecar_behind = False
        self._exposed = journal_table.head(self._db).seq

    def _all_in_sidecar(self) -> tuple[Event, ...]:
        held = self._sidecar.read() or ()
        first = held[0].header.seq if held else 1
        return journal_table.events(self._db, after=first - 1, limit=-1)


def _storage_refusal(error: sqlite3.Error) -> Refused:
    code = getattr(error, "sqlite_errorname", "")
    return Refused("DISK_FULL" if code == "SQLITE_FULL" else "STORAGE_FAILED", detail=str(error))


def _sidecar_refusal(error: OSError) -> Refused:
    full = error.errno in DISK_FULL_ERRORS
    return Refused("DISK_FULL" if full else "STORAGE_FAILED", detail=str(error))

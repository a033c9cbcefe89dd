"""The ledger of the core level: transaction, sidecar, exposure, in the product's order.

It mirrors `commune.storage.ledger` step by step, over lists in place of files, so that the
product's door, answers and handlers run on it unchanged. A data folder keeps what was committed;
`synced` says how much of it the disk would still hold after the power went.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

import msgspec

from tools.simulator.core.notes import FIRST_HASH, Names, Note
from tools.simulator.core.tables import Tables, tables_of
from tools.simulator.core.unit import MemoryUnit
from tools.simulator.disks import SidecarDisk
from tools.simulator.port import JOURNAL
from vanthu_server.commune.domain.holding import Standing
from vanthu_sync.errors import Refused
from vanthu_sync.journal import Head
from vanthu_sync.opening import Sight
from vanthu_sync.sidecar import SidecarDamaged


class DataFolder:
    """What lies in a machine's data folder.

    `rows` are the tables and hashes that its events make, None where they have to be made again.
    """

    __slots__ = (
        "confirmed",
        "doubted",
        "fences",
        "full",
        "machine",
        "notes",
        "rows",
        "standing",
        "synced",
    )

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.rows: tuple[Tables, dict[int, str]] | None = None
        self.synced = 0
        self.machine = ""
        self.standing: Standing = "owner"
        self.confirmed: date | None = None
        self.doubted = False
        self.fences: dict[str, Sight] = {}
        self.full = False

    def copy(self) -> "DataFolder":
        """Return a copy, as a backup holds it."""
        other = DataFolder()
        other.notes = self.notes[: self.synced]
        other.synced = self.synced
        other.machine = self.machine
        other.standing = self.standing
        other.confirmed = self.confirmed
        other.doubted = self.doubted
        other.fences = dict(self.fences)
        return other


class MemoryLedger:
    """See `commune.storage.ledger.SqliteLedger`."""

    def __init__(
        self,
        disk: DataFolder,
        side: SidecarDisk[Note],
        names: Names,
        *,
        passed: Callable[[str], None],
        now: Callable[[], datetime],
    ) -> None:
        self.disk = disk
        self.side = side
        self.passed = passed
        self.tables: Tables
        self._hashes: dict[int, str]
        self._names = names
        self._now = now
        if disk.rows is None:
            self._again()
        else:
            self.tables, self._hashes = disk.rows
        self.exposed = len(disk.notes)
        self._behind = False
        self._closed_by = "NODE_NOT_OPEN"

    def begin(self) -> None:
        """Get ready to write; raises Refused."""
        if self._closed_by:
            raise Refused(self._closed_by)
        if self._behind:
            self._catch_up()
        if self.disk.full:
            raise Refused("DISK_FULL")
        self.passed("begun")

    @contextmanager
    def write(self) -> Iterator[MemoryUnit]:
        """One transaction, then the sidecar, then exposure."""
        self.begin()
        start = len(self.disk.notes)
        try:
            yield MemoryUnit(self)
            self.passed("recorded")
        except BaseException:
            self._roll_back(start)
            raise
        if len(self.disk.notes) > start:
            self.commit(start)

    @contextmanager
    def write_anew(self) -> Iterator[MemoryUnit]:
        """One transaction before the sidecar is made anew from the whole journal."""
        before = list(self.disk.notes)
        try:
            if self.disk.full:
                raise Refused("DISK_FULL")
            yield MemoryUnit(self)
        except BaseException:
            self.disk.notes = before
            self._roll_back(len(before))
            raise
        self.passed("written")
        self.disk.synced = len(self.disk.notes)
        try:
            self.side.set_aside()
            self.side.rewrite(self.disk.notes)
        except OSError as error:
            raise _refusal(error) from error
        self._behind = False
        self.exposed = len(self.disk.notes)

    def append(self, body: object, *, op: str = "", epoch: int = 0) -> Note:
        """Chain an event onto the head and bring the rows up to date; raises Refused."""
        notes = self.disk.notes
        if notes:
            last = notes[-1]
            seq, prev, epoch = last.seq + 1, last.hash, epoch or last.epoch
        else:
            seq, prev, epoch = 1, FIRST_HASH, epoch or 1
        note = Note(seq, epoch, prev, self._names.next(), op=op, at=self._now(), body=body)
        self.tables.apply(note)
        notes.append(note)
        self._hashes[seq] = note.hash
        return note

    def commit(self, start: int) -> None:
        """Make the events from `start` on durable, then expose them; raises Refused."""
        notes, passed = self.disk.notes, self.passed
        passed("written")
        self.disk.synced = len(notes)
        passed("committed")
        self._behind = True
        try:
            self.side.append(notes[start:])
        except OSError as error:
            raise _refusal(error) from error
        self._behind = False
        self.exposed = len(notes)
        passed("exposed")

    def cancel(self, start: int) -> None:
        """Roll back what was recorded from `start` on."""
        self._roll_back(start)

    def replace_branch(self, after: int, theirs: tuple[Note, ...]) -> tuple[Note, ...]:
        """Put `theirs` in the place of all events after `after`; return what was there."""
        ours = tuple(self.disk.notes[after:])
        self.disk.notes = [*self.disk.notes[:after], *theirs]
        self._again()
        return ours

    def head(self) -> Head:
        """Return the database's head."""
        if not self.disk.notes:
            return Head(journal=JOURNAL, epoch=1, seq=0, hash=FIRST_HASH)
        last = self.disk.notes[-1]
        return Head(journal=JOURNAL, epoch=last.epoch, seq=last.seq, hash=last.hash)

    def hashes(self, first: int) -> dict[int, str]:
        """Return seq → chain hash: all of them, whatever `first` is."""
        del first
        return self._hashes

    def sidecar(self) -> tuple[Note, ...] | None:
        """Return the sidecar's events, None where it is missing; raises SidecarDamaged."""
        if self.side.damaged:
            raise SidecarDamaged(1)
        return tuple(self.side.events) if self.side.present else None

    def complete_sidecar(self, after: int) -> None:
        """Append the database's events after `after` to the sidecar; raises OSError."""
        self.side.mend()
        missing = self.disk.notes[after:]
        if missing:
            self.side.append(missing)

    def recover(self, missing: Sequence[Note]) -> None:
        """Apply missing events, in one transaction; raises Refused."""
        if self.disk.full:
            raise Refused("DISK_FULL")
        for note in missing:
            self.tables.apply(note)
            self.disk.notes.append(note)
            self._hashes[note.seq] = note.hash
        self.passed("written")
        self.disk.synced = len(self.disk.notes)

    def forget_removed(self) -> None:
        """Nothing is removed at this level."""

    def admit(self) -> None:
        """Open for writing: all of it may be shown; raises OSError."""
        self.side.mend()
        self.exposed = len(self.disk.notes)
        self._closed_by = ""

    def suspend(self, code: str) -> None:
        """Refuse writing with `code`."""
        self._closed_by = code

    def replicate(self, notes: Sequence[Note]) -> None:
        """As a follower: database, then sidecar, then exposed; raises Refused."""
        if self._behind:
            self._catch_up()
        self.recover(notes)
        self.commit(len(self.disk.notes) - len(notes))

    def _catch_up(self) -> None:
        try:
            self.side.mend()
            held = self.side.events
            first = held[0].seq if held else 1
            self.side.rewrite(self.disk.notes[first - 1 :])
        except OSError as error:
            raise _refusal(error) from error
        self._behind = False
        self.exposed = len(self.disk.notes)

    def _roll_back(self, start: int) -> None:
        del self.disk.notes[start:]
        self._again()

    def _again(self) -> None:
        self.tables = tables_of(self.disk.notes)
        self._hashes = _hashes(self.disk.notes)
        self.disk.rows = (self.tables, self._hashes)


class MemoryHolders:
    """See `services.opening.Holders`."""

    def __init__(self, ledger: MemoryLedger) -> None:
        self._ledger = ledger
        self._disk = ledger.disk

    def standing(self) -> Standing:
        """Return what the machine is."""
        return self._disk.standing

    def machine(self) -> str:
        """Return the machine that holds the registers: of the last take-over, else the bound."""
        return self._ledger.tables.holder or self._disk.machine

    def bind(self, machine: str) -> None:
        """Bind the registers to this machine; a follower is their owner from then on."""
        self._disk.machine = machine
        if self._disk.standing == "follower":
            self._disk.standing = "owner"

    def confirmed_day(self) -> date | None:
        """Return the last day that somebody vouched for."""
        return self._disk.confirmed

    def correction(self) -> int:
        """Return the seconds that are added to the machine's clock."""
        return self._ledger.tables.correction

    def last(self) -> datetime | None:
        """Return the instant of the journal's last event."""
        notes = self._disk.notes
        return notes[-1].at if notes else None

    def remember(self, sight: Sight) -> None:
        """Keep what a witness has seen that keeps the registers closed."""
        self._disk.fences[sight.witness] = msgspec.structs.replace(sight, trail=None)

    def remembered(self, ours: Head) -> tuple[Sight, ...]:
        """Return the heads that witnesses named in earlier runs."""
        return tuple(each for each in self._disk.fences.values() if ours.journal)

    def doubt(self) -> None:
        """Keep that the paper has to be asked."""
        self._disk.doubted, self._disk.confirmed = True, None

    def in_doubt(self) -> bool:
        """Tell whether the paper has to be asked."""
        return self._disk.doubted

    def confirm_day(self, day: date) -> None:
        """Keep the day that somebody vouched for."""
        self._disk.confirmed, self._disk.doubted = day, False


def _hashes(notes: Sequence[Note]) -> dict[int, str]:
    found: dict[int, str] = {0: FIRST_HASH}
    for note in notes:
        found[note.seq] = note.hash
    return found


def _refusal(error: OSError) -> Refused:
    return Refused("STORAGE_FAILED", detail=str(error))

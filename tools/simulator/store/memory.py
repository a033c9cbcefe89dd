"""The node's database in memory: one connection a disk, copied in an instant.

What SQLite has committed is what the disk holds: the product commits with synchronous=FULL, and
tests/commune proves on real files what is durable when. Here a process that ends only loses its
open transaction.
"""

import errno
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from tools.simulator.disks import SidecarDisk
from tools.simulator.store.linked import Linked
from vanthu_server.commune.storage.database import migrate
from vanthu_server.commune.storage.sidecar_file import SidecarFile
from vanthu_sync.journal import Event
from vanthu_sync.sidecar import SidecarDamaged

NOWHERE: Final = Path("memory")


class Staying(sqlite3.Connection):
    """A connection that a reader's close leaves open; `end` closes it."""

    def close(self) -> None:
        """The disk stays."""

    def end(self) -> None:
        """Let the memory go."""
        super().close()


class MemoryDisk:
    """The database of a data folder; `connect` is the product's seam (`storage.ledger`)."""

    nowhere = NOWHERE

    def __init__(self, image: bytes) -> None:
        self._open(image)

    def _open(self, image: bytes) -> None:
        self.connection = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False, factory=Staying
        )
        self.connection.deserialize(image)
        self.connection.row_factory = sqlite3.Row

    def connect(self, path: Path, *, writing: bool) -> Database:
        """Return the one connection; see `storage.ledger.Connect`."""
        del path, writing
        return Database(self.connection, execute_plugins=False)

    def image(self) -> bytes:
        """Return what the disk holds."""
        return self.connection.serialize()

    def replace(self, image: bytes) -> None:
        """Put an image in its place."""
        self.connection.end()
        self._open(image)

    def fill(self, *, full: bool) -> None:
        """Let no row be inserted any more, or again."""
        self.connection.set_authorizer(_no_insert if full else None)


def _no_insert(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_INSERT else sqlite3.SQLITE_OK


class MemorySidecar(SidecarFile):
    """The product's sidecar over a disk of the simulator; its bytes are tested elsewhere."""

    def __init__(self, disk: SidecarDisk[Linked], passed: Callable[[str], None]) -> None:
        super().__init__(NOWHERE, passed)
        self._disk = disk

    def read(self) -> tuple[Event, ...] | None:
        """See `SidecarFile.read`."""
        if self._disk.damaged:
            raise SidecarDamaged(1)
        return tuple(link.event for link in self._disk.events) if self._disk.present else None

    def mend(self) -> None:
        """See `SidecarFile.mend`."""
        self._disk.mend()

    def append(self, events: Iterable[Event]) -> None:
        """See `SidecarFile.append`; raises OSError."""
        self._disk.append(Linked(event) for event in events)

    def rewrite(self, events: Iterable[Event]) -> None:
        """See `SidecarFile.rewrite`; raises OSError."""
        self._disk.rewrite(Linked(event) for event in events)

    def set_aside(self) -> None:
        """See `SidecarFile.set_aside`."""
        if self._disk.full:
            raise OSError(errno.ENOSPC, "the sidecar's disk is full")
        self._disk.set_aside()


@cache
def empty() -> bytes:
    """Return a database with the newest schema and no rows; made once a process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vanthu.db"
        migrate(path)
        connection = sqlite3.connect(path)
        connection.execute("pragma journal_mode = delete")
        image = connection.serialize()
        connection.close()
    return image

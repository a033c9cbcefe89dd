"""The sidecar on disk: append and fsync, one file outside the data folder.

Rules (PROTOCOL.md NB6-NB8):
1. `append` returns only after fsync; its points are named for the crash tests.
2. A torn last line is cut off when the file is opened for appending.
3. `rewrite` (Gỡ nội dung) writes beside and replaces durably.
"""

import errno
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from vanthu_server.platform.files import durable_replace, sync_folder
from vanthu_sync import sidecar
from vanthu_sync.journal import Event

Passed = Callable[[str], None]

ASIDE_MAX = 1000
"""Old sidecars that are kept; nobody loses the sidecar that often."""


class SidecarFile:
    """The sidecar of one node."""

    def __init__(self, path: Path, passed: Passed) -> None:
        self._path = path
        self._passed = passed

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self._path

    def exists(self) -> bool:
        """Tell whether there is a file."""
        return self._path.exists()

    def read(self) -> tuple[Event, ...] | None:
        """Return its events, None where there is no file; raises SidecarDamaged."""
        if not self._path.exists():
            return None
        return sidecar.read(self._path.read_bytes()).events

    def mend(self) -> None:
        """Make the file where it is missing, and cut a torn last line off."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a+b") as file:
            file.seek(0)
            data = file.read()
            whole = data.rfind(b"\n") + 1
            if whole < len(data):
                file.truncate(whole)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self._path.parent)

    def append(self, events: Iterable[Event]) -> None:
        """Add the lines of `events` and wait until they are on the disk; raises OSError.

        A file that is gone (a stick that was pulled) is not begun anew in the middle of the
        journal: `mend` makes it, and its caller writes all of it.
        """
        data = sidecar.lines(events)
        with self._path.open("r+b") as file:
            file.seek(0, os.SEEK_END)
            file.write(data)
            file.flush()
            self._passed("sidecar_written")
            os.fsync(file.fileno())
        self._passed("sidecar_synced")

    def set_aside(self) -> None:
        """Keep the file that is there under another name: it may be another machine's."""
        if not self._path.exists():
            return
        for number in range(1, ASIDE_MAX + 1):
            aside = self._path.with_name(f"{self._path.name}.cu-{number}")
            if not aside.exists():
                durable_replace(self._path, aside)
                return
        raise OSError(errno.EEXIST, "too many old sidecars", str(self._path))

    def rewrite(self, events: Iterable[Event]) -> None:
        """Replace the file's content durably."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        with beside.open("wb") as file:
            file.write(sidecar.lines(events))
            file.flush()
            os.fsync(file.fileno())
        durable_replace(beside, self._path)

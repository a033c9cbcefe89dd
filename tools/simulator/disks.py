"""Disks with a durable and an unsynced layer, and the end of a process in between.

A *process* that ends (crash) leaves what was written; the *power* that goes takes what was not
synced. The data folder and the sidecar are different disks or at least different folders: a
restore of the data folder leaves the sidecar alone, an image of the whole disk takes both.
"""

import errno
from collections.abc import Callable, Iterable
from typing import Final, Generic, TypeVar

E = TypeVar("E")

POINTS: Final = (
    "begun",
    "recorded",
    "written",
    "committed",
    "sidecar_written",
    "sidecar_synced",
    "exposed",
    "answered",
)
"""Between which durable steps a process may end; `written` is a commit before its fsync."""


class PowerCut(BaseException):
    """The process ends at this point; nothing of it handles it."""


class Bomb:
    """Ends the process when it passes `point`."""

    __slots__ = ("point", "spent")

    def __init__(self) -> None:
        self.point = ""
        self.spent = False

    def set(self, point: str) -> None:
        """Wait for `point`."""
        self.point, self.spent = point, False

    def passed(self, point: str) -> None:
        """Pass a point; raises PowerCut there."""
        if point == self.point:
            self.point, self.spent = "", True
            raise PowerCut(point)


class SidecarDisk(Generic[E]):
    """What a sidecar file holds: whole events, of which the first `synced` are on the disk.

    `shared` says that it lies on the same disk as the data folder, so an image takes it along.
    """

    __slots__ = ("_passed", "damaged", "events", "full", "present", "shared", "synced")

    def __init__(self, passed: Callable[[str], None]) -> None:
        self._passed = passed
        self.events: list[E] = []
        self.synced = 0
        self.present = False
        self.damaged = False
        self.full = False
        self.shared = True

    def append(self, events: Iterable[E]) -> None:
        """Write and sync; raises OSError where the file is gone or its disk is full."""
        self._require_room()
        if not self.present:
            raise FileNotFoundError(errno.ENOENT, "the sidecar is gone")
        self.events.extend(events)
        self._passed("sidecar_written")
        self.synced = len(self.events)
        self._passed("sidecar_synced")

    def rewrite(self, events: Iterable[E]) -> None:
        """Write beside and replace: the old content or the new one, nothing between."""
        self._require_room()
        self._passed("sidecar_written")
        self.events = list(events)
        self.synced = len(self.events)
        self.present, self.damaged = True, False
        self._passed("sidecar_synced")

    def mend(self) -> None:
        """Make the file where it is missing and sync what it holds."""
        self._require_room()
        self.present = True
        self.synced = len(self.events)

    def set_aside(self) -> None:
        """Keep the file under another name: here it is gone."""
        self.lose()

    def lose(self) -> None:
        """The stick is pulled for good, or the file deleted."""
        self.events, self.synced, self.present, self.damaged = [], 0, False, False

    def lose_unsynced(self, kept: int) -> int:
        """Keep `kept` of the unsynced events, as a torn write does; return how many went."""
        gone = len(self.events) - self.synced - kept
        if gone <= 0:
            return 0
        del self.events[self.synced + kept :]
        self.synced = len(self.events)
        return gone

    def _require_room(self) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, "the sidecar's disk is full")

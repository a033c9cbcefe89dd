"""A sidecar whose disk fails when the test says so."""

import errno
from collections.abc import Iterable
from pathlib import Path

from vanthu_server.commune.node import World
from vanthu_server.commune.storage.sidecar_file import Passed, SidecarFile
from vanthu_sync import sidecar
from vanthu_sync.journal import Event


class FailingSidecar(SidecarFile):
    """Writes `bytes_before_fault` of the next lines, then fails with `fault`, while that is set."""

    def __init__(self, path: Path, passed: Passed) -> None:
        super().__init__(path, passed)
        self.fault: int | None = None
        self.bytes_before_fault = 0
        self.rewrite_fault: int | None = None
        self.other_fault: Exception | None = None

    def append(self, events: Iterable[Event]) -> None:
        """Append, or fail in the middle."""
        if self.other_fault is not None:
            raise self.other_fault
        if self.fault is None:
            super().append(events)
            return
        with self.path.open("r+b") as file:
            file.seek(0, 2)
            file.write(sidecar.lines(events)[: self.bytes_before_fault])
        raise OSError(self.fault, "the sidecar's disk")

    def rewrite(self, events: Iterable[Event]) -> None:
        """Replace the content, or fail before it."""
        if self.rewrite_fault is not None:
            raise OSError(self.rewrite_fault, "the sidecar's disk")
        super().rewrite(events)

    def fill_up(self, *, bytes_before: int = 0) -> None:
        """Let the disk be full from now on, after so many bytes."""
        self.fault, self.bytes_before_fault = errno.ENOSPC, bytes_before


class Disk:
    """Makes the sidecars of a node, so that a test holds the one in use."""

    def __init__(self, world: World) -> None:
        self.world = World(
            clock=world.clock,
            chance=world.chance,
            hasher=world.hasher,
            passed=world.passed,
            sidecar=self._make,
        )
        self._made: list[FailingSidecar] = []

    @property
    def sidecar(self) -> FailingSidecar:
        """The newest sidecar."""
        return self._made[-1]

    def _make(self, path: Path, passed: Passed) -> SidecarFile:
        self._made.append(FailingSidecar(path, passed))
        return self._made[-1]

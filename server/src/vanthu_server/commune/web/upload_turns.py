"""One request at a time on an upload, and the newest goes first.

A part that hangs on a dead link would hold its upload for minutes while its sender is back already.
So whoever comes ends the reading of those before, waits until their bytes are on the disk, and
goes on (PROTOCOL.md UP4).
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import anyio

from vanthu_sync.errors import Refused


class Turn:
    """A request's turn on one upload."""

    def __init__(self, line: "_Line", ticket: int) -> None:
        self._line = line
        self._ticket = ticket

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read from the sender inside; a later request ends it without an error."""
        with anyio.CancelScope() as scope:
            self._line.reading = scope
            if self.is_over:
                scope.cancel()
            try:
                yield
            finally:
                self._line.reading = None

    @property
    def is_over(self) -> bool:
        """Whether a later request came."""
        return self._ticket != self._line.last_ticket

    def require(self) -> None:
        """Raise Refused(UPLOAD_BUSY) where a later request came."""
        if self.is_over:
            raise Refused("UPLOAD_BUSY")


class _Line:
    """Who waits for one upload."""

    def __init__(self) -> None:
        self.lock = anyio.Lock()
        self.last_ticket = 0
        self.waiting = 0
        self.reading: anyio.CancelScope | None = None


class Turns:
    """Gives turns on uploads, in one event loop."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def take(self, upload: str) -> AsyncIterator[Turn]:
        """Wait until nobody else works on the upload; those who read from their sender stop."""
        line = self._lines.setdefault(upload, _Line())
        line.last_ticket += 1
        turn = Turn(line, line.last_ticket)
        if line.reading is not None:
            line.reading.cancel()
        line.waiting += 1
        try:
            async with line.lock:
                yield turn
        finally:
            line.waiting -= 1
            if line.waiting == 0:
                del self._lines[upload]

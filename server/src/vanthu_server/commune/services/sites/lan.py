"""One machine's rounds on the office LAN: the way to the holder, and what went wrong last."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Protocol

from vanthu_server.blobs.store import BlobStore
from vanthu_server.commune.domain.holding import Holder
from vanthu_sync import site_wire
from vanthu_sync.errors import Refused

IDLE: Final = timedelta(seconds=5)
"""How old a copy is at most while the LAN works."""

LAPSES: Final = timedelta(seconds=15)


class Holding(Protocol):
    """The holder as a site reaches it."""

    def sync(self, request: site_wire.Sync) -> site_wire.Answer:
        """Tell how far we are, and get what is new; raises Refused."""
        ...

    def fetch_file(self, sha256: str, blobs: BlobStore) -> None:
        """Fetch a file; raises Refused."""
        ...

    def send_file(self, sha256: str, blobs: BlobStore) -> None:
        """Send a file; raises Refused."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class Lan:
    """The way to the holder; a round that fails closes it, and says why on `problem`."""

    def __init__(
        self, connect: Callable[[Holder], Holding], *, clock: Callable[[], datetime]
    ) -> None:
        self._connect = connect
        self._clock = clock
        self._holding: Holding | None = None
        self.problem: Refused | None = None
        self.heard_at: datetime | None = None

    def reach(self, holder: Holder) -> Holding:
        """Return the holder, connected."""
        if self._holding is None:
            self._holding = self._connect(holder)
        return self._holding

    def attempt(self, work: Callable[[], bool]) -> bool:
        """Do one round's `work`; False after a failure, which is kept and not raised."""
        try:
            more = work()
        except Refused as refused:
            self.problem = refused
            if self._holding is not None:
                self._holding.close()
            self._holding = None
            return False
        self.problem, self.heard_at = None, self._clock()
        return more

    def wait_seconds(self) -> float:
        """Return how long to wait before the next round."""
        return (IDLE if self.problem is None else LAPSES).total_seconds()

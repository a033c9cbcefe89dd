"""What the courier asks of the node's memory."""

from datetime import datetime
from typing import Protocol

from vanthu_server.commune.domain.hub import HubPeer
from vanthu_sync import link
from vanthu_sync.journal import Event, Head
from vanthu_sync.register_events import NodeTakenOver


class HubRecords(Protocol):
    """What the node remembers of the hub."""

    def peer(self) -> HubPeer | None:
        """Return the paired hub."""
        ...

    def keep(self, peer: HubPeer) -> None:
        """Keep it."""
        ...

    def head_at(self, seq: int) -> Head:
        """Return our head after an event."""
        ...

    def events(self, *, after: int, limit: int) -> tuple[Event, ...]:
        """Return exposed events."""
        ...

    def receipt(self) -> Head | None:
        """Return the newest head signed for."""
        ...

    def keep_receipt(self, receipt: link.Receipt) -> None:
        """Keep a receipt."""
        ...

    def forget_receipts(self, *, after: int) -> None:
        """Drop receipts the hub no longer stands by."""
        ...

    def files_unsent(self) -> tuple[tuple[str, int], ...]:
        """Return the files to send."""
        ...

    def file_sent(self, sha256s: tuple[str, ...], *, at: datetime) -> None:
        """Note files as sent."""
        ...

    def inbox_place(self) -> int:
        """Return the cursor after which the inbox is read."""
        ...

    def take_over(self) -> NodeTakenOver | None:
        """Return the last take-over of the journal."""
        ...

    def keep_inbox_place(self, cursor: int) -> None:
        """Read on after `cursor`; 0 reads all of it again."""
        ...

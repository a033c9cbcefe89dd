"""One round trip of a device: commands up, changes down (PROTOCOL.md, SE6-SE9)."""

from typing import Literal

from vanthu_sync.wire.commands import Command, Result
from vanthu_sync.wire.inbox import InboxItem
from vanthu_sync.wire.incoming import IncomingDocument
from vanthu_sync.wire.outgoing import OutgoingDocument
from vanthu_sync.wire.parts import Wire


class Sync(Wire):
    """POST /api/sync: what waits in the outbox, and the cursor of the last answer ("" for none)."""

    v: int
    cursor: str = ""
    commands: tuple[Command, ...] = ()


class Change(Wire):
    """A document as it is now; one without content is not, or no longer, for this person."""

    id: str
    organ: str
    incoming: IncomingDocument | None = None
    outgoing: OutgoingDocument | None = None
    inbox: InboxItem | None = None


class Synced(Wire):
    """Answer to POST /api/sync.

    `results` answer the commands in their order. `changes` follow the cursor; `anew` says why they
    begin from the beginning: the device keeps what it has until `remaining` is 0, and then drops
    what did not come. `organs` are those that the person belongs to. `cursor` goes into the next
    request; `remaining` counts the documents that are still to come.
    """

    v: int
    results: tuple[Result, ...]
    changes: tuple[Change, ...]
    cursor: str
    remaining: int
    organs: tuple[str, ...]
    anew: Literal["first", "journal", "branch", "view", "rights"] | None = None

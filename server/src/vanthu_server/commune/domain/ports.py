"""What the services ask of the outside: time, chance, the ledger, files, typesetting, signing.

The ledger is the node's store seen as one thing: `write` is one transaction for journal,
register and rows, and keeps the order of exposure (PROTOCOL.md NB6).
"""

from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Final, Protocol

import msgspec

from vanthu_server.commune.domain.asking import Ask
from vanthu_server.commune.domain.holding import (
    Device,
    LeaseRecord,
    NumberRecord,
    Site,
    SlipDevice,
    Standing,
    Stray,
)
from vanthu_server.commune.domain.organ import Organ
from vanthu_server.commune.domain.person import Person
from vanthu_sync import wire
from vanthu_sync.body import Body
from vanthu_sync.events import (
    CertificateBound,
    Envelope,
    FileEntry,
    OutgoingNumbered,
    StatusReceived,
)
from vanthu_sync.journal import Event, Head
from vanthu_sync.numbering import Register


class Clock(Protocol):
    """The wall clock."""

    def now(self) -> datetime:
        """Return the aware moment."""
        ...


class Chance(Protocol):
    """Randomness: nonces, tokens, challenges."""

    def draw(self, count: int) -> bytes:
        """Return `count` unpredictable bytes."""
        ...


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who makes an event: an account, "" for the node itself, and the command it is part of."""

    account: str = ""
    op: str = ""
    fingerprint: str = ""


NODE: Final = Author()
"""The node itself."""


class Unit(Protocol):
    """An open transaction: what a use case reads, and the one way to write."""

    def record(self, body: Body, *, organ: str, policy: str, by: Author, epoch: int = 0) -> Event:
        """Append an event to the journal and bring the rows up to date with it.

        `epoch` is that of a take-over; 0 stays in the present one.
        """
        ...

    def head(self) -> Head:
        """Return how far the journal is, this transaction included."""
        ...

    def organ(self, organ: str) -> Organ:
        """Return an organ of the node; raises Refused(NOT_FOUND)."""
        ...

    def person(self, account: str) -> Person | None:
        """Return a person with the roles, or None."""
        ...

    def people_of(self, organ: str) -> tuple[Person, ...]:
        """Return everybody with a role in an organ."""
        ...

    def register(self, organ: str, book: str) -> Register | None:
        """Return the newest register of a book, or None before the first was opened."""
        ...

    def registers(self, organ: str, book: str) -> tuple[Register, ...]:
        """Return the registers of a book, oldest first."""
        ...

    def open_registers(self) -> tuple[Register, ...]:
        """Return every register of the node that is not closed."""
        ...

    def number(self, organ: str, book: str, year: int, number: int) -> NumberRecord | None:
        """Return a number with its state, or None where it was never taken."""
        ...

    def number_of_slip(self, organ: str, slip: str) -> NumberRecord | None:
        """Return the number that a slip got, or None."""
        ...

    def counts(self, organ: str, book: str, year: int) -> dict[str, int]:
        """Return number state → how many numbers of a register are in it."""
        ...

    def issued_on(self, organ: str, book: str, year: int) -> date | None:
        """Return the day of the newest number that stands, or None."""
        ...

    def slips(self, organ: str) -> tuple[str, ...]:
        """Return the slips that were redeemed."""
        ...

    def ask(self, organ: str, slip: str) -> Ask | None:
        """Return what waits, or waited, for the province's number under a slip, or None."""
        ...

    def ask_of(self, organ: str, document: str) -> Ask | None:
        """Return the ask of a document that was not taken back, or None."""
        ...

    def ask_like(self, organ: str, *, key: str, origin: str) -> Ask | None:
        """Return an ask that waits with this duplicate key or stray entry, or None."""
        ...

    def asks_waiting(self, organ: str, book: str, year: int) -> int:
        """Return how many documents of a book wait for the province's number."""
        ...

    def next_slip_counter(self, organ: str) -> int:
        """Return the counter of the node's own next slip; it only grows."""
        ...

    def was_given(self, organ: str, slip: str, number: int) -> bool:
        """Tell whether the journal has this number of the province for a slip."""
        ...

    def delegated_owner(self, organ: str, book: str, year: int) -> str:
        """Return who numbers a book by the province's newest word, "" where it said none."""
        ...

    def event(self, seq: int) -> Event:
        """Return an event of the journal."""
        ...

    def slip_device(self, organ: str, code: str) -> SlipDevice | None:
        """Return the device of a code, or None."""
        ...

    def slip_devices(self, organ: str) -> tuple[SlipDevice, ...]:
        """Return the devices that may write slips."""
        ...

    def lease(self, lease: str) -> LeaseRecord | None:
        """Return a lease, or None."""
        ...

    def leases(self, organ: str, book: str) -> tuple[LeaseRecord, ...]:
        """Return the leases of a book, oldest first."""
        ...

    def devices(self) -> tuple[Device, ...]:
        """Return the devices that are known by a key, newest first."""
        ...

    def sites(self) -> tuple[Site, ...]:
        """Return followers and branches of this journal."""
        ...

    def stray(self, origin: str) -> Stray | None:
        """Return a stray entry, or None."""
        ...

    def standing(self) -> Standing:
        """Return what this machine is: owner of its registers, follower or branch."""
        ...

    def certificate(self, holder: str, role: str) -> CertificateBound | None:
        """Return the certificate bound to an account or organ, or None."""
        ...

    def operation(self, op: str) -> tuple[str, Event] | None:
        """Return fingerprint and first event of an operation, or None where it is new."""
        ...

    def duplicate(self, organ: str, key: str) -> wire.IncomingRow | None:
        """Return an earlier entry with the same duplicate key, or None."""
        ...

    def incoming(self, organ: str, document: str) -> wire.IncomingDocument:
        """Return an incoming document; raises Refused(NOT_FOUND)."""
        ...

    def outgoing(self, organ: str, document: str) -> wire.OutgoingDocument:
        """Return an outgoing document, `may` empty; raises Refused(NOT_FOUND)."""
        ...

    def numbered(self, document: str) -> OutgoingNumbered | None:
        """Return what was written when the document got its number, or None."""
        ...

    def inbox_item(self, organ: str, message: str) -> wire.InboxItem:
        """Return an item of Chờ tiếp nhận; raises Refused(NOT_FOUND)."""
        ...

    def envelope(self, message: str) -> Envelope:
        """Return the envelope of an inbox item."""
        ...

    def message_known(self, message: str) -> bool:
        """Tell whether a message of the hub is in the journal already."""
        ...

    def status_known(self, status: StatusReceived) -> bool:
        """Tell whether the journal holds this status, whatever its cursor."""
        ...

    def document_of(self, event: Event) -> str:
        """Return the document that an event belongs to; raises Refused(NOT_FOUND)."""
        ...

    def document_seqs(self, document: str) -> tuple[int, ...]:
        """Return the seqs of the events with content of a document; HỦY is its number's."""
        ...

    def entry_seq(self, document: str, *kinds: str) -> int:
        """Return the seq of a document's first event of these kinds; raises Refused(NOT_FOUND)."""
        ...

    def message_of(self, document: str) -> tuple[str, int]:
        """Return message and cursor that an incoming document came from, ("", 0) for none."""
        ...

    def own_files(self, document: str, message: str) -> tuple[str, ...]:
        """Return the files, all versions, that nothing has but this document and its message."""
        ...

    def file_known(self, sha256: str) -> bool:
        """Tell whether a document or an upload has this file."""
        ...

    def inbox_cursor(self) -> int:
        """Return the cursor of the last message taken in."""
        ...

    def upload(self, sha256: str) -> FileEntry | None:
        """Return what was uploaded under this hash, or None."""
        ...

    def first_page_text(self, sha256: str) -> str:
        """Return the text of page 1 as read at upload, "" where there is none."""
        ...


class Ledger(Protocol):
    """The node's store."""

    def write(self) -> AbstractContextManager[Unit]:
        """One transaction; on leaving it is committed, then in the sidecar, then exposed.

        Raises Refused: NODE_NOT_OPEN, DISK_FULL, STORAGE_FAILED. An exception inside rolls back.
        """
        ...

    def read(self) -> AbstractContextManager[Unit]:
        """A consistent view of what is exposed; `record` is impossible in it."""
        ...


class Blobs(Protocol):
    """Files by SHA-256."""

    def has(self, sha256: str) -> bool:
        """Tell whether the content is here, whole."""
        ...

    def read(self, sha256: str) -> bytes:
        """Return the content; raises Refused(FILES_NOT_HERE)."""
        ...

    def keep(self, content: bytes) -> str:
        """Store durably and return the hash; raises Refused(DISK_FULL)."""
        ...

    def remove(self, sha256: str) -> None:
        """Delete the content if it is here."""
        ...

"""What a branch entered comes into the one journal, once and in order (PROTOCOL.md NB29).

Its numbers are of its leases: leased → issued, under the very number that it stamped. A number it
had no lease for is no number of ours: the entry is kept whole as a stray one. What it did not spend
is void when it closes the lease. A retry, or a batch that comes twice, changes nothing.
"""

from typing import Final, Protocol

import msgspec

from vanthu_server.commune.domain.holding import NumberRecord, Site
from vanthu_server.commune.domain.ports import NODE, Author, Chance, Clock, Ledger, Unit
from vanthu_server.commune.services.command import Policies
from vanthu_server.commune.services.leases import ORDERS, closed
from vanthu_sync import numbering, operations
from vanthu_sync.clock import vietnam_day
from vanthu_sync.errors import Refused
from vanthu_sync.events import DocumentAttached, IncomingRegistered, read
from vanthu_sync.journal import Event
from vanthu_sync.numbering import NumberRefused
from vanthu_sync.register_events import (
    EntryStrayed,
    LeaseClosed,
    LeaseGranted,
    NumberChanged,
    NumbersLost,
    SiteReceived,
)
from vanthu_sync.vocabulary import Book, LeaseOrder, NumberState

ID_BYTES: Final = 8
LOW_PART: Final = 4
"""A branch gets its next block when less than a quarter of one is left."""


class Files(Protocol):
    """Which files of entries are not here."""

    def entry_files_missing(self, limit: int) -> tuple[str, ...]:
        """Return some of them, oldest first."""
        ...


class Intake:
    """Enters what branches registered."""

    def __init__(
        self, ledger: Ledger, *, files: Files, clock: Clock, chance: Chance, policies: Policies
    ) -> None:
        self._ledger = ledger
        self._files = files
        self._clock = clock
        self._chance = chance
        self._policies = policies

    def take(self, site: Site, events: tuple[Event, ...]) -> None:
        """Take the next events of a branch's journal in; raises Refused(JOURNAL_BROKEN)."""
        fresh = tuple(event for event in events if event.header.seq > site.head_seq)
        if not fresh:
            return
        _require_chained(site, fresh)
        with self._ledger.write() as unit:
            for event in fresh:
                if event.body is not None:
                    _enter(unit, site, event)
            last = SiteReceived(id=site.id, seq=fresh[-1].header.seq, head=fresh[-1].hash)
            unit.record(last, organ="", policy="", by=NODE)

    def lease_enough(self, site: Site) -> None:
        """Carve the branch's next block where it runs low and the organ set a size for it."""
        if not site.block or site.mode not in ORDERS:
            return
        today = vietnam_day(self._clock.now())
        day = today.isoformat() if site.mode == LeaseOrder.VOID_DAILY else ""
        with self._ledger.read() as unit:
            left = _left(unit, site, year=today.year, day=day)
            low = [site.organ] if left * LOW_PART < site.block else []
        for organ in low:
            with self._ledger.write() as unit:
                registers = unit.registers(organ, Book.INCOMING)
                try:
                    register = numbering.stamping(registers, received=today.year)
                    _, numbers = numbering.lease(register, site.block)
                except NumberRefused:
                    continue  # a year that nobody opened: the clerk's work, not a lease's
                granted = LeaseGranted(
                    id=self._chance.draw(ID_BYTES).hex(),
                    book=Book.INCOMING,
                    year=register.year,
                    first=numbers.start,
                    last=numbers.stop - 1,
                    site=site.id,
                    day=day,
                )
                policy = self._policies.version(unit.organ(organ).policy, today)
                unit.record(granted, organ=organ, policy=policy, by=NODE)

    def files_wanted(self, limit: int) -> tuple[str, ...]:
        """Return files that entries name and that are not here."""
        return self._files.entry_files_missing(limit)


def _left(unit: Unit, site: Site, *, year: int, day: str) -> int:
    held = (
        lease
        for lease in unit.leases(site.organ, Book.INCOMING)
        if (lease.site, lease.year, lease.day) == (site.id, year, day) and not lease.closed
    )
    return sum(lease.last + 1 - lease.next for lease in held)


def _require_chained(site: Site, fresh: tuple[Event, ...]) -> None:
    before = site.head_hash or "0" * 64
    seq = site.head_seq
    for event in fresh:
        if event.header.seq != seq + 1 or event.header.prev != before:
            raise Refused("JOURNAL_BROKEN", detail=f"Cơ sở {site.name}, sự kiện {seq + 1}.")
        seq, before = event.header.seq, event.hash


def _enter(unit: Unit, site: Site, event: Event) -> None:
    header, data = event.header, event.body or b""
    if header.op and unit.operation(header.op) is not None:
        return
    by = Author(account=header.actor, op=header.op, fingerprint=operations.mark_of(event.content))
    match header.kind:
        case "incoming.registered":
            _enter_entry(unit, site, event, by)
        case "lease.closed":
            _close(unit, site, read(data, LeaseClosed), organ=header.organ, policy=header.policy)
        case "number.changed":
            changed = read(data, NumberChanged)
            if _is_its_issued(unit, site, header.organ, changed):
                unit.record(changed, organ=header.organ, policy=header.policy, by=by)
        case "numbers.lost":
            _lose(unit, site, event, by)
        case "document.attached":
            attached = read(data, DocumentAttached)
            unit.record(attached, organ=header.organ, policy=header.policy, by=by)
        case _:
            pass  # the office's own events came from here


def _enter_entry(unit: Unit, site: Site, event: Event, by: Author) -> None:
    header = event.header
    entry = read(event.body or b"", IncomingRegistered)
    record = unit.number(header.organ, Book.INCOMING, entry.year, entry.number)
    if record is not None and _is_of(unit, site, record) and record.state in _waiting(entry):
        entered = msgspec.structs.replace(entry, registered_at=header.at, duplicate_of="")
        unit.record(entered, organ=header.organ, policy=header.policy, by=by)
        return
    stray = EntryStrayed(
        origin=f"{site.id}:{header.seq}:{event.hash[:16]}",
        kind=header.kind,
        id=entry.id,
        book=Book.INCOMING,
        year=entry.year,
        number=entry.number,
        at=header.at,
        actor=header.actor,
        content=(event.body or b"").decode(),
    )
    unit.record(stray, organ=header.organ, policy=header.policy, by=by)


def _is_of(unit: Unit, site: Site, record: NumberRecord) -> bool:
    """Tell whether a number is of a block of this site."""
    lease = unit.lease(record.lease)
    return lease is not None and lease.site == site.id


def _waiting(entry: IncomingRegistered) -> frozenset[NumberState]:
    """Return the states in which a number of its site waits for `entry`."""
    return frozenset({NumberState.CONTENT_LOST if entry.again else NumberState.LEASED})


def _lose(unit: Unit, site: Site, event: Event, by: Author) -> None:
    header, lost = event.header, read(event.body or b"", NumbersLost)
    for lease in unit.leases(header.organ, lost.book):
        inside = lease.first <= lost.first and lost.last <= lease.last
        unspent = lease.next <= lost.first and not lease.closed
        if (lease.site, lease.year) == (site.id, lost.year) and inside and unspent:
            unit.record(lost, organ=header.organ, policy=header.policy, by=by)


def _close(unit: Unit, site: Site, said: LeaseClosed, *, organ: str, policy: str) -> None:
    lease = unit.lease(said.id)
    if lease is not None and lease.site == site.id and not lease.closed:
        unit.record(closed(lease, reason=said.reason), organ=organ, policy=policy, by=NODE)


def _is_its_issued(unit: Unit, site: Site, organ: str, changed: NumberChanged) -> bool:
    """Tell whether the site strikes out a number of its own that was issued or lost."""
    record = unit.number(organ, changed.book, changed.year, changed.number)
    open_states = {NumberState.ISSUED, NumberState.CONTENT_LOST}
    struck = changed.state == NumberState.VOID
    return (
        record is not None and struck and record.state in open_states and _is_of(unit, site, record)
    )

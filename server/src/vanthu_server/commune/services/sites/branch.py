"""A branch's rounds: a copy of the holder's journal, and a journal of its own that goes up (NB29).

The copy (mirror) gives the branch its people and its leases. What the branch enters stands in its
own journal, under numbers of its leases, in the same order of exposure as at the holder; round by
round it goes up, with its files. Under *void_daily* what is left of a past day's lease is void.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol

import msgspec

from vanthu_server.blobs.store import BlobStore
from vanthu_server.commune.domain.holding import Holder, LeaseRecord
from vanthu_server.commune.domain.ports import NODE, Ledger, Unit
from vanthu_server.commune.services.leases import closed
from vanthu_server.commune.services.removing import Sign, removal_of
from vanthu_server.commune.services.sites.follower import (
    IDLE,
    LAPSES,
    Copy,
    Holding,
    forget_files,
    take_in,
    unpacked,
)
from vanthu_server.commune.services.sites.holder import fingerprint
from vanthu_sync import site_wire
from vanthu_sync.clock import vietnam_day
from vanthu_sync.errors import Refused
from vanthu_sync.events import KINDS, ContentRemoved, read
from vanthu_sync.journal import Event
from vanthu_sync.register_events import LeaseClosed, LeaseGranted, LeaseReceived

ADOPTED_KINDS: Final = frozenset(
    {"organ.added", "person.added", "roles.given", "device.coded", "device.lost"}
)
"""Events of the holder that the branch works by, written into its own journal as they are."""

LEFT_OVER: Final = "Số dư cuối ngày của cơ sở, không cấp lại."


class Own(Ledger, Protocol):
    """The branch's own journal."""

    def events(self, *, after: int, limit: int) -> tuple[Event, ...]:
        """Return exposed events."""
        ...


class BranchStore(Protocol):
    """What a branch remembers."""

    def holder(self) -> Holder:
        """Return this machine's part."""
        ...

    def keep(self, holder: Holder) -> None:
        """Keep it."""
        ...

    def secrets(self) -> tuple[site_wire.Secret, ...]:
        """Return the password hashes that are here."""
        ...

    def keep_secrets(self, secrets: tuple[site_wire.Secret, ...]) -> None:
        """Replace them."""
        ...


class Branch:
    """One branch's rounds with the holder."""

    def __init__(  # noqa: PLR0913 - the composition root's list
        self,
        own: Own,
        *,
        mirror: Copy,
        site: BranchStore,
        connect: Callable[[Holder], Holding],
        blobs: BlobStore,
        clock: Callable[[], datetime],
        sign: Sign,
    ) -> None:
        self._sign = sign
        self._own = own
        self._mirror = mirror
        self._site = site
        self._connect = connect
        self._blobs = blobs
        self._clock = clock
        self._holding: Holding | None = None
        self._taken = 0
        self.problem: Refused | None = None
        self.heard_at: datetime | None = None

    def round(self) -> bool:
        """Do one round; tell whether there is more to do at once. A failure is kept, not raised."""
        holder = self._site.holder()
        try:
            self._close_past_days()
            more = self._round(holder)
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

    def _round(self, holder: Holder) -> bool:
        if self._holding is None:
            self._holding = self._connect(holder)
        going = self._own.events(after=self._taken, limit=site_wire.EVENTS_MAX)
        batch = site_wire.portion(going)
        answer = self._holding.sync(
            site_wire.Sync(
                head=self._mirror.head(),
                branch=site_wire.pack(batch),
                people=fingerprint(self._site.secrets()),
            )
        )
        events = unpacked(answer.events)
        take_in(self._mirror, events)
        self._adopt(holder)
        if answer.people is not None:
            self._site.keep_secrets(answer.people)
        for sha256 in answer.files_wanted:
            if self._blobs.has(sha256):
                self._holding.send_file(sha256, self._blobs)
        moved, self._taken = answer.branch_seq > self._taken, answer.branch_seq
        return bool(events) or (moved and len(going) > len(batch))

    def _adopt(self, holder: Holder) -> None:
        """Take up what the holder's journal says of people and of our leases."""
        while found := self._mirror.events(after=holder.adopted, limit=site_wire.EVENTS_MAX):
            with self._own.write() as unit:
                for event in found:
                    _adopt_event(unit, event, site=holder.site, sign=self._sign)
            forget_files(self._own, self._blobs, found)
            holder = msgspec.structs.replace(self._site.holder(), adopted=found[-1].header.seq)
            self._site.keep(holder)

    def _close_past_days(self) -> None:
        today = vietnam_day(self._clock()).isoformat()
        with self._own.read() as unit:
            organs = {register.organ for register in unit.open_registers()}
            past = [
                lease
                for organ in sorted(organs)
                for lease in unit.leases(organ, "den")
                if lease.day and lease.day < today and not lease.closed
            ]
        for lease in past:
            self._close(lease)

    def _close(self, lease: LeaseRecord) -> None:
        with self._own.write() as unit:
            event = closed(lease, reason=LEFT_OVER)
            policy = unit.organ(lease.organ).policy
            unit.record(event, organ=lease.organ, policy=policy, by=NODE)


def _remove(unit: Unit, event: Event, sign: Sign) -> None:
    """What the holder took out of the one journal goes here too, where it was entered."""
    said = read(event.body or b"", ContentRemoved)
    try:
        row = unit.incoming(event.header.organ, said.id).row
    except Refused:
        return  # entered elsewhere
    if not row.content_removed:
        organ, policy = event.header.organ, event.header.policy
        removal = removal_of(unit, organ, said.id, reason=said.reason, sign=sign)
        unit.record(removal, organ=organ, policy=policy, by=NODE)


def _adopt_event(unit: Unit, event: Event, *, site: str, sign: Sign) -> None:
    header, data = event.header, event.body
    if data is None:
        return
    if header.kind in ADOPTED_KINDS:
        body = read(data, KINDS[header.kind])
        unit.record(body, organ=header.organ, policy=header.policy, by=NODE)
    elif header.kind == "lease.granted":
        granted = read(data, LeaseGranted)
        if granted.site == site and unit.lease(granted.id) is None:
            received = LeaseReceived(
                id=granted.id,
                book=granted.book,
                year=granted.year,
                first=granted.first,
                last=granted.last,
                seq=header.seq,
                day=granted.day,
            )
            unit.record(received, organ=header.organ, policy=header.policy, by=NODE)
    elif header.kind == "content.removed":
        _remove(unit, event, sign)
    elif header.kind == "lease.closed":
        said = read(data, LeaseClosed)
        lease = unit.lease(said.id)
        if lease is not None and not lease.closed:
            ours = closed(lease, reason=said.reason)
            unit.record(ours, organ=header.organ, policy=header.policy, by=NODE)

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
from vanthu_server.commune.services.opening import OpeningDesk
from vanthu_server.commune.services.removing import Sign, removal_of
from vanthu_server.commune.services.sites.follower import (
    Copy,
    forget_files,
    handed_back,
    take_in,
    unpacked,
)
from vanthu_server.commune.services.sites.former import rewind
from vanthu_server.commune.services.sites.holder import fingerprint
from vanthu_server.commune.services.sites.lan import Holding, Lan
from vanthu_sync import site_wire
from vanthu_sync.clock import vietnam_day
from vanthu_sync.errors import Refused
from vanthu_sync.events import KINDS, ContentRemoved, read
from vanthu_sync.journal import Event, Head
from vanthu_sync.opening import HOLDER, Sight
from vanthu_sync.register_events import DeviceCoded, LeaseClosed, LeaseGranted, LeaseReceived

ADOPTED_KINDS: Final = frozenset(
    {"organ.added", "person.added", "roles.given"}
    | {"device.coded", "device.enrolled", "device.lost", "device.revoked"}
)
"""Events of the holder that the branch works by, written into its own journal as they are."""

CODED_KINDS: Final = frozenset({"device.coded", "device.enrolled"})
"""Those that give a device its code, once."""

LEFT_OVER: Final = "Số dư cuối ngày của cơ sở, không cấp lại."
UNKNOWN_BLOCK: Final = "Máy giữ sổ mới không biết khối số này."


class Own(Ledger, Protocol):
    """The branch's own journal."""

    def head(self) -> Head:
        """Return its head."""
        ...

    def hashes(self, first: int) -> dict[int, str]:
        """Return seq → chain hash from `first` on."""
        ...

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
        door: OpeningDesk,
    ) -> None:
        self._sign = sign
        self._door = door
        self._own = own
        self._mirror = mirror
        self._site = site
        self._blobs = blobs
        self._clock = clock
        self._taken: int | None = None
        self._want: int | None = None
        self.lan = Lan(connect, clock=clock)

    def round(self) -> bool:
        """Do one round; tell whether there is more to do at once. A failure is kept, not raised."""
        holder = self._site.holder()
        return self.lan.attempt(lambda: self._round(holder))

    def wait_seconds(self) -> float:
        """Return how long to wait before the next round."""
        return self.lan.wait_seconds()

    def _round(self, holder: Holder) -> bool:
        self._close_past_days()
        holding = self.lan.reach(holder)
        going, batch = self._going()
        handed, after = handed_back(self._mirror, self._want)
        answer = holding.sync(
            site_wire.Sync(
                head=self._mirror.head(),
                handed=site_wire.pack(handed),
                handed_after=after,
                branch=site_wire.pack(batch),
                people=fingerprint(self._site.secrets()),
            )
        )
        if answer.rewind_to is not None:
            self._rewind(answer.rewind_to)
            return True
        events = unpacked(answer.events)
        take_in(self._mirror, events)
        self._require_one_journal(answer)
        self._adopt(holder)
        if answer.people is not None:
            self._site.keep_secrets(answer.people)
        for sha256 in answer.files_wanted:
            if self._blobs.has(sha256):
                holding.send_file(sha256, self._blobs)
        self._want = answer.want_after
        first = self._taken is None
        moved, self._taken = answer.branch_seq > (self._taken or 0), answer.branch_seq
        more = moved and len(going) > len(batch)
        return bool(events) or more or first or self._want is not None

    def _rewind(self, after: int) -> None:
        """Follow the holder that took over: what only the former one said to us holds no more.

        A block that the holder does not know is spent no further (NB15).
        """
        gone = self._mirror.events(after=after, limit=self._mirror.head().seq)
        granted = (each for each in gone if each.header.kind == "lease.granted" and each.body)
        blocks = {read(each.body or b"", LeaseGranted).id for each in granted}
        with self._own.read() as unit:
            leases = [lease for lease in map(unit.lease, sorted(blocks)) if lease is not None]
        for lease in leases:
            if not lease.closed:
                self._close(lease, UNKNOWN_BLOCK)
        rewind(self._mirror, after)
        holder = self._site.holder()
        self._site.keep(msgspec.structs.replace(holder, adopted=min(holder.adopted, after)))

    def _going(self) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
        """Return what waits and what goes now: nothing before the holder said how far it is."""
        if self._taken is None:
            return (), ()
        going = self._own.events(after=self._taken, limit=site_wire.EVENTS_MAX)
        return going, site_wire.portion(going)

    def _require_one_journal(self, answer: site_wire.Answer) -> None:
        """Let the holder be a witness of our journal; raises Refused(JOURNAL_FORK).

        It holds our entries under its own events, so it cannot give them back: a machine that was
        rolled back or cloned gives no number from here on (NB21, NB24).
        """
        if not answer.branch_seq:
            return
        ours = self._own.head()
        if ours.seq < answer.branch_seq or not self._is_ours(answer):
            head = msgspec.structs.replace(ours, seq=answer.branch_seq, hash=answer.branch_head)
            self._door.sighted(Sight(witness=HOLDER, head=head), Nothing())
            raise Refused("JOURNAL_FORK")

    def _is_ours(self, answer: site_wire.Answer) -> bool:
        place = answer.branch_seq
        return self._own.hashes(place).get(place) == answer.branch_head

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
            self._close(lease, LEFT_OVER)

    def _close(self, lease: LeaseRecord, reason: str) -> None:
        with self._own.write() as unit:
            event = closed(lease, reason=reason)
            policy = unit.organ(lease.organ).policy
            unit.record(event, organ=lease.organ, policy=policy, by=NODE)


def _is_coded(unit: Unit, event: Event) -> bool:
    code = read(event.body or b"", DeviceCoded).code
    return unit.slip_device(event.header.organ, code) is not None


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


class Nothing:
    """See `opening.Source`: the holder cannot give a branch's events back."""

    def events(self, after: int) -> tuple[Event, ...]:
        """Raise Refused(JOURNAL_FORK)."""
        raise Refused("JOURNAL_FORK", detail=f"Sau mục {after}.")


def _adopt_event(unit: Unit, event: Event, *, site: str, sign: Sign) -> None:
    header, data = event.header, event.body
    if data is None:
        return
    if header.kind in CODED_KINDS and _is_coded(unit, event):
        return  # the power went before it was noted as adopted
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

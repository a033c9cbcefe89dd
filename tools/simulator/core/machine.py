"""A machine of the core level: every decision is the product's, everything else is memory."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, cast

from tools.simulator.core.door import CoreAnswers, CoreDoor, Key, origin_of
from tools.simulator.core.ledger import DataFolder, MemoryHolders, MemoryLedger
from tools.simulator.core.notes import Given, Names, Note, Strayed
from tools.simulator.core.reading import ReadingMachine
from tools.simulator.core.unit import POLICY, MemoryUnit
from tools.simulator.port import (
    BOOKS,
    CLERK,
    IN,
    ORGAN,
    Ask,
    Block,
    Entry,
    Link,
    Shown,
)
from tools.simulator.port import Key as BookKey
from tools.simulator.virtual_time import Time
from vanthu_server.commune.domain.ports import NODE, Author
from vanthu_server.commune.services import leases, number_acts, register_years, slips
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.sites import former
from vanthu_server.commune.services.taking import Taken, next_number
from vanthu_sync import wire
from vanthu_sync.errors import Refused
from vanthu_sync.register_events import (
    ClockCorrected,
    LeaseClosed,
    LeaseReceived,
    RegisterDelegated,
    RegisterOpened,
    SiteJoined,
)
from vanthu_sync.vocabulary import NumberState

HANDLERS: Final[dict[str, Callable[[Desk, Any], object]]] = {
    "number.void": number_acts.void,
    "register.open": register_years.open_register,
    "register.close": register_years.close,
    "register.withdraw": register_years.withdraw,
    "lease.grant": leases.grant,
    "lease.close": leases.close,
    "device.code": slips.code_device,
    "device.lose": slips.lose_device,
}
"""Commands whose handlers are the product's own."""

FIELDS: Final = wire.IncomingFields(subject="Về việc họp giao ban", organ_name="Sở Nội vụ")
KEY: Final = Key()


class CoreMachine(ReadingMachine):
    """See `port.Machine`. The methods that a mutant changes are small and named for it."""

    def __init__(self, time: Time, name: str, *, binding: str, names: Names) -> None:
        super().__init__(time, name, binding=binding)
        self.names = names
        self.disk = DataFolder()

    def assemble(self) -> None:
        """See `port.Machine`."""
        self.ledger = MemoryLedger(
            self.disk, self.side, self.names, passed=self.bomb.passed, now=self.clock.now
        )
        holders = MemoryHolders(self.ledger)
        self.trusted.begin(
            correction=holders.correction(),
            last=holders.last(),
            confirmed=holders.confirmed_day(),
        )
        self.door = CoreDoor(
            cast("Any", self.ledger),
            holders=holders,
            clock=self.trusted,
            machine=self.bound_to,
        )
        self.answers = CoreAnswers(self.door, key=KEY)

    def bound_to(self) -> str:
        """Return what the door takes for this machine's binding."""
        return self.binding

    def drop_process(self) -> None:
        """Nothing of a process is kept here."""

    def lose_unsynced(self, kept: int) -> int:
        """See `port.Machine`; a transaction is kept whole or not at all."""
        notes = self.disk.notes
        gone = 0 if kept else len(notes) - self.disk.synced
        if gone:
            del notes[self.disk.synced :]
            self.disk.rows = None
        self.disk.synced = len(notes)
        return gone + self.side.lose_unsynced(kept)

    def record_clock(self, corrected: ClockCorrected) -> None:
        """See `port.Machine`."""
        with self.ledger.write() as unit:
            unit.record(corrected, by=NODE)

    def furnish(self) -> None:
        """See `port.Machine`."""
        self.boot()
        year = self.time.today.year
        with self.ledger.write() as unit:
            for book in BOOKS:
                unit.record(RegisterOpened(book=book, year=year), by=NODE)
        self.disk.confirmed = self.time.today
        self.door.check()

    def enter(self, ask: Ask) -> Shown:
        """See `port.Machine`."""
        ledger = self.ledger
        known = ledger.tables.ops.get(ask.op)
        ledger.begin()
        if known is not None:
            given = cast("Given", known.body)
            return Shown(given.book, given.year, given.number, known.seq, fresh=False)
        desk = self._desk(ask.op)
        slip = self._redeem(desk, ask) if ask.slip else None
        received = None if slip is None else slip.received
        taken = self.take(desk, ask.book, received)
        note = self.give(
            ask.op,
            Given(
                ask.book,
                taken.year,
                taken.number,
                ask.op,
                day=desk.today if ask.book != IN else None,
                slip="" if slip is None else slip.slip,
                lease=taken.lease,
            ),
        )
        return Shown(ask.book, taken.year, taken.number, note.seq, fresh=True)

    def take(self, desk: Desk, book: str, received: date | None) -> Taken:
        """Decide on a number; raises Refused."""
        return next_number(desk, book, received=received)

    def give(self, op: str, given: Given) -> Note:
        """Journal a number and expose it, in the order of exposure; raises Refused, PowerCut."""
        ledger = self.ledger
        start = len(ledger.disk.notes)
        note = ledger.append(given, op=op)
        try:
            self.bomb.passed("recorded")
        except BaseException:
            ledger.cancel(start)
            raise
        ledger.commit(start)
        return note

    def _redeem(self, desk: Desk, ask: Ask) -> slips.Redeemed:
        payload = wire.RegisterIncoming(
            fields=FIELDS, slip=ask.slip, captured_at=ask.captured_at, slip_ok=ask.slip_ok
        )
        return slips.redeem(desk, payload)

    def reenter(self, op: str, key: BookKey, number: int) -> Shown:
        """See `port.Machine`; mirrors `registering.enter_again`."""
        self.ledger.begin()
        known = self.ledger.tables.numbers.get(key, {}).get(number)
        if known is None or known[0] != NumberState.CONTENT_LOST:
            raise Refused("NUMBER_NOT_SO")
        note = self.give(op, Given(key[0], key[1], number, op, again=True))
        return Shown(*key, number, note.seq, fresh=True)

    def settle(self, op: str, origin: str) -> Shown:
        """See `port.Machine`; mirrors `strays.settle`."""
        self.ledger.begin()
        stray, settled = self.ledger.tables.strays[origin]
        if settled or stray.book != IN:  # an outgoing one is entered again from paper
            raise Refused("STEP_NOT_NOW")
        held = self.ledger.tables.numbers.get((stray.book, stray.year), {}).get(stray.number)
        if held is not None and held[0] == NumberState.CONTENT_LOST:
            given = Given(
                stray.book, stray.year, stray.number, op, again=True, slip=stray.slip, origin=origin
            )
        else:
            desk = self._desk(op)
            taken = self.take(desk, stray.book, None)
            given = Given(
                stray.book,
                taken.year,
                taken.number,
                op,
                slip=stray.slip,
                lease=taken.lease,
                corrects=stray.number,
                origin=origin,
            )
        note = self.give(op, given)
        return Shown(given.book, given.year, given.number, note.seq, fresh=True)

    def act(self, op: str, kind: str, payload: wire.Wire) -> None:
        """See `port.Machine`."""
        with self.ledger.write() as unit:
            if op not in self.ledger.tables.ops:
                HANDLERS[kind](self._desk(op, unit), payload)

    def join(self, site: str, mode: str) -> None:
        """See `port.Machine`."""
        with self.ledger.write() as unit:
            joined = SiteJoined(
                id=site, name="Cơ sở 2", kind="branch", key="", mode=mode, organ=ORGAN
            )
            unit.record(joined, by=NODE)

    def delegate(self, key: BookKey, owner: str) -> None:
        """See `port.Machine`."""
        body = RegisterDelegated(book=key[0], year=key[1], owner=owner, signed_at="", signature="")
        with self.ledger.write() as unit:
            unit.record(body, by=NODE)

    def receive_lease(self, block: Block) -> None:
        """See `port.Machine`."""
        body = LeaseReceived(
            id=block.id,
            book=block.key[0],
            year=block.key[1],
            first=block.first,
            last=block.last,
            seq=1,
            day=block.day,
        )
        with self.ledger.write() as unit:
            unit.record(body, by=NODE)

    def close_block(self, block: Block, first: int) -> None:
        """See `port.Machine`."""
        body = LeaseClosed(
            id=block.id,
            book=block.key[0],
            year=block.key[1],
            first=first,
            last=block.last,
            reason="Hết ngày.",
        )
        with self.ledger.write() as unit:
            unit.record(body, by=NODE)

    def take_branch_entry(self, entry: Entry, *, again: bool) -> None:
        """See `port.Machine`."""
        given = Given(
            entry.book, entry.year, entry.number, entry.doc, lease=entry.lease, again=again
        )
        with self.ledger.write() as unit:
            unit.record(given, by=Author(account=CLERK.account, op=entry.doc))

    def stray_branch_entry(self, entry: Entry, origin: str) -> None:
        """See `port.Machine`."""
        given = Given(entry.book, entry.year, entry.number, entry.doc, slip=entry.slip)
        with self.ledger.write() as unit:
            unit.record(Strayed(origin, given), by=NODE)

    def is_rival(self, held: Sequence[Link]) -> bool:
        """See `port.Machine`."""
        return former.took_over(cast("Any", held), self.ledger.hashes(0))

    def bring_home(self, held: Sequence[Link]) -> int:
        """See `port.Machine`; what is stray is in the core's form."""
        notes = cast("tuple[Note, ...]", tuple(held))
        agreed = former.bring_home(
            cast("Any", self.ledger), cast("Any", notes), self.ledger.hashes(0)
        )
        with self.ledger.write() as unit:
            for note in notes:
                if note.seq > agreed and isinstance(note.body, Given):
                    unit.record(Strayed(origin_of(note), note.body), by=NODE)
        return agreed

    def rewind(self, after: int) -> None:
        """See `port.Machine`."""
        former.rewind(cast("Any", self.ledger), after)

    def replicate(self, links: Sequence[Link]) -> None:
        """See `port.Machine`."""
        self.ledger.replicate(cast("Sequence[Note]", links))

    def follow(self) -> None:
        """See `port.Machine`."""
        self.disk.standing, self.disk.machine = "follower", self.binding

    def branch(self) -> None:
        """See `port.Machine`."""
        self.is_branch = True
        self.disk.standing, self.disk.machine = "branch", self.binding
        self.boot()
        with self.ledger.write() as unit:
            unit.record(SiteJoined(id="self", name="", kind="branch", key=""), by=NODE)
        self.disk.confirmed = self.time.today
        self.door.check()

    def backup(self) -> object:
        """See `port.Machine`."""
        return self.disk.copy()

    def restore(self, copy: object) -> None:
        """See `port.Machine`."""
        self.disk = cast("DataFolder", copy).copy()

    def fill(self, *, full: bool) -> None:
        """See `port.Machine`."""
        self.disk.full = full

    def _desk(self, op: str, unit: MemoryUnit | None = None) -> Desk:
        return Desk(
            unit=cast("Any", unit or MemoryUnit(self.ledger)),
            person=CLERK,
            organ=ORGAN,
            op=op,
            fingerprint="",
            now=self.trusted.now(),
            policy=POLICY,
            require_stamping=self.door.require_stamping,
        )

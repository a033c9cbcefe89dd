"""A machine of the store level: the product's SQLite ledger, door, clock and command desk."""

import random
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from tools.simulator.port import CLERK, IN, JOURNAL, ORGAN, Ask, Block, Entry, Key, Link, Shown
from tools.simulator.store.linked import Linked
from tools.simulator.store.memory import NOWHERE, MemoryDisk, MemorySidecar, empty
from tools.simulator.store.outgoing import NUMBER
from tools.simulator.store.reading import ReadingMachine
from tools.simulator.virtual_time import Time
from vanthu_server.commune.domain.holding import Holder
from vanthu_server.commune.domain.ports import NODE, Author
from vanthu_server.commune.node import PolicyVersions, nothing
from vanthu_server.commune.services.command import CommandDesk, Kind
from vanthu_server.commune.services.kinds import Parts, kinds
from vanthu_server.commune.services.opening import OpeningDesk
from vanthu_server.commune.services.opening_answers import Answers
from vanthu_server.commune.services.sites import former
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_server.commune.storage.machine.holding import HolderStore
from vanthu_server.policy.shelf import load_policies
from vanthu_sync import wire
from vanthu_sync.body import Body
from vanthu_sync.clock import instant
from vanthu_sync.errors import Refused
from vanthu_sync.events import IncomingRegistered
from vanthu_sync.journal import Event, Head
from vanthu_sync.register_events import (
    ClockCorrected,
    EntryStrayed,
    LeaseClosed,
    LeaseReceived,
    RegisterDelegated,
    SiteJoined,
)

POLICY: Final = "nd30-2020@2020-03-05"
FIELDS: Final = wire.IncomingFields(subject="Về việc họp giao ban", organ_name="Sở Nội vụ")
PLAIN: Final = (
    b'{"fields":{"subject":"V\xe1\xbb\x81 vi\xe1\xbb\x87c h\xe1\xbb\x8dp","organ_name":"UBND"}}'
)
"""What a client of the first protocol sends: no field that came later."""


class Chance:
    """Nonces from a seed (`commune.domain.ports.Chance`)."""

    def __init__(self, source: random.Random) -> None:
        self._source = source

    def draw(self, count: int) -> bytes:
        """Return the next bytes."""
        return self._source.randbytes(count)


class KeyOfNode:
    """A signing key of no consequence."""

    public = b"k" * 32

    def sign(self, data: bytes) -> bytes:
        """Return a signature that nobody checks here."""
        del data
        return b"s" * 64


@cache
def POLICIES() -> PolicyVersions:  # noqa: N802 - a constant that takes a second to make
    """Return the policy files, read once a process."""
    return PolicyVersions(load_policies())


class StoreMachine(ReadingMachine):
    """See `port.Machine`."""

    def __init__(
        self,
        time: Time,
        name: str,
        *,
        binding: str,
        chance: Chance,
        furnished: Callable[[], Any] | None = None,
        branched: Callable[[], Any] | None = None,
    ) -> None:
        super().__init__(time, name, binding=binding)
        self.disk = MemoryDisk(empty())
        self._chance = chance
        self._furnished = furnished
        self._branched = branched
        self._sidecar = MemorySidecar(self.side, self.bomb.passed)

    def assemble(self) -> None:
        """See `port.Machine`."""
        self.ledger = SqliteLedger(
            NOWHERE,
            sidecar=self._sidecar,
            clock=self.trusted if hasattr(self, "trusted") else self.clock,
            chance=self._chance,
            passed=self.bomb.passed,
            connect=self.disk.connect,
        )
        self.holders = HolderStore(self.ledger)
        if not hasattr(self, "trusted"):
            return
        self.trusted.begin(
            correction=self.holders.correction(),
            last=self.holders.last(),
            confirmed=self.holders.confirmed_day(),
        )
        self.door = OpeningDesk(
            self.ledger,
            holders=self.holders,
            clock=self.trusted,
            machine=lambda: self.binding,
        )
        self.answers = Answers(self.door, key=KeyOfNode())
        self.commands = CommandDesk(
            self.ledger,
            kinds=self._kinds(),
            clock=self.trusted,
            policies=POLICIES(),
            recorded=_nobody,
            require_stamping=self.door.require_stamping,
        )

    def _kinds(self) -> dict[str, Kind]:
        nobody = cast("Any", None)
        parts = Parts(
            ledger=self.ledger,
            blobs=nobody,
            paper=nobody,
            jobs=nobody,
            key=KeyOfNode(),
            trust=Path(),
            clock=self.trusted,
        )
        return {**kinds(parts), "outgoing.number": NUMBER}

    def drop_process(self) -> None:
        """See `port.Machine`."""

    def lose_unsynced(self, kept: int) -> int:
        """See `port.Machine`."""
        return self.side.lose_unsynced(kept)

    def record_clock(self, corrected: ClockCorrected) -> None:
        """See `port.Machine`."""
        self._record(corrected, organ="")

    def furnish(self) -> None:
        """See `port.Machine`."""
        assert self._furnished is not None
        made = self._furnished()
        self.disk.replace(made.image)
        self.side.rewrite(made.side)
        self.boot()

    def follow(self) -> None:
        """See `port.Machine`."""
        self._hold(Holder(standing="follower", machine=self.binding), journal=JOURNAL)

    def branch(self) -> None:
        """See `port.Machine`."""
        assert self._branched is not None
        self.is_branch = True
        made = self._branched()
        self.disk.replace(made.image)
        self.side.rewrite(made.side)
        self._hold(Holder(standing="branch", machine=self.binding), journal="")
        self.boot()
        self.holders.confirm_day(self.time.today)
        self.door.check()

    def _hold(self, holder: Holder, *, journal: str) -> None:
        ledger = SqliteLedger(
            NOWHERE,
            sidecar=self._sidecar,
            clock=self.clock,
            chance=self._chance,
            passed=nothing,
            connect=self.disk.connect,
        )
        if journal:
            ledger.name(journal)
        HolderStore(ledger).keep(holder)

    def enter(self, ask: Ask) -> Shown:
        """See `port.Machine`."""
        if ask.book != IN:
            step = msgspec.json.encode(wire.OutgoingStep(id=ask.op))
            return self._numbered(ask.op, "outgoing.number", step)
        if not ask.slip:
            return self._numbered(ask.op, "incoming.register", PLAIN)
        payload = wire.RegisterIncoming(
            fields=FIELDS, slip=ask.slip, captured_at=ask.captured_at, slip_ok=ask.slip_ok
        )
        return self._numbered(ask.op, "incoming.register", msgspec.json.encode(payload))

    def reenter(self, op: str, key: Key, number: int) -> Shown:
        """See `port.Machine`."""
        payload = wire.Reenter(year=key[1], number=number, arrival_date=self.dated(), fields=FIELDS)
        return self._numbered(op, "incoming.reenter", msgspec.json.encode(payload))

    def settle(self, op: str, origin: str) -> Shown:
        """See `port.Machine`."""
        payload = msgspec.json.encode(wire.SettleStray(origin=origin))
        return self._numbered(op, "stray.settle", payload)

    def act(self, op: str, kind: str, payload: wire.Wire) -> None:
        """See `port.Machine`."""
        self._execute(op, kind, msgspec.json.encode(payload))

    def _numbered(self, op: str, kind: str, payload: bytes) -> Shown:
        before = self.ledger.head().seq
        data = self._execute(op, kind, payload)
        assert data is not None
        answer = msgspec.json.decode(data, type=wire.Registered)
        after = self.ledger.head().seq
        return Shown(answer.book, answer.year, answer.number, after, fresh=after > before)

    def _execute(self, op: str, kind: str, payload: bytes) -> msgspec.Raw | None:
        command = wire.Command(op=op, kind=kind, organ=ORGAN, payload=msgspec.Raw(payload))
        result = self.commands.execute(CLERK, command)
        if result.outcome == "rejected":
            assert result.problem is not None
            raise Refused(result.problem.code)
        return result.data

    def join(self, site: str, mode: str) -> None:
        """See `port.Machine`."""
        self._record(
            SiteJoined(id=site, name="Cơ sở 2", kind="branch", key="", mode=mode, organ=ORGAN)
        )

    def delegate(self, key: Key, owner: str) -> None:
        """See `port.Machine`."""
        self._record(
            RegisterDelegated(book=key[0], year=key[1], owner=owner, signed_at="", signature="")
        )

    def receive_lease(self, block: Block) -> None:
        """See `port.Machine`."""
        self._record(
            LeaseReceived(
                id=block.id,
                book=block.key[0],
                year=block.key[1],
                first=block.first,
                last=block.last,
                seq=1,
                day=block.day,
            )
        )

    def close_block(self, block: Block, first: int) -> None:
        """See `port.Machine`."""
        self._record(
            LeaseClosed(
                id=block.id,
                book=block.key[0],
                year=block.key[1],
                first=first,
                last=block.last,
                reason="Hết ngày.",
            )
        )

    def take_branch_entry(self, entry: Entry, *, again: bool) -> None:
        """See `port.Machine`."""
        by = Author(account=CLERK.account, op=entry.doc, fingerprint="0" * 16)
        self._record(self._entry(entry, again=again), by=by)

    def stray_branch_entry(self, entry: Entry, origin: str) -> None:
        """See `port.Machine`."""
        self._record(
            EntryStrayed(
                origin=origin,
                kind="incoming.registered",
                id=entry.doc,
                book=entry.book,
                year=entry.year,
                number=entry.number,
                at=instant(self.trusted.now()),
                actor=CLERK.account,
                content=msgspec.json.encode(self._entry(entry, again=False)).decode(),
            )
        )

    def is_rival(self, held: Sequence[Link]) -> bool:
        """See `port.Machine`."""
        events = (cast("Linked", link).event for link in held)
        return former.took_over(events, self.ledger.hashes(0))

    def bring_home(self, held: Sequence[Link]) -> int:
        """See `port.Machine`."""
        events: tuple[Event, ...] = tuple(cast("Linked", link).event for link in held)
        return former.bring_home(self.ledger, events, self.ledger.hashes(0))

    def rewind(self, after: int) -> None:
        """See `port.Machine`."""
        former.rewind(self.ledger, after)

    def _entry(self, entry: Entry, *, again: bool) -> IncomingRegistered:
        return IncomingRegistered(
            id=entry.doc,
            year=entry.year,
            number=entry.number,
            arrival_date=self.dated(),
            fields=FIELDS,
            lease=entry.lease,
            again=again,
        )

    def _record(self, body: Body, *, organ: str = ORGAN, by: Author = NODE) -> None:
        with self.ledger.write() as unit:
            unit.record(body, organ=organ, policy=POLICY if organ else "", by=by)

    def head(self) -> Head:
        """See `port.Machine`."""
        return self.ledger.head()

    def exposed(self) -> int:
        """See `port.Machine`."""
        return self.ledger.exposed

    def durable(self) -> int:
        """See `port.Machine`."""
        side: list[Linked] = self.side.events
        kept = side[self.side.synced - 1].seq if self.side.synced else 0
        return min(kept, self.ledger.head().seq)

    def replicate(self, links: Sequence[Link]) -> None:
        """See `port.Machine`."""
        events: tuple[Event, ...] = tuple(cast("Linked", link).event for link in links)
        self.ledger.replicate(events)

    def backup(self) -> object:
        """See `port.Machine`."""
        return self.disk.image()

    def restore(self, copy: object) -> None:
        """See `port.Machine`."""
        self.disk.replace(cast("bytes", copy))

    def fill(self, *, full: bool) -> None:
        """See `port.Machine`."""
        self.disk.fill(full=full)


def _nobody() -> None:
    """Nobody ships what was recorded: contact is a step of its own."""

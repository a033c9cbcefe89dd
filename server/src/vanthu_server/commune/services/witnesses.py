"""Witnesses that this machine remembers, and how one that is gone for good is done without.

What a witness said that closes the registers is remembered over a restart (NB21), and a take-over
needs its events. Where it was thrown away since, both would wait for ever. So an officer of the
office says that it is gone, with a reason that is journaled:
- after a fork, or where it knew more, the paper is asked: its numbers may stand there;
- where it had seen a later epoch, clerk and leader take over, beyond that epoch (NB26).
Nobody is done without who can be asked: the hub is tried first, and any other is heard again when
it calls, which closes the registers as before.
"""

from collections.abc import Callable
from typing import Protocol

import msgspec

from vanthu_server.commune.domain import rights
from vanthu_server.commune.domain.holding import ELSEWHERE
from vanthu_server.commune.domain.opening_texts import WITNESS_NAMES
from vanthu_server.commune.domain.person import Person
from vanthu_server.commune.domain.ports import Author, Ledger
from vanthu_server.commune.services.hub_witness import HUB
from vanthu_server.commune.services.opening import Opened, OpeningDesk
from vanthu_server.commune.services.opening_evidence import recalled
from vanthu_sync import opening
from vanthu_sync.errors import Refused
from vanthu_sync.journal import Head
from vanthu_sync.opening import HOLDER, Sight
from vanthu_sync.register_events import WitnessForgotten


class WitnessMemory(Protocol):
    """What is kept of witnesses."""

    def remembered(self, ours: Head) -> tuple[Sight, ...]:
        """Return the heads that witnesses named last."""
        ...

    def last_heard(self, witness: str) -> str:
        """Return the instant at which a witness was heard last, "" where it was not kept."""
        ...

    def forget(self, witness: str) -> None:
        """Drop what a witness named."""
        ...


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """A witness as it is remembered; `cause` is why it closes the registers, "" if it does not."""

    witness: str
    name: str
    head: Head
    heard_at: str
    cause: str


class Witnesses:
    """The memory of witnesses; `hub_head` asks the hub how far it is, None where it is away."""

    def __init__(
        self,
        desk: OpeningDesk,
        *,
        memory: WitnessMemory,
        ledger: Ledger,
        hub_head: Callable[[], Head | None],
    ) -> None:
        self._desk = desk
        self._memory = memory
        self._ledger = ledger
        self._hub_head = hub_head

    def all(self) -> tuple[Remembered, ...]:
        """Return those remembered, by name."""
        ours = self._desk.store.head()
        with self._ledger.read() as unit:
            names = {**{site.id: site.name for site in unit.sites()}, **WITNESS_NAMES}
        return tuple(
            Remembered(
                witness=sight.witness,
                name=names.get(sight.witness, sight.witness),
                head=sight.head,
                heard_at=self._memory.last_heard(sight.witness),
                cause=opening.recall(ours, self._hashes(ours, sight.head), sight).cause,
            )
            for sight in self._memory.remembered(ours)
        )

    def forget(self, named: str, *, reason: str, by: Person) -> Opened:
        """Do without a witness, by its id or name; return how the registers stand then.

        Raises Refused: RIGHT_MISSING, REASON_REQUIRED, NODE_FOLLOWS, WITNESS_UNKNOWN,
        WITNESS_NEEDED, WITNESS_NOT_CAUSE, WITNESS_ANSWERS, STORAGE_FAILED, DISK_FULL, and what
        the hub raises that answers and does not let us in.
        """
        if not any(rights.may(by, "witness.forget", organ) for organ in by.roles):
            raise Refused("RIGHT_MISSING")
        if not reason.strip():
            raise Refused("REASON_REQUIRED")
        with self._desk.turn:
            gone = self._gone(named)
            self._record(gone, reason=reason.strip(), by=by)
            return self._desk.check()

    def _gone(self, named: str) -> Remembered:
        """Return the witness that keeps the registers closed and cannot be asked."""
        opened, standing = self._desk.opened, self._desk.holders.standing()
        if standing == "follower":
            raise Refused("NODE_FOLLOWS")
        found = [each for each in self.all() if named in {each.witness, each.name}]
        if len(found) != 1:
            raise Refused("WITNESS_UNKNOWN", detail=named)
        (gone,) = found
        if gone.witness == HOLDER:
            raise Refused("WITNESS_NEEDED")
        heard = self._desk.sights
        closed = recalled(opened.cause, opened.witness, standing=standing, heard=heard)
        if not (gone.cause and closed):
            raise Refused("WITNESS_NOT_CAUSE", detail=gone.name)
        if gone.witness == HUB:
            self._require_hub_gone()
        return gone

    def _require_hub_gone(self) -> None:
        head = self._hub_head()
        if head is None:
            return
        ours, sight = self._desk.store.head(), Sight(witness=HUB, head=head)
        if opening.compare(ours, self._hashes(ours, head), sight).action != "open":
            raise Refused("WITNESS_ANSWERS")

    def _record(self, gone: Remembered, *, reason: str, by: Person) -> None:
        """A power cut leaves the registers closed: first the doubt, last what opens them."""
        head = gone.head
        later = gone.cause == "owner_changed"
        if not later:
            self._desk.holders.doubt()
        event = WitnessForgotten(
            witness=gone.witness,
            name=gone.name,
            epoch=head.epoch,
            seq=head.seq,
            head=head.hash,
            reason=reason,
        )
        with self._desk.store.write_anew() as unit:
            unit.record(event, organ="", policy="", by=Author(account=by.account))
        if later:  # the memory stays: the take-over goes beyond its epoch
            self._desk.holders.bind(ELSEWHERE)
        else:
            self._memory.forget(gone.witness)

    def _hashes(self, ours: Head, theirs: Head) -> dict[int, str]:
        return self._desk.store.hashes(min(ours.seq, theirs.seq))

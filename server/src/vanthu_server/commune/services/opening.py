"""Opening the registers: compare every witness, complete what is missing, ask at most one thing.

Theory of operation (PROTOCOL.md NB8-NB10, NB19-NB26): `check` gathers the evidence, lets
`vanthu_sync.opening` decide, does what it says and looks again, until the registers are open, a
person is asked, or nothing but help from outside is left. Writing and stamping are two things: at
the first opening of a day all work goes on, and only numbers wait for the clerk's yes. A witness
that is heard later (hub, follower) is compared at once; one that parts from us closes them.
Nothing is lost either way: what cannot be decided stays readable.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Final, Protocol

import msgspec

from vanthu_server.commune.domain.ports import NODE, Unit
from vanthu_server.commune.services.opening_evidence import Beside, Here, Memory, follows, gather
from vanthu_server.commune.services.trusted_clock import TrustedClock
from vanthu_sync import opening
from vanthu_sync.clock import vietnam_day
from vanthu_sync.errors import Refused
from vanthu_sync.journal import ChainBroken, Event, Head
from vanthu_sync.opening import ASKED, HOLDER, SIDECAR, Evidence, Opening, Question, Sight
from vanthu_sync.register_events import NodeRecovered
from vanthu_sync.sidecar import SidecarDamaged

ROUNDS_MAX: Final = 8
"""Each round completes one side; two suffice in practice."""

CLOSED_BY: Final = {"owner_changed": "OWNER_CHANGED", "follower": "NODE_FOLLOWS"}
"""Cause → the code that commands are refused with; any other is NODE_NOT_OPEN."""


class AnewUnit(Unit, Protocol):
    """A transaction after which the sidecar is made anew."""

    def replace_branch(self, after: int, theirs: tuple[Event, ...]) -> tuple[Event, ...]:
        """Put `theirs` in the place of all events after `after`; return what was there."""
        ...


class OpeningStore(Protocol):
    """The sides that are compared on this machine."""

    def head(self) -> Head:
        """Return the database's head."""
        ...

    def hashes(self, first: int) -> dict[int, str]:
        """Return seq → chain hash from `first` on, the beginning (0) always."""
        ...

    def sidecar(self) -> tuple[Event, ...] | None:
        """Return the sidecar's events, None where the file is missing; raises SidecarDamaged."""
        ...

    def complete_sidecar(self, after: int) -> None:
        """Append the database's events after the seq `after` to the sidecar."""
        ...

    def recover(self, missing: tuple[Event, ...]) -> None:
        """Apply missing events to the database, in one transaction."""
        ...

    def forget_removed(self) -> None:
        """Bring the sidecar to what the journal still holds."""
        ...

    def admit(self) -> None:
        """Open for writing."""
        ...

    def suspend(self, code: str) -> None:
        """Write nothing from here on; refuse with `code`."""
        ...

    def write(self) -> AbstractContextManager[Unit]:
        """See `ports.Ledger.write`."""
        ...

    def write_anew(self) -> AbstractContextManager[AnewUnit]:
        """One transaction, then the sidecar anew from the whole journal."""
        ...


class Holders(Memory, Protocol):
    """What this machine remembers, and how it is kept."""

    def bind(self, machine: str) -> None:
        """Bind the registers to this machine; a follower is their owner from then on."""
        ...

    def confirm_day(self, day: date) -> None:
        """Keep the day that somebody vouched for."""
        ...

    def correction(self) -> int:
        """Return the seconds that are added to the machine's clock."""
        ...

    def last(self) -> datetime | None:
        """Return the instant of the journal's last event."""
        ...

    def remember(self, sight: Sight) -> None:
        """Keep what a witness has seen that keeps the registers closed."""
        ...

    def doubt(self) -> None:
        """Keep that the paper has to be asked: only a witness outside knew what was lost."""
        ...


class Source(Protocol):
    """A witness that can give events."""

    def events(self, after: int) -> tuple[Event, ...]:
        """Return all its events after `after`; raises Refused."""
        ...


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """How the registers stand: `recovered` events came back from `witness`.

    `open` allows writing, `stamping` numbers; `question` is what a person is asked.
    """

    open: bool
    stamping: bool = False
    cause: str = ""
    question: Question = ""
    witness: str = ""
    recovered: int = 0
    completed: int = 0


class OpeningDesk:
    """The registers' door on this machine."""

    def __init__(
        self,
        store: OpeningStore,
        *,
        holders: Holders,
        clock: TrustedClock,
        machine: Callable[[], str],
    ) -> None:
        self.store = store
        self.holders = holders
        self.clock = clock
        self.machine = machine
        self.turn = threading.RLock()
        self.opened = Opened(open=False)
        self.sights: dict[str, Sight] = {}
        self.sources: dict[str, Source] = {}
        self._completed = 0
        self._noted = False

    def check(self) -> Opened:
        """Compare everything, complete what is missing, and say how the registers stand."""
        with self.turn:
            try:
                self._conclude(self._settle())
            except SidecarDamaged:
                self._close("sidecar_damaged")
            except (OSError, Refused, ChainBroken) as error:
                self._close(_cause(error))
            return self.opened

    def sighted(self, sight: Sight, source: Source) -> Opened:
        """Take what a witness outside says; it opens, completes or closes the registers."""
        with self.turn:
            self.sights[sight.witness] = sight
            self.sources[sight.witness] = source
            ours = self.store.head()
            low = min(ours.seq, sight.head.seq)
            said = opening.compare(ours, self.store.hashes(low), sight)
            closing = said.action == "closed" or sight.head.epoch > ours.epoch
            if sight.head.journal == ours.journal and (closing or sight.witness == HOLDER):
                self.holders.remember(sight)
            if said.action != "open" or not self.opened.stamping:
                return self.check()
            return self.opened

    def require_stamping(self) -> None:
        """Raise Refused unless a number may be given now.

        Codes: NODE_NOT_OPEN, NODE_FOLLOWS, OWNER_CHANGED, PAPER_UNSAID, DAY_UNSURE.
        """
        opened = self.opened
        if not opened.open:
            raise Refused(CLOSED_BY.get(opened.cause, "NODE_NOT_OPEN"))
        if not opened.stamping:
            raise Refused("PAPER_UNSAID")
        if not self.clock.is_sure():
            raise Refused("DAY_UNSURE")

    def evidence(self) -> Evidence:
        """Return all that is known now; raises OSError."""
        return gather(
            self.store,
            self.holders,
            beside=self._sidecar(),
            here=Here(self.machine(), vietnam_day(self.clock.now())),
            sights=tuple(self.sights.values()),
        )

    def _sidecar(self) -> Beside:
        try:
            return Beside(self.store.sidecar())
        except SidecarDamaged:
            return Beside((), damaged=True)

    def _settle(self) -> Opening:
        for _ in range(ROUNDS_MAX):
            decided = opening.decide(self.evidence())
            if decided.action == "append_to_sidecar":
                self._completed = self.store.head().seq - decided.after
                self.store.complete_sidecar(decided.after)
            elif decided.action == "recover":
                self._recover(decided)
            else:
                return decided
        return Opening(action="closed", cause="witness_unread")

    def _recover(self, decided: Opening) -> None:
        if decided.witness == SIDECAR:
            held = self._sidecar().events
            missing = tuple(event for event in held or () if event.header.seq > decided.after)
            self.store.recover(missing)
        else:
            self.holders.doubt()
            missing = self.sources[decided.witness].events(decided.after)
            level = self._sidecar_is_level()
            self.store.recover(missing)
            if level:
                self.store.complete_sidecar(decided.after)
        self.take_up_clock()
        self.opened = msgspec.structs.replace(
            self.opened,
            witness=decided.witness,
            recovered=self.opened.recovered + len(missing),
        )
        self._noted = False

    def _sidecar_is_level(self) -> bool:
        """Tell whether the sidecar ends where the database does: only then it may grow with it."""
        held, head = self._sidecar().events, self.store.head()
        return bool(held) and held is not None and held[-1].hash == head.hash

    def take_up_clock(self) -> None:
        """Take up what the journal and this machine know of time (CK3, CK4)."""
        self.clock.begin(
            correction=self.holders.correction(),
            last=self.holders.last(),
            confirmed=self.holders.confirmed_day(),
        )

    def _conclude(self, decided: Opening) -> None:
        stamping = decided.action == "open"
        if follows(decided, self.holders.standing()):
            self._follow(decided)
        elif not stamping and decided.cause != "first_of_day":
            self._close(decided.cause, question=decided.question, witness=decided.witness)
        else:
            self._admit()
            self.opened = msgspec.structs.replace(
                self.opened,
                open=True,
                stamping=stamping,
                cause=decided.cause,
                question=decided.question,
                completed=self._completed,
            )

    def _follow(self, decided: Opening) -> None:
        """A follower asks nobody for numbers: an ill sidecar is made anew from its copy (NB28)."""
        if decided.action == "ask" and decided.cause != "first_of_day":
            with self.store.write_anew():
                pass
        self._close("follower", question="take_over")

    def _close(self, cause: str, *, question: Question = "", witness: str = "") -> None:
        self.store.suspend(CLOSED_BY.get(cause, "NODE_NOT_OPEN"))
        self.opened = msgspec.structs.replace(
            self.opened,
            open=False,
            stamping=False,
            cause=cause,
            question=question or ASKED.get(cause, ""),
            witness=witness or self.opened.witness,
        )

    def _admit(self) -> None:
        if _holds_removed(self._sidecar().events or ()):
            self.store.forget_removed()
        self.store.admit()
        if not self._noted and self.opened.recovered:
            event = NodeRecovered(
                cause="rolled_back",
                recovered=self.opened.recovered,
                witness=self.opened.witness,
            )
            with self.store.write() as unit:
                unit.record(event, organ="", policy="", by=NODE)
        self._noted = True
        if not self.holders.machine() and self.store.head().seq:
            self.holders.bind(self.machine())


def _cause(error: Exception) -> str:
    if isinstance(error, ChainBroken):
        return "fork"
    return "sidecar_failed" if isinstance(error, OSError) else "recover_failed"


def _holds_removed(held: tuple[Event, ...]) -> bool:
    removed = [event for event in held if event.header.kind == "content.removed"]
    named = {seq for event in removed for seq in _seqs(event)}
    return any(event.body is not None and event.header.seq in named for event in held)


def _seqs(event: Event) -> tuple[int, ...]:
    found = event.content.get("seqs", ())
    return tuple(seq for seq in found if isinstance(seq, int)) if isinstance(found, list) else ()

"""The product's door and answers over the core ledger, with a trail that is quick to make."""

from typing import Any, cast

import msgspec

from tools.simulator.core.ledger import MemoryLedger
from tools.simulator.core.notes import Given, Note, Strayed
from tools.simulator.core.unit import MemoryUnit
from tools.simulator.disks import SidecarDisk
from tools.simulator.port import JOURNAL
from vanthu_server.commune.domain.ports import Author
from vanthu_server.commune.services.opening import AnewUnit, OpeningDesk
from vanthu_server.commune.services.opening_answers import Answers, Seizure, Winning
from vanthu_server.commune.services.opening_evidence import Beside
from vanthu_sync import opening
from vanthu_sync.opening import Evidence, Trail
from vanthu_sync.register_events import NumberChanged


class CoreDoor(OpeningDesk):
    """See `services.opening.OpeningDesk`."""

    _quick = False

    def evidence(self) -> Evidence:
        """Return the door's own evidence, with the trail of the sidecar made in one go."""
        ledger = cast("MemoryLedger", self.store)
        self._quick = True
        known = super().evidence()
        self._quick = False
        return msgspec.structs.replace(known, sidecar=trail_of(ledger.side))

    def _sidecar(self) -> Beside:
        if not self._quick:
            return super()._sidecar()
        ledger = cast("MemoryLedger", self.store)
        return Beside((), damaged=ledger.side.damaged)


class CoreAnswers(Answers):
    """See `services.opening_answers.Answers`; what the losing branch had is in the core's form."""

    def _seize(self, unit: AnewUnit, seizure: Seizure, winning: Winning) -> bool:
        all_asked = super()._seize(unit, seizure, winning)
        memory = cast("MemoryUnit", unit)
        by = Author(account=seizure.clerk.account)
        for note in memory.replaced:
            if isinstance(note.body, Given):
                memory.record(Strayed(origin_of(note), note.body), by=by)
        known = {event.content.get("id") for event in winning.events}
        for note in memory.replaced:
            if isinstance(note.body, NumberChanged) and memory.is_struck(note.body, known):
                memory.record(note.body, by=by)
        return all_asked


class Key:
    """A signing key of no consequence."""

    public = b"k" * 32

    def sign(self, data: bytes) -> bytes:
        """Return a signature that nobody checks here."""
        del data
        return b"s" * 64


def origin_of(note: Note) -> str:
    """Return the name of a stray entry, as the product forms it."""
    return f"{note.epoch}:{note.seq}:{note.hash}"


def trail_of(side: SidecarDisk[Any]) -> Trail | None:
    """Return the sidecar's trail, None where it is missing."""
    held = side.events
    if not side.present and not side.damaged:
        return None
    if not held:
        return opening.NOTHING
    first = held[0].seq
    last = held[-1]
    whole = last.seq - first + 1 == len(held)
    return Trail(
        journal=JOURNAL,
        epoch=last.epoch,
        first=first,
        before=held[0].prev,
        hashes=tuple([note.hash for note in held]),
        whole=whole,
    )

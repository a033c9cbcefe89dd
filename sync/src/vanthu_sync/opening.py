"""The opening check: whether this node may stamp, and if not, what comes first.

Rules (PROTOCOL.md, NB8-NB10, NB19-NB26), looked at in this order:
1. The sidecar of this machine: equal, or behind by one transaction (complete it), or ahead (the
   database was rolled back: apply the sidecar's events first).
2. The machine: where it is not the one that held the registers last, this is a copy or a moved
   disk: closed until somebody takes over.
3. Every other witness that can be asked (hub, follower, branch): one that knows a newer history
   of ours gives us what is missing; one that knows another history at a place that we have too
   is a fork; one that has seen a later epoch fences this node.
4. What nothing can tell is asked of the person at the desk, once: the last numbers on paper,
   where the sidecar is missing, damaged or old; the same as a mere confirmation at the first
   opening of a day that no outside witness has vouched for.

Everything is told by trails: hashes at places. Nothing here touches a disk or asks a person.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

import msgspec

from vanthu_sync import limits
from vanthu_sync.journal import Event, Head

Action = Literal["open", "append_to_sidecar", "recover", "ask", "closed"]

Cause = Literal[
    "",
    "sidecar_missing",
    "sidecar_behind",
    "sidecar_hole",
    "sidecar_damaged",
    "other_journal",
    "fork",
    "other_machine",
    "owner_changed",
    "witness_unread",
    "first_of_day",
    "rolled_back",
]

Question = Literal["", "paper_lost", "paper_confirm", "take_over"]

SIDECAR: Final = "sidecar"
HOLDER: Final = "holder"
"""The witness that a branch has: the holder of the registers."""

ASKED: Final[Mapping[str, Question]] = {
    "sidecar_missing": "paper_lost",
    "sidecar_behind": "paper_lost",
    "sidecar_hole": "paper_lost",
    "sidecar_damaged": "paper_lost",
    "other_journal": "paper_lost",
    "first_of_day": "paper_confirm",
    "rolled_back": "paper_lost",
    "other_machine": "take_over",
    "owner_changed": "take_over",
    "fork": "take_over",
}
"""What is asked of a person; a cause that is not here needs the IT officer or the province."""

PAPER: Final = frozenset({"paper_lost", "paper_confirm"})
"""Questions that the last numbers on paper answer."""


class Trail(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a journal as a witness holds it: chain hashes from `first` on.

    `before` is the chain hash before `first`, as the first event names it. `whole` is False
    where places are missing or doubled, or a hash does not follow: nothing can be read from it.
    """

    journal: str
    epoch: int
    first: int
    before: str
    hashes: tuple[str, ...]
    whole: bool = True

    @property
    def last(self) -> int:
        """The seq of its last event."""
        return self.first + len(self.hashes) - 1


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """What a witness outside this machine says: its head, and what it holds after ours.

    `trail` is None where the head is at or before ours; `head` then decides alone.
    """

    witness: str
    head: Head
    trail: Trail | None = None


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known at an opening.

    `hashes` gives the database's chain hash at every seq it holds (0 for the beginning);
    `sidecar` is None where the file does not exist. `remembered` are heads that witnesses
    named in earlier runs: they close, they vouch for nothing. `rolled_back` tells that only a
    witness outside knew what this machine had lost, and nobody has looked at the paper since.
    `day_confirmed` tells that somebody vouched for this day on this machine already.
    """

    database: Head
    hashes: Mapping[int, str]
    sidecar: Trail | None
    sidecar_damaged: bool = False
    same_machine: bool = True
    sights: tuple[Sight, ...] = ()
    remembered: tuple[Sight, ...] = ()
    rolled_back: bool = False
    day_confirmed: bool = False


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What to do before the first number.

    `witness` names who holds the events after `after` (recover); `after` is also the last event
    that the sidecar holds (append_to_sidecar). `question` is what a person is asked (ask).
    """

    action: Action
    cause: Cause = ""
    question: Question = ""
    witness: str = ""
    after: int = 0


NOTHING: Final = Trail(journal="", epoch=0, first=1, before="", hashes=())
"""The trail of no events: a sidecar that was just made."""


def trail(events: Iterable[Event]) -> Trail:
    """Return the trail of `events`."""
    held = tuple(events)
    if not held:
        return NOTHING
    hashes = tuple(event.hash for event in held)
    first = held[0].header
    whole = all(
        event.header.seq == first.seq + place
        and event.header.journal == first.journal
        and (place == 0 or event.header.prev == hashes[place - 1])
        for place, event in enumerate(held)
    )
    return Trail(
        journal=first.journal,
        epoch=held[-1].header.epoch,
        first=first.seq,
        before=first.prev,
        hashes=hashes,
        whole=whole,
    )


def decide(evidence: Evidence) -> Opening:
    """Return what must happen before the register may be used.

    Called again after each action, until it says open, ask or closed.
    """
    beside = _beside(evidence)
    if beside.action in {"append_to_sidecar", "recover"}:
        return beside
    if not evidence.same_machine:
        return _asking("other_machine")
    if beside.cause == "fork":
        return beside
    outside = _outside(evidence)
    if outside.action != "open":
        return outside
    return beside if beside.cause else _vouched(evidence)


def _outside(evidence: Evidence) -> Opening:
    """Compare with every witness outside."""
    for sight in evidence.sights:
        said = compare(evidence.database, evidence.hashes, sight)
        if said.action != "open":
            return said
    for sight in evidence.remembered:
        said = recall(evidence.database, evidence.hashes, sight)
        if said.action != "open":
            return said
    return Opening(action="open")


def recall(ours: Head, hashes: Mapping[int, str], sight: Sight) -> Opening:
    """Compare with a head that a witness named in an earlier run: open or closed.

    It cannot give events; and what it said in an epoch before ours, a take-over has settled.
    """
    said = compare(ours, hashes, sight)
    closes = said.action == "closed" and sight.head.epoch >= ours.epoch
    return said if closes else Opening(action="open")


def _vouched(evidence: Evidence) -> Opening:
    """Whether somebody knows that nothing was stamped beyond what all witnesses hold."""
    if evidence.rolled_back:
        return _asking("rolled_back")
    heard = any(sight.head.seq for sight in evidence.sights)
    if heard or evidence.day_confirmed or not evidence.database.seq:
        return Opening(action="open", after=evidence.database.seq)
    return _asking("first_of_day")


def _asking(cause: Cause) -> Opening:
    return Opening(action="ask", cause=cause, question=ASKED[cause])


def _closed(cause: Cause, witness: str) -> Opening:
    return Opening(action="closed", cause=cause, question=ASKED.get(cause, ""), witness=witness)


def _beside(evidence: Evidence) -> Opening:
    """Compare the database with the sidecar."""
    database, held = evidence.database, evidence.sidecar
    if evidence.sidecar_damaged:
        return _asking("sidecar_damaged")
    if held is None:
        return _asking("sidecar_missing") if database.seq else Opening(action="open")
    if not held.hashes:
        return _behind(database, 0)
    if held.journal != database.journal:
        return _asking("other_journal")
    if not held.whole:
        return _asking("sidecar_hole")
    return _compared(evidence, held)


def _compared(evidence: Evidence, held: Trail) -> Opening:
    database = evidence.database
    if held.first > database.seq + 1:
        return _asking("sidecar_hole")
    if _parts(database, evidence.hashes, held):
        if held.epoch < database.epoch:  # the power went after a take-over, before its sidecar
            return _asking("sidecar_behind")
        return _closed("fork", SIDECAR)
    if held.last > database.seq:
        return Opening(action="recover", witness=SIDECAR, after=database.seq)
    return _behind(database, held.last)


def _behind(database: Head, sidecar_seq: int) -> Opening:
    if sidecar_seq == database.seq:
        return Opening(action="open", after=sidecar_seq)
    if database.seq - sidecar_seq > limits.SIDECAR_LAG_EVENTS_MAX:
        return _asking("sidecar_behind")
    return Opening(action="append_to_sidecar", after=sidecar_seq)


def compare(ours: Head, hashes: Mapping[int, str], sight: Sight) -> Opening:
    """Compare the database with what one witness outside says: open, recover or closed."""
    theirs = sight.head
    if theirs.journal != ours.journal or theirs.seq == 0:
        return Opening(action="open")
    if theirs.seq <= ours.seq:
        if hashes.get(theirs.seq) == theirs.hash:
            return Opening(action="open")
        return _parted(ours, sight)
    if sight.trail is None or not sight.trail.whole or sight.trail.first > ours.seq + 1:
        later: Cause = "owner_changed" if theirs.epoch > ours.epoch else "witness_unread"
        return _closed(later, sight.witness)
    if _parts(ours, hashes, sight.trail):
        return _parted(ours, sight)
    return Opening(action="recover", witness=sight.witness, after=ours.seq)


def _parted(ours: Head, sight: Sight) -> Opening:
    cause: Cause = "owner_changed" if sight.head.epoch > ours.epoch else "fork"
    return _closed(cause, sight.witness)


def _parts(ours: Head, hashes: Mapping[int, str], held: Trail) -> bool:
    """Tell whether `held` names another hash than the database at a place that both know."""
    before = held.first - 1
    if before in hashes and hashes[before] != held.before:
        return True
    common = range(held.first, min(held.last, ours.seq) + 1)
    return any(hashes.get(seq) != held.hashes[seq - held.first] for seq in common)

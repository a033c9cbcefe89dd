"""What is known at an opening, gathered from one machine: for the door and for `vanthu doctor`.

Both look through the same function, so that a cause which closes the registers is named by both.
"""

from collections.abc import Container
from datetime import date
from typing import Final, NamedTuple, Protocol

from vanthu_server.commune.domain.holding import Standing
from vanthu_server.commune.domain.opening_texts import GONE_FOR_GOOD, TEXTS, OpeningText
from vanthu_sync import opening
from vanthu_sync.journal import Event, Head
from vanthu_sync.opening import HOLDER, SIDECAR, Evidence, Opening, Sight

PARTED: Final = frozenset({"fork", "owner_changed", "witness_unread"})
"""Causes that bind a follower too: for anything else its copy is the holder's to mend."""


class Places(Protocol):
    """The database's places."""

    def head(self) -> Head:
        """Return the database's head."""
        ...

    def hashes(self, first: int) -> dict[int, str]:
        """Return seq → chain hash from `first` on, the beginning (0) always."""
        ...


class Memory(Protocol):
    """What this machine remembers of its part."""

    def standing(self) -> Standing:
        """Return what it is."""
        ...

    def machine(self) -> str:
        """Return the machine that holds the registers, "" before the first opening."""
        ...

    def confirmed_day(self) -> date | None:
        """Return the last day that somebody vouched for."""
        ...

    def remembered(self, ours: Head) -> tuple[Sight, ...]:
        """Return the heads that witnesses named in earlier runs."""
        ...

    def in_doubt(self) -> bool:
        """Tell whether the paper has to be asked."""
        ...


class Beside(NamedTuple):
    """The sidecar's events, None where the file is missing; none of a damaged one are used."""

    events: tuple[Event, ...] | None
    damaged: bool = False


class Here(NamedTuple):
    """Where and when it is looked: the binding of this machine and folder, the day."""

    machine: str
    today: date


def gather(
    places: Places,
    memory: Memory,
    *,
    beside: Beside,
    here: Here,
    sights: tuple[Sight, ...] = (),
) -> Evidence:
    """Return all that is known now; `sights` are the witnesses heard in this run."""
    database, held = places.head(), beside.events
    same = memory.machine() in {"", here.machine} or memory.standing() == "follower"
    remembered = memory.remembered(database)
    known = [sight.head.seq for sight in (*sights, *remembered)]
    first = min([database.seq, *known, *(event.header.seq - 1 for event in (held or ())[:1])])
    heard = {sight.witness for sight in sights}
    return Evidence(
        database=database,
        hashes=places.hashes(first),
        sidecar=None if held is None else opening.trail(held),
        sidecar_damaged=beside.damaged,
        same_machine=same,
        sights=sights,
        remembered=tuple(each for each in remembered if each.witness not in heard),
        rolled_back=memory.in_doubt(),
        day_confirmed=memory.confirmed_day() == here.today,
    )


def follows(decided: Opening, standing: Standing) -> bool:
    """Tell whether nothing but its part keeps a follower's registers closed."""
    return standing == "follower" and decided.cause not in PARTED


def recalled(cause: str, witness: str, *, standing: Standing, heard: Container[str] = ()) -> bool:
    """Tell whether a witness closes the registers that was not heard in this run.

    It may be gone for good (`services.witnesses`); a branch's holder is not one to do without.
    """
    outside = witness not in {"", SIDECAR, HOLDER} and witness not in heard
    return standing == "owner" and cause in PARTED and outside


def told(cause: str, *, recalled: bool) -> OpeningText:
    """Return the words for a cause; raises KeyError for one that has none."""
    said = TEXTS[cause]
    if not recalled:
        return said
    return OpeningText(
        title=said.title, text=said.text, next_step=f"{said.next_step} {GONE_FOR_GOOD}"
    )

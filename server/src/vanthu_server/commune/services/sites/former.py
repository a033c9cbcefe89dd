"""What a former holder entered beside our take-over, as a copy of its journal has it (NB27).

A site that heard the former holder later than we did has events that our history goes without. They
are of an earlier epoch, so they are no fork that anybody has to decide: their entries are kept here
as stray ones, and the site's copy goes back to the place where both histories agree. Where somebody
took over on that branch as well, two machines hold the registers, and it is a fork.
"""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Final, Protocol

from vanthu_server.commune.domain.ports import NODE, Ledger, Unit
from vanthu_server.commune.services.opening import AnewUnit
from vanthu_server.commune.services.opening_answers import stray_of
from vanthu_sync import opening
from vanthu_sync.errors import Refused
from vanthu_sync.journal import Event, Head

TAKE_OVER: Final = "node.taken_over"


class Rewindable(Protocol):
    """A copy of the holder's journal."""

    def write_anew(self) -> AbstractContextManager[AnewUnit]:
        """One change of the chain itself, then the sidecar anew."""
        ...


def is_of_former(ours: Head, hashes: Mapping[int, str], theirs: Head) -> bool:
    """Tell whether a copy ends in events of an earlier epoch that our history goes without."""
    same = theirs.journal == ours.journal and theirs.seq > 0
    return same and theirs.epoch < ours.epoch and hashes.get(theirs.seq) != theirs.hash


def wanted(
    held: tuple[Event, ...], theirs: Head, *, began: int, hashes: Mapping[int, str]
) -> int | None:
    """Return after which event the copy's events are wanted; None once `held` is enough.

    `began` is the place where our take-over began: only a copy that parted earlier is read from
    its beginning.
    """
    if not held:
        return began
    first, last = held[0].header, held[-1]
    if hashes.get(first.seq - 1) != first.prev:
        return 0
    return None if last.hash == theirs.hash else last.header.seq


def took_over(held: Iterable[Event], hashes: Mapping[int, str]) -> bool:
    """Tell whether somebody took over on the copy's branch, too: that is a fork at any epoch."""
    parted = (each for each in held if hashes.get(each.header.seq) != each.hash)
    return any(each.header.kind == TAKE_OVER for each in parted)


def bring_home(ledger: Ledger, held: tuple[Event, ...], hashes: Mapping[int, str]) -> int:
    """Keep the entries that our history goes without; return the last place that both agree on.

    Raises Refused(JOURNAL_BROKEN) for events that are no chain.
    """
    if not opening.trail(held).whole:
        raise Refused("JOURNAL_BROKEN", detail="Máy theo dõi gửi các mục không nối tiếp nhau.")
    ours = [event.header.seq for event in held if hashes.get(event.header.seq) == event.hash]
    agreed = max(ours, default=held[0].header.seq - 1)
    with ledger.write() as unit:
        for event in held:
            if event.header.seq > agreed:
                keep_stray(unit, event)
    return agreed


def keep_stray(unit: Unit, event: Event) -> None:
    """Keep an entry of another history once, whole, as a stray one."""
    stray = stray_of(event)
    if stray is not None and unit.stray(stray.origin) is None:
        unit.record(stray, organ=event.header.organ, policy=event.header.policy, by=NODE)


def rewind(copy: Rewindable, after: int) -> None:
    """Drop what a copy has after that place: the holder keeps it."""
    with copy.write_anew() as unit:
        unit.replace_branch(after, ())

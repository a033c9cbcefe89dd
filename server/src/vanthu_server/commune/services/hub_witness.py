"""The hub as a witness of our history: what it holds beyond us, each page checked (NB21, LK6).

Rules:
1. What the hub has and we have not comes back before a number is given; where it cannot be read the
   registers are closed until it can.
2. A hub that knows a later holder of the registers is believed by its head alone: this machine
   gives no number, whatever there is beyond (NB26).
3. An empty folder gets the whole journal, bound elsewhere: what was stamped after the hub's last
   event is on paper only, so the registers open by a take-over, which asks for it (NB20, NB22).
"""

from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

from vanthu_server.commune.domain.holding import ELSEWHERE
from vanthu_server.commune.services.opening import Opened, OpeningDesk
from vanthu_server.keys.node_key import verify
from vanthu_sync import link, opening
from vanthu_sync.errors import Refused
from vanthu_sync.journal import ChainBroken, Event, Head
from vanthu_sync.journal import verify as verify_chain
from vanthu_sync.opening import Sight

HUB: Final = "hub"
"""The hub's name among the witnesses."""


class JournalHub(Protocol):
    """The hub as a keeper of our journal."""

    def journal(self, *, after: int) -> link.Page:
        """Return what it holds after an event, one page."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class Reached(NamedTuple):
    """A hub with an open session, its pinned key, and how far it is."""

    hub: JournalHub
    key: bytes
    head: Head


class HubWitness:
    """See `opening.Source`; `reach` opens a session of its own, for what is asked later."""

    def __init__(self, reach: Callable[[], Reached]) -> None:
        self._reach = reach
        self._after = 0
        self._held: tuple[Event, ...] = ()

    def heard(self, door: OpeningDesk, reached: Reached) -> Opened:
        """Let the registers' door weigh what the hub says.

        Raises Refused where the hub could not be read or is not believed.
        """
        ours = door.store.head()
        if reached.head.seq and not ours.seq:
            return _made_again(door, reached, ours)
        try:
            sight = self.look(reached, ours)
        except Refused:
            door.sighted(Sight(witness=HUB, head=reached.head), self)
            raise
        opened = door.sighted(sight, self)
        self.forget()
        return opened

    def look(self, reached: Reached, ours: Head) -> Sight:
        """Return what the hub says, its events beyond ours fetched; raises Refused."""
        self.forget()
        head = reached.head
        if head.seq <= ours.seq or (ours.seq and head.epoch > ours.epoch):
            return Sight(witness=HUB, head=head)
        self._after, self._held = ours.seq, read(reached, after=ours.seq)
        return Sight(witness=HUB, head=head, trail=opening.trail(self._held))

    def events(self, after: int) -> tuple[Event, ...]:
        """Return all the hub's events after `after`; raises Refused."""
        if self._held and after >= self._after:
            return tuple(event for event in self._held if event.header.seq > after)
        reached = self._reach()
        try:
            return read(reached, after=after)
        finally:
            reached.hub.close()

    def forget(self) -> None:
        """Drop what was fetched: it is in the journal, or it was not wanted."""
        self._held = ()


def _made_again(door: OpeningDesk, reached: Reached, start: Head) -> Opened:
    missing = read(reached, after=0)
    try:
        verify_chain(start, missing)
    except ChainBroken as error:
        raise Refused("PEER_SIGNATURE_WRONG", detail=str(error)) from error
    door.holders.bind(ELSEWHERE)
    door.store.recover(missing)
    return door.check()


def read(reached: Reached, *, after: int) -> tuple[Event, ...]:
    """Return the hub's events after `after` up to its head, as one chain.

    Raises Refused: PEER_SIGNATURE_WRONG for a page that the pinned key did not sign or that does
    not follow the one before, and what the way there raises.
    """
    held: list[Event] = []
    place, before = after, ""
    while place < reached.head.seq:
        page = reached.hub.journal(after=place)
        receipt = page.receipt
        signed = link.receipt_bytes(receipt.head, receipt.at)
        follows = page.head.seq == place and before in {"", page.head.hash}
        ours = page.head.journal == reached.head.journal and bool(page.events)
        if not (follows and ours and verify(reached.key, receipt.signature, signed)):
            raise Refused("PEER_SIGNATURE_WRONG", detail="Nhật ký tỉnh gửi về không khớp.")
        held += page.events
        place, before = receipt.head.seq, receipt.head.hash
    return tuple(held)

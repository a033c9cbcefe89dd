"""Take-overs and fenced machines in the journals that come up (PROTOCOL.md, NB26, LK7, LK8).

Rules:
1. What a machine of an earlier epoch adds is refused with OWNER_CHANGED, and so is what a guest
   ships without a take-over of its own; the batch is kept as evidence.
2. A take-over counts where its key is the pinned one, a follower's, that of a machine that was let
   in, or of a former holder that is not shut out; its signature and its place are right, and its
   epoch is higher than any held before.
3. One that counts makes its key the pinned one, and the guest that shipped it the journal's node.
   One that does not is kept as an event, and warned about; the pinned key stays.
"""

from collections.abc import Sequence

from vanthu_server.province.domain import limits
from vanthu_server.province.domain.holding import (
    NamedKey,
    TakeOver,
    decoded,
    is_in_place,
    is_signed,
)
from vanthu_server.province.domain.peers import Node, Peer
from vanthu_server.province.domain.ports import Clock, Tables
from vanthu_server.province.domain.reading import Reading
from vanthu_server.province.domain.warning import Finding
from vanthu_sync.journal import Event
from vanthu_sync.register_events import NodeTakenOver, SiteJoined

_FOLLOWER = "follower"


def may_ship(
    tables: Tables,
    node: Node,
    peer: Peer,
    *,
    fresh: Sequence[tuple[Event, Reading]],
    announced: NodeTakenOver | None,
) -> bool:
    """Tell whether `peer` may add `fresh` to what is held.

    The node may. A guest may where the first event of a later epoch is its own take-over, or,
    before that one comes, where the batch names it (`announced`).
    """
    if not peer.guest or not fresh:
        return True
    if not may_read(tables, node, peer):
        return False
    for event, reading in fresh:
        if event.header.epoch > node.head.epoch:
            over = reading.taken_over
            return over is not None and is_in_place(over, event.header) and _is_by(over, peer.key)
    return (
        announced is not None and announced.epoch > node.head.epoch and _is_by(announced, peer.key)
    )


def may_read(tables: Tables, node: Node, peer: Peer) -> bool:
    """Tell whether `peer` may have the journal: the node, and a guest that is not shut out."""
    return not peer.guest or peer.key == node.key or peer.key in _successors(tables, node)


def sender(tables: Tables, node: Node, peer: Peer) -> str:
    """Return what people call the machine that speaks."""
    known = {named.key: named.name for named in tables.holders.keys(node.journal)}
    return known.get(peer.key, node.name)


class Machines:
    """Keeps what fresh events say of the machines of a journal."""

    def __init__(self, tables: Tables, *, node: Node, peer: Peer, clock: Clock) -> None:
        self._tables = tables
        self._node = node
        self._peer = peer
        self._clock = clock
        self._epoch = node.head.epoch
        self._pinned = node.key

    def note(self, fresh: Sequence[tuple[Event, Reading]]) -> None:
        """Name keys, keep take-overs, and pin the key of the last one that counts."""
        for event, reading in fresh:
            if reading.joined is not None:
                self._join(reading.joined)
            elif reading.left is not None:
                self._tables.holders.leave(self._node.journal, _storable(reading.left.id))
            elif reading.taken_over is not None:
                self._take_over(event, reading.taken_over)

    def _join(self, joined: SiteJoined) -> None:
        if joined.kind == _FOLLOWER:
            named = NamedKey(
                key=decoded(joined.key),
                role="follower",
                site=_storable(joined.id),
                name=_storable(joined.name),
            )
            self._tables.holders.name_key(self._node.journal, named)

    def _take_over(self, event: Event, over: NodeTakenOver) -> None:
        key, journal = decoded(over.key), self._node.journal
        named = _successors(self._tables, self._node) | {self._pinned: self._node.name}
        counts = key in named and is_signed(over) and is_in_place(over, event.header)
        if not counts or over.epoch <= self._epoch:
            self._warn(event, over)
            return
        self._epoch, self._pinned = over.epoch, key
        self._tables.holders.take_over(journal, _kept(event, over))
        self._tables.holders.pin(journal, key, name=named[key])
        if key == self._peer.key:
            self._tables.sessions.promote(self._peer, kept_max=limits.INSTANCES_MAX)

    def _warn(self, event: Event, over: NodeTakenOver) -> None:
        seq = str(event.header.seq)
        facts = {"event": seq, "offered": decoded(over.key).hex()}
        finding = Finding(kind="take_over_refused", subject=seq, facts=facts)
        self._tables.warnings.keep(
            self._node.journal, finding, at=self._clock(), kept_max=limits.WARNINGS_MAX
        )


def _is_by(over: NodeTakenOver, key: bytes) -> bool:
    return decoded(over.key) == key and is_signed(over)


def _successors(tables: Tables, node: Node) -> dict[bytes, str]:
    named = tables.holders.keys(node.journal)
    return {each.key: each.name for each in named if not each.shut}


def _kept(event: Event, over: NodeTakenOver) -> TakeOver:
    return TakeOver(
        epoch=over.epoch,
        seq=event.header.seq,
        at=event.header.at,
        reason=over.reason.replace("\x00", ""),
        clerk=_storable(over.clerk),
        leader=_storable(over.leader),
        key=decoded(over.key),
    )


def _storable(text: str) -> str:
    return text.replace("\x00", "")[: limits.NAME_CHARACTERS_MAX]

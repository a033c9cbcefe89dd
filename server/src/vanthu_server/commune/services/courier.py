"""The courier: journal up, files up, inbox down, in the background, for as long as it takes.

Theory of operation:
- One round is: session (if none), ship what the hub has not, pull the inbox, move one file.
  Data goes before files: none moves before the hub has every event that could name it, and a
  round moves at most one, so data never waits for a scan.
- With a session the hub is heard as a witness (NB21): what it has beyond us comes back first, and
  where it knows another history or a later holder the registers close. While they are closed
  nothing else is done; a fork is told to the hub too, by our event at the place where we part.
- A guest (LK7) is a machine that took over and that the hub does not know yet: it ships what leads
  to its take-over, and is the node from then on. Followers and branches never come here.
- Messages are known by their origin, so the inbox may be read again: after a hub was restored,
  or another one was paired, it is read from its beginning.
- Where the hub stands is what the hub says: a hub that was restored gets the events again; a hub
  whose head is not on our chain is reported, never overwritten (PROTOCOL.md LK).
- A receipt brings the trusted time; the first round after a start gets one (CK3, NB23).
- A failure is kept with its code for the screen; the next try comes after a pause that doubles.
  Nothing here ever stops the clerk.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

import msgspec

from vanthu_server.blobs.store import BlobStore
from vanthu_server.commune.domain.hub import HubPeer
from vanthu_server.commune.domain.ports import Chance, Clock
from vanthu_server.commune.services.hub_records import HubRecords
from vanthu_server.commune.services.hub_session import NodeIdentity, SessionHub, open_session
from vanthu_server.commune.services.hub_witness import HUB, HubWitness, JournalHub, Reached
from vanthu_server.commune.services.inbox_pull import InboxPull
from vanthu_server.commune.services.opening import OpeningDesk
from vanthu_server.commune.services.province_word import ProvinceWord
from vanthu_server.keys.node_key import SigningKey, verify
from vanthu_sync import limits, link
from vanthu_sync.clock import instant
from vanthu_sync.errors import Refused, problem
from vanthu_sync.journal import Checkpoint, Event, Head, checkpoint_bytes
from vanthu_sync.wire import HubState, Problem

AWAY: Final = frozenset({"PEER_AWAY", "PEER_FAILED", "PEER_UNREADABLE", "HUB_FAILED"})
"""What the screen shows as "chưa liên lạc được"."""

FILE_FAULTS: Final = frozenset({"BLOB_MISMATCH", "UPLOAD_TOO_LARGE", "NOT_FOUND"})
"""Refusals that lie in one file: it stays among those that wait, and bars nothing."""

QUIET_MAX: Final = timedelta(minutes=15)
"""A node with nothing to say sends an empty batch this often, so that counts have an age."""

IDLE: Final = timedelta(seconds=10)
"""How often a node with nothing to send asks for its inbox."""

PAUSE_FIRST: Final = timedelta(seconds=1)
PAUSE_MAX: Final = timedelta(minutes=5)
"""A link that is down for days costs one small request in five minutes."""


class Hub(SessionHub, JournalHub, Protocol):
    """The hub as the courier needs it."""

    def ship(self, batch: bytes) -> link.Receipt:
        """Send a packed batch."""
        ...

    def inbox(self, *, after: int, wait_seconds: int) -> link.Inbox:
        """Return messages."""
        ...

    def directory(self) -> link.DirectoryAnswer:
        """Return the directory."""
        ...

    def send_file(self, sha256: str, path: Path) -> None:
        """Send a file."""
        ...

    def fetch_file(self, sha256: str, blobs: BlobStore) -> None:
        """Fetch a file."""
        ...


PARTED: Final = {"fork": "JOURNAL_FORK", "owner_changed": "OWNER_CHANGED"}
"""Cause of closed registers → what the screen says of the province."""


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """How often in a row it failed, why last, and when the next try is."""

    failures: int = 0
    problem: Problem | None = None
    next_try_at: datetime | None = None


class Courier:
    """One node's courier; `round` is called again and again by the runner."""

    def __init__(  # noqa: PLR0913 - the composition root's list
        self,
        records: HubRecords,
        *,
        connect: Callable[[str], Hub],
        identity: NodeIdentity,
        key: SigningKey,
        blobs: BlobStore,
        pull: InboxPull,
        door: OpeningDesk,
        word: ProvinceWord,
        clock: Clock,
        chance: Chance,
    ) -> None:
        self._records = records
        self._connect = connect
        self._identity = identity
        self._key = key
        self._blobs = blobs
        self._pull = pull
        self._door = door
        self._word = word
        self._witness = HubWitness(self._reach)
        self._clock = clock
        self._chance = chance
        self._hub: Hub | None = None
        self._head: Head | None = None
        self._guest = False
        self._was_closed = False
        self._shipped_at: datetime | None = None
        self._unfit: set[str] = set()  # files that the hub refused, until the next start
        self._reachable: bool | None = None
        self.trouble = Trouble()

    def round(self) -> bool:
        """Do one round; tell whether there is more to do at once.

        Raises nothing of the hub's; a fault of ours is kept for the screen and raised.
        """
        peer = self._records.peer()
        if peer is None or self._must_wait() or self._door.holders.standing() != "owner":
            return False
        try:
            more = self._round(peer)
        except Refused as refused:
            self._failed(refused)
            return False
        except Exception:
            self._failed(Refused("STORAGE_FAILED"))
            raise
        self._reachable = True
        self.trouble = Trouble()
        return more

    def state(self, *, exposed: int) -> HubState:
        """Return what the screen says of the province; unknown is None, never a guess."""
        peer = self._records.peer()
        held = self._records.receipt()
        unsent = self._unsent() if peer is not None else ()
        trouble = self.trouble
        last, soon = (None if peer is None else peer.last_contact), trouble.next_try_at
        return HubState(
            paired=peer is not None,
            reachable=self._reachable,
            last_contact=None if last is None else instant(last),
            node_head=exposed,
            hub_head=None if held is None else held.seq,
            files_waiting=len(unsent),
            bytes_waiting=sum(size for _, size in unsent),
            failures=trouble.failures,
            next_try_at=None if soon is None else instant(soon),
            problem=trouble.problem or self._passed_over(),
        )

    def try_now(self) -> None:
        """Forget the pause: a person presses «Gửi ngay»."""
        self.trouble = msgspec.structs.replace(self.trouble, next_try_at=None)

    def close(self) -> None:
        """Close the connection; the next round opens another."""
        if self._hub is not None:
            self._hub.close()
        self._hub, self._head = None, None

    def wait_seconds(self) -> float:
        """Return how long to wait before the next round, unless woken."""
        if self.trouble.next_try_at is None:
            return IDLE.total_seconds()
        left = self.trouble.next_try_at - self._clock.now()
        return min(max(left.total_seconds(), 0.1), PAUSE_MAX.total_seconds())

    def _must_wait(self) -> bool:
        soon = self.trouble.next_try_at
        return soon is not None and timedelta(0) < soon - self._clock.now() <= PAUSE_MAX

    def pause(self) -> timedelta:
        """Return how long to wait after the failures so far: doubling up to PAUSE_MAX."""
        steps = min(self.trouble.failures, 16)
        return min(PAUSE_MAX, PAUSE_FIRST * (1 << steps))

    def _passed_over(self) -> Problem | None:
        refused = self._pull.passed_over
        return None if refused is None else problem(refused)

    def _round(self, peer: HubPeer) -> bool:
        hub = self._session(peer)
        if not self._door.opened.open:
            self._was_closed = True
            self._report(hub)
            return False
        if self._was_closed:  # somebody opened them: what the hub says is looked at once more
            self.close()
            return True
        if self._guest and not self._leads_on():
            raise Refused("OWNER_CHANGED")
        shipped = self._ship(hub, peer)
        if self._guest:
            return True
        inbox = hub.inbox(after=self._records.inbox_place(), wait_seconds=0)
        taken = self._pull.take(inbox)
        if inbox.messages:
            self._records.keep_inbox_place(inbox.messages[-1].cursor)
        self._contact(hub, peer, inbox.directory_version)
        moved = self._move_file(hub)
        return shipped or taken or moved or inbox.more

    def _leads_on(self) -> bool:
        """Tell whether this machine took over and the hub does not know it yet (LK7)."""
        assert self._head is not None
        return self._door.store.head().epoch > self._head.epoch

    def _session(self, peer: HubPeer) -> Hub:
        if self._hub is not None and self._head is not None:
            return self._hub
        self._hub = hub = self._connect(peer.url)
        session = self._open(hub, peer)
        opened = self._witness.heard(self._door, Reached(hub, peer.key, session.head))
        held = self._records.receipt()
        if held is not None and session.head.seq < held.seq:
            self._records.keep_inbox_place(0)  # restored: its cursors went back, so do we
        self._records.forget_receipts(after=session.head.seq)
        self._head, self._guest = session.head, session.guest
        self._was_closed = False
        if opened.open:
            self._word.ratified(session.ratified)
        return hub

    def _open(self, hub: Hub, peer: HubPeer) -> link.Session:
        epoch = self._door.store.head().epoch
        return open_session(
            hub, peer, identity=self._identity, epoch=epoch, key=self._key, chance=self._chance
        )

    def _reach(self) -> Reached:
        """Return the hub with a session of its own; ours ends by it and is opened again."""
        peer = self._records.peer()
        if peer is None:
            raise Refused("PEER_AWAY")
        hub = self._connect(peer.url)
        session = self._open(hub, peer)
        return Reached(hub, peer.key, session.head)

    def _report(self, hub: Hub) -> None:
        """Tell the hub and the screen that two machines wrote; raises Refused."""
        opened = self._door.opened
        code = PARTED.get(opened.cause)
        if code is None:
            return
        if opened.witness == HUB:
            self._send_evidence(hub)
        raise Refused(code)

    def _send_evidence(self, hub: Hub) -> None:
        """Ship our event at the last place that both have: the hub refuses it, and keeps it."""
        assert self._head is not None
        place = min(self._head.seq, self._door.store.head().seq)
        found = self._records.events(after=place - 1, limit=1)
        if found:
            before = self._records.head_at(place - 1)
            hub.ship(link.pack(self._batch(before, found)))

    def _ship(self, hub: Hub, peer: HubPeer) -> bool:
        assert self._head is not None
        found = self._records.events(after=self._head.seq, limit=limits.BATCH_EVENTS_MAX)
        if not found and not self._quiet_too_long():
            return False
        events = link.portion(found)
        batch = self._batch(self._head, events)
        head = batch.checkpoint.head
        receipt = hub.ship(link.pack(batch))
        signed = link.receipt_bytes(receipt.head, receipt.at)
        if receipt.head != head or not verify(peer.key, receipt.signature, signed):
            raise Refused("PEER_SIGNATURE_WRONG", detail="Biên nhận của tỉnh không khớp.")
        self._records.keep_receipt(receipt)
        self._head = head
        self._guest = self._guest and self._leads_on()
        self._word.told_time(receipt)
        self._shipped_at = self._clock.now()
        if not self._door.opened.stamping:
            self._door.check()
        return bool(events)

    def _quiet_too_long(self) -> bool:
        return self._shipped_at is None or self._clock.now() - self._shipped_at >= QUIET_MAX

    def _batch(self, before: Head, events: tuple[Event, ...]) -> link.Batch:
        head = _head_after(before, events)
        at = instant(self._clock.now())
        signature = self._key.sign(checkpoint_bytes(head, at))
        over = self._records.take_over() if self._guest else None
        announced = over if over is not None and head.epoch < over.epoch else None
        checkpoint = Checkpoint(head=head, at=at, signature=signature)
        return link.Batch(head=before, events=events, checkpoint=checkpoint, take_over=announced)

    def _move_file(self, hub: Hub) -> bool:
        assert self._head is not None
        if self._records.events(after=self._head.seq, limit=1):
            return False
        return self._send_file(hub) or self._fetch_file(hub)

    def _fetch_file(self, hub: Hub) -> bool:
        sha256 = self._pull.fetch_file(hub, self._blobs)
        if sha256:
            self._records.file_sent((sha256,), at=self._clock.now())
        return bool(sha256)

    def _send_file(self, hub: Hub) -> bool:
        for sha256, _ in self._unsent():
            if sha256 in self._unfit:
                continue
            try:
                hub.send_file(sha256, self._blobs.path(sha256))
            except Refused as refused:
                if refused.code not in FILE_FAULTS:
                    raise
                self._unfit.add(sha256)
                continue
            self._records.file_sent((sha256,), at=self._clock.now())
            return True
        return False

    def _unsent(self) -> tuple[tuple[str, int], ...]:
        """Files of received documents that did not come yet are the hub's to send."""
        return tuple(each for each in self._records.files_unsent() if self._blobs.has(each[0]))

    def _contact(self, hub: Hub, peer: HubPeer, directory_version: int) -> None:
        now = self._clock.now()
        changed = msgspec.structs.replace(peer, last_contact=now)
        if directory_version != peer.directory_version:
            answer = hub.directory()
            changed = msgspec.structs.replace(
                changed,
                directory=answer.organs,
                directory_version=answer.version,
                directory_at=now,
            )
        self._records.keep(changed)

    def _failed(self, refused: Refused) -> None:
        self.close()
        self._reachable = refused.code not in AWAY
        failures = self.trouble.failures + 1
        if refused.code == "SESSION_ENDED" and self.trouble.failures == 0:
            self.trouble = Trouble(failures=1)
            return
        self.trouble = Trouble(failures=failures, problem=problem(refused))
        next_try = self._clock.now() + self.pause()
        self.trouble = msgspec.structs.replace(self.trouble, next_try_at=next_try)


def _head_after(head: Head, events: tuple[Event, ...]) -> Head:
    if not events:
        return head
    last = events[-1]
    return Head(journal=head.journal, epoch=last.header.epoch, seq=last.header.seq, hash=last.hash)

"""The journal: a chain of events, the truth that all tables are made from.

Theory of operation (PROTOCOL.md, JN):
- An event is a header and a body. The header holds SHA-256(nonce ‖ body), so a body (with its
  nonce) can be taken out and the chain still verifies (Gỡ nội dung).
- The chain hash of an event is SHA-256 over its canonical header; the header holds the chain
  hash of the event before it. The first `prev` is 64 zeros.
- `seq` counts from 1 without a hole. `epoch` grows when another machine takes the register
  over; it never falls.
- A checkpoint is the head (epoch, seq, hash) signed by the node's key.
What must change together: `Header`, `FIRST_HASH`, vectors/chain.json, pwa/src/domain/chain.ts.

Nothing here reads a clock, draws a random number or touches a disk.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final, Literal

import msgspec

from vanthu_sync import canonical, limits

JOURNAL_VERSION: Final = 1
FIRST_HASH: Final = "0" * 64
CHECKPOINT_DOMAIN: Final = b"vanthu checkpoint v1\n"

ChainFault = Literal[
    "wrong_version", "wrong_journal", "hole", "broken_link", "epoch_fell", "body_changed"
]


class ChainBroken(ValueError):
    """The events do not continue the chain: `fault` says how, `seq` where."""

    def __init__(self, fault: ChainFault, seq: int) -> None:
        super().__init__(f"{fault} at {seq}")
        self.fault = fault
        self.seq = seq


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What the chain hashes of an event.

    `organ` and `policy` say whose document it is and under which policy version it was
    handled (R-LAW-01); `op` is the command's operation id in the
    first event that it made, else "".
    """

    v: int
    journal: str
    epoch: int
    seq: int
    kind: str
    organ: str
    policy: str
    at: str
    actor: str
    op: str
    body: str
    prev: str


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A header with its body and nonce, or with neither once the content was removed."""

    header: Header
    nonce: bytes | None
    body: bytes | None

    @property
    def hash(self) -> str:
        """The chain hash, 64 hex digits."""
        return chain_hash(self.header)

    @property
    def content(self) -> dict[str, canonical.Value]:
        """The body as a value; {} where the content was removed."""
        return canonical.decode(self.body) if self.body is not None else {}

    def without_body(self) -> "Event":
        """The same event after Gỡ nội dung: body and nonce gone, the chain unchanged."""
        return Event(header=self.header, nonce=None, body=None)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An event before it has its place in the chain; `epoch` 0 means that of the head."""

    kind: str
    organ: str
    policy: str
    actor: str
    op: str
    body: dict[str, canonical.Value]
    epoch: int = 0


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """How far a journal is: `seq` 0 and FIRST_HASH before the first event."""

    journal: str
    epoch: int
    seq: int
    hash: str


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A head signed by the node's key (Ed25519 over `checkpoint_bytes`)."""

    head: Head
    at: str
    signature: bytes


def start(journal: str) -> Head:
    """Return the head of a new journal."""
    return Head(journal=journal, epoch=1, seq=0, hash=FIRST_HASH)


def body_hash(*, nonce: bytes, body: bytes) -> str:
    """Return SHA-256(nonce ‖ body) as hex."""
    return hashlib.sha256(nonce + body).hexdigest()


def chain_hash(header: Header) -> str:
    """Return SHA-256 over the canonical form of `header` as hex."""
    return hashlib.sha256(canonical.encode(msgspec.structs.asdict(header))).hexdigest()


def append(head: Head, draft: Draft, *, nonce: bytes, at: str) -> Event:
    """Return the event that continues `head`.

    `nonce` holds NONCE_BYTES random bytes, `at` is an RFC 3339 UTC instant.
    Raises NotCanonical, or ValueError for a body over BODY_BYTES_MAX.
    """
    if len(nonce) != limits.NONCE_BYTES:
        message = f"a nonce has {limits.NONCE_BYTES} bytes"
        raise ValueError(message)
    body = canonical.encode(draft.body)
    if len(body) > limits.BODY_BYTES_MAX:
        message = f"an event's body is at most {limits.BODY_BYTES_MAX} bytes, this has {len(body)}"
        raise ValueError(message)
    header = Header(
        v=JOURNAL_VERSION,
        journal=head.journal,
        epoch=draft.epoch or head.epoch,
        seq=head.seq + 1,
        kind=draft.kind,
        organ=draft.organ,
        policy=draft.policy,
        at=at,
        actor=draft.actor,
        op=draft.op,
        body=body_hash(nonce=nonce, body=body),
        prev=head.hash,
    )
    return Event(header=header, nonce=nonce, body=body)


def advance(head: Head, event: Event) -> Head:
    """Return the head after `event`; raises ChainBroken when it does not continue `head`."""
    header = event.header
    if header.v != JOURNAL_VERSION:
        raise ChainBroken("wrong_version", header.seq)
    if header.journal != head.journal:
        raise ChainBroken("wrong_journal", header.seq)
    if header.seq != head.seq + 1:
        raise ChainBroken("hole", header.seq)
    if header.prev != head.hash:
        raise ChainBroken("broken_link", header.seq)
    if header.epoch < head.epoch:
        raise ChainBroken("epoch_fell", header.seq)
    if not body_matches(event):
        raise ChainBroken("body_changed", header.seq)
    return Head(journal=head.journal, epoch=header.epoch, seq=header.seq, hash=event.hash)


def body_matches(event: Event) -> bool:
    """Tell whether body and nonce are those of the header, or both were removed.

    The nonce's length counts: else a byte could move between nonce and body unseen.
    """
    if event.body is None or event.nonce is None:
        return event.body is None and event.nonce is None
    if len(event.nonce) != limits.NONCE_BYTES:
        return False
    return body_hash(nonce=event.nonce, body=event.body) == event.header.body


def verify(head: Head, events: Iterable[Event]) -> Head:
    """Return the head after all `events`; raises ChainBroken at the first that does not fit."""
    for event in events:
        head = advance(head, event)
    return head


def heads(head: Head, events: Iterable[Event]) -> Iterator[Head]:
    """Yield the head after each event in turn; raises ChainBroken."""
    for event in events:
        head = advance(head, event)
        yield head


def checkpoint_bytes(head: Head, at: str) -> bytes:
    """Return what the node's key signs for a checkpoint."""
    value: dict[str, canonical.Value] = {**msgspec.structs.asdict(head), "at": at}
    return CHECKPOINT_DOMAIN + canonical.encode(value)

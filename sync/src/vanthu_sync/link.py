"""Messages between a commune node and the province hub.

Rules (PROTOCOL.md, LK):
1. Pairing by a one-time code: each side keeps the other's Ed25519 key from then on (pinned).
2. A session begins with a challenge of each side, signed by the other; its token serves until
   it ends. Clocks play no part. A node names its `instance` (random, one a process): when an
   instance returns after another one of the same journal opened, two machines use one identity.
3. The journal goes up in batches: zlib over the JSON of `Batch`. What can be computed is not
   sent: `prev`, `journal` and, where the body is there, its hash. A batch keeps to
   BATCH_EVENTS_MAX and BATCH_BYTES_MAX (`portion`).
4. The inbox comes down by cursor; a message stays at the hub, so a cursor may go back.
5. The hub's receipt signs the head it holds, so that a node can prove what it delivered.
"""

import base64
import zlib
from collections.abc import Iterable
from typing import Final, Literal, dataclass_transform

import msgspec

from vanthu_sync import canonical, limits
from vanthu_sync.journal import (
    JOURNAL_VERSION,
    ChainBroken,
    Checkpoint,
    Event,
    Head,
    Header,
    advance,
    body_hash,
)

LINK_VERSION: Final = 1
NODE_DOMAIN: Final = b"vanthu node session v1\n"
HUB_DOMAIN: Final = b"vanthu hub session v1\n"
RECEIPT_DOMAIN: Final = b"vanthu receipt v1\n"

_ENVELOPE_BYTES: Final = 4096  # head and checkpoint of a batch, with room


class BatchUnreadable(ValueError):
    """The bytes are no batch: not zlib, too large when unfolded, or not of this shape."""


class BatchChanged(BatchUnreadable):
    """The events do not lead to the checkpoint: one was changed, dropped or moved."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
class _Link(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the link's messages."""


class OrganEntry(_Link):
    """An organ as the hub's directory knows it; `code` is its mã định danh."""

    id: str
    code: str
    name: str
    journal: str = ""


class PairRequest(_Link):
    """POST /link/pair: the node introduces itself with the one-time code."""

    v: int
    code: str
    journal: str
    node_name: str
    node_key: bytes
    organs: tuple[OrganEntry, ...]


class PairAnswer(_Link):
    """The hub's name and key, to be pinned."""

    hub_name: str
    hub_key: bytes


class Hello(_Link):
    """POST /link/hello: first half of a session; `challenge` has 32 random bytes."""

    v: int
    journal: str
    instance: str
    challenge: bytes


class HelloAnswer(_Link):
    """The hub's challenge, and its signature over `session_bytes(HUB_DOMAIN, …)`."""

    challenge: bytes
    signature: bytes


class OpenSession(_Link):
    """POST /link/session: the node's signature over `session_bytes(NODE_DOMAIN, …)`."""

    v: int
    journal: str
    instance: str
    node_challenge: bytes
    hub_challenge: bytes
    signature: bytes


class Session(_Link):
    """A bearer token, and where the hub stands."""

    token: str
    head: Head
    directory_version: int


class Receipt(_Link):
    """Answer to POST /link/journal: the head that the hub holds durably, signed by its key."""

    head: Head
    at: str
    signature: bytes
    missing_blobs: tuple[str, ...] = ()


class Message(_Link):
    """One message of the inbox: a document or a status from another organ.

    `body` is the canonical JSON of an envelope (see events.py) exactly as journaled by the
    sender; `origin` names the event that made it.
    """

    cursor: int
    kind: Literal["document", "status"]
    sender: OrganEntry
    organ: str
    sent_at: str
    origin: str
    body: msgspec.Raw


class Inbox(_Link):
    """Answer to GET /link/inbox?after=: messages in cursor order, and whether there is more."""

    messages: tuple[Message, ...]
    more: bool
    directory_version: int


class DirectoryAnswer(_Link):
    """Answer to GET /link/directory."""

    version: int
    organs: tuple[OrganEntry, ...]


class _Row(msgspec.Struct, frozen=True, array_like=True):
    """An event on the wire without what the receiver can compute."""

    kind: str
    organ: str
    policy: str
    at: str
    actor: str
    op: str
    nonce: str | None
    body: msgspec.Raw
    body_hash: str | None
    epoch: int | None


class _Batch(msgspec.Struct, frozen=True, kw_only=True):
    v: int
    head: Head
    events: tuple[_Row, ...]
    checkpoint: Checkpoint


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Events that continue `head`, with the sender's checkpoint over the last of them."""

    head: Head
    events: tuple[Event, ...]
    checkpoint: Checkpoint


def session_bytes(
    domain: bytes, *, journal: str, instance: str, node_challenge: bytes, hub_challenge: bytes
) -> bytes:
    """Return what a side signs to open a session."""
    value: dict[str, canonical.Value] = {
        "journal": journal,
        "instance": instance,
        "node_challenge": base64.b64encode(node_challenge).decode("ascii"),
        "hub_challenge": base64.b64encode(hub_challenge).decode("ascii"),
    }
    return domain + canonical.encode(value)


def receipt_bytes(head: Head, at: str) -> bytes:
    """Return what the hub's key signs to acknowledge a head."""
    value: dict[str, canonical.Value] = {**msgspec.structs.asdict(head), "at": at}
    return RECEIPT_DOMAIN + canonical.encode(value)


def portion(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the longest beginning of `events` that fits into one batch (never empty-handed)."""
    taken: list[Event] = []
    size = _ENVELOPE_BYTES
    for event in events:
        size += len(msgspec.json.encode(_row(event, epoch=0))) + 1
        if taken and (len(taken) == limits.BATCH_EVENTS_MAX or size > limits.BATCH_BYTES_MAX):
            break
        taken.append(event)
    return tuple(taken)


def pack(batch: Batch) -> bytes:
    """Return the batch as it travels: zlib over JSON. `portion` says which events fit."""
    rows = tuple(_row(event, batch.head.epoch) for event in batch.events)
    message = _Batch(v=LINK_VERSION, head=batch.head, events=rows, checkpoint=batch.checkpoint)
    return zlib.compress(msgspec.json.encode(message), level=9)


def unpack(data: bytes) -> Batch:
    """Return the batch that `pack` made, its events chained to its head.

    Raises BatchUnreadable; BatchChanged where they do not lead to the checkpoint's head. Whose
    checkpoint it is, its signature says, which the caller checks.
    """
    try:
        message = msgspec.json.decode(_inflate(data), type=_Batch)
        events, head = _events(message)
    except ChainBroken as error:
        raise BatchChanged(str(error)) from error
    except (msgspec.DecodeError, zlib.error, ValueError, RecursionError) as error:
        raise BatchUnreadable(str(error)) from error
    if head != message.checkpoint.head:
        reason = "the events do not lead to the checkpoint"
        raise BatchChanged(reason)
    return Batch(head=message.head, events=events, checkpoint=message.checkpoint)


def _row(event: Event, epoch: int) -> _Row:
    header = event.header
    return _Row(
        kind=header.kind,
        organ=header.organ,
        policy=header.policy,
        at=header.at,
        actor=header.actor,
        op=header.op,
        nonce=None if event.nonce is None else base64.b64encode(event.nonce).decode("ascii"),
        body=msgspec.Raw(b"null" if event.body is None else event.body),
        body_hash=header.body if event.body is None else None,
        epoch=header.epoch if header.epoch != epoch else None,
    )


def _events(message: _Batch) -> tuple[tuple[Event, ...], Head]:
    if message.v != LINK_VERSION:
        reason = f"version {message.v} of a batch"
        raise ValueError(reason)
    if len(message.events) > limits.BATCH_EVENTS_MAX:
        reason = f"more than {limits.BATCH_EVENTS_MAX} events"
        raise ValueError(reason)
    head, events = message.head, []
    for row in message.events:
        event = _event(row, head, message.head.epoch)
        head = advance(head, event)
        events.append(event)
    return tuple(events), head


def _event(row: _Row, head: Head, epoch: int) -> Event:
    nonce = None if row.nonce is None else base64.b64decode(row.nonce, validate=True)
    body = None if row.nonce is None else _body(bytes(row.body))
    if body is None or nonce is None:
        hashed = row.body_hash or ""
    else:
        hashed = body_hash(nonce=nonce, body=body)
    header = Header(
        v=JOURNAL_VERSION,
        journal=head.journal,
        epoch=epoch if row.epoch is None else row.epoch,
        seq=head.seq + 1,
        kind=row.kind,
        organ=row.organ,
        policy=row.policy,
        at=row.at,
        actor=row.actor,
        op=row.op,
        body=hashed,
        prev=head.hash,
    )
    return Event(header=header, nonce=nonce, body=body)


def _body(data: bytes) -> bytes:
    if len(data) > limits.BODY_BYTES_MAX:
        reason = f"a body of more than {limits.BODY_BYTES_MAX} bytes"
        raise ValueError(reason)
    canonical.decode(data)
    return data


def _inflate(data: bytes) -> bytes:
    unfolding = zlib.decompressobj()
    content = unfolding.decompress(data, limits.BATCH_BYTES_MAX + 1)
    if len(content) > limits.BATCH_BYTES_MAX:
        reason = f"more than {limits.BATCH_BYTES_MAX} bytes when unfolded"
        raise ValueError(reason)
    if not unfolding.eof or unfolding.unused_data:
        reason = "cut short, or something follows the batch"
        raise ValueError(reason)
    return content

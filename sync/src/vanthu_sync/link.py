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
6. The journal comes down in pages, the same rows; a receipt signs the head of their last event.
7. A key that the held journal names opens a guest's session: it reads the journal, and ships
   nothing but what leads to its own take-over.
"""

import base64
import zlib
from collections.abc import Iterable
from typing import Final, Literal, TypeVar, dataclass_transform

import msgspec

from vanthu_sync import canonical, limits, link_rows
from vanthu_sync.journal import (
    ChainBroken,
    Checkpoint,
    Event,
    Head,
)
from vanthu_sync.link_rows import Row
from vanthu_sync.register_events import NodeTakenOver

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
    """POST /link/session: the node's signature over `session_bytes(NODE_DOMAIN, …)`.

    `epoch` is that of the node's journal; 0 where it is not said.
    """

    v: int
    journal: str
    instance: str
    node_challenge: bytes
    hub_challenge: bytes
    signature: bytes
    epoch: int = 0


class Ratified(_Link):
    """The province approved the take-over of `epoch`: which account, and when."""

    epoch: int
    by: str
    at: str


class Session(_Link):
    """A bearer token, and where the hub stands.

    `guest` tells that the key is not the one that holds the registers here (LK7).
    """

    token: str
    head: Head
    directory_version: int
    guest: bool = False
    ratified: tuple[Ratified, ...] = ()


class Receipt(_Link):
    """Answer to POST /link/journal: the head that the hub holds durably, signed by its key."""

    head: Head
    at: str
    signature: bytes
    missing_blobs: tuple[str, ...] = ()


class Message(_Link):
    """One message of the inbox: a document or status of another organ, or the province's word.

    `body` is the canonical JSON of an envelope (see events.py) exactly as journaled by the
    sender, or of a `RegisterDelegated` or `NumberGiven`; `origin` names the event or record that
    made it.
    """

    cursor: int
    kind: Literal["document", "status", "delegation", "number"]
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


class _Batch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    v: int
    head: Head
    events: tuple[Row, ...]
    checkpoint: Checkpoint
    take_over: NodeTakenOver | None = None


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    v: int
    head: Head
    events: tuple[Row, ...]
    receipt: Receipt


_M = TypeVar("_M", _Batch, _Page)


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Events that continue `head`, with the sender's checkpoint over the last of them.

    `take_over` is the one that they lead to, where it comes in a later batch (LK7).
    """

    head: Head
    events: tuple[Event, ...]
    checkpoint: Checkpoint
    take_over: NodeTakenOver | None = None


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Events that the hub holds after `head`, with its receipt over the last of them (LK6)."""

    head: Head
    events: tuple[Event, ...]
    receipt: Receipt


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
        size += link_rows.size(event)
        if taken and (len(taken) == limits.BATCH_EVENTS_MAX or size > limits.BATCH_BYTES_MAX):
            break
        taken.append(event)
    return tuple(taken)


def pack(batch: Batch) -> bytes:
    """Return the batch as it travels: zlib over JSON. `portion` says which events fit."""
    message = _Batch(
        v=LINK_VERSION,
        head=batch.head,
        events=link_rows.rows(batch.head, batch.events),
        checkpoint=batch.checkpoint,
        take_over=batch.take_over,
    )
    return zlib.compress(msgspec.json.encode(message), level=9)


def unpack(data: bytes) -> Batch:
    """Return the batch that `pack` made, its events chained to its head.

    Raises BatchUnreadable; BatchChanged where they do not lead to the checkpoint's head. Whose
    checkpoint it is, its signature says, which the caller checks.
    """
    message, events = _unfolded(data, _Batch)
    _require_end(_head_after(message.head, events), message.checkpoint.head)
    return Batch(
        head=message.head,
        events=events,
        checkpoint=message.checkpoint,
        take_over=message.take_over,
    )


def pack_page(page: Page) -> bytes:
    """Return a page as it travels. `portion` says which events fit."""
    rows = link_rows.rows(page.head, page.events)
    message = _Page(v=LINK_VERSION, head=page.head, events=rows, receipt=page.receipt)
    return zlib.compress(msgspec.json.encode(message), level=9)


def unpack_page(data: bytes) -> Page:
    """Return the page that `pack_page` made, its events chained to its head.

    Raises as `unpack`; whose receipt it is, the caller checks.
    """
    message, events = _unfolded(data, _Page)
    _require_end(_head_after(message.head, events), message.receipt.head)
    return Page(head=message.head, events=events, receipt=message.receipt)


def _unfolded(data: bytes, kind: type[_M]) -> tuple[_M, tuple[Event, ...]]:
    try:
        message = msgspec.json.decode(link_rows.inflate(data), type=kind)
        return message, _events(message)
    except ChainBroken as error:
        raise BatchChanged(str(error)) from error
    except (msgspec.DecodeError, zlib.error, ValueError, RecursionError) as error:
        raise BatchUnreadable(str(error)) from error


def _require_end(head: Head, signed: Head) -> None:
    if head != signed:
        reason = "the events do not lead to the head that was signed"
        raise BatchChanged(reason)


def _head_after(head: Head, events: tuple[Event, ...]) -> Head:
    if not events:
        return head
    last = events[-1]
    return Head(journal=head.journal, epoch=last.header.epoch, seq=last.header.seq, hash=last.hash)


def _events(message: _Batch | _Page) -> tuple[Event, ...]:
    if message.v != LINK_VERSION:
        reason = f"version {message.v} of a batch"
        raise ValueError(reason)
    if len(message.events) > limits.BATCH_EVENTS_MAX:
        reason = f"more than {limits.BATCH_EVENTS_MAX} events"
        raise ValueError(reason)
    return link_rows.events(message.head, message.events)

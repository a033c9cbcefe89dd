"""Messages between the holder of the registers and its followers and branches, on the office LAN.

Rules (PROTOCOL.md, NB28, NB29): the site always calls; every message travels in a `Sealed` that its
sender's Ed25519 key signed. Events travel as whole sidecar lines, zlib over them, so that either
side can check the chain by itself.
"""

import hashlib
import zlib
from collections.abc import Iterable
from typing import Final, Literal, dataclass_transform

import msgspec

from vanthu_sync import limits, sidecar
from vanthu_sync.journal import Event, Head

SITE_DOMAIN: Final = b"vanthu site v1\n"
OWNER_DOMAIN: Final = b"vanthu site answer v1\n"
EVENTS_MAX: Final = 500
"""Events in one message; a first copy of a year comes in some hundred of them."""

_SIZE: Final = limits.BATCH_BYTES_MAX


class EventsUnreadable(ValueError):
    """The bytes are no packed events: not zlib, too large when unfolded, or a line is damaged."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
class _Site(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the messages."""


class Join(_Site):
    """POST /site/join: a machine introduces itself with the one-time code (key: raw 32 bytes)."""

    code: str
    name: str
    key: bytes


class Joined(_Site):
    """The holder's answer: who the site is now, and the key to pin."""

    site: str
    kind: Literal["follower", "branch"]
    journal: str
    node_name: str
    node_key: bytes


class Sealed(_Site):
    """A message with its sender's signature over `sealed_bytes`.

    `sequence` counts the site's requests upwards; the answer repeats it.
    """

    site: str
    sequence: int
    payload: bytes
    signature: bytes


class Sync(_Site):
    """POST /site/sync: how far the site's copy is, and what it hands over.

    `handed` are events of the copy after `handed_after`, asked for with `want_after`;
    `branch` are the next events of the branch's own journal. A machine that took over names the
    place where its history parts from the former holder's (`parted_after`).
    """

    head: Head
    handed: bytes = b""
    handed_after: int = 0
    branch: bytes = b""
    parted_after: int | None = None
    people: str = ""


class Secret(_Site):
    """A person's password hash, for the follower that may have to take over."""

    account: str
    hash: str
    changed_at: str


class HubPin(_Site):
    """The paired province: a follower that takes over goes on with it."""

    url: str
    name: str
    key: bytes


class Answer(_Site):
    """What the holder answers: events after the site's head, and what it wants.

    `want_after` asks for the copy's events after that place (null: nothing is wanted).
    `rewind_to` tells a copy of the former holder's last events to drop those after that place: they
    are kept here as stray entries, and the one journal goes on from there (NB27).
    `branch_seq` says how far the branch's journal is taken in, `branch_head` its chain hash there,
    `files_wanted` which of its files are missing. `parted` are the former holder's events after
    `parted_after`. `people` come when their fingerprint differs from the one in the request.
    """

    head: Head
    standing: Literal["owner", "follower", "branch"]
    events: bytes = b""
    want_after: int | None = None
    rewind_to: int | None = None
    branch_seq: int = 0
    branch_head: str = ""
    files_wanted: tuple[str, ...] = ()
    parted: bytes = b""
    people: tuple[Secret, ...] | None = None
    hub: HubPin | None = None


class FileWanted(_Site):
    """POST /site/file: the content of a file, raw; and the offer before PUT /site/file."""

    sha256: str


def sealed_bytes(domain: bytes, *, site: str, sequence: int, payload: bytes) -> bytes:
    """Return what a side signs over a message."""
    digest = hashlib.sha256(payload).hexdigest()
    return domain + f"{site}\n{sequence}\n{digest}".encode()


def pack(events: Iterable[Event]) -> bytes:
    """Return events as they travel; b"" for none."""
    data = sidecar.lines(events)
    return zlib.compress(data, level=6) if data else b""


def unpack(data: bytes) -> tuple[Event, ...]:
    """Return what `pack` made; raises EventsUnreadable. The chain is the reader's to follow."""
    if not data:
        return ()
    try:
        unfolding = zlib.decompressobj()
        content = unfolding.decompress(data, _SIZE + 1)
    except zlib.error as error:
        raise EventsUnreadable(str(error)) from error
    if len(content) > _SIZE or not unfolding.eof or unfolding.unused_data:
        reason = "too large, cut short, or something follows"
        raise EventsUnreadable(reason)
    try:
        found = sidecar.read(content)
    except sidecar.SidecarDamaged as error:
        raise EventsUnreadable(str(error)) from error
    if found.whole_bytes != len(content) or len(found.events) > EVENTS_MAX:
        reason = "a torn line, or too many events"
        raise EventsUnreadable(reason)
    return found.events


def portion(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the longest beginning of `events` that fits into one message (never empty-handed)."""
    taken: list[Event] = []
    size = 0
    for event in events:
        size += len(sidecar.line(event))
        if taken and (len(taken) == EVENTS_MAX or size > _SIZE):
            break
        taken.append(event)
    return tuple(taken)

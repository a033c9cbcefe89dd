"""Who may hold a journal's registers, who took them over, and what the province said of a book."""

import base64
from datetime import datetime
from typing import Literal

import msgspec

from vanthu_server.keys import verify
from vanthu_sync.events import write
from vanthu_sync.journal import Header
from vanthu_sync.register_events import NodeTakenOver
from vanthu_sync.signed_records import take_over_bytes

KeyRole = Literal["follower", "former", "admitted"]


class NamedKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key beside the pinned one: of a follower that joined, a former holder, or one let in.

    `site` is the follower's id, "" for the others; `name` is what people call the machine. A former
    holder is `shut` out once the province approved its replacement: it hears where the journal
    stands, so that it stops, and nothing else.
    """

    key: bytes
    role: KeyRole
    site: str
    name: str
    shut: bool = False


class TakeOver(msgspec.Struct, frozen=True, kw_only=True):
    """A take-over as the page shows it; `ratified_at` is None while it waits for the province."""

    epoch: int
    seq: int
    at: str
    reason: str
    clerk: str
    leader: str
    key: bytes
    ratified_at: datetime | None = None
    ratified_by: str = ""


class Delegation(msgspec.Struct, frozen=True, kw_only=True):
    """What the province said of a book of a year (NB18): `signature` is the hub key's."""

    journal: str
    organ: str
    book: str
    year: int
    owner: str
    signed_at: str
    signature: bytes
    made_by: str


def is_signed(over: NodeTakenOver) -> bool:
    """Tell whether a take-over is signed by the key that it names (NB25)."""
    return verify(decoded(over.key), decoded(over.signature), take_over_bytes(write(over)))


def is_in_place(over: NodeTakenOver, header: Header) -> bool:
    """Tell whether a take-over names the place of the event that holds it."""
    return (over.epoch, over.from_seq + 1, over.from_head) == (
        header.epoch,
        header.seq,
        header.prev,
    )


def decoded(text: str) -> bytes:
    """Return the bytes of a key or signature in base64; b"" for what is none."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""

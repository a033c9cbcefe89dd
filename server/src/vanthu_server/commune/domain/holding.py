"""What a node knows of its registers' numbers and of who holds them."""

from typing import Final, Literal

import msgspec

from vanthu_sync.vocabulary import NumberState

Standing = Literal["owner", "follower", "branch"]

ELSEWHERE: Final = "elsewhere"
"""The machine of registers that nobody holds here: they open by a take-over alone."""


class NumberRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A number, its state, and how it came to it; `holder` is a site, or `province` (NB30)."""

    organ: str
    book: str
    year: int
    number: int
    state: NumberState
    document: str
    slip: str
    captured_at: str
    lease: str
    again: bool
    corrects: int
    origin: str
    holder: str = ""


class SlipDevice(msgspec.Struct, frozen=True, kw_only=True):
    """A device that writes slips; `lost_at` "" while it is not lost."""

    code: str
    name: str
    lost_at: str


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """A device that is known by its key (base64 of 65 bytes); `revoked_at` "" while it is not."""

    id: str
    organ: str
    name: str
    key: str
    code: str
    enrolled_at: str
    enrolled_by: str
    revoked_at: str
    revoked_by: str
    reason: str
    lost: bool


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A follower or branch; `key` is base64, `left_at` "" while it belongs to us."""

    id: str
    name: str
    kind: str
    mode: str
    block: int
    organ: str
    key: str
    head_seq: int
    head_hash: str
    left_at: str


class LeaseRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A block of numbers of a site."""

    id: str
    organ: str
    book: str
    year: int
    first: int
    last: int
    next: int
    site: str
    day: str
    closed: bool


class Stray(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a branch of the chain that lost; `settled_as` its number once it is in."""

    origin: str
    organ: str
    kind: str
    document: str
    book: str
    year: int
    number: int
    at: str
    actor: str
    content: str
    settled_as: int | None


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """The machine's part: `machine` is its binding, the rest is of a follower or branch.

    `site` is its id at the owner, `last_seq` the number of its last request, `adopted` how far a
    branch has taken up the owner's journal, which is named `journal`.
    """

    standing: Standing = "owner"
    machine: str = ""
    owner_url: str = ""
    owner_name: str = ""
    owner_key: bytes = b""
    site: str = ""
    last_seq: int = 0
    adopted: int = 0
    journal: str = ""

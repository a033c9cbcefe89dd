"""An upload that comes in parts, and where it stands."""

from datetime import datetime

import msgspec

KEPT = "KEPT"
"""How an upload that was taken in ended; a refused one ended with its code."""


class Partial(msgspec.Struct, frozen=True, kw_only=True):
    """What was said when an upload began; `length` in bytes, `sha256` "" where it was not said.

    `metadata` is the client's own text, told again to it and to nobody else.
    """

    id: str
    account: str
    name: str
    declared_type: str | None
    sha256: str
    length: int
    metadata: str
    begun_at: datetime


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """An upload with the bytes that are on the disk, and how it ended ("" while it has not)."""

    partial: Partial
    offset: int
    moved_at: datetime
    ended: str = ""
    detail: str = ""

    @property
    def whole(self) -> bool:
        """Whether all bytes are here."""
        return self.offset == self.partial.length

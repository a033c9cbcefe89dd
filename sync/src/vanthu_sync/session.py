"""Where a device stands in a server's journal, and from where it gets what changed.

Rules (PROTOCOL.md, SE6-SE9):
1. A cursor names a place by journal, seq and chain hash, and whose view it is of. It is the
   server's own text; a device keeps it and sends it back.
2. A server goes on after the place while its chain has that very hash there. A place of another
   journal, another branch, one beyond its head, or of another person's view is begun anew: a server
   that was restored fills its devices again, whatever they held.
3. Whoever's rights changed after the place is begun anew as well, so that what a right no longer
   shows goes from the device.
4. Begun anew, a device keeps what it has until the last page is there, then drops what did not
   come.
"""

import hashlib
import re
from typing import Final, Literal

import msgspec

from vanthu_sync.journal import Head

HASH_HEX: Final = 16
"""64 bits of a chain hash: a branch that parted is told from ours."""

VIEW_HEX: Final = 8

_CURSOR: Final = re.compile(
    rf"([0-9a-f]{{1,64}})\.(0|[1-9][0-9]{{0,15}})\.([0-9a-f]{{{HASH_HEX}}})\.([0-9a-f]{{{VIEW_HEX}}})"
)

Cause = Literal["first", "journal", "branch", "view", "rights"]


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """A place of a journal as one person sees it; `hash` is the beginning of its chain hash."""

    journal: str
    seq: int
    hash: str
    view: str

    @property
    def text(self) -> str:
        """The cursor as it travels."""
        return f"{self.journal}.{self.seq}.{self.hash}.{self.view}"


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """After which event a device gets what changed; `anew` says why it begins from 0."""

    after: int
    anew: Cause | None = None


def view_of(account: str) -> str:
    """Return what tells one person's view from another's."""
    return hashlib.sha256(f"view {account}".encode()).hexdigest()[:VIEW_HEX]


def cursor_at(head: Head, account: str) -> Cursor:
    """Return the cursor of a place; `head` may be any event's place, also 0."""
    return Cursor(
        journal=head.journal, seq=head.seq, hash=head.hash[:HASH_HEX], view=view_of(account)
    )


def parse(text: str) -> Cursor | None:
    """Return the cursor; None for "" and for what cannot be read: both begin from the beginning."""
    found = _CURSOR.fullmatch(text)
    if found is None:
        return None
    journal, seq, begins, view = found.groups()
    return Cursor(journal=journal, seq=int(seq), hash=begins, view=view)


def resume(cursor: Cursor | None, *, account: str, here: Head, rights_at: int) -> Start:
    """Return where a device goes on.

    `here` is our place at the cursor's seq, or our head where that is before it; `rights_at` is
    the seq of the last event that changed what the account may see.
    """
    if cursor is None:
        return Start(after=0, anew="first")
    if cursor.journal != here.journal:
        return Start(after=0, anew="journal")
    if cursor.seq != here.seq or cursor.hash != here.hash[:HASH_HEX]:
        return Start(after=0, anew="branch")
    if cursor.view != view_of(account):
        return Start(after=0, anew="view")
    if rights_at > cursor.seq:
        return Start(after=0, anew="rights")
    return Start(after=cursor.seq)

"""Events of the core level: the chain without bytes, with names in place of hashes.

A name is given once in a world, so two branches of a chain never share one; that is all that the
opening check asks of a hash.
"""

import itertools
from datetime import datetime

from tools.simulator.port import JOURNAL
from vanthu_server.commune.services.sites import former
from vanthu_sync.journal import FIRST_HASH
from vanthu_sync.register_events import NodeTakenOver

__all__ = ["FIRST_HASH", "Given", "Names", "Note", "Strayed"]


class Names:
    """Gives names to events."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def next(self) -> str:
        """Return the next one."""
        return str(next(self._count))


class Given:
    """A number given to a document, as `incoming.registered` and `outgoing.numbered` say it."""

    __slots__ = (
        "again",
        "book",
        "corrects",
        "day",
        "doc",
        "lease",
        "number",
        "origin",
        "slip",
        "year",
    )

    def __init__(  # noqa: PLR0913 - the event's body
        self,
        book: str,
        year: int,
        number: int,
        doc: str,
        *,
        day: object = None,
        slip: str = "",
        lease: str = "",
        again: bool = False,
        corrects: int = 0,
        origin: str = "",
    ) -> None:
        self.book = book
        self.year = year
        self.number = number
        self.doc = doc
        self.day = day
        self.slip = slip
        self.lease = lease
        self.again = again
        self.corrects = corrects
        self.origin = origin


class Strayed:
    """An entry of the branch that lost (`entry.strayed`)."""

    __slots__ = ("given", "origin")

    def __init__(self, origin: str, given: Given) -> None:
        self.origin = origin
        self.given = given


class Note:
    """An event; it is its own header, as far as the opening check looks at one."""

    __slots__ = ("at", "body", "epoch", "hash", "op", "prev", "seq")

    journal = JOURNAL

    def __init__(  # noqa: PLR0913 - the event's header
        self, seq: int, epoch: int, prev: str, name: str, *, op: str, at: datetime, body: object
    ) -> None:
        self.seq = seq
        self.epoch = epoch
        self.prev = prev
        self.hash = name
        self.op = op
        self.at = at
        self.body = body

    @property
    def kind(self) -> str:
        """Its kind, as far as anybody asks."""
        return former.TAKE_OVER if isinstance(self.body, NodeTakenOver) else "note"

    @property
    def content(self) -> dict[str, str]:
        """The document that it is about, as the product's body names it."""
        return {"id": self.body.doc} if isinstance(self.body, Given) else {}

    @property
    def header(self) -> "Note":
        """Itself."""
        return self

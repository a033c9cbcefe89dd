"""The reading side of the node, as the web asks it; what it shows is exposed (NB6)."""

from typing import Protocol

from vanthu_server.commune.domain.organ import Organ
from vanthu_server.commune.domain.query import IncomingQuery, OutgoingQuery
from vanthu_sync import wire
from vanthu_sync.numbering import Register


class Library(Protocol):
    """Answers every GET; one snapshot a question."""

    def organs(self) -> tuple[Organ, ...]:
        """Return the organs of the node."""
        ...

    def incoming_page(self, organ: str, query: IncomingQuery) -> wire.IncomingPage:
        """Return a page of the incoming register."""
        ...

    def incoming(self, organ: str, document: str) -> wire.IncomingDocument:
        """Return an incoming document; raises Refused(NOT_FOUND)."""
        ...

    def outgoing_page(self, organ: str, query: OutgoingQuery) -> wire.OutgoingPage:
        """Return the list of outgoing documents."""
        ...

    def outgoing(self, organ: str, document: str) -> wire.OutgoingDocument:
        """Return an outgoing document; raises Refused(NOT_FOUND)."""
        ...

    def inbox(self, organ: str) -> wire.InboxPage:
        """Return Chờ tiếp nhận."""
        ...

    def inbox_item(self, organ: str, message: str) -> wire.InboxItem:
        """Return one item; raises Refused(NOT_FOUND)."""
        ...

    def inbox_waiting(self, organ: str) -> int:
        """Return how many items wait."""
        ...

    def registers(self, organ: str) -> tuple[Register, ...]:
        """Return the registers with their exposed marks."""
        ...

    def people(self, organ: str, role: str) -> wire.People:
        """Return who may be chosen."""
        ...

    def certificate_holders(self, organ: str) -> dict[str, tuple[str, ...]]:
        """Return certificate serial → who it signs for in this organ."""
        ...

    def file(self, organ: str, document: str, sha256: str) -> wire.FileRef | None:
        """Return a file of a document of this organ, None where it has no such file."""
        ...

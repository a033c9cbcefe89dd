"""The reading side of the store: lists, documents, states; one snapshot a question."""

from vanthu_server.blobs.store import BlobStore
from vanthu_server.commune.domain.organ import Organ
from vanthu_server.commune.domain.query import IncomingQuery, OutgoingQuery
from vanthu_server.commune.storage import (
    files_table,
    inbox_table,
    incoming_table,
    office_table,
    outgoing_table,
)
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_server.commune.storage.rows import one, rows
from vanthu_sync import wire
from vanthu_sync.events import ContentRemoved, read
from vanthu_sync.numbering import Register


class Library:
    """Answers every GET of the node; shows only what is exposed (NB6)."""

    def __init__(self, ledger: SqliteLedger, blobs: BlobStore) -> None:
        self._ledger = ledger
        self._blobs = blobs

    def organs(self) -> tuple[Organ, ...]:
        """Return the organs of the node."""
        with self._ledger.reading() as db:
            return office_table.organs(db)

    def incoming_page(self, organ: str, query: IncomingQuery) -> wire.IncomingPage:
        """Return a page of the incoming register."""
        exposed = self._ledger.exposed
        with self._ledger.reading() as db:
            return incoming_table.page(db, organ, query, exposed=exposed)

    def incoming(self, organ: str, document: str) -> wire.IncomingDocument:
        """Return an incoming document; raises Refused(NOT_FOUND)."""
        exposed = self._ledger.exposed
        with self._ledger.reading() as db:
            return incoming_table.document(db, organ=organ, document=document, exposed=exposed)

    def outgoing_page(self, organ: str, query: OutgoingQuery) -> wire.OutgoingPage:
        """Return the list of outgoing documents."""
        exposed = self._ledger.exposed
        with self._ledger.reading() as db:
            return outgoing_table.page(db, organ, query, exposed=exposed)

    def outgoing(self, organ: str, document: str) -> wire.OutgoingDocument:
        """Return an outgoing document; raises Refused(NOT_FOUND)."""
        exposed = self._ledger.exposed
        with self._ledger.reading() as db:
            return outgoing_table.document(db, organ=organ, document=document, exposed=exposed)

    def inbox(self, organ: str) -> wire.InboxPage:
        """Return Chờ tiếp nhận."""
        with self._ledger.reading() as db:
            return inbox_table.page(db, organ=organ, has=self._blobs.has)

    def inbox_item(self, organ: str, message: str) -> wire.InboxItem:
        """Return one item; raises Refused(NOT_FOUND)."""
        with self._ledger.reading() as db:
            return inbox_table.item(db, organ=organ, message=message, has=self._blobs.has)

    def inbox_waiting(self, organ: str) -> int:
        """Return how many items wait."""
        with self._ledger.reading() as db:
            return inbox_table.waiting(db, organ=organ)

    def inbox_files(self) -> tuple[str, ...]:
        """Return the files of waiting items that are not here yet, oldest first."""
        sql = (
            "select sha256 from file join inbox on inbox.id = document"
            " where state = 'waiting' and removed = 0 order by inbox.seq"
        )
        with self._ledger.reading() as db:
            wanted = [row["sha256"] for row in rows(db, sql)]
        return tuple(sha256 for sha256 in wanted if not self._blobs.has(sha256))

    def registers(self, organ: str) -> tuple[Register, ...]:
        """Return the registers with their exposed marks."""
        exposed = self._ledger.exposed
        with self._ledger.reading() as db:
            return office_table.registers(db, organ=organ, exposed=exposed)

    def people(self, organ: str, role: str) -> wire.People:
        """Return who may be chosen."""
        with self._ledger.reading() as db:
            return wire.People(people=office_table.people(db, organ=organ, role=role))

    def certificate_holders(self, organ: str) -> dict[str, tuple[str, ...]]:
        """Return certificate serial → who it signs for in this organ."""
        with self._ledger.reading() as db:
            bound = office_table.certificates(db, organ=organ)
        holders: dict[str, tuple[str, ...]] = {}
        for each in bound:
            holders[each.serial] = (*holders.get(each.serial, ()), each.holder)
        return holders

    def file(self, organ: str, document: str, sha256: str) -> wire.FileRef | None:
        """Return a file of a document of this organ, None where it has no such file."""
        exposed = self._ledger.exposed
        with self._ledger.reading() as db:
            owner = one(
                db,
                "select organ from journal join document_event using (seq)"
                " where document = ? limit 1",
                document,
            )
            if owner is None or owner["organ"] != organ:
                return None
            found = files_table.of_document(db, document, exposed=exposed)
        return next((file for file in found if file.sha256 == sha256 and not file.removed), None)

    def files_removed(self) -> tuple[str, ...]:
        """Return the files that removals named and nothing has any more."""
        with self._ledger.reading() as db:
            found = rows(db, "select body from journal where kind = 'content.removed'")
            named = {sha256 for row in found for sha256 in read(row["body"], ContentRemoved).files}
            held = rows(db, "select sha256 from file union select sha256 from upload")
        return tuple(sorted(named - {row["sha256"] for row in held}))

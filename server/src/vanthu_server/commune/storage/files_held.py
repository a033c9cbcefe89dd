"""Which documents and uploads have a file."""

from vanthu_server.commune.domain.upload import Upload
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_server.commune.storage.library import Library
from vanthu_server.commune.storage.rows import one, rows
from vanthu_sync.wire import FileRef


class FilesHeld:
    """See `commune.services.files_known.Holdings`."""

    def __init__(self, ledger: SqliteLedger, *, library: Library) -> None:
        self._ledger = ledger
        self._library = library

    def documents_with(self, sha256: str) -> tuple[tuple[str, str], ...]:
        """Return organ and id of each document or message that has the file."""
        sql = (
            "select distinct organ, file.document from file"
            " join document_event on document_event.document = file.document"
            " join journal on journal.seq = document_event.seq"
            " where sha256 = ? and removed = 0"
        )
        with self._ledger.reading() as db:
            return tuple((row["organ"], row["document"]) for row in rows(db, sql, sha256))

    def file(self, organ: str, document: str, sha256: str) -> FileRef | None:
        """Return a file of a document as its readers see it, None where it has no such file."""
        return self._library.file(organ, document, sha256)

    def upload(self, sha256: str) -> Upload | None:
        """Return the record of the upload of this hash, whosever it is."""
        sql = (
            "select sha256, name, size, media_type, pages, first_page_text, uploaded_by"
            " from upload where sha256 = ?"
        )
        with self._ledger.reading() as db:
            row = one(db, sql, sha256)
        return None if row is None else Upload(**dict(row))

"""Uploads that wait for a document."""

from datetime import datetime

import msgspec

from vanthu_server.commune.domain.upload import Upload
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_sync.clock import instant


class UploadStore:
    """See `commune.services.uploading.UploadRecords`."""

    def __init__(self, ledger: SqliteLedger) -> None:
        self._ledger = ledger

    def keep(self, upload: Upload, *, at: datetime) -> None:
        """Keep the record; the same file again keeps its newest name."""
        row = {**msgspec.structs.asdict(upload), "uploaded_at": instant(at)}
        with self._ledger.machine() as db:
            db.table("upload").insert(row, replace=True)

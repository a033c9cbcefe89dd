"""What an outgoing document looks like now: its newest file, or its draft typeset."""

from vanthu_server.commune.domain.ports import Blobs, Ledger
from vanthu_server.commune.services.outgoing_file import Paper
from vanthu_sync.wire import OutgoingDocument


class Preview:
    """Makes previews; keeps nothing."""

    def __init__(self, ledger: Ledger, *, paper: Paper, blobs: Blobs) -> None:
        self._ledger = ledger
        self._paper = paper
        self._blobs = blobs

    def content(self, document: OutgoingDocument, organ_id: str) -> bytes:
        """Return the PDF; raises Refused: FIELDS_INVALID, FILES_NOT_HERE."""
        if document.row.state != "du_thao":
            for file in document.files:
                if file.kind == "main":
                    return self._blobs.read(file.sha256)
        with self._ledger.read() as unit:
            organ = unit.organ(organ_id)
        return self._paper.typeset(document.fields, organ, policy=document.policy_version)

"""Files between nodes and hub: who may put and who may get.

Rules:
1. A node puts what its own journal names, and nothing else.
2. A node gets what its own journal or a letter to its organs names.
3. A file counts as here once its bytes are durable; then its name is written down.
4. To those without the right a file does not exist: both answers are NOT_FOUND.
"""

from pathlib import Path

from vanthu_server.blobs import BlobMismatch, BlobStore, BlobTooLarge, BlobWriter
from vanthu_server.province.domain.peers import Peer
from vanthu_server.province.domain.ports import Clock, Database
from vanthu_sync.errors import Refused
from vanthu_sync.limits import UPLOAD_BYTES_MAX


class BlobLane:
    """Receives and hands out files by hash."""

    def __init__(self, database: Database, *, clock: Clock, blobs: BlobStore) -> None:
        self._database = database
        self._clock = clock
        self._blobs = blobs

    def begin(self, peer: Peer, sha256: str) -> BlobWriter | None:
        """Return a writer for the file, or None where it is here already.

        Raises Refused(NOT_FOUND) when the node's journal does not name it.
        """
        with self._database.begin() as tables:
            if not tables.blobs.is_named_by(peer.journal, sha256):
                raise Refused("NOT_FOUND", detail="Nhật ký của máy xã không nhắc tới tệp này.")
            if tables.blobs.has(sha256) and self._blobs.has(sha256):
                return None
        return self._blobs.begin(size_max=UPLOAD_BYTES_MAX, expected=sha256)

    def write(self, writer: BlobWriter, chunk: bytes) -> None:
        """Add `chunk`; raises Refused(UPLOAD_TOO_LARGE), BlobDiskFull."""
        try:
            writer.write(chunk)
        except BlobTooLarge as error:
            raise Refused("UPLOAD_TOO_LARGE") from error

    def finish(self, writer: BlobWriter) -> None:
        """Keep what was written; raises Refused(BLOB_MISMATCH), BlobDiskFull."""
        try:
            blob = writer.commit()
        except BlobMismatch as error:
            raise Refused("BLOB_MISMATCH") from error
        with self._database.begin() as tables:
            tables.blobs.add(blob.sha256, size=blob.size, at=self._clock())
            if not self._blobs.has(blob.sha256):  # a removal was faster: it must come again
                raise Refused("BLOB_MISMATCH", detail="Tệp vừa bị gỡ trong lúc nhận.")

    def find(self, peer: Peer, sha256: str) -> Path:
        """Return where the file lies; raises Refused(NOT_FOUND)."""
        with self._database.begin() as tables:
            if not tables.blobs.is_for(peer.journal, sha256):
                raise Refused("NOT_FOUND", detail="Không có tệp này cho máy xã.")
        if not self._blobs.has(sha256):
            raise Refused("NOT_FOUND", detail="Tỉnh chưa nhận được tệp này từ bên gửi.")
        return self._blobs.path(sha256)

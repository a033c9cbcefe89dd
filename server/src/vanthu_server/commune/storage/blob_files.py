"""The blob store as the services see it (`commune.domain.ports.Blobs`)."""

from vanthu_server.blobs.store import BlobDiskFull, BlobStore, BlobUnknown
from vanthu_sync import limits
from vanthu_sync.errors import Refused


class BlobFiles:
    """Whole files in and out, with our errors."""

    def __init__(self, store: BlobStore) -> None:
        self._store = store

    def has(self, sha256: str) -> bool:
        """See ports.Blobs."""
        return self._store.has(sha256)

    def read(self, sha256: str) -> bytes:
        """See ports.Blobs."""
        try:
            return self._store.path(sha256).read_bytes()
        except BlobUnknown as error:
            raise Refused("FILES_NOT_HERE", detail=sha256) from error

    def keep(self, content: bytes) -> str:
        """See ports.Blobs."""
        try:
            return self._store.put((content,), size_max=limits.UPLOAD_BYTES_MAX).sha256
        except BlobDiskFull as error:
            raise Refused("DISK_FULL", detail=str(error)) from error

    def remove(self, sha256: str) -> None:
        """See ports.Blobs."""
        self._store.remove(sha256)

"""Files by their SHA-256, in a folder."""

from vanthu_server.blobs.store import (
    Blob,
    BlobDiskFull,
    BlobMismatch,
    BlobStore,
    BlobTooLarge,
    BlobUnknown,
    BlobWriter,
)

__all__ = [
    "Blob",
    "BlobDiskFull",
    "BlobMismatch",
    "BlobStore",
    "BlobTooLarge",
    "BlobUnknown",
    "BlobWriter",
]

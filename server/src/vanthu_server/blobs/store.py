"""The blob store: each file under its SHA-256, written once, never changed.

Rules:
1. `ab/cd/abcd…` holds the bytes whose SHA-256 is its name. It appears whole and durable: the
   bytes go to a file in `writing/`, are synced, and only then take their name.
2. A crash leaves files in `writing/` at most; `sweep` removes them when nobody writes, that is
   at start, before serving.
3. Putting what is there already changes nothing.
4. A full disk raises BlobDiskFull, and nothing half-written keeps a name.
"""

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

import msgspec

from vanthu_server.platform.files import durable_replace, sync_file, sync_folder

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_WRITING: Final = "writing"

OpenNew = Callable[[Path], tuple[BinaryIO, Path]]


class Blob(msgspec.Struct, frozen=True, kw_only=True):
    """A stored file: `sha256` in 64 hex digits, `size` in bytes."""

    sha256: str
    size: int


class BlobUnknown(LookupError):
    """The store holds no file of this hash, or the text is no hash."""


class BlobMismatch(ValueError):
    """The bytes have another hash than the one they were announced with."""


class BlobTooLarge(ValueError):
    """There are more bytes than allowed."""


class BlobDiskFull(OSError):
    """The disk has no room; nothing was stored."""


class BlobWriter:
    """One file being written: `write` its bytes, then `commit`; leaving without it discards them.

    Use it as a context manager. It exists beside `BlobStore.put` so that a slow sender holds
    no thread between its chunks.
    """

    def __init__(self, store: "BlobStore", *, size_max: int, expected: str | None) -> None:
        self._store = store
        self._size_max = size_max
        self._expected = expected
        self._digest = hashlib.sha256()
        self._size = 0
        self._file, self._path = store.open_new(store.folder / _WRITING)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.discard()

    @property
    def sha256(self) -> str:
        """The hash of what was written so far, in 64 hex digits."""
        return self._digest.hexdigest()

    def write(self, chunk: bytes) -> None:
        """Append `chunk`; raises BlobTooLarge, BlobDiskFull."""
        self._size += len(chunk)
        if self._size > self._size_max:
            raise BlobTooLarge(f"more than {self._size_max} bytes")
        self._digest.update(chunk)
        try:
            self._file.write(chunk)
        except OSError as error:
            raise _named(error) from error

    def held(self) -> Path:
        """Return where the bytes lie before `commit`, for an examination; raises BlobDiskFull."""
        try:
            self._file.flush()
        except OSError as error:
            raise _named(error) from error
        return self._path

    def commit(self) -> Blob:
        """Give the bytes their name, durably; raises BlobMismatch, BlobDiskFull."""
        blob = Blob(sha256=self._digest.hexdigest(), size=self._size)
        if self._expected is not None and blob.sha256 != self._expected:
            raise BlobMismatch(f"announced {self._expected}, came {blob.sha256}")
        try:
            self._file.flush()
            sync_file(self._file.fileno())
            self._file.close()
            self._store.adopt(self._path, blob)
        except OSError as error:
            raise _named(error) from error
        return blob

    def discard(self) -> None:
        """Drop what was written and not committed; may be called at any time."""
        try:
            self._file.close()
        except OSError as error:
            if error.errno != errno.ENOSPC:  # what a full disk could not flush is dropped anyway
                raise
        self._path.unlink(missing_ok=True)


class BlobStore:
    """The files of one folder; safe to use from several threads and processes."""

    def __init__(self, folder: Path, *, open_new: OpenNew | None = None) -> None:
        """`open_new` makes a new file in a folder; a test puts a full disk there."""
        self.folder = folder
        self.open_new = open_new or _open_new
        (folder / _WRITING).mkdir(parents=True, exist_ok=True)

    def begin(self, *, size_max: int, expected: str | None = None) -> BlobWriter:
        """Return a writer for one file of at most `size_max` bytes with the hash `expected`."""
        return BlobWriter(self, size_max=size_max, expected=expected)

    def put(self, chunks: Iterable[bytes], *, size_max: int, expected: str | None = None) -> Blob:
        """Store the bytes of `chunks`, durable on return.

        Raises BlobTooLarge over `size_max` bytes, BlobMismatch where `expected` is given and
        the bytes have another hash, BlobDiskFull, and what `chunks` raises; nothing is stored then.
        """
        with self.begin(size_max=size_max, expected=expected) as writer:
            for chunk in chunks:
                writer.write(chunk)
            return writer.commit()

    def has(self, sha256: str) -> bool:
        """Tell whether the file is here; False for what is no hash."""
        return bool(_SHA256.fullmatch(sha256)) and self._place(sha256).is_file()

    def path(self, sha256: str) -> Path:
        """Return where the file lies; raises BlobUnknown."""
        if not self.has(sha256):
            raise BlobUnknown(sha256)
        return self._place(sha256)

    def size(self, sha256: str) -> int:
        """Return the file's size in bytes; raises BlobUnknown."""
        return self.path(sha256).stat().st_size

    def open(self, sha256: str) -> BinaryIO:
        """Return the file opened for reading; raises BlobUnknown."""
        return self.path(sha256).open("rb")

    def remove(self, sha256: str) -> None:
        """Remove the file, durably; nothing happens where it is not here."""
        if self.has(sha256):
            place = self._place(sha256)
            place.unlink(missing_ok=True)
            sync_folder(place.parent)

    def all(self) -> Iterator[str]:
        """Yield the hashes of all files, in order."""
        for place in sorted(self.folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            if _SHA256.fullmatch(place.name):
                yield place.name

    def sweep(self) -> int:
        """Remove what a crash left half-written and return how many files that were.

        Nobody may be writing: call it at start, before serving.
        """
        left = list((self.folder / _WRITING).iterdir())
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def adopt(self, path: Path, blob: Blob) -> None:
        """Take a synced file of this folder in as `blob`; the writer's last step."""
        place = self._place(blob.sha256)
        if place.is_file():
            return
        for folder in (place.parent.parent, place.parent):
            if not folder.is_dir():
                folder.mkdir(exist_ok=True)
                sync_folder(folder.parent)
        durable_replace(path, place)

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256[2:4] / sha256


def _open_new(folder: Path) -> tuple[BinaryIO, Path]:
    descriptor, name = tempfile.mkstemp(dir=folder)
    return os.fdopen(descriptor, "wb"), Path(name)


def _named(error: OSError) -> OSError:
    if error.errno == errno.ENOSPC:
        return BlobDiskFull(errno.ENOSPC, "no room on the disk of the blob store")
    return error

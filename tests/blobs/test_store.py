"""Files by hash: whole or not at all, durable, bounded."""

import errno
import hashlib
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu_server.blobs import (
    Blob,
    BlobDiskFull,
    BlobMismatch,
    BlobStore,
    BlobTooLarge,
    BlobUnknown,
)

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

SCAN = bytes(range(256)) * 300
SHA256 = hashlib.sha256(SCAN).hexdigest()
MAX = 1 << 20


def chunks(data: bytes, size: int = 1000) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def files(store: BlobStore) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file()]


def test_what_was_put_is_found_by_its_hash(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    assert store.put(chunks(SCAN), size_max=MAX) == Blob(sha256=SHA256, size=len(SCAN))
    assert store.has(SHA256)
    assert store.size(SHA256) == len(SCAN)
    assert store.path(SHA256) == tmp_path / SHA256[:2] / SHA256[2:4] / SHA256
    with store.open(SHA256) as file:
        assert file.read() == SCAN
    assert list(store.all()) == [SHA256]


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_any_split_into_chunks_gives_the_same_file(
    tmp_path_factory: pytest.TempPathFactory, parts: list[bytes]
) -> None:
    store = BlobStore(tmp_path_factory.mktemp("blobs"))
    whole = b"".join(parts)
    assert store.put(parts, size_max=MAX).sha256 == hashlib.sha256(whole).hexdigest()


def test_putting_twice_keeps_one_file(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    store.put(chunks(SCAN), size_max=MAX)
    store.put(chunks(SCAN), size_max=MAX, expected=SHA256)
    assert len(files(store)) == 1


def test_another_hash_than_expected_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    with pytest.raises(BlobMismatch):
        store.put(chunks(SCAN + b"!"), size_max=MAX, expected=SHA256)
    assert files(store) == []


def test_too_many_bytes_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    with pytest.raises(BlobTooLarge):
        store.put(chunks(SCAN), size_max=len(SCAN) - 1)
    store.put(chunks(SCAN), size_max=len(SCAN))
    assert len(files(store)) == 1


def test_a_sender_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def cut() -> Iterator[bytes]:
        yield SCAN
        raise ConnectionError("cut")

    store = BlobStore(tmp_path)
    with pytest.raises(ConnectionError):
        store.put(cut(), size_max=MAX)
    assert files(store) == []


DIES_WRITING = """
import os, pathlib, sys
from vanthu_server.blobs import BlobStore
BlobStore(pathlib.Path(sys.argv[1])).begin(size_max=9).write(b"half")
os._exit(9)
"""


class FullDisk(io.BytesIO):
    """A file on a disk that has no room left when `full_at` bytes were written."""

    def __init__(self, full_at: int) -> None:
        super().__init__()
        self._full_at = full_at

    def write(self, data: "ReadableBuffer", /) -> int:
        if self.tell() >= self._full_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)

    def flush(self) -> None:
        if self.tell() >= self._full_at:
            raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("full_at", [0, 1000, len(SCAN)])
def test_a_full_disk_is_named_and_leaves_nothing(tmp_path: Path, full_at: int) -> None:
    """Also where it shows only when the last bytes are flushed."""
    store = BlobStore(tmp_path, open_new=lambda at: (FullDisk(full_at), at / "new"))
    with pytest.raises(BlobDiskFull) as caught:
        store.put(chunks(SCAN), size_max=MAX)
    assert caught.value.errno == errno.ENOSPC
    assert files(store) == []


def test_a_sweep_removes_what_a_crash_left_and_no_blob(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    store.put(chunks(SCAN), size_max=MAX)
    subprocess.run([sys.executable, "-c", DIES_WRITING, str(tmp_path)], check=False)
    assert len(files(store)) == 2
    assert BlobStore(tmp_path).sweep() == 1
    assert files(store) == [store.path(SHA256)]


def test_a_file_has_no_name_before_it_is_committed(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    with store.begin(size_max=MAX) as writer:
        writer.write(SCAN)
        assert not store.has(SHA256)
        writer.commit()
        assert store.has(SHA256)


def test_a_removed_file_is_gone_and_may_be_removed_again(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    store.put(chunks(SCAN), size_max=MAX)
    store.remove(SHA256)
    store.remove(SHA256)
    assert not store.has(SHA256)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", SHA256.upper(), SHA256[:-1], "é" * 64])
def test_what_is_no_hash_is_unknown(tmp_path: Path, name: str) -> None:
    store = BlobStore(tmp_path)
    store.put(chunks(SCAN), size_max=MAX)
    assert not store.has(name)
    store.remove(name)
    with pytest.raises(BlobUnknown):
        store.open(name)


def test_a_hash_that_is_not_here_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(BlobUnknown):
        BlobStore(tmp_path).size(SHA256)

"""A backup of a node, taken while it works.

Theory of operation:
1. The database is copied inside one reading transaction (SQLite's backup): a state that was
   committed, whole, without keeping anybody from writing. What in it was not yet in the sidecar
   (NB6) is there before the node opens next, so it is no state of its own.
2. Then the other files, then the blobs that the shelf has not: a blob is older than the row that
   names it, so each row of the copy finds its blob unless it was removed (Gỡ nội dung) since.
3. The copy's chain is verified and its tables' pages are checked before the manifest is written:
   older backups are dropped only after one that can be restored.
4. The sidecar is not part of it (NB7): put back with the database, it would prove nothing.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec
from sqlite_utils import Database

from vanthu_server.blobs.store import Blob, BlobMismatch, BlobStore, BlobUnknown
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.storage import journal_table
from vanthu_server.commune.storage.backup_manifest import (
    BLOBS,
    MANIFEST,
    PART,
    BackupFailed,
    Fault,
    Item,
    Manifest,
    backup_name,
    blobs_in_use,
    complete,
    write_manifest,
)
from vanthu_server.commune.storage.database import connect
from vanthu_server.commune.storage.ledger import DISK_FULL_ERRORS
from vanthu_server.commune.storage.rebuild import verify_chain
from vanthu_server.platform.files import sync_file, sync_folder
from vanthu_server.platform.lock import FolderBusy, FolderLock
from vanthu_sync.clock import instant
from vanthu_sync.journal import ChainBroken, Head

LOCK: Final = "vanthu-sao-luu.lock"
CHUNK_BYTES: Final = 1024**2
"""What is in memory of a file at a time."""

UNREADABLE_CODES: Final = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})


class Stage(StrEnum):
    """What a backup or restore is at."""

    DATABASE = "database"
    BLOBS = "blobs"
    VERIFY = "verify"
    COPY = "copy"
    REBUILD = "rebuild"


Tell = Callable[[Stage, int, int], None]
"""Gets the stage with how many of how many are done."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A finished backup; `fresh` blobs were not on the shelf before."""

    folder: Path
    manifest: Manifest
    fresh: tuple[Blob, ...]


def back_up(config: NodeConfig, shelf: Path, *, now: datetime, tell: Tell) -> Kept:
    """Back the node up into a new folder of `shelf`; raises BackupFailed, and nothing is left."""
    if not config.database.is_file():
        raise BackupFailed(Fault.NO_NODE, str(config.data))
    if shelf.resolve().is_relative_to(config.data.resolve()):
        raise BackupFailed(Fault.SHELF_INSIDE, str(shelf))
    with named_faults(shelf):
        shelf.mkdir(parents=True, exist_ok=True)
        with _held(shelf):
            for left in shelf.glob(f"*{PART}"):
                shutil.rmtree(left)
            try:
                with named_faults(shelf):
                    return _back_up(config, shelf, now=now, tell=tell)
            except BackupFailed as failed:
                if failed.fault == Fault.DISK_FULL:
                    drop_unused_blobs(shelf)
                raise


def drop_older(shelf: Path, journal: str, *, keep: int) -> tuple[str, ...]:
    """Drop all but the newest `keep` backups of a journal; return their names, oldest first.

    Raises BackupFailed.
    """
    assert keep > 0
    with named_faults(shelf), _held(shelf):
        older = complete(shelf, journal)[:-keep]
        for folder in older:
            (folder / MANIFEST).unlink()  # from here on it is no backup, whatever happens
            sync_folder(folder)
            shutil.rmtree(folder)
        if older:
            drop_unused_blobs(shelf)
    return tuple(folder.name for folder in older)


def drop_unused_blobs(shelf: Path) -> None:
    """Remove the blobs that no backup of the shelf needs; none where one cannot be read."""
    used = blobs_in_use(shelf)
    if used is None:
        return
    store = BlobStore(shelf / BLOBS)
    for sha256 in store.all():
        if sha256 not in used:
            store.remove(sha256)
    store.sweep()


@contextmanager
def named_faults(place: Path) -> Iterator[None]:
    """Raise BackupFailed for what disk and database raise."""
    try:
        yield
    except FolderBusy as error:
        raise BackupFailed(Fault.SHELF_BUSY, str(place)) from error
    except ChainBroken as broken:
        raise BackupFailed(Fault.CHAIN_BROKEN, f"{broken.seq} ({broken.fault})") from broken
    except sqlite3.Error as error:
        raise BackupFailed(_fault(error), str(error)) from error
    except OSError as error:
        full = error.errno in DISK_FULL_ERRORS
        raise BackupFailed(Fault.DISK_FULL if full else Fault.INPUT_OUTPUT, str(error)) from error


@contextmanager
def still(path: Path) -> Iterator[Database]:
    """Open a database that nobody writes, without a trace beside it; raises sqlite3.Error."""
    address = f"{path.resolve().as_uri()}?immutable=1"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        yield Database(connection, execute_plugins=False)


def copy_file(source: Path, target: Path) -> tuple[str, int]:
    """Copy one file durably, readable by its owner alone; return its SHA-256 and size."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    with source.open("rb") as old, os.fdopen(descriptor, "wb") as new:
        while chunk := old.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
            new.write(chunk)
        new.flush()
        sync_file(new.fileno())
    return digest.hexdigest(), size


def chunks(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes; raises OSError."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


_BINARY: Final = getattr(os, "O_BINARY", 0)  # Windows would translate line ends


@contextmanager
def _held(shelf: Path) -> Iterator[None]:
    lock = FolderLock(shelf / LOCK)
    try:
        yield
    finally:
        lock.release()


def _back_up(config: NodeConfig, shelf: Path, *, now: datetime, tell: Tell) -> Kept:
    part = shelf / f"vanthu-{now:%Y%m%d%H%M%S}{PART}"
    part.mkdir(mode=0o700)
    try:
        tell(Stage.DATABASE, 0, 1)
        head, name = _copy_database(config.database, part / config.database.name)
        files = (_item(part, config.database.name), *_copy_files(config, part))
        blobs = _Blobs(BlobStore(config.blobs), BlobStore(shelf / BLOBS), tell)
        manifest = Manifest(
            journal=head.journal,
            node=name,
            epoch=head.epoch,
            seq=head.seq,
            hash=head.hash,
            made_at=instant(now),
            files=files,
            blobs=blobs.copy(),
            damaged=tuple(blobs.damaged),
        )
        write_manifest(part, manifest)
        folder = _free_name(shelf, head.journal, now)
        part.rename(folder)
        sync_folder(shelf)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return Kept(folder=folder, manifest=manifest, fresh=tuple(blobs.fresh))


def _free_name(shelf: Path, journal: str, now: datetime) -> Path:
    folder = shelf / backup_name(journal, now)
    while folder.exists():
        now += timedelta(seconds=1)
        folder = shelf / backup_name(journal, now)
    return folder


def _copy_database(source: Path, target: Path) -> tuple[Head, str]:
    """Copy, check and sync the database; return head and node name of the copy."""
    _copy_pages(source, target)
    with still(target) as copy:
        said = copy.conn.execute("pragma quick_check(1)").fetchone()[0]
        if said != "ok":
            raise BackupFailed(Fault.DATABASE_UNREADABLE, str(said))
        head = verify_chain(copy)
        first = journal_table.events(copy, after=0, limit=1)
    with target.open("r+b") as file:
        sync_file(file.fileno())
    return head, str(first[0].content.get("name", "")) if first else ""


def _copy_pages(source: Path, target: Path) -> None:
    """Copy inside one reading transaction; it ends before the slow disk is waited for."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    db = connect(source, writing=False)
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            copy.execute("pragma synchronous = off")
            copy.execute("pragma journal_mode = off")
            db.conn.backup(copy)
            copy.execute("pragma journal_mode = delete")  # one file, no WAL beside it
    finally:
        db.conn.close()


def _item(folder: Path, path: str) -> Item:
    with (folder / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Item(path=path, sha256=digest, size=file.tell())


def _copy_files(config: NodeConfig, part: Path) -> Iterator[Item]:
    """Copy all else of the data folder: keys, trust, pictures, and what comes later.

    A sidecar that was put into the folder against all advice stays where it is.
    """
    left_out = {config.lock, *config.data.glob(f"{config.database.name}*")}
    left_out |= set(config.data.rglob("*.jsonl*"))
    for source in sorted(config.data.rglob("*")):
        if source in left_out or source.is_relative_to(config.blobs) or not source.is_file():
            continue
        path = source.relative_to(config.data)
        try:
            sha256, size = copy_file(source, part / path)
        except FileNotFoundError:
            continue  # taken away while we looked
        yield Item(path=path.as_posix(), sha256=sha256, size=size)


class _Blobs:
    """Copies the blobs that the shelf has not."""

    def __init__(self, source: BlobStore, shelf: BlobStore, tell: Tell) -> None:
        self._source = source
        self._shelf = shelf
        self._tell = tell
        self.fresh: list[Blob] = []
        self.damaged: list[str] = []

    def copy(self) -> tuple[Blob, ...]:
        """Return what the shelf holds of the node's blobs; raises OSError."""
        self._shelf.sweep()
        names = list(self._source.all())
        found = []
        for count, sha256 in enumerate(names):
            self._tell(Stage.BLOBS, count, len(names))
            blob = self._copy(sha256)
            if blob is not None:
                found.append(blob)
        self._tell(Stage.BLOBS, len(names), len(names))
        return tuple(found)

    def _copy(self, sha256: str) -> Blob | None:
        try:
            path = self._source.path(sha256)
            size = path.stat().st_size
            if self._shelf.has(sha256):
                if self._shelf.size(sha256) == size:
                    return Blob(sha256=sha256, size=size)
                self._shelf.remove(sha256)  # cut short by somebody: take it once more
            blob = self._shelf.put(chunks(path), size_max=size, expected=sha256)
        except (BlobUnknown, FileNotFoundError):
            return None  # removed (Gỡ nội dung) while we looked
        except BlobMismatch:
            self.damaged.append(sha256)
            return None
        self.fresh.append(blob)
        return blob


def _fault(error: sqlite3.Error) -> Fault:
    code = getattr(error, "sqlite_errorname", "")
    if code == "SQLITE_FULL":
        return Fault.DISK_FULL
    return Fault.DATABASE_UNREADABLE if code in UNREADABLE_CODES else Fault.INPUT_OUTPUT

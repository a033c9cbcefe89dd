"""Putting a backup back: verified first, beside the running place, then in by renaming.

Theory of operation:
1. Every file and blob is read and compared with the manifest before anything is made.
2. The folder is made whole beside its place (`….dang-khoi-phuc`): files, blobs, the schema of this
   program, a verified chain. What fails until here changed nothing.
3. The folder that is there is set aside by renaming, never deleted; then the new one takes its
   name. A power cut between the two leaves both, whole, and no node starts without a database.
4. Blobs that the folder which is set aside has and the backup has not come along: the sidecar
   brings their entries back at the next start (NB8), and no document may be lost.
5. The sidecar is read by nobody here and never written (NB7).
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from vanthu_server.blobs.store import BlobMismatch, BlobStore, BlobTooLarge
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.storage import holder_table
from vanthu_server.commune.storage.backup import Stage, Tell, chunks, copy_file, named_faults
from vanthu_server.commune.storage.backup_manifest import (
    BLOBS,
    BackupFailed,
    Fault,
    Item,
    Manifest,
    read_manifest,
)
from vanthu_server.commune.storage.database import connect, migrate
from vanthu_server.commune.storage.rebuild import rebuild, verify_chain
from vanthu_server.platform.files import sync_folder
from vanthu_server.platform.lock import FolderBusy, FolderLock
from vanthu_server.platform.machine import binding
from vanthu_sync.clock import VIETNAM
from vanthu_sync.journal import ChainBroken

PART: Final = ".dang-khoi-phuc"
ASIDE: Final = "-truoc-khi-khoi-phuc-"


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What was put back; `aside` is where the older folder lies now, `brought` its newer blobs."""

    manifest: Manifest
    aside: Path | None
    brought: int


class Drilled(msgspec.Struct, frozen=True, kw_only=True):
    """A restore that was tried out; `changed` tables have other rows than the journal gives."""

    manifest: Manifest
    changed: tuple[str, ...]


def verify_backup(backup: Path, tell: Tell) -> Manifest:
    """Read every byte of a backup and return its manifest; raises BackupFailed."""
    with named_faults(backup):
        manifest = read_manifest(backup)
        places = list(_places(backup, manifest))
        for count, (place, item) in enumerate(places):
            tell(Stage.VERIFY, count, len(places))
            _verify(place, item)
        tell(Stage.VERIFY, len(places), len(places))
    return manifest


def restore(backup: Path, config: NodeConfig, *, now: datetime, tell: Tell) -> Restored:
    """Put `backup` in the place of the data folder; raises BackupFailed, and nothing changed."""
    manifest = verify_backup(backup, tell)
    with named_faults(config.data), _alone(config) as lock:
        part = _beside(config, PART)
        try:
            _fill(backup, manifest, part=part, tell=tell)
            brought = _bring_newer(_older(config), part)
            aside = _set_aside(config.data, lock, now) if lock is not None else None
            _take_place(part.data, config.data, aside)
        finally:
            shutil.rmtree(part.data, ignore_errors=True)
    return Restored(manifest=manifest, aside=aside, brought=brought)


@contextmanager
def drill(backup: Path, config: NodeConfig, *, tell: Tell) -> Iterator[tuple[Drilled, NodeConfig]]:
    """Restore beside, rebuild all rows there, give the place to look at, and remove it.

    The place's sidecar is that of `config`. Raises BackupFailed; `config.data` is not touched.
    """
    manifest = verify_backup(backup, tell)
    part = _beside(config, f"-thu{PART}")
    try:
        with named_faults(part.data):
            _fill(backup, manifest, part=part, tell=tell)
            tell(Stage.REBUILD, 0, 1)
            changed = rebuild(part.database).changed
            _stand_for(config, part)
        yield Drilled(manifest=manifest, changed=changed), part
    finally:
        shutil.rmtree(part.data, ignore_errors=True)


def _stand_for(config: NodeConfig, part: NodeConfig) -> None:
    """Let the place beside count as the place it is tried out for, not as a copy of it."""
    db = connect(part.database, writing=True)
    try:
        holder = holder_table.holder(db)
        if holder.machine == binding(config.data):
            own = msgspec.structs.replace(holder, machine=binding(part.data))
            holder_table.keep(db, own)
    finally:
        db.conn.close()


def _places(backup: Path, manifest: Manifest) -> Iterator[tuple[Path, Item]]:
    for item in manifest.files:
        yield backup / item.path, item
    folder = backup.parent / BLOBS
    for blob in manifest.blobs:
        place = folder / blob.sha256[:2] / blob.sha256[2:4] / blob.sha256
        yield place, Item(path=f"../{BLOBS}/{blob.sha256}", sha256=blob.sha256, size=blob.size)


def _verify(place: Path, item: Item) -> None:
    try:
        with place.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise BackupFailed(Fault.FILE_MISSING, item.path) from error
    if digest != item.sha256:
        raise BackupFailed(Fault.FILE_CHANGED, item.path)


@contextmanager
def _alone(config: NodeConfig) -> Iterator[FolderLock | None]:
    """Hold the data folder's lock; None where there is no folder yet."""
    if not config.data.is_dir():
        config.data.parent.mkdir(parents=True, exist_ok=True)
        yield None
        return
    try:
        lock = FolderLock(config.lock)
    except FolderBusy as error:
        raise BackupFailed(Fault.NODE_RUNS, str(config.data)) from error
    try:
        yield lock
    finally:
        lock.release()


def _beside(config: NodeConfig, ending: str) -> NodeConfig:
    """Return an empty place beside the data folder; what an earlier try left there goes."""
    data = config.data.with_name(config.data.name + ending)
    shutil.rmtree(data, ignore_errors=True)
    return NodeConfig(data=data, sidecar_file=config.sidecar)


def _fill(backup: Path, manifest: Manifest, *, part: NodeConfig, tell: Tell) -> None:
    part.data.mkdir(mode=0o700)
    for item in manifest.files:
        sha256, _ = copy_file(backup / item.path, part.data / item.path)
        if sha256 != item.sha256:
            raise BackupFailed(Fault.FILE_CHANGED, item.path)
    folder, store = backup.parent / BLOBS, BlobStore(part.blobs)
    for count, blob in enumerate(manifest.blobs):
        tell(Stage.COPY, count, len(manifest.blobs))
        place = folder / blob.sha256[:2] / blob.sha256[2:4] / blob.sha256
        try:
            store.put(chunks(place), size_max=blob.size, expected=blob.sha256)
        except (BlobMismatch, BlobTooLarge) as error:
            raise BackupFailed(Fault.FILE_CHANGED, f"../{BLOBS}/{blob.sha256}") from error
    tell(Stage.COPY, len(manifest.blobs), len(manifest.blobs))
    migrate(part.database)
    _verify_chain(part, manifest)
    sync_folder(part.data)


def _verify_chain(part: NodeConfig, manifest: Manifest) -> None:
    db = connect(part.database, writing=False)
    try:
        head = verify_chain(db)
    except ChainBroken as broken:
        raise BackupFailed(Fault.CHAIN_BROKEN, f"{broken.seq} ({broken.fault})") from broken
    finally:
        db.conn.close()
    if head != manifest.head:
        raise BackupFailed(Fault.FILE_CHANGED, part.database.name)


def _older(config: NodeConfig) -> NodeConfig:
    """Return where the data were until now: a restore that was cut off has set them aside."""
    asides = sorted(config.data.parent.glob(f"{config.data.name}{ASIDE}*"))
    if config.data.is_dir() or not asides:
        return config
    return NodeConfig(data=asides[-1])


def _bring_newer(older: NodeConfig, part: NodeConfig) -> int:
    """Copy whole blobs of the older folder that are not here; return how many."""
    if not older.blobs.is_dir():
        return 0
    source, store, brought = BlobStore(older.blobs), BlobStore(part.blobs), 0
    for sha256 in source.all():
        if store.has(sha256):
            continue
        path = source.path(sha256)
        try:
            store.put(chunks(path), size_max=path.stat().st_size, expected=sha256)
        except BlobMismatch:
            continue  # it was damaged before; it stays where it is
        brought += 1
    return brought


def _take_place(part: Path, data: Path, aside: Path | None) -> None:
    """Give the new folder its name; where that fails, the older one gets it back."""
    try:
        part.rename(data)
    except OSError:
        if aside is not None:
            aside.rename(data)
        raise
    sync_folder(data.parent)


def _set_aside(data: Path, lock: FolderLock, now: datetime) -> Path:
    aside = data.with_name(f"{data.name}{ASIDE}{now.astimezone(VIETNAM):%Y%m%d-%H%M%S}")
    lock.rename_folder(aside)
    sync_folder(data.parent)
    return aside

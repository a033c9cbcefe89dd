"""What a backup says of itself, and how a backup is told from a folder that looks like one.

Rules:
1. A backup is a folder `vanthu-<journal>-<YYYYMMDD-HHMMSS>` (time of Vietnam) with a manifest.
   The manifest is written last and takes its name whole; without it there is no backup.
2. It names every file of the folder and every blob with SHA-256 and size. Blobs lie beside, in
   `blobs`, by hash, shared by all backups of the shelf (the folder that holds them).
3. A folder that is being filled ends in `.dang-sao`; the next backup removes what is left of one.
4. Names in a manifest are relative and stay inside: it comes from a stick that anybody wrote.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from vanthu_server.blobs.store import Blob
from vanthu_server.platform.files import durable_replace, sync_file
from vanthu_sync.clock import VIETNAM
from vanthu_sync.errors import UNREADABLE
from vanthu_sync.journal import Head

VERSION: Final = 1
MANIFEST: Final = "manifest.json"
BLOBS: Final = "blobs"
PART: Final = ".dang-sao"

_NAME: Final = re.compile(r"vanthu-(?P<journal>[0-9a-f]+)-\d{8}-\d{6}")


class Fault(StrEnum):
    """Why a backup or a restore cannot be done."""

    NO_NODE = "no_node"
    SHELF_INSIDE = "shelf_inside"
    SHELF_BUSY = "shelf_busy"
    NODE_RUNS = "node_runs"
    DISK_FULL = "disk_full"
    INPUT_OUTPUT = "input_output"
    DATABASE_UNREADABLE = "database_unreadable"
    CHAIN_BROKEN = "chain_broken"
    NO_BACKUP = "no_backup"
    NEWER_FORMAT = "newer_format"
    FILE_MISSING = "file_missing"
    FILE_CHANGED = "file_changed"


class BackupFailed(RuntimeError):
    """A backup or restore stopped; nothing half-made is left. `detail` names the place."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}")
        self.fault = fault
        self.detail = detail


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the backup's folder: its path from there with `/`, its hash, its bytes."""

    path: str
    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """One backup: whose journal, up to which event, made when (RFC 3339), and all its files.

    `damaged` are hashes of blobs that the node itself could not read right; they are not in it.
    """

    v: int = VERSION
    journal: str
    node: str
    epoch: int
    seq: int
    hash: str
    made_at: str
    files: tuple[Item, ...]
    blobs: tuple[Blob, ...] = ()
    damaged: tuple[str, ...] = ()

    @property
    def head(self) -> Head:
        """The journal's head in the backup."""
        return Head(journal=self.journal, epoch=self.epoch, seq=self.seq, hash=self.hash)

    @property
    def size(self) -> int:
        """Bytes of all its files and blobs."""
        return sum(item.size for item in self.files) + sum(blob.size for blob in self.blobs)


def backup_name(journal: str, moment: datetime) -> str:
    """Return the name of a backup's folder."""
    return f"vanthu-{journal}-{moment.astimezone(VIETNAM):%Y%m%d-%H%M%S}"


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it beside, sync it, give it its name; raises OSError."""
    beside = folder / f"{MANIFEST}.new"
    with beside.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
        file.flush()
        sync_file(file.fileno())
    durable_replace(beside, folder / MANIFEST)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a backup; raises BackupFailed: NO_BACKUP, NEWER_FORMAT."""
    try:
        data = (folder / MANIFEST).read_bytes()
        version = msgspec.json.decode(data, type=_Versioned).v
        if version > VERSION:
            raise BackupFailed(Fault.NEWER_FORMAT, str(folder))
        manifest = msgspec.json.decode(data, type=Manifest)
    except (OSError, *UNREADABLE) as error:
        raise BackupFailed(Fault.NO_BACKUP, str(folder)) from error
    if not all(_stays_inside(item.path) for item in manifest.files):
        raise BackupFailed(Fault.NO_BACKUP, str(folder))
    return manifest


def complete(shelf: Path, journal: str) -> list[Path]:
    """Return the whole backups of a journal on a shelf, oldest first."""
    found = [folder for folder in _folders(shelf) if _journal(folder) == journal]
    return sorted(folder for folder in found if (folder / MANIFEST).is_file())


def blobs_in_use(shelf: Path) -> set[str] | None:
    """Return the blobs that any backup of the shelf needs, None where one cannot be read."""
    found: set[str] = set()
    for folder in _folders(shelf):
        try:
            found.update(blob.sha256 for blob in read_manifest(folder).blobs)
        except BackupFailed:
            return None
    return found


class _Versioned(msgspec.Struct, frozen=True):
    v: int


def _folders(shelf: Path) -> Iterator[Path]:
    for folder in shelf.iterdir():
        if _NAME.fullmatch(folder.name) and folder.is_dir():
            yield folder


def _journal(folder: Path) -> str:
    named = _NAME.fullmatch(folder.name)
    assert named is not None
    return named["journal"]


def _stays_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    plain = parts and not any(sign in path for sign in "\\:\0")
    return bool(plain) and parts[0] != "/" and ".." not in parts

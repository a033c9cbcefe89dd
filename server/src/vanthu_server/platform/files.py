"""Durable file operations that hold on Windows and POSIX alike.

Windows knows no fsync of a folder; NTFS journals the rename itself.
"""

import os
import sys
from pathlib import Path


def sync_file(descriptor: int) -> None:
    """Wait until the file's content is on the disk; raises OSError."""
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until the folder's entries are on the disk, where the system can say so."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def durable_replace(source: Path, target: Path) -> None:
    """Put `source`, already synced, in the place of `target`; afterwards one of them is there."""
    source.replace(target)
    sync_folder(target.parent)

"""One process a data folder and a sidecar, on Windows and POSIX alike.

The operating system holds the lock, so it ends with the process, also when that is killed.
"""

import os
import sys
from pathlib import Path
from typing import IO


class FolderBusy(RuntimeError):
    """Another process works on the folder."""


class FileBusy(FolderBusy):
    """Another process works on the file."""


class FolderLock:
    """The lock of one folder, taken when it is made."""

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: IO[bytes] = path.open("a+b")
        try:
            _take(self._file)
        except OSError as error:
            self._file.close()
            raise FolderBusy(str(path.parent)) from error

    def release(self) -> None:
        """Give the folder free."""
        self._file.close()

    def rename_folder(self, target: Path) -> None:
        """Rename the locked folder; raises OSError.

        Windows renames no folder in which a file is open: there the lock goes first, and the
        system itself refuses as long as another process works in the folder.
        """
        if sys.platform == "win32":
            self.release()
        self._folder.rename(target)


class FileLock:
    """The lock of one file that lies where others reach it too, by a lock file beside it.

    Nothing is locked where its folder is missing, and nothing where neither folder nor file can
    be written: nobody writes the file then. Raises FileBusy, and OSError where the file could be
    written but not be locked.
    """

    def __init__(self, path: Path) -> None:
        self._lock: FolderLock | None = None
        place = path.resolve()
        if not place.parent.is_dir():
            return
        try:
            self._lock = FolderLock(place.with_name(f"{place.name}.lock"))
        except FolderBusy as error:
            raise FileBusy(str(path)) from error
        except OSError:
            if os.access(place, os.W_OK):
                raise

    def release(self) -> None:
        """Give the file free."""
        if self._lock is not None:
            self._lock.release()


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
